import {
  ChartFrame,
  formatNumber,
  formatQuantity,
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
import type { Heat } from './loss-types.ts'

/** The calendar as a heat map: availability by day and hour, OEE or availability by day and shift. */
export function LossHeat({ scope }: { scope: LossScope }) {
  const { t } = useWords()
  const [by, setBy] = useSearchState('by', 'hour')
  const kind = by === 'shift' ? 'shift' : 'hour'
  const heat = useQuery(useApi(factory).ask.lossHeat({ query: { ...scope, by: kind } }))
  return (
    <Stack>
      <TabBar
        label={t('factory.losses.heat')}
        tabs={(['hour', 'shift'] as const).map((key) => ({ key, title: t(`factory.losses.heatBy.${key}`) }))}
        value={kind}
        onChange={setBy}
      />
      <Loaded ask={heat}>
        {(data) => (
          <Panel title={t(`factory.losses.heatOf.${kind}`)}>
            <HeatChart heat={data} title={t(`factory.losses.heatOf.${kind}`)} />
          </Panel>
        )}
      </Loaded>
    </Stack>
  )
}

function HeatChart({ heat, title }: { heat: Heat; title: string }) {
  const { t, locale } = useWords()
  const days = heat.rows.map((row) => row.day)
  const shownOf = (cell: Heat['rows'][number]['cells'][number]) => cell.oee ?? cell.availability
  const option = useCallback(
    (look: Look) => ({
      grid: { left: 88, right: 16, top: 8, bottom: 64 },
      tooltip: {
        confine: true,
        formatter: ({ value: [column, row, value] }: { value: [number, number, number] }) =>
          [heat.rows[row]?.day, heat.columns[column], formatQuantity(value, 'P1', look.locale, t)].join(' '),
      },
      xAxis: { type: 'category', data: heat.columns, axisLabel: { color: look.text, hideOverlap: true } },
      yAxis: {
        type: 'category',
        data: heat.rows.map((row) => row.day),
        inverse: true,
        axisLabel: { color: look.text },
      },
      visualMap: {
        ...{ min: 0, max: 100, calculable: false, orient: 'horizontal', left: 'center', bottom: 0 },
        text: ['100%', '0%'],
        textStyle: { color: look.text },
        inRange: { color: [look.tone('fault'), look.tone('setup'), look.tone('running')] },
      },
      series: [
        {
          type: 'heatmap',
          data: heat.rows.flatMap((row, y) =>
            row.cells.flatMap((cell, x) => {
              const value = cell.oee ?? cell.availability
              return value === null ? [] : [[x, y, value]]
            }),
          ),
          itemStyle: { borderColor: look.surface, borderWidth: 1 },
        },
      ],
    }),
    [heat, t],
  )
  const table = {
    columns: ['', ...heat.columns],
    rows: heat.rows.map((row) => [
      row.day,
      ...row.cells.map((cell) => {
        const value = shownOf(cell)
        return value === null ? null : formatNumber(value, locale, 1)
      }),
    ]),
  }
  return (
    <ChartFrame title={title} option={option} table={table} height={Math.max(220, 96 + days.length * 26)} />
  )
}
