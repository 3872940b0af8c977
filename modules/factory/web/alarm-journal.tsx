import { Duration, Link, ListPage, Stack, StatusTag, Time, useSearch, useWords } from '@ronghe/kit/ui'
import { factory } from '../contract.ts'
import { AlarmName, AlarmStateTag, AlarmValue, AlarmViews, PriorityTag } from './alarm-tags.tsx'

/** Every time an alarm became active; searched, filtered, exported and printed. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={factory}
      route="alarms"
      title={t('factory.page.alarmJournal')}
      before={
        <Stack>
          <AlarmViews value="journal" />
          <Counted />
        </Stack>
      }
      rowKey="id"
      filters={[
        'fromDay',
        'toDay',
        'priority',
        { key: 'kind', title: 'factory.column.alarmKind' },
        'isOngoing',
        'isAnnounced',
        'isFirstOut',
        'isBurstFirst',
        'isRefuted',
      ]}
      empty={{ text: t('factory.alarm.noneEver') }}
      columns={[
        { key: 'raisedAt', sort: true, render: (row) => <Time at={row.raisedAt} /> },
        { key: 'priority', sort: true, render: (row) => <PriorityTag priority={row.priority} /> },
        { key: 'name', main: true, sort: true, render: (row) => <AlarmName alarm={row} /> },
        { key: 'state', title: 'factory.alarm.outcome', render: (row) => <Outcome row={row} /> },
        {
          key: 'equipmentName',
          sort: true,
          render: (row) => (
            <Link to={`/factory/equipment/${row.equipmentId}?tab=alarms`}>{row.equipmentName}</Link>
          ),
        },
        {
          key: 'activeSeconds',
          title: 'factory.alarm.duration',
          sort: true,
          align: 'end',
          render: (row) => <Duration seconds={row.activeSeconds} />,
        },
        { key: 'value', align: 'end', render: (row) => <AlarmValue value={row.value} unit={row.unit} /> },
        {
          key: 'acknowledgedAt',
          sort: true,
          render: (row) =>
            row.acknowledgedAt ? (
              <>
                <Time at={row.acknowledgedAt} /> {row.acknowledgedName}
              </>
            ) : (
              '–'
            ),
        },
      ]}
    />
  )
}

/** Which figure of the statistics the rows are those of. */
function Counted() {
  const { t } = useWords()
  const { counted } = useSearch()
  if (counted === undefined || counted === '') return null
  return <p>{t(`factory.counted.${counted}`)}</p>
}

/** What became of it: its state while it goes on, and what sets it apart from a plain alarm. */
export function Outcome({
  row,
}: {
  row: {
    state: string
    endedAt: string | null
    refutedAt: string | null
    isLate: boolean
    quiet: string | null
  }
}) {
  const { t } = useWords()
  if (row.refutedAt) return <StatusTag tone="unknown" text={t('factory.alarm.refuted')} />
  return (
    <>
      {row.endedAt ? (
        <StatusTag tone="success" text={t('factory.alarm.over')} />
      ) : (
        <AlarmStateTag state={row.state} />
      )}{' '}
      {row.isLate ? <StatusTag tone="neutral" text={t('factory.column.isLate')} /> : null}{' '}
      {row.quiet && row.endedAt ? (
        <StatusTag tone="planned" text={t(`factory.value.quiet.${row.quiet}`)} />
      ) : null}
    </>
  )
}
