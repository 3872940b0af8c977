import { Duration, Link, Nothing, Panel, SimpleTable, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import './cards.css'
import { AlarmStateTag, PriorityTag } from './alarm-tags.tsx'
import type { SignedReport } from './loss-types.ts'

const standingMax = 20

/** What people were told of in a shift, by alarm and machine; each opens to its rows of the journal. */
export function ShiftAlarms({ report }: { report: SignedReport['report'] }) {
  const { t } = useWords()
  const { alarms, startsAt, endsAt } = report
  if (!alarms) return null
  return (
    <Panel title={t('factory.report.alarms')}>
      {alarms.length === 0 ? (
        <Nothing text={t('factory.alarm.noneEver')} />
      ) : (
        <SimpleTable
          caption={t('factory.report.alarms')}
          rowKey={(row) => `${row.definitionId} ${row.equipmentId}`}
          rows={alarms}
          columns={[
            {
              key: 'name',
              title: t('factory.column.name'),
              render: (row) => (
                <Link
                  to={`/factory/alarms/journal?${new URLSearchParams({
                    ...{ definition: row.definitionId, equipment: row.equipmentId },
                    ...{ from: startsAt, to: endsAt },
                  })}`}
                >
                  {row.alarmCode} {row.name}
                </Link>
              ),
            },
            {
              key: 'priority',
              title: t('factory.column.priority'),
              render: (row) => <PriorityTag priority={row.priority} />,
            },
            { key: 'equipmentName', title: t('factory.column.equipmentName') },
            { key: 'count', title: t('factory.column.announcements'), align: 'end' },
            {
              key: 'activeSeconds',
              title: t('factory.alarm.duration'),
              align: 'end',
              render: (row) => <Duration seconds={row.activeSeconds} />,
            },
            { key: 'unacknowledged', title: t('factory.report.unacknowledged'), align: 'end' },
          ]}
        />
      )}
    </Panel>
  )
}

/** Alarms of a unit that stand when a shift hands over. */
export function StandingAlarms({ unitId }: { unitId: string }) {
  const { t } = useWords()
  const query = { unit: unitId, pageSize: standingMax }
  const { data } = useQuery(useApi(factory).ask.currentAlarms({ query }))
  if (!data || data.rows.length === 0) return null
  return (
    <Panel
      title={t('factory.handover.standing', { count: data.total })}
      extra={<Link to={`/factory/alarms?unit=${unitId}`}>{t('factory.page.alarms')}</Link>}
    >
      <div className="factory-cards">
        <SimpleTable
          caption={t('factory.page.alarms')}
          rowKey="watchId"
          rows={data.rows}
          columns={[
            {
              key: 'name',
              title: t('factory.column.name'),
              render: (row) => (
                <Link to={`/factory/alarms/${row.id}`}>
                  {row.alarmCode} {row.name}
                </Link>
              ),
            },
            {
              key: 'priority',
              title: t('factory.column.priority'),
              render: (row) => <PriorityTag priority={row.priority} />,
            },
            {
              key: 'state',
              title: t('factory.column.state'),
              render: (row) => <AlarmStateTag state={row.state} />,
            },
            { key: 'equipmentName', title: t('factory.column.equipmentName') },
            {
              key: 'raisedAt',
              title: t('factory.column.raisedAt'),
              render: (row) => <Time at={row.raisedAt} />,
            },
          ]}
        />
      </div>
    </Panel>
  )
}
