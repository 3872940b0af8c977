import {
  axis,
  ChartFrame,
  Loaded,
  type Look,
  Panel,
  Stack,
  TabBar,
  useApi,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { factory } from '../contract.ts'
import type { LossScope } from './loss-scope.tsx'
import type { Trend } from './loss-types.ts'

const steps = ['day', 'week', 'month'] as const
const names = ['oee', 'availability', 'effectiveness', 'quality'] as const

/** The factors over time, with the target as a line. */
export function LossTrend({ scope, target }: { scope: LossScope; target: number | null }) {
  const { t } = useWords()
  const [chosen, setBy] = useSearchState('by', 'day')
  const by = steps.find((one) => one === chosen) ?? 'day'
  const trend = useQuery(useApi(factory).ask.lossTrend({ query: { ...scope, by } }))
  return (
    <Stack>
      <TabBar
        label={t('factory.losses.trend')}
        tabs={steps.map((key) => ({ key, title: t(`factory.losses.trendBy.${key}`) }))}
        value={by}
        onChange={setBy}
      />
      <Loaded ask={trend}>
        {({ rows }) => (
          <Panel title={t('factory.losses.trend')}>
            <TrendLines rows={rows} target={target} />
          </Panel>
        )}
      </Loaded>
    </Stack>
  )
}

function TrendLines({ rows, target }: { rows: Trend['rows']; target: number | null }) {
  const { t } = useWords()
  const title = (name: (typeof names)[number]) =>
    t(name === 'quality' ? 'factory.oee.quality' : `factory.column.${name}`)
  const option = useCallback(
    (look: Look) => ({
      grid: { left: 52, right: 20, top: 44, bottom: 32 },
      legend: { show: true },
      tooltip: { trigger: 'axis', confine: true },
      xAxis: { ...axis(look), type: 'category', data: rows.map((row) => row.from) },
      yAxis: { ...axis(look), type: 'value', name: '%' },
      series: names.map((name, at) => ({
        name: t(name === 'quality' ? 'factory.oee.quality' : `factory.column.${name}`),
        type: 'line',
        connectNulls: false,
        lineStyle: { width: at === 0 ? 3 : 1.5 },
        data: rows.map((row) => row[name]),
        ...(at === 0 && target !== null
          ? { markLine: { symbol: 'none', data: [{ yAxis: target }], lineStyle: { type: 'dashed' } } }
          : {}),
      })),
    }),
    [rows, target, t],
  )
  const table = {
    columns: [t('factory.column.day'), ...names.map(title), t('factory.column.plannedHours')],
    rows: rows.map((row) => [
      row.from,
      ...names.map((name) => row[name]),
      Math.round(row.plannedHours * 10) / 10,
    ]),
  }
  return <ChartFrame title={t('factory.losses.trend')} option={option} table={table} height={320} />
}
