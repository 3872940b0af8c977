import {
  Allowed,
  type Column,
  ImportForm,
  Link,
  ListPage,
  Panel,
  type RowOf,
  SampleTag,
  Stack,
  StatusTag,
  type T,
  useApi,
  useGo,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import { AlarmViews, PriorityTag } from './alarm-tags.tsx'

type Row = RowOf<typeof factory, 'alarmDefinitions'>

/** What is watched: every definition with its condition, its machines and how often it told in a week. */
export function Page() {
  const { t } = useWords()
  const go = useGo()
  const api = useApi(factory)
  const { tell } = api
  const [isImporting, setImporting] = useState(false)
  const retire = useMutation(tell.retireAlarmDefinition({}))
  const restore = useMutation(tell.restoreAlarmDefinition({}))
  return (
    <ListPage
      contract={factory}
      route="alarmDefinitions"
      title={t('factory.page.alarmDefinitions')}
      before={
        <Stack>
          <AlarmViews value="definitions" />
          {isImporting ? <Import onWritten={() => api.forget()} /> : null}
        </Stack>
      }
      actions={
        <Allowed may="factory.write">
          <Button onClick={() => setImporting(!isImporting)}>{t('factory.exception.import')}</Button>{' '}
          <Button onClick={() => void api.download.exportAlarmDefinitions({ query: { format: 'xlsx' } })}>
            {t('factory.alarm.exportAll')}
          </Button>{' '}
          <Button type="primary" onClick={() => go('/factory/alarms/definitions/new')}>
            {t('factory.route.addAlarmDefinition')}
          </Button>
        </Allowed>
      }
      rowKey="id"
      filters={['priority', { key: 'kind', title: 'factory.column.alarmKind' }, 'isRetired']}
      empty={{ text: t('factory.alarm.noDefinitions') }}
      rowActions={(row) => [
        row.retiredAt
          ? {
              key: 'restore',
              text: t('factory.alarm.action.restore'),
              may: 'factory.write',
              onClick: () => restore.mutateAsync({ params: { definitionId: row.id } }),
            }
          : {
              key: 'retire',
              text: t('factory.alarm.action.retire'),
              may: 'factory.write',
              danger: true,
              onClick: () => retire.mutateAsync({ params: { definitionId: row.id } }),
            },
      ]}
      columns={columnsOf(t)}
    />
  )
}

function Import({ onWritten }: { onWritten: () => void }) {
  const { t } = useWords()
  const { download } = useApi(factory)
  return (
    <Panel title={t('factory.route.importAlarmDefinitions')}>
      <ImportForm
        contract={factory}
        route="importAlarmDefinitions"
        onTemplate={() => void download.alarmDefinitionTemplate({})}
        onWritten={onWritten}
      />
    </Panel>
  )
}

function columnsOf(t: T): Column<Row>[] {
  return [
    { key: 'alarmCode', sort: true },
    {
      key: 'name',
      main: true,
      sort: true,
      render: (row) => (
        <>
          <Link to={`/factory/alarms/definitions/${row.id}`}>{row.name}</Link>{' '}
          {row.isSample ? <SampleTag /> : null}{' '}
          {row.retiredAt ? <StatusTag tone="neutral" text={t('factory.column.isRetired')} /> : null}
        </>
      ),
    },
    { key: 'priority', sort: true, render: (row) => <PriorityTag priority={row.priority} /> },
    {
      key: 'kind',
      title: 'factory.column.alarmKind',
      render: (row) => t(`factory.value.kind.${row.kind}`),
    },
    { key: 'condition', render: (row) => <code>{row.condition}</code> },
    { key: 'groupName', wideOnly: true, render: (row) => row.groupName ?? '–' },
    {
      key: 'machines',
      title: 'factory.alarm.machines',
      align: 'end',
      render: (row) => (
        <Link to={`/factory/alarms/points?definition=${row.id}`}>
          {row.machines}
          {row.machinesMissing > 0 ? ` (${t('factory.alarm.missing', { count: row.machinesMissing })})` : ''}
        </Link>
      ),
    },
    {
      key: 'weekCount',
      sort: true,
      align: 'end',
      render: (row) => <Link to={`/factory/alarms/journal?definition=${row.id}`}>{row.weekCount}</Link>,
    },
    { key: 'version', align: 'end', wideOnly: true },
  ]
}
