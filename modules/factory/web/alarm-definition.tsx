import type { Answer } from '@ronghe/kit/contract'
import {
  Allowed,
  Facts,
  Page as Frame,
  Link,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  Stack,
  say,
  Time,
  useApi,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { conditionLine } from '../alarms/body.ts'
import { delayFields, guideFields, triggerFields } from '../alarms/fields.ts'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { factory } from '../contract.ts'
import { AlarmEditor } from './alarm-editor.tsx'
import { Labelled } from './alarm-fields.tsx'
import { PriorityTag } from './alarm-tags.tsx'

type One = Answer<(typeof factory)['routes']['oneAlarmDefinition']>

/** One definition with its versions, and its editor. */
export function Page() {
  const { definitionId } = useParams('definitionId')
  const one = useQuery(useApi(factory).ask.oneAlarmDefinition({ params: { definitionId } }))
  return <Loaded ask={one}>{(data) => <Shown key={data.definition.version} data={data} />}</Loaded>
}

function Shown({ data }: { data: One }) {
  const { t } = useWords()
  const { definition } = data
  const [edited, setEdited] = useState<AlarmBody | null>(null)
  return (
    <Frame
      title={`${definition.alarmCode} ${definition.name}`}
      breadcrumbs={[{ title: t('factory.page.alarmDefinitions'), to: '/factory/alarms/definitions' }]}
      tags={
        <>
          <PriorityTag priority={definition.priority} /> {definition.isSample ? <SampleTag /> : null}
        </>
      }
      actions={
        edited ? null : (
          <Allowed may="factory.write">
            <Button type="primary" onClick={() => setEdited(data.body)}>
              {t('factory.action.edit')}
            </Button>
          </Allowed>
        )
      }
    >
      {edited ? (
        <Edit data={data} start={edited} onClose={() => setEdited(null)} />
      ) : (
        <Stack>
          <Panel title={t('factory.page.alarmDefinition')}>
            <BodyFacts body={data.body} definition={definition} />
          </Panel>
          <Versions data={data} onTake={setEdited} />
        </Stack>
      )}
    </Frame>
  )
}

function BodyFacts({ body, definition }: { body: AlarmBody; definition: One['definition'] }) {
  const { t } = useWords()
  const fields = [...triggerFields[body.kind], ...delayFields, ...guideFields]
  return (
    <Facts
      items={[
        { label: t('factory.column.alarmKind'), value: t(`factory.value.kind.${body.kind}`) },
        { label: t('factory.column.condition'), value: <code>{conditionLine(body)}</code> },
        {
          label: t('factory.alarm.machines'),
          value: <Link to={`/factory/alarms/points?definition=${definition.id}`}>{definition.machines}</Link>,
        },
        {
          label: t('factory.column.weekCount'),
          value: (
            <Link to={`/factory/alarms/journal?definition=${definition.id}`}>{definition.weekCount}</Link>
          ),
        },
        { label: t('factory.alarm.countsFrom'), value: <Time at={definition.countsFrom} /> },
        ...fields
          .filter((field) => body[field] !== undefined)
          .map((field) => ({ label: t(`factory.alarmField.${field}`), value: String(body[field]) })),
      ]}
    />
  )
}

function Edit({ data, start, onClose }: { data: One; start: AlarmBody; onClose: () => void }) {
  const { t } = useWords()
  const api = useApi(factory)
  const [note, setNote] = useState('')
  return (
    <AlarmEditor
      start={start}
      head={
        <Labelled id="alarm-note" label={t('factory.column.note')}>
          <Input
            id="alarm-note"
            value={note}
            maxLength={300}
            placeholder={t('factory.alarmEditor.note')}
            onChange={(event) => setNote(event.target.value)}
          />
        </Labelled>
      }
      onSave={async (body) => {
        const { id, version } = data.definition
        const change = { version, body, ...(note ? { note } : {}) }
        await api.call.changeAlarmDefinition({ params: { definitionId: id }, body: change })
        say.done('factory.alarmEditor.saved')
        api.forget()
        onClose()
      }}
      onCancel={onClose}
    />
  )
}

function Versions({ data, onTake }: { data: One; onTake: (body: AlarmBody) => void }) {
  const { t } = useWords()
  return (
    <Panel title={t('factory.alarm.versions')}>
      <SimpleTable
        caption={t('factory.alarm.versions')}
        rowKey="version"
        rows={data.versions}
        columns={[
          { key: 'version', title: t('factory.column.version'), align: 'end' },
          {
            key: 'createdAt',
            title: t('factory.column.createdAt'),
            render: (row) => <Time at={row.createdAt} />,
          },
          {
            key: 'personName',
            title: t('factory.column.personName'),
            render: (row) => row.personName ?? '–',
          },
          { key: 'note', title: t('factory.column.note'), render: (row) => row.note ?? '–' },
          {
            key: 'condition',
            title: t('factory.column.condition'),
            render: (row) => <code>{conditionLine(row.body)}</code>,
          },
          {
            key: 'take',
            title: t('factory.column.actions'),
            render: (row) => (
              <Allowed may="factory.write">
                <Button type="link" size="small" onClick={() => onTake(row.body)}>
                  {t('factory.rules.take')}
                </Button>
              </Allowed>
            ),
          },
        ]}
      />
    </Panel>
  )
}
