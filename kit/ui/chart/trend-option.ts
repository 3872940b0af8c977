import { formatInstant, formatNumber, formatQuantity, unitText } from '../format.ts'
import type { T } from '../words.tsx'
import { laneSeries, plainText } from './lanes.ts'
import { axis, type Look } from './look.ts'
import { joinSpans, type Span } from './spans.ts'
import type { ChartTable } from './table.ts'

/**
 * One signal in columns of equal length: bucket times (milliseconds), mean, and the band of least and
 * greatest values.
 */
export type Signal = {
  key: string
  name: string
  unit: string
  at: readonly number[]
  mean: readonly (number | null)[]
  min?: readonly (number | null)[]
  max?: readonly (number | null)[]
  /** Columns that begin before it (milliseconds) are approximate: their points were thinned. */
  approximateBefore?: number | null
}

export type TrendData = {
  from: number
  to: number
  signals: readonly Signal[]
  states?: { name: string; spans: readonly Span[] }
}

const stateHeight = 26

/** Lines with their bands, one axis a unit, states beneath, and a zoom that both share. */
export function trendOption(
  { from, to, signals, states }: TrendData,
  look: Look,
  t: T,
): Record<string, unknown> {
  // Without signals the upper grid still needs an axis of its own.
  const units = signals.length > 0 ? [...new Set(signals.map((signal) => signal.unit))] : ['']
  const right = Math.max(0, units.length - 1)
  const beneath = states ? stateHeight + 22 : 0
  const span = { left: look.narrow ? 46 : 56, right: right > 0 ? 8 + right * 40 : 20 }
  const time = { ...axis(look), type: 'time', min: from, max: to, splitLine: { show: false } }
  const label = { color: look.muted, hideOverlap: true, formatter: timeLabel(from, to) }
  return {
    legend: { show: signals.length > 1, data: signals.map((signal) => signal.name) },
    grid: [
      { ...span, top: signals.length > 1 ? 48 : 30, bottom: 66 + beneath },
      ...(states ? [{ ...span, height: stateHeight, bottom: 62 }] : []),
    ],
    xAxis: [
      { ...time, gridIndex: 0, axisLabel: states ? { show: false } : label },
      ...(states ? [{ ...time, gridIndex: 1, axisLabel: label }] : []),
    ],
    yAxis: [
      ...units.map((unit, index) => ({
        ...axis(look),
        type: 'value',
        scale: true,
        name: unitText(unit, t),
        position: index === 0 ? 'left' : 'right',
        offset: Math.max(0, index - 1) * 48,
        splitLine: { show: index === 0, lineStyle: { color: look.line } },
      })),
      ...(states ? [{ type: 'category', gridIndex: 1, data: [states.name], show: false }] : []),
    ],
    dataZoom: [
      {
        type: 'inside',
        xAxisIndex: 'all',
        filterMode: 'none',
        zoomOnMouseWheel: 'ctrl',
        preventDefaultMouseMove: false,
      },
      {
        type: 'slider',
        xAxisIndex: 'all',
        filterMode: 'none',
        height: 22,
        bottom: 6,
        showDataShadow: false,
        labelFormatter: '',
      },
    ],
    tooltip: {
      trigger: 'axis',
      confine: true,
      axisPointer: { type: 'line' },
      formatter: trendTip(signals, look, t),
    },
    series: [
      ...signals.flatMap((signal, index) =>
        signalSeries(signal, units.indexOf(signal.unit), look.series[index % look.series.length] ?? ''),
      ),
      ...(states ? [{ ...laneSeries([joinSpans(states.spans)], look, t, 1), yAxisIndex: units.length }] : []),
    ],
  }
}

/** A value between unknown ones makes no line: it is shown as a dot. */
function dotted(at: readonly number[], values: readonly (number | null)[]): Record<string, unknown> {
  const isAlone = (index: number) =>
    typeof values[index] === 'number' &&
    (values[index - 1] ?? null) === null &&
    (values[index + 1] ?? null) === null
  const data = at.map((time, index) => {
    const value = [time, values[index] ?? null]
    return isAlone(index) ? { value, symbol: 'circle', symbolSize: 5 } : value
  })
  return { data, ...(data.some((one) => !Array.isArray(one)) ? { showSymbol: true, symbol: 'none' } : {}) }
}

/**
 * A line, and below it the band as two stacked lines: the least value, unseen, and the height up to the
 * greatest.
 */
function signalSeries(signal: Signal, yAxisIndex: number, color: string): Record<string, unknown>[] {
  const shared = {
    type: 'line',
    xAxisIndex: 0,
    yAxisIndex,
    showSymbol: false,
    silent: true,
    tooltip: { show: false },
  }
  const { at, mean, min, max } = signal
  const points = (values: readonly (number | null)[]) =>
    at.map((time, index) => [time, values[index] ?? null])
  const line = {
    ...shared,
    id: signal.key,
    name: signal.name,
    ...dotted(at, mean),
    lineStyle: { width: 1.6, color },
    itemStyle: { color },
    z: 3,
    tooltip: { show: true },
  }
  if (!min || !max) return [line]
  const heights = max.map((top, index) => {
    const bottom = min[index]
    return top === null || bottom === null || bottom === undefined ? null : top - bottom
  })
  const band = {
    ...shared,
    stack: `${signal.key}.band`,
    stackStrategy: 'all',
    lineStyle: { width: 0, opacity: 0 },
    symbol: 'none',
  }
  return [
    { ...band, id: `${signal.key}.min`, name: `${signal.name}.min`, data: points(min) },
    {
      ...band,
      id: `${signal.key}.max`,
      name: `${signal.name}.max`,
      data: points(heights),
      areaStyle: { color, opacity: 0.18 },
    },
    line,
  ]
}

type TipPoint = { seriesId?: string; seriesName: string; dataIndex: number; axisValue: number }

/** Mean and band of every signal at the pointed time. */
function trendTip(signals: readonly Signal[], look: Look, t: T): (points: TipPoint | TipPoint[]) => string {
  return (given) => {
    const points = Array.isArray(given) ? given : [given]
    const lines = signals.flatMap((signal, index) => {
      const point = points.find((one) => one.seriesId === signal.key || one.seriesName === signal.name)
      if (!point) return []
      const mean = signal.mean[point.dataIndex]
      const text =
        mean === null || mean === undefined
          ? t('ui.chart.noValue')
          : formatQuantity(mean, signal.unit, look.locale, t)
      const mark = `<span style="color:${look.series[index % look.series.length]}">●</span>`
      const band = bandText(signal, point.dataIndex, look)
      return [`${mark} ${plainText(signal.name)} <b>${text}</b>${band}`]
    })
    const at = points[0]?.axisValue
    return at === undefined ? '' : [formatInstant(at), ...lines].join('<br>')
  }
}

function bandText({ min, max }: Signal, index: number, look: Look): string {
  const bottom = min?.[index]
  const top = max?.[index]
  if (bottom === null || bottom === undefined || top === null || top === undefined || bottom === top)
    return ''
  return ` <small>[${formatNumber(bottom, look.locale)}, ${formatNumber(top, look.locale)}]</small>`
}

const dayMs = 86_400_000

/**
 * Labels as short as the range allows: the time within a day, day and time beyond, the day alone beyond a
 * week.
 */
export function timeLabel(from: number, to: number): (at: number) => string {
  const range = to - from
  return (at) => {
    const text = formatInstant(at)
    if (range <= dayMs) return range <= 600_000 ? text.slice(11) : text.slice(11, 16)
    return range <= 7 * dayMs ? `${text.slice(5, 10)}\n${text.slice(11, 16)}` : text.slice(5, 10)
  }
}

/** All times that any signal has, with each signal's mean, least and greatest. */
export function trendTable({ signals, states }: TrendData, t: T): ChartTable {
  if (signals.length === 0 && states) return spanTable(states.spans, t)
  const times = [...new Set(signals.flatMap((signal) => [...signal.at]))].sort((a, b) => a - b)
  const places = signals.map((signal) => new Map(signal.at.map((at, index) => [at, index])))
  const columns = signals.flatMap((signal) => {
    const name = `${signal.name} (${unitText(signal.unit, t)})`
    const values = signal.min
      ? [name, `${name} ${t('ui.chart.min')}`, `${name} ${t('ui.chart.max')}`]
      : [name]
    return isMarked(signal) ? [...values, `${name} ${t('ui.chart.basis')}`] : values
  })
  const rows = times.map((at) => [
    formatInstant(at),
    ...signals.flatMap((signal, index) => {
      const place = places[index]?.get(at)
      const pick = (values: readonly (number | null)[] | undefined) =>
        place === undefined ? null : (values?.[place] ?? null)
      const values = signal.min
        ? [pick(signal.mean), pick(signal.min), pick(signal.max)]
        : [pick(signal.mean)]
      if (!isMarked(signal)) return values
      const basis = at < signal.approximateBefore ? 'ui.chart.approximate' : 'ui.chart.exact'
      return [...values, values[0] === null ? null : t(basis)]
    }),
  ])
  return { columns: [t('ui.chart.time'), ...columns], rows }
}

function isMarked(signal: Signal): signal is Signal & { approximateBefore: number } {
  return typeof signal.approximateBefore === 'number'
}

export function spanTable(spans: readonly Span[], t: T): ChartTable {
  return {
    columns: [t('ui.chart.from'), t('ui.chart.to'), t('ui.chart.state'), t('ui.chart.seconds')],
    rows: joinSpans(spans).map((span) => [
      formatInstant(span.from),
      formatInstant(span.to),
      span.text,
      (span.to - span.from) / 1000,
    ]),
  }
}
