import { FaultView, FindSelect, Panel, say, useApi, useMay, useMe, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber, Select } from 'antd'
import { useId, useState } from 'react'
import type { AlarmRouteBody } from '../contract/alarm-routing.ts'
import { factory } from '../contract.ts'
import { faultsOf } from './alarm-editor.tsx'
import { Labelled } from './alarm-fields.tsx'
import { useFinders } from './finders.ts'

const priorities = ['critical', 'high', 'medium', 'low'] as const
const roles = ['operator', 'plantEngineer', 'enterpriseAdministrator'] as const
type Level = AlarmRouteBody['levels'][number]
type Shared = {
  body: AlarmRouteBody
  onChange: (body: AlarmRouteBody) => void
  faults: Record<string, string>
}

/** The operator at once, the engineer when nobody has answered for a quarter of an hour. */
export function blankRoute(): AlarmRouteBody {
  return {
    name: '',
    priority: 'high',
    levels: [
      { afterMinutes: 0, roles: ['operator'], personIds: [] },
      { afterMinutes: 15, roles: ['plantEngineer'], personIds: [] },
    ],
  }
}

/** Writes who is told first, and who after how long. */
export function RouteEditor({
  id,
  start,
  onClose,
}: {
  id: string | null
  start: AlarmRouteBody
  onClose: () => void
}) {
  const { t } = useWords()
  const api = useApi(factory)
  const [body, setBody] = useState(start)
  const [error, setError] = useState<unknown>(null)
  const faults = faultsOf(error)
  async function save(): Promise<void> {
    try {
      if (id) await api.call.changeAlarmRoute({ params: { routeId: id }, body })
      else await api.call.addAlarmRoute({ body })
      say.done('factory.alarmRouting.saved')
      api.forget('alarmRoutes')
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  const shared = { body, onChange: setBody, faults }
  return (
    <Panel title={t(id ? 'factory.route.changeAlarmRoute' : 'factory.route.addAlarmRoute')}>
      <Scope {...shared} />
      <Levels {...shared} />
      {error ? <FaultView error={error} /> : null}
      <Button type="primary" onClick={() => void save()}>
        {t('factory.action.save')}
      </Button>{' '}
      <Button onClick={onClose}>{t('factory.action.cancel')}</Button>
    </Panel>
  )
}

/** A field that is left out when it is empty. */
function withText(body: AlarmRouteBody, field: keyof AlarmRouteBody, value: string | null | undefined) {
  const { [field]: _before, ...rest } = body
  return (value ? { ...rest, [field]: value } : rest) as AlarmRouteBody
}

function Scope({ body, onChange, faults }: Shared) {
  const { t, name } = useWords()
  const id = useId()
  const me = useMe()
  const query = me.organisation ? { organisation: me.organisation.id } : {}
  const tree = useQuery(useApi(factory).ask.tree({ query }))
  const units = (tree.data?.rows ?? []).filter((node) => !['equipment', 'organisation'].includes(node.kind))
  const graves = priorities.map((value) => ({ value, label: t(`factory.value.priority.${value}`) }))
  return (
    <div className="factory-device-fields">
      <Labelled id={`${id}-name`} label={t('factory.column.name')} fault={faults.name}>
        <Input
          id={`${id}-name`}
          value={body.name}
          maxLength={120}
          onChange={(event) => onChange({ ...body, name: event.target.value })}
        />
      </Labelled>
      <Labelled id={`${id}-priority`} label={t('factory.alarmRouting.atLeast')}>
        <Select
          id={`${id}-priority`}
          value={body.priority}
          options={graves}
          onChange={(priority) => onChange({ ...body, priority })}
        />
      </Labelled>
      <Labelled id={`${id}-unit`} label={t('factory.alarmRouting.where')}>
        <Select
          id={`${id}-unit`}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('factory.alarmRouting.everywhere')}
          value={body.unitId ?? null}
          options={units.map((unit) => ({
            value: unit.id,
            label: name({ nameZh: unit.name, nameEn: unit.nameEn }),
          }))}
          onChange={(unit) => onChange(withText(body, 'unitId', unit))}
        />
      </Labelled>
      {(['shift', 'crew', 'quietFrom', 'quietTo'] as const).map((field) => (
        <Labelled
          key={field}
          id={`${id}-${field}`}
          label={t(`factory.alarmRouting.field.${field}`)}
          fault={faults[field]}
        >
          <Input
            id={`${id}-${field}`}
            value={body[field] ?? ''}
            placeholder={field === 'quietFrom' ? '22:00' : field === 'quietTo' ? '06:00' : ''}
            onChange={(event) => onChange(withText(body, field, event.target.value))}
          />
        </Labelled>
      ))}
      <Labelled id={`${id}-quiet`} label={t('factory.alarmRouting.field.quietPriority')}>
        <Select
          id={`${id}-quiet`}
          value={body.quietPriority ?? 'critical'}
          options={graves}
          onChange={(quietPriority) => onChange({ ...body, quietPriority })}
        />
      </Labelled>
    </div>
  )
}

function Levels({ body, onChange, faults }: Shared) {
  const { t } = useWords()
  const may = useMay()
  const members = useQuery({
    ...useApi(registry).ask.members({ query: { pageSize: 200 } }),
    enabled: may('registry.member.read'),
  })
  const people = (members.data?.rows ?? []).map((row) => ({ value: row.personId, text: row.name }))
  const set = (at: number, next: Partial<Level>) => {
    const levels = body.levels.map((level, index) => (index === at ? { ...level, ...next } : level))
    onChange({ ...body, levels })
  }
  const last = body.levels.at(-1)?.afterMinutes ?? 0
  return (
    <>
      {body.levels.map((level, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
        <div key={index} className="factory-shift-row">
          <LevelFields
            place={index + 1}
            level={level}
            people={people}
            isOnly={body.levels.length === 1}
            onChange={(next) => set(index, next)}
            onRemove={() => onChange({ ...body, levels: body.levels.filter((_, at) => at !== index) })}
          />
          {[faults[`levels.${index}`], faults[`levels.${index}.afterMinutes`]].map((fault) =>
            fault ? (
              <small key={fault} role="alert" className="factory-alarm-fault">
                {fault}
              </small>
            ) : null,
          )}
        </div>
      ))}
      <p>
        <Button
          disabled={body.levels.length >= 5}
          onClick={() =>
            onChange({
              ...body,
              levels: [...body.levels, { afterMinutes: last + 15, roles: [], personIds: [] }],
            })
          }
        >
          {t('factory.alarmRouting.addLevel')}
        </Button>
      </p>
    </>
  )
}

function LevelFields({
  place,
  level,
  people,
  isOnly,
  onChange,
  onRemove,
}: {
  place: number
  level: Level
  people: { value: string; text: string }[]
  isOnly: boolean
  onChange: (next: Partial<Level>) => void
  onRemove: () => void
}) {
  const { t } = useWords()
  const { findMembers } = useFinders()
  return (
    <>
      <b>{place}</b>
      <InputNumber
        aria-label={t('factory.alarmRouting.after')}
        min={0}
        max={1440}
        value={level.afterMinutes}
        onChange={(afterMinutes) => onChange({ afterMinutes: afterMinutes ?? 0 })}
      />
      {t('factory.alarmRouting.after')}
      <Select
        mode="multiple"
        aria-label={t('factory.alarmRouting.roles')}
        placeholder={t('factory.alarmRouting.roles')}
        value={level.roles}
        options={roles.map((role) => ({ value: role, label: t(`factory.alarmRouting.role.${role}`) }))}
        onChange={(chosen: string[]) => onChange({ roles: chosen })}
        style={{ flex: '1 1 200px' }}
      />
      <FindSelect
        several
        aria-label={t('factory.alarmRouting.people')}
        placeholder={t('factory.alarmRouting.people')}
        known={people}
        find={findMembers}
        value={level.personIds}
        onChange={(personIds) => onChange({ personIds: [personIds ?? []].flat() })}
        style={{ flex: '1 1 200px' }}
      />
      <Button type="link" danger size="small" disabled={isOnly} onClick={onRemove}>
        {t('factory.shift.remove')}
      </Button>
    </>
  )
}
