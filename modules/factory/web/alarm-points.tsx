import { Link, ListPage, Stack, Time, useSearch, useWords } from '@ronghe/kit/ui'
import { factory } from '../contract.ts'
import { useAnswers } from './alarm-answers.tsx'
import { AlarmStateTag, AlarmViews, PriorityTag } from './alarm-tags.tsx'

/** Every alarm of every machine: what is shelved, suppressed or out of service, and what lacks signals. */
export function Page() {
  const { t } = useWords()
  const { chatteredFrom } = useSearch()
  const { actionsOf, dialog } = useAnswers()
  return (
    <ListPage
      contract={factory}
      route="alarmWatches"
      title={t('factory.page.alarmPoints')}
      before={
        <Stack>
          <AlarmViews value="points" />
          {chatteredFrom ? <p>{t('factory.counted.chatterers')}</p> : null}
          {dialog}
        </Stack>
      }
      rowKey="id"
      filters={[
        'state',
        'isQuiet',
        'isMissing',
        'priority',
        { key: 'kind', title: 'factory.column.alarmKind' },
      ]}
      rowActions={(row) => actionsOf({ watchId: row.id, state: row.state })}
      empty={{ text: t('factory.alarm.noPoints') }}
      columns={[
        {
          key: 'name',
          main: true,
          render: (row) => (
            <Link to={`/factory/alarms/definitions/${row.definitionId}`}>
              {row.alarmCode} {row.name}
            </Link>
          ),
        },
        {
          key: 'equipmentName',
          render: (row) => (
            <Link to={`/factory/equipment/${row.equipmentId}?tab=alarms`}>{row.equipmentName}</Link>
          ),
        },
        { key: 'priority', render: (row) => <PriorityTag priority={row.priority} /> },
        {
          key: 'condition',
          wideOnly: true,
          render: (row) =>
            row.missing.length > 0 ? (
              <>
                {t('factory.column.isMissing')} <code>{row.missing.join('  ')}</code>
              </>
            ) : (
              <code>{row.condition}</code>
            ),
        },
        { key: 'state', render: (row) => <AlarmStateTag state={row.state} /> },
        {
          key: 'quietReason',
          title: 'factory.alarm.quiet',
          render: (row) => (row.quietSince ? <Quiet row={row} /> : '–'),
        },
        { key: 'weekCount', align: 'end' },
      ]}
    />
  )
}

/** Until when it is kept quiet, by whom and why. */
function Quiet({
  row,
}: {
  row: { quietTo: string | null; quietBy: string | null; quietReason: string | null }
}) {
  const { t } = useWords()
  return (
    <>
      {row.quietTo ? (
        <>
          {t('factory.column.quietTo')} <Time at={row.quietTo} />
        </>
      ) : (
        t('factory.alarm.open')
      )}{' '}
      {row.quietBy} {row.quietReason}
    </>
  )
}
