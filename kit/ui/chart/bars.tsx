import { useCallback, useMemo } from 'react'
import { formatNumber, formatQuantity, unitText } from '../format.ts'
import type { Tone } from '../tones.ts'
import { useWords } from '../words.tsx'
import { ChartFrame } from './chart-frame.tsx'
import { axis, type Look } from './look.ts'
import { paretoOf } from './pareto.ts'

type Shared = {
  title: string
  unit: string
  loading?: boolean
  error?: unknown
  retry?: () => void
  height?: number
  file?: string
}

export type BarsProps = Shared & {
  rows: readonly { name: string; values: readonly (number | null)[] }[]
  /** Names of the series in the order of `values`; with `tones`, their meaning as colour. */
  series: readonly string[]
  tones?: readonly Tone[]
  stacked?: boolean
  horizontal?: boolean
}

/** Bars of one or several series. */
export function Bars(props: BarsProps) {
  const { title, unit, rows, series, tones, stacked, horizontal } = props
  const { t } = useWords()
  const option = useCallback(
    (look: Look) => {
      const names = rows.map((row) => row.name)
      const side = sideOf(names, look.narrow)
      const category = {
        ...axis(look),
        type: 'category',
        data: names,
        inverse: horizontal ?? false,
        splitLine: { show: false },
      }
      const label = {
        color: look.text,
        interval: 0,
        hideOverlap: true,
        // Where bars are many, names that do not fit are left out and need not be short.
        width: horizontal ? side - 14 : rows.length > 20 ? 110 : 72,
        overflow: 'truncate',
      }
      const value = { ...axis(look), type: 'value', name: unitText(unit, t) }
      return {
        grid: { left: horizontal ? side : 56, right: 28, top: series.length > 1 ? 48 : 32, bottom: 30 },
        legend: { show: series.length > 1 },
        tooltip: {
          trigger: 'axis',
          confine: true,
          axisPointer: { type: 'shadow' },
          valueFormatter: (one: number | null) =>
            one === null ? '–' : formatQuantity(one, unit, look.locale, t),
        },
        xAxis: horizontal ? value : { ...category, axisLabel: label },
        yAxis: horizontal ? { ...category, axisLabel: label } : value,
        series: series.map((name, index) => ({
          type: 'bar',
          name,
          data: rows.map((row) => row.values[index] ?? null),
          barMaxWidth: 28,
          ...(stacked ? { stack: 'all' } : {}),
          ...(tones?.[index] ? { itemStyle: { color: look.tone(tones[index]) } } : {}),
        })),
      }
    },
    [rows, series, tones, stacked, horizontal, unit, t],
  )
  const table = useMemo(() => {
    const units = series.map((name) => (unitText(unit, t) ? `${name} (${unitText(unit, t)})` : name))
    return {
      columns: [t('ui.chart.name'), ...units],
      rows: rows.map((row) => [row.name, ...series.map((_, index) => row.values[index] ?? null)]),
    }
  }, [rows, series, unit, t])
  const height = props.height ?? (horizontal ? 80 + rows.length * 30 : 280)
  return <ChartFrame {...frameOf(props)} title={title} option={option} table={table} height={height} />
}

/** Room for the longest name beside the bars; a Chinese character is two wide. */
function sideOf(names: readonly string[], isNarrow: boolean): number {
  const widths = names.map((name) => [...name].reduce((sum, sign) => sum + (sign > '\u2e80' ? 13 : 7), 14))
  const [least, most] = isNarrow ? [84, 128] : [124, 260]
  return Math.min(most, Math.max(least, ...widths))
}

function isSlantedFor(count: number, look: Look): boolean {
  return look.narrow || count > sideBySideMax
}

export type ParetoProps = Shared & { rows: readonly { name: string; value: number }[] }

/** The names of so many bars have room side by side. */
const sideBySideMax = 8

/** Losses by size with their cumulative share. */
export function Pareto(props: ParetoProps) {
  const { title, unit, rows } = props
  const { t } = useWords()
  const sorted = useMemo(() => paretoOf(rows), [rows])
  const option = useCallback(
    (look: Look) => ({
      grid: { left: 60, right: 48, top: 40, bottom: isSlantedFor(sorted.length, look) ? 92 : 36 },
      tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'shadow' } },
      xAxis: {
        ...axis(look),
        type: 'category',
        data: sorted.map((row) => row.name),
        axisLabel: {
          color: look.text,
          interval: 0,
          rotate: isSlantedFor(sorted.length, look) ? 40 : 0,
          width: isSlantedFor(sorted.length, look) ? 120 : 80,
          overflow: 'truncate',
        },
      },
      yAxis: [
        { ...axis(look), type: 'value', name: unitText(unit, t) },
        { ...axis(look), type: 'value', min: 0, max: 100, name: '%', splitLine: { show: false } },
      ],
      series: [
        {
          type: 'bar',
          name: t('ui.chart.value'),
          data: sorted.map((row) => row.value),
          barMaxWidth: 36,
          tooltip: { valueFormatter: (one: number) => formatQuantity(one, unit, look.locale, t) },
        },
        {
          type: 'line',
          name: t('ui.chart.cumulative'),
          yAxisIndex: 1,
          data: sorted.map((row) => row.cumulative),
          symbolSize: 6,
          tooltip: { valueFormatter: (one: number) => `${formatNumber(one, look.locale, 1)}%` },
        },
      ],
    }),
    [sorted, unit, t],
  )
  const table = useMemo(
    () => ({
      columns: [
        t('ui.chart.name'),
        unitText(unit, t) || t('ui.chart.value'),
        `${t('ui.chart.cumulative')} (%)`,
      ],
      rows: sorted.map((row) => [row.name, row.value, Math.round(row.cumulative * 10) / 10]),
    }),
    [sorted, unit, t],
  )
  return (
    <ChartFrame
      {...frameOf(props)}
      title={title}
      option={option}
      table={table}
      height={props.height ?? 300}
    />
  )
}

function frameOf({ loading, error, retry, file }: Shared) {
  return {
    loading: loading ?? false,
    error,
    ...(retry ? { retry } : {}),
    ...(file ? { file } : {}),
  }
}
