import { dayOf, firstOpenMicros } from './bounds.ts'
import { rewrite } from './close.ts'
import { bytesOf } from './disk.ts'
import { asSeriesError, seriesError } from './fault.ts'
import { joined, type Unit } from './group.ts'
import { type ClosedPart, closedParts } from './memory.ts'
import { readFiles } from './places.ts'
import type { ThinAnswer, Thinned, ThinQuestion } from './port.ts'
import { DAY_MICROS, partFiles } from './schema.ts'
import type { Session } from './session.ts'
import { numbers, whole } from './table.ts'
import { among } from './tiers.ts'

type Plan = { bounds: Map<number, Thinned>; units: Unit[]; answer: ThinAnswer }

/**
 * Lets go of old points and keeps what they come to by the minute and the hour, then of the minutes, then
 * of the hours. Words stay, and so does the last day on which a series had points. A series with hardly
 * more points than minutes keeps its points in their place. Only whole closed days are thinned. A trial
 * tells what would be freed and changes nothing.
 */
export async function thin(session: Session, question: ThinQuestion): Promise<ThinAnswer> {
  try {
    const plan = await planOf(session, question)
    if (question.isTrial || plan.units.length === 0) return plan.answer
    await rewrite(session, joined(plan.units, session.settings.partRowsMax), plan.bounds)
    return plan.answer
  } catch (error) {
    throw asSeriesError(error, 'series.write')
  }
}

async function planOf(session: Session, question: ThinQuestion): Promise<Plan> {
  const bounds = await boundsOf(session, question)
  const closed = closedParts(session.memory.parts, 0, Number.MAX_SAFE_INTEGER)
  const answer = { points: 0, bytes: 0, series: 0 }
  const touched = new Set<number>()
  const units: Unit[] = []
  for (const part of closed) {
    const gone = await goneOf(session, part, bounds)
    for (const series of gone.series) touched.add(series)
    answer.points += gone.points
    answer.bytes += gone.bytes
    const { day, days, rows } = part
    units.push({
      day,
      days,
      old: [part],
      rows: Math.max(0, rows - gone.points),
      fresh: gone.series.length > 0,
    })
  }
  answer.series = touched.size
  return { bounds, units: units.some(({ fresh }) => fresh) ? units : [], answer }
}

/** From when on what is to stay of each series; never before what is gone already. */
async function boundsOf(session: Session, question: ThinQuestion): Promise<Map<number, Thinned>> {
  const { memory, upkeep } = session
  const open = await firstOpenMicros(session)
  const bounds = new Map<number, Thinned>()
  for (const { series, rawFromMicros, minutesFromMicros, hoursFromMicros } of question.groups) {
    if (!(hoursFromMicros <= minutesFromMicros && minutesFromMicros <= rawFromMicros))
      throw seriesError('series.batch', { reason: 'hours before minutes before points' })
    if (series.length === 0) continue
    const rows = await session.select(
      upkeep,
      `SELECT series::DOUBLE FROM part_series WHERE ${among(series)} GROUP BY series
       HAVING sum(CASE WHEN minutes THEN points ELSE 0 END) * 2 >= sum(points)`,
    )
    const dense = new Set(numbers(rows, 0))
    for (const one of series) {
      const had = memory.thinned.get(one)
      const newest = memory.newestMicros[one] ?? Number.NEGATIVE_INFINITY
      if (!Number.isFinite(newest)) continue
      const most = Math.min(open, dayOf(newest))
      const upTo = (micros: number, before = 0) => Math.max(before, Math.min(dayOf(micros), most))
      const raw = dense.has(one) ? rawFromMicros : minutesFromMicros
      bounds.set(one, {
        rawFromMicros: upTo(raw, had?.rawFromMicros),
        minutesFromMicros: upTo(minutesFromMicros, had?.minutesFromMicros),
        hoursFromMicros: upTo(hoursFromMicros, had?.hoursFromMicros),
      })
    }
  }
  return bounds
}

/**
 * What of a part goes: by its share of the part's points and, of a day cut through, by its share of time.
 */
async function goneOf(session: Session, part: ClosedPart, bounds: ReadonlyMap<number, Thinned>) {
  const rows = await session.select(
    session.upkeep,
    `SELECT series::DOUBLE, points::DOUBLE, first::DOUBLE, last::DOUBLE FROM part_series
     WHERE part = ${part.part}`,
  )
  const [points, first, last] = [1, 2, 3].map((index) => numbers(rows, index))
  const gone = { series: [] as number[], points: 0, bytes: 0 }
  const cut: string[] = []
  let all = 0
  numbers(rows, 0).forEach((series, i) => {
    all += points![i]!
    const bound = bounds.get(series)
    if (!bound || first![i]! >= bound.rawFromMicros) return
    gone.series.push(series)
    if (last![i]! < bound.rawFromMicros) gone.points += points![i]!
    else cut.push(`(${series}, ${whole(bound.rawFromMicros)})`)
  })
  gone.points += await countBefore(session, part, cut)
  const files = partFiles(part.day, part.part)
  if (all > 0) gone.bytes = Math.round((bytesOf(session.path(files.points)) * gone.points) / all)
  const old = await olderPieces(session, part, bounds)
  return { ...gone, series: [...gone.series, ...old] }
}

/** Points of a part before the moments of some series, given as `(series, moment)`. */
async function countBefore(session: Session, part: ClosedPart, cut: readonly string[]): Promise<number> {
  if (cut.length === 0) return 0
  const rows = await session.select(
    session.upkeep,
    `SELECT count(*)::DOUBLE FROM ${readFiles(session, [part], 'points')}
     JOIN (VALUES ${cut.join(', ')}) AS cut(series, until) USING (series) WHERE time < until`,
  )
  return numbers(rows, 0)[0]!
}

/** Series of which a part has minutes or hours before they are to stay. */
async function olderPieces(
  session: Session,
  { day, days }: ClosedPart,
  bounds: ReadonlyMap<number, Thinned>,
): Promise<number[]> {
  const [from, to] = [day * DAY_MICROS, (day + days) * DAY_MICROS]
  const isIn = (had: number, next: number) => next > had && had < to && next > from
  return [...bounds].flatMap(([series, next]) => {
    const had = session.memory.thinned.get(series)
    const minutes = isIn(had?.minutesFromMicros ?? 0, next.minutesFromMicros)
    const hours = isIn(had?.hoursFromMicros ?? 0, next.hoursFromMicros)
    return had && (minutes || hours) ? [series] : []
  })
}
