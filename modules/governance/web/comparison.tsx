import { Bars, Figure, Page as Frame, Link, ListView, Loaded, Stack, useApi, useWords } from '@ronghe/kit/ui'
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
            { key: 'parts', align: 'end' },
            { key: 'open', align: 'end' },
            { key: 'inTime', align: 'end' },
            { key: 'late', align: 'end' },
            { key: 'yellow', align: 'end', render: (row) => <Lit row={row} light="yellow" /> },
            { key: 'red', align: 'end', render: (row) => <Lit row={row} light="red" /> },
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

function Lit({
  row,
  light,
}: {
  row: { code: string; yellow: number; red: number }
  light: 'yellow' | 'red'
}) {
  const count = row[light]
  if (count === 0) return '0'
  return <Link to={`/governance/items?department=${row.code}&light=${light}`}>{count}</Link>
}
