import { formatNumber, Link, ListPage, useWords } from '@ronghe/kit/ui'
import { factory } from '../contract.ts'

/** Figures of each machine and local day; each opens the machine's own analysis. */
export function Page() {
  const { t, locale } = useWords()
  const percent = (share: number | null) =>
    share === null ? '–' : `${formatNumber(share * 100, locale, 1)}%`
  return (
    <ListPage
      contract={factory}
      route="oeeDays"
      title={t('factory.page.oeeDays')}
      rowKey={(row) => `${row.equipmentId}-${row.day}`}
      filters={['fromDay', 'toDay']}
      columns={[
        { key: 'day' },
        {
          key: 'equipmentName',
          main: true,
          render: (row) => (
            <Link to={`/factory/equipment/${row.equipmentId}?tab=oee`}>{row.equipmentName}</Link>
          ),
        },
        { key: 'availability', render: (row) => percent(row.availability) },
        { key: 'effectiveness', render: (row) => percent(row.effectiveness) },
        { key: 'quality', title: t('factory.oee.quality'), render: (row) => percent(row.quality) },
        { key: 'oee', render: (row) => percent(row.oee) },
        { key: 'knownShare', render: (row) => percent(row.knownShare) },
        { key: 'productionHours', render: (row) => formatNumber(row.productionHours, locale, 2) },
        { key: 'plannedHours', render: (row) => formatNumber(row.plannedHours, locale, 2) },
      ]}
    />
  )
}
