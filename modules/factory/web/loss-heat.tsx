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
  useChangeSearch,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useCallback } from 'react'
import { factory } from '../contract.ts'
import type { LossScope } from './loss-scope.tsx'
import type { Heat } from './loss-types.ts'

/** Up to so many columns there is room for the numbers. */
const labelledMax = 8

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
            <HeatChart heat={data} kind={kind} title={t(`factory.losses.heatOf.${kind}`)} />
          </Panel>
        )}
      </Loaded>
    </Stack>
  )
}

type Listen = NonNullable<ComponentProps<typeof ChartFrame>['onChart']>

/** A cell opens its day, or its shift of the day. */
function useOpening(heat: Heat, kind: 'hour' | 'shift'): Listen {
  const change = useChangeSearch()
  return (chart) => {
    chart.on('click', ({ value }) => {
      const [column, row] = value as [number, number]
      const day = heat.rows[row]?.day ?? null
      const shift = kind === 'shift' ? (heat.columns[column] ?? null) : null
      change({ fromDay: day, toDay: day, tab: null, by: null, ...(shift ? { shift } : {}) }, { push: true })
    })
  }
}

function HeatChart({ heat, kind, title }: { heat: Heat; kind: 'hour' | 'shift'; title: string }) {
  const { t, locale } = useWords()
  const days = heat.rows.map((row) => row.day)
  const listen = useOpening(heat, kind)
  const shownOf = (cell: Heat['rows'][number]['cells'][number]) => cell.oee ?? cell.availability
  const option = useCallback(
    (look: Look) => ({
      grid: { left: look.narrow ? 52 : 88, right: 16, top: 8, bottom: 64 },
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
        axisLabel: {
          color: look.text,
          formatter: (day: string) => (look.narrow ? day.slice(5) : day),
        },
      },
      visualMap: {
        ...{ min: 0, max: 100, calculable: false, orient: 'horizontal', left: 'center', bottom: 0 },
        text: ['100%', '0%'],
        textStyle: { color: look.text },
        inRange: { color: [look.tone('fault'), look.tone('idle'), look.tone('running')] },
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
          label: {
            show: heat.columns.length <= labelledMax,
            formatter: ({ value }: { value: [number, number, number] }) =>
              formatNumber(value[2], look.locale, 1),
          },
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
    <ChartFrame
      title={title}
      option={option}
      table={table}
      height={Math.max(220, 96 + days.length * 26)}
      onChart={listen}
      resetKey={[kind, ...days].join(' ')}
    />
  )
}
