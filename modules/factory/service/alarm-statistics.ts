import { type CountedKind, countedOf, type Durations, statisticsOf } from '@ronghe/alarm'
import type { Figure } from '@ronghe/kit/contract'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { priorities } from '../contract/alarm-shapes.ts'
import type { factory } from '../contract.ts'
import { isoOf } from '../micros.ts'
import { type AnnouncedRow, announcedIn, sourcesOf } from '../store/alarm-statistics.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'alarmStatistics'>

const daysMax = 92
const rowsMax = 200_000
const listMax = 20
const intervalMicros = 600_000_000

export const alarmStatistics: Routes = {
  async alarmStatistics(ctx, { query }) {
    const span = spanOf(query, daysMax)
    const rows = await announcedIn(ctx.sql, query, span, rowsMax)
    const found = statisticsOf(rows.map(announced), span)
    const { chattering, stale, badActors } = found
    const ids = [...chattering, ...stale, ...badActors].map(({ source }) => source)
    const sources = new Map(
      (await sourcesOf(ctx.sql, ctx.caller.locale, [...new Set(ids)])).map((row) => [row.watchId, row]),
    )
    const figure = figures(ctx.now, query)
    const standing = { from: null, to: null, activeAt: query.to }
    return {
      from: query.from,
      to: query.to,
      count: figure(found.count, 'C62'),
      meanRate: figure(found.meanRate, 'C62'),
      band: found.band,
      peak: figure(found.peakCount, 'C62', intervalOf(found.intervals, span)),
      overShare: figure(percent(found.overShare), 'P1', { counted: 'overIntervals' }),
      floodShare: figure(percent(found.floodShare), 'P1', { counted: 'floods' }),
      badShare: figure(percent(found.badShare), 'P1', { counted: 'badActors' }),
      fleeting: figure(found.fleetingCount, 'C62', { counted: 'fleeting', sort: 'activeSeconds' }),
      standing: figure(found.standing, 'C62', standing),
      stale: figure(stale.length, 'C62', { counted: 'stale', sort: '-activeSeconds' }),
      chattering: { ...figure(chattering.length, 'C62'), proof: chatterersProof(query) },
      intervals: found.intervals,
      floods: found.floods.map(({ fromMicros, toMicros, count, peak }) => {
        return { from: isoOf(fromMicros), to: isoOf(toMicros), count, peak }
      }),
      badActors: named(badActors, sources),
      chatterers: named(chattering.slice(0, listMax), sources),
      staleOnes: named(stale.slice(0, listMax), sources).map(({ sinceMicros, ...one }) => {
        return { ...one, since: isoOf(sinceMicros) }
      }),
      priorities: found.priorities.map(({ rank, count, share }) => {
        return { priority: priorities[rank - 1] ?? 'low', count, share }
      }),
      acknowledging: durations(found.acknowledging, figure, {
        counted: 'acknowledged',
        sort: '-answerSeconds',
      }),
      lasting: durations(found.lasting, figure, { sort: '-activeSeconds' }),
    }
  },
}

type Asked = { from?: string; to?: string; organisation?: string; equipment?: string }

/** The rows of the journal that a figure of a span counts. */
export async function countedIds(ctx: Ctx, query: Asked, kind: CountedKind): Promise<string[]> {
  const { from, to, ...where } = query
  const missing = (field: string) => new Fault('kit.input.invalid', {}, [{ field, rule: 'rule.required' }])
  if (!from) throw missing('from')
  if (!to) throw missing('to')
  const span = spanOf({ from, to }, daysMax)
  const rows = await announcedIn(ctx.sql, where, span, rowsMax)
  return countedOf(
    rows.map((row) => ({ ...announced(row), id: row.id })),
    span,
    kind,
  ).map(({ id }) => id)
}

/** The watches that the figure of chattering counts. */
export async function chattererIds(ctx: Ctx, { from, to, ...where }: Query): Promise<string[]> {
  const span = spanOf({ from, to }, daysMax, 'chatteredTo')
  const rows = await announcedIn(ctx.sql, where, span, rowsMax)
  return statisticsOf(rows.map(announced), span).chattering.map(({ source }) => source)
}

function chatterersProof({ from, to, ...where }: Query): string {
  return `/factory/alarms/points?${searchOf({ chatteredFrom: from, chatteredTo: to, ...where })}`
}

function announced(row: AnnouncedRow) {
  const numberOf = (micros: bigint | null) => (micros === null ? null : Number(micros))
  return {
    source: row.watchId,
    rank: row.rank,
    announcedMicros: Number(row.announcedMicros),
    clearedMicros: numberOf(row.clearedMicros),
    acknowledgedMicros: numberOf(row.acknowledgedMicros),
  }
}

type Query = { from: string; to: string; organisation?: string; equipment?: string }
type Make = (value: number | null, unit: string, rows?: Record<string, string | null>) => Figure

/** Figures that open to the rows of the journal that make them. */
function figures(now: Date, { from, to, ...where }: Query): Make {
  const all = { from, to, isAnnounced: 'true', isRefuted: 'false', ...where }
  return (value, unit, rows) => ({
    value,
    unit,
    at: now.toISOString(),
    basis: 'evidenced',
    proof: `/factory/alarms/journal?${searchOf({ ...all, ...rows })}`,
    ...(value === null ? { reason: 'factory.alarm.nothingToCount' } : {}),
  })
}

function searchOf(rows: Record<string, string | null>): string {
  const said = Object.entries(rows).filter((one): one is [string, string] => one[1] !== null)
  return String(new URLSearchParams(said))
}

/** The ten minutes with the most announcements. */
function intervalOf(intervals: readonly number[], { fromMicros }: { fromMicros: number }) {
  const at = intervals.indexOf(Math.max(...intervals))
  if (at < 0) return {}
  const start = fromMicros + at * intervalMicros
  return { from: isoOf(start), to: isoOf(start + intervalMicros) }
}

function percent(share: number | null): number | null {
  return share === null ? null : share * 100
}

/** Opens to the rows with the longest first. */
function durations(found: Durations, figure: Make, rows: Record<string, string>) {
  const seconds = (micros: number | null) => figure(micros === null ? null : micros / 1e6, 'SEC', rows)
  return {
    count: found.count,
    mean: seconds(found.meanMicros),
    median: seconds(found.medianMicros),
    ninetieth: seconds(found.ninetiethMicros),
    max: seconds(found.maxMicros),
  }
}

function named<T extends { source: string }, S>(list: readonly T[], sources: ReadonlyMap<string, S>) {
  return list.flatMap(({ source, ...rest }) => {
    const row = sources.get(source)
    return row ? [{ ...row, ...rest }] : []
  })
}
