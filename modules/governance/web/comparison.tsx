import {
  Bars,
  Figure,
  Page as Frame,
  Link,
  ListView,
  Loaded,
  type RowOf,
  Stack,
  useApi,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import './governance.css'

/** How the bodies keep their deadlines: each number opens to its items. */
export function Page() {
  const { t, name } = useWords()
  const all = useQuery(useApi(governance).ask.comparison({ query: { pageSize: 200 } }))
  return (
    <Frame title={t('governance.page.comparison')}>
      <Stack>
        <Loaded ask={all}>
          {({ rows }) =>
            rows.length === 0 ? null : (
              <Bars
                title={t('governance.comparison.chart')}
                rows={rows.map((row) => ({ name: name(row), values: [row.inTime, row.late, row.red] }))}
                series={[
                  t('governance.column.inTime'),
                  t('governance.column.late'),
                  t('governance.comparison.overdue'),
                ]}
                tones={['success', 'warning', 'error']}
                unit="C62"
                stacked
                horizontal
              />
            )
          }
        </Loaded>
        <ListView
          contract={governance}
          route="comparison"
          label={t('governance.page.comparison')}
          rowKey="code"
          filters={['from', 'to']}
          columns={[
            {
              key: 'name',
              title: 'governance.department.name',
              main: true,
              render: (row) => (
                <div className="governance-lead">
                  <Link to={`/governance/items?department=${row.code}`}>{name(row)}</Link>
                </div>
              ),
            },
            ...counts.map((counted) => ({
              key: counted,
              align: 'end' as const,
              render: (row: Row) => <Count row={row} counted={counted} />,
            })),
            {
              key: 'punctuality',
              align: 'end',
              render: (row) => (
                <Figure
                  compact
                  label={t('governance.column.punctuality')}
                  figure={row.punctuality}
                  digits={1}
                />
              ),
            },
          ]}
        />
      </Stack>
    </Frame>
  )
}

type Row = RowOf<typeof governance, 'comparison'>
const counts = ['parts', 'open', 'inTime', 'late', 'yellow', 'red'] as const

/** A count opens to the items that it counts, within the days that are chosen. */
function Count({ row, counted }: { row: Row; counted: (typeof counts)[number] }) {
  const { t, name } = useWords()
  const { from, to } = useSearch()
  const chosen = Object.entries({ department: row.code, counted, from, to })
  const query = new URLSearchParams(chosen.flatMap(([key, value]) => (value ? [[key, value]] : [])))
  return (
    <Link
      className="r-figure-value governance-count"
      to={`/governance/items?${query}`}
      aria-label={`${name(row)} ${t(`governance.column.${counted}`)} ${row[counted]}`}
    >
      {row[counted]}
    </Link>
  )
}
