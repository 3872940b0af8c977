import {
  Bars,
  Duration,
  Figure,
  formatNumber,
  Loaded,
  Panel,
  SimpleTable,
  Stack,
  TabBar,
  useApi,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import type { LossScope } from './loss-scope.tsx'

const kinds = ['unit', 'equipment', 'shift', 'crew', 'period'] as const

/** Lines, machines, shifts, crews or two periods side by side. */
export function LossComparison({ scope }: { scope: LossScope }) {
  const { t, locale } = useWords()
  const [chosen, setBy] = useSearchState('by', 'equipment')
  const by = kinds.find((one) => one === chosen) ?? 'equipment'
  const comparison = useQuery(useApi(factory).ask.lossComparison({ query: { ...scope, by } }))
  const names = ['oee', 'availability', 'effectiveness', 'quality'] as const
  const title = (name: (typeof names)[number]) =>
    t(name === 'quality' ? 'factory.oee.quality' : `factory.column.${name}`)
  return (
    <Stack>
      <TabBar
        label={t('factory.losses.comparison')}
        tabs={kinds.map((key) => ({ key, title: t(`factory.losses.compare.${key}`) }))}
        value={by}
        onChange={setBy}
      />
      <Loaded ask={comparison}>
        {({ rows }) => (
          <Panel title={t(`factory.losses.compare.${by}`)}>
            <Bars
              title={t(`factory.losses.compare.${by}`)}
              unit="P1"
              series={names.map(title)}
              rows={rows.map((row) => ({
                name: row.name,
                values: names.map((name) => row.factors[name].value),
              }))}
            />
            <SimpleTable
              caption={t('factory.losses.comparison')}
              rowKey="key"
              rows={rows}
              columns={[
                { key: 'name', title: t('factory.column.name') },
                ...names.map((name) => ({
                  key: name,
                  title: title(name),
                  align: 'end' as const,
                  render: (row: (typeof rows)[number]) => (
                    <Figure compact label={row.name} figure={row.factors[name]} digits={1} />
                  ),
                })),
                {
                  key: 'plannedHours',
                  title: t('factory.column.plannedHours'),
                  align: 'end',
                  render: (row) => formatNumber(row.plannedHours, locale, 1),
                },
                {
                  key: 'top',
                  title: t('factory.losses.topReasons'),
                  render: (row) =>
                    row.top.map((one) => (
                      <div key={one.name}>
                        {one.name} <Duration seconds={one.seconds} />
                      </div>
                    )),
                },
              ]}
            />
          </Panel>
        )}
      </Loaded>
    </Stack>
  )
}
