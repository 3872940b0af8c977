import { Duration, Link, Nothing, Panel, SimpleTable, StatusTag, Time, useWords } from '@ronghe/kit/ui'
import type { SignedReport } from './loss-types.ts'

/** The longest stops of a shift with their reasons; each opens to its signals. */
export function ShiftStops({ report }: { report: SignedReport['report'] }) {
  const { t } = useWords()
  return (
    <Panel title={t('factory.report.stops')}>
      {report.stops.length === 0 ? <Nothing text={t('factory.stops.noneAtAll')} /> : null}
      <SimpleTable
        caption={t('factory.report.stops')}
        rowKey={(row) => `${row.equipmentId} ${row.startsAt}`}
        rows={report.stops}
        columns={[
          {
            key: 'equipmentName',
            title: t('factory.column.equipmentName'),
            render: (row) => {
              const range = `${Date.parse(row.startsAt) - 600_000}~${Date.parse(row.endsAt) + 600_000}`
              return (
                <Link to={`/factory/equipment/${row.equipmentId}?tab=trend&range=${range}`}>
                  {row.equipmentName}
                </Link>
              )
            },
          },
          {
            key: 'startsAt',
            title: t('factory.column.startsAt'),
            render: (row) => <Time at={row.startsAt} />,
          },
          {
            key: 'seconds',
            title: t('factory.column.duration'),
            align: 'end',
            render: (row) => <Duration seconds={row.seconds} />,
          },
          {
            key: 'reasonName',
            title: t('factory.column.reason'),
            render: (row) => (
              <>
                {t(`factory.class.${row.timeClass}`)} · {row.reasonName}{' '}
                {row.isOpen ? <StatusTag tone="warning" text={t('factory.stops.unsaid')} /> : null}
              </>
            ),
          },
        ]}
      />
    </Panel>
  )
}
