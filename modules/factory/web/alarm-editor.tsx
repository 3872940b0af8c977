import { RequestFault } from '@ronghe/kit/client'
import { FaultView, FindSelect, Panel, Stack, useApi, useLeaveGuard, useMe, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select } from 'antd'
import { useId, useState } from 'react'
import {
  classFields,
  delayFields,
  guideFields,
  type Kind,
  triggerFields,
  withField,
  withKind,
} from '../alarms/fields.ts'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { factory } from '../contract.ts'
import { AlarmFields, Labelled } from './alarm-fields.tsx'
import { AlarmTrial } from './alarm-trial.tsx'
import './factory.css'
import { useFinders } from './finders.ts'

const priorities = ['critical', 'high', 'medium', 'low'] as const

type Save = (body: AlarmBody) => Promise<unknown>

/** What is wrong, by field, as the server said it. */
export function faultsOf(error: unknown): Record<string, string> {
  const fields = error instanceof RequestFault ? (error.answer.fields ?? []) : []
  return Object.fromEntries(
    fields.map(({ field, message }) => [field.replace(/^body\.|^\/body\//, ''), message]),
  )
}

/** Writes an alarm, tries it on what the machines did, and saves it. */
export function AlarmEditor({
  start,
  head,
  onSave,
  onCancel,
}: {
  start: AlarmBody
  /** Above the fields: a code, or a note on the change. */
  head: React.ReactNode
  onSave: Save
  onCancel: () => void
}) {
  const { t } = useWords()
  const [body, setBody] = useState(start)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [isSaved, setSaved] = useState(false)
  useLeaveGuard(() => !isSaved && body !== start)
  const faults = faultsOf(error)
  async function save(): Promise<void> {
    setBusy(true)
    setError(null)
    setSaved(true)
    try {
      await onSave(body)
    } catch (problem) {
      setSaved(false)
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const shared = { body, onChange: setBody, faults }
  return (
    <Stack>
      <Panel title={t('factory.alarmEditor.what')}>
        {head}
        <Naming {...shared} />
        <Machines {...shared} />
        <AlarmFields {...shared} fields={classFields} />
      </Panel>
      <Panel title={t('factory.alarmEditor.when')}>
        <KindChoice kind={body.kind} onChange={(kind) => setBody(withKind(body, kind))} />
        <p>{t(`factory.alarmHow.${body.kind}`)}</p>
        <AlarmFields {...shared} fields={triggerFields[body.kind]} />
        <AlarmFields {...shared} fields={delayFields} />
      </Panel>
      <Panel title={t('factory.alarmEditor.guide')}>
        <AlarmFields {...shared} fields={guideFields} />
        <Manner {...shared} />
        {error ? <FaultView error={error} /> : null}
        <Button type="primary" loading={isBusy} onClick={() => void save()}>
          {t('factory.action.save')}
        </Button>{' '}
        <Button onClick={onCancel}>{t('factory.action.cancel')}</Button>
      </Panel>
      <AlarmTrial body={body} />
    </Stack>
  )
}

/** How an announcement ends. */
function Manner({ body, onChange }: Shared) {
  const { t } = useWords()
  return (
    <div className="factory-shift-row">
      {(['mustAcknowledge', 'latches'] as const).map((field) => (
        <Checkbox
          key={field}
          checked={body[field]}
          onChange={(event) => onChange({ ...body, [field]: event.target.checked })}
        >
          {t(`factory.alarmField.${field}`)}
        </Checkbox>
      ))}
    </div>
  )
}

type Shared = { body: AlarmBody; onChange: (body: AlarmBody) => void; faults: Record<string, string> }

function Naming({ body, onChange, faults }: Shared) {
  const { t } = useWords()
  const id = useId()
  return (
    <div className="factory-device-fields">
      {(['name', 'nameEn'] as const).map((field) => (
        <Labelled
          key={field}
          id={`${id}-${field}`}
          label={t(`factory.alarmField.${field}`)}
          fault={faults[field]}
        >
          <Input
            id={`${id}-${field}`}
            value={body[field] ?? ''}
            maxLength={120}
            onChange={(event) => onChange(withField(body, field, event.target.value))}
          />
        </Labelled>
      ))}
      <Labelled id={`${id}-priority`} label={t('factory.column.priority')}>
        <Select
          id={`${id}-priority`}
          value={body.priority}
          onChange={(priority) => onChange({ ...body, priority })}
          options={priorities.map((value) => ({ value, label: t(`factory.value.priority.${value}`) }))}
          style={{ inlineSize: '100%' }}
        />
      </Labelled>
    </div>
  )
}

/** The machines by name; a class is described by unit, maker, model or process. */
function Machines({ body, onChange, faults }: Shared) {
  const { t, name } = useWords()
  const id = useId()
  const me = useMe()
  const { ask } = useApi(factory)
  const own = me.organisation ? { organisation: me.organisation.id } : {}
  const tree = useQuery(ask.tree({ query: own }))
  const { findMachines } = useFinders()
  const nodes = (tree.data?.rows ?? []).map((node) => ({
    ...{ value: node.id, kind: node.kind },
    text: name({ nameZh: node.name, nameEn: node.nameEn }),
  }))
  const units = nodes.filter((node) => !['equipment', 'organisation'].includes(node.kind))
  return (
    <div className="factory-device-fields">
      <Labelled
        id={`${id}-machines`}
        label={t('factory.alarmField.equipmentIds')}
        fault={faults.equipmentIds}
      >
        <FindSelect
          id={`${id}-machines`}
          several
          allowClear
          known={nodes}
          find={findMachines}
          value={body.equipmentIds ?? []}
          onChange={(chosen) => onChange({ ...body, equipmentIds: [chosen ?? []].flat() })}
          style={{ inlineSize: '100%' }}
        />
      </Labelled>
      <Labelled id={`${id}-unit`} label={t('factory.alarmField.unitId')}>
        <Select
          id={`${id}-unit`}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={body.unitId ?? null}
          onChange={(unitId) => onChange(withField(body, 'unitId', unitId))}
          options={units.map(({ value, text }) => ({ value, label: text }))}
          style={{ inlineSize: '100%' }}
        />
      </Labelled>
    </div>
  )
}

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const { t } = useWords()
  const id = useId()
  return (
    <Labelled id={id} label={t('factory.column.alarmKind')}>
      <Select
        id={id}
        value={kind}
        onChange={onChange}
        options={(Object.keys(triggerFields) as Kind[]).map((value) => ({
          value,
          label: t(`factory.value.kind.${value}`),
        }))}
        style={{ inlineSize: '100%', maxInlineSize: 320 }}
      />
    </Labelled>
  )
}
