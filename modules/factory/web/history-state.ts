import { useChangeSearch, useMinute, useSearch } from '@ronghe/kit/ui'
import type { ChartDefinition } from './types.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export const spanMs = {
  hour: hourMs,
  shift: 8 * hourMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
  year: 365 * dayMs,
} as const
export const compareMs = {
  none: 0,
  day: dayMs,
  week: 7 * dayMs,
  month: 28 * dayMs,
  year: 364 * dayMs,
} as const
export type Compare = keyof typeof compareMs

/** Widths of intervals that people choose between. */
export const intervalChoices = [
  ...[1000, 10_000, minuteMs, 5 * minuteMs, 10 * minuteMs, 15 * minuteMs, 30 * minuteMs],
  ...[hourMs, 2 * hourMs, 4 * hourMs, 8 * hourMs, dayMs, 7 * dayMs, 30 * dayMs],
]

/** About as many intervals as a chart shows well. */
const intervalsShown = 240

function fittingInterval(lengthMs: number): number {
  return intervalChoices.find((width) => lengthMs / width <= intervalsShown) ?? 30 * dayMs
}

export type HistoryState = {
  definition: ChartDefinition
  from: number
  to: number
  intervalMs: number
  chartId: string | null
  change(change: Partial<ChartDefinition>): void
  open(definition: ChartDefinition, chartId: string | null): void
}

/** What the page shows, kept in the address, so that it can be sent to somebody. */
export function useHistoryState(): HistoryState {
  const search = useSearch()
  const changeSearch = useChangeSearch()
  const now = useMinute()
  const definition = definitionOf(search)
  const [from, to] = momentsOf(definition, now)
  const intervalMs = definition.intervalMs ?? fittingInterval(to - from)
  const start = beginningOf(from, intervalMs)
  return {
    definition,
    from: start,
    to,
    intervalMs,
    chartId: search.chart ?? null,
    change: (change) => changeSearch(searchOf({ ...definition, ...change }, search.chart ?? null)),
    open: (next, chartId) => changeSearch(searchOf(next, chartId)),
  }
}

function definitionOf(search: Readonly<Record<string, string>>): ChartDefinition {
  const list = (text: string | undefined) => (text ? text.split(',') : [])
  const interval = Number(search.interval)
  const [from, to] = (search.range ?? '').split('~').map(Number)
  const isFixed = Boolean(from && to)
  const span = (Object.hasOwn(spanMs, search.span ?? '') ? search.span : 'day') as ChartDefinition['span']
  const compare = (Object.hasOwn(compareMs, search.compare ?? '') ? search.compare : 'none') as Compare
  return {
    tags: list(search.tags),
    aggregates: list(search.show ?? 'timeAverage2') as ChartDefinition['aggregates'],
    span: isFixed ? 'fixed' : span,
    ...(isFixed ? { from: new Date(from!).toISOString(), to: new Date(to!).toISOString() } : {}),
    ...(interval > 0 ? { intervalMs: interval } : {}),
    isStepped: search.step !== 'line',
    compare,
  }
}

function searchOf(one: ChartDefinition, chartId: string | null): Record<string, string | null> {
  const isFixed = one.span === 'fixed' && one.from && one.to
  return {
    tags: one.tags.join(',') || null,
    show: one.aggregates.join(','),
    span: one.span === 'fixed' ? null : one.span,
    range: isFixed ? `${Date.parse(one.from!)}~${Date.parse(one.to!)}` : null,
    interval: one.intervalMs ? String(one.intervalMs) : null,
    step: one.isStepped ? null : 'line',
    compare: one.compare === 'none' ? null : one.compare,
    chart: chartId,
  }
}

function momentsOf(one: ChartDefinition, now: number): [number, number] {
  if (one.span === 'fixed') return [Date.parse(one.from!), Date.parse(one.to!)]
  return [now - spanMs[one.span], now]
}

/** Intervals begin at whole ones of the clock on the wall, so that days are days. */
function beginningOf(from: number, intervalMs: number): number {
  const offset = intervalMs >= dayMs ? new Date(from).getTimezoneOffset() * minuteMs : 0
  return Math.floor((from - offset) / intervalMs) * intervalMs + offset
}
