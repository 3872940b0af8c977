import {
  Figure,
  formatNumber,
  Grid,
  Link,
  ListPage,
  Panel,
  useApi,
  useMinute,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
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
      before={<Means />}
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

const dayMs = 86_400_000

/** The region's means since a day, where the list shows the days that make them. */
function Means() {
  const { t } = useWords()
  const { region, fromDay, toDay } = useSearch() as Partial<Record<'region' | 'fromDay' | 'toDay', string>>
  const since = fromDay ? Date.parse(`${fromDay}T00:00:00+08:00`) : Number.NaN
  const days = Math.floor((useMinute() - since) / dayMs) + 1
  const isAsked = region !== undefined && toDay === undefined && days >= 1 && days <= 366
  const query = { region: region ?? '', days: isAsked ? days : 1 }
  const asked = useQuery({ ...useApi(factory).ask.oeeSpread({ query }), enabled: isAsked })
  if (!isAsked || !asked.data) return null
  const { proof: _mean, ...mean } = asked.data.mean
  const { proof: _availability, ...availability } = asked.data.meanAvailability
  return (
    <Panel>
      <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
        <Figure label={t('factory.column.oee')} figure={mean} digits={1} />
        <Figure label={t('factory.column.availability')} figure={availability} digits={1} />
      </Grid>
    </Panel>
  )
}
