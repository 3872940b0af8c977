import { seriesError } from './fault.ts'
import { hotParts } from './memory.ts'
import { goodValue } from './pack.ts'
import { daysOf, places, readFiles } from './places.ts'
import { type BucketQuestion, type Point, QUALITY_GOOD, type RawQuestion } from './port.ts'
import { hotTable } from './schema.ts'
import type { Session, View } from './session.ts'
import { numbers, type Rows, texts, whole } from './table.ts'
import { among, sourcesOf } from './tiers.ts'
import { type PackedBuckets, type PackedPoints, packTexts } from './wire.ts'

/** Before asking for everything, `last` looks into this stretch, where nearly all newest points lie. */
const RECENT_MICROS = 3_600_000_000

/** Refuses what no store could answer. Throws `series.batch`. */
function check(name: string, holds: boolean): void {
  if (!holds) throw seriesError('series.batch', { reason: name })
}

function checkStretch(question: { fromMicros: number; toMicros: number }): void {
  check('fromMicros', Number.isSafeInteger(question.fromMicros))
  check('toMicros', Number.isSafeInteger(question.toMicros))
}

/** Numbers no series has are simply without points, but each must be a number of the right kind. */
function checkSeries(series: readonly number[]): void {
  check(
    'series',
    series.every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 31),
  )
}

export async function raw(session: Session, question: RawQuestion): Promise<PackedPoints> {
  const { fromMicros, toMicros, series, limit } = question
  checkStretch(question)
  checkSeries([series])
  const limitMax = session.settings.rawRowsMax
  check('limit', Number.isSafeInteger(limit) && limit >= 0)
  if (limit > limitMax) throw seriesError('series.limit', { asked: limit, askedMax: limitMax })
  const rows = await session.ask((view) =>
    session.select(
      view.connection,
      `SELECT time::DOUBLE, value, text, quality::DOUBLE
       FROM (${points(view, fromMicros, toMicros, [series])})
       ORDER BY time LIMIT ${whole(limit)}`,
    ),
  )
  return {
    timeMicros: numbers(rows, 0),
    value: numbers(rows, 1),
    texts: packTexts(texts(rows, 2)),
    quality: Uint16Array.from(numbers(rows, 3)),
  }
}

/** SQL for all stored points of the series in [fromMicros, toMicros), from tables and files alike. */
function points(view: View, fromMicros: number, toMicros: number, series: readonly number[]): string {
  const where = `WHERE ${among(series)} AND time >= ${whole(fromMicros)} AND time < ${whole(toMicros)}`
  return places(view, fromMicros, toMicros)
    .map((place) => `SELECT series, time, value, text, quality FROM ${place} ${where}`)
    .join(' UNION ALL ')
}

/**
 * Refuses questions that no store could answer or that ask for too much. Answers how many buckets they
 * span.
 */
export function checkBuckets(session: Session, question: BucketQuestion): number {
  const { series, fromMicros, toMicros, bucketMicros } = question
  checkStretch(question)
  checkSeries(series)
  check('bucketMicros', Number.isSafeInteger(bucketMicros) && bucketMicros >= 1)
  const { bucketsMax } = session.settings
  const asked = series.length * Math.ceil(Math.max(0, toMicros - fromMicros) / bucketMicros)
  if (asked > bucketsMax) throw seriesError('series.limit', { asked, askedMax: bucketsMax })
  return asked
}

export async function buckets(session: Session, question: BucketQuestion): Promise<PackedBuckets> {
  const { fromMicros, bucketMicros } = question
  const asked = checkBuckets(session, question)
  if (asked === 0) return Array.from({ length: 8 }, () => new Float64Array(0))
  const rows = await session.ask(async (view) => {
    const { points, pieces } = await sourcesOf(view, question)
    const terms = [
      ...points.map((from) => fromPoints(question, from)),
      ...pieces.map((from) => fromPieces(question, from)),
    ]
    return session.select(
      view.connection,
      `SELECT series::DOUBLE, (${whole(fromMicros)} + bucket * ${whole(bucketMicros)})::DOUBLE,
         sum(n)::DOUBLE, min(low), max(high), sum(total) / sum(n), arg_min(opening, first_time),
         arg_max(closing, last_time)
       FROM (${terms.join(' UNION ALL ')}) GROUP BY series, bucket ORDER BY series, bucket`,
    )
  })
  return rows.columns.map((_, index) => numbers(rows, index))
}

function fromPoints(question: BucketQuestion, points: string): string {
  return `
    SELECT series, ${bucketOf(question, 'time')} AS bucket, count(*) AS n, min(good) AS low,
      max(good) AS high, sum(good) AS total, arg_min(good, time) AS opening, min(time) AS first_time,
      arg_max(good, time) AS closing, max(time) AS last_time
    FROM (SELECT series, time, ${goodValue} AS good FROM (${points})) WHERE good IS NOT NULL GROUP BY ALL`
}

function fromPieces(question: BucketQuestion, pieces: string): string {
  return `
    SELECT series, ${bucketOf(question, 'start')} AS bucket, sum(good) AS n, min(low) AS low,
      max(high) AS high, sum(total) AS total, arg_min(opening, opening_at) AS opening,
      min(opening_at) AS first_time, arg_max(closing, closing_at) AS closing, max(closing_at) AS last_time
    FROM (${pieces}) WHERE good > 0 GROUP BY ALL`
}

/** The bucket of a time; a piece that was thinned to more than a bucket goes to the one it begins in. */
function bucketOf(question: BucketQuestion, time: string): string {
  return `greatest(${time} - ${whole(question.fromMicros)}, 0) // ${whole(question.bucketMicros)}`
}

/**
 * The latest point of each series at or before `atMicros`; null asks for the latest ever, mostly from
 * memory.
 */
export async function last(
  session: Session,
  series: readonly number[],
  atMicros: number | null,
): Promise<(Point | null)[]> {
  checkSeries(series)
  const { memory } = session
  if (atMicros !== null) {
    check('atMicros', Number.isSafeInteger(atMicros))
    const stored = await lastStored(session, series, atMicros)
    return series.map((one) => stored.get(one) ?? null)
  }
  const has = (one: number) => Number.isFinite(memory.newestMicros[one] ?? Number.NaN)
  const onDisk = series.filter((one) => has(one) && !memory.known[one])
  const at = onDisk.reduce((newest, one) => Math.max(newest, memory.newestMicros[one]!), 0)
  for (const [one, point] of await lastStored(session, onDisk, at)) {
    if (point.timeMicros !== memory.newestMicros[one]) continue
    memory.known[one] = 1
    memory.value[one] = point.value
    memory.quality[one] = point.quality
    memory.text[one] = point.text
  }
  return series.map((one) => (has(one) ? remembered(session, one) : null))
}

function remembered(session: Session, series: number): Point {
  const { newestMicros, value, quality, text } = session.memory
  return {
    timeMicros: newestMicros[series]!,
    value: value[series]!,
    text: text[series]!,
    quality: quality[series]!,
  }
}

async function lastStored(
  session: Session,
  series: readonly number[],
  atMicros: number,
): Promise<Map<number, Point>> {
  const found = new Map<number, Point>()
  const asked = [...new Set(series)].filter((one) => (session.memory.newestMicros[one] ?? -Infinity) >= 0)
  if (asked.length === 0 || atMicros < 0) return found
  await session.ask(async (view) => {
    const { connection } = view
    const recent = points(view, Math.max(0, atMicros - RECENT_MICROS), atMicros + 1, asked)
    keepLatest(found, await session.select(connection, latest(recent)))
    const missing = asked.filter((one) => !found.has(one))
    if (missing.length === 0) return
    const where = `WHERE ${among(missing)} AND time <= ${whole(atMicros)}`
    for (const place of await olderPlaces(view, missing, atMicros)) {
      const older = `SELECT * FROM ${place} ${where}`
      keepLatest(found, await session.select(connection, latest(older)))
    }
    await addThinned(view, found, missing, atMicros)
  })
  return found
}

/** Of what was thinned, the last point of an hour is still known: that of the last hour over at the time. */
async function addThinned(
  view: View,
  found: Map<number, Point>,
  series: readonly number[],
  atMicros: number,
): Promise<void> {
  const { session, connection } = view
  const rawFrom = (one: number) => session.memory.thinned.get(one)?.rawFromMicros ?? 0
  const thinned = series.filter((one) => !found.has(one) && rawFrom(one) > 0)
  const parts = daysOf(view, 0, atMicros + 1)
  if (thinned.length === 0 || parts.length === 0) return
  const rows = await session.select(
    connection,
    `SELECT series::DOUBLE, max(last_at)::DOUBLE, arg_max_null(last, last_at), NULL::VARCHAR,
       CASE WHEN arg_max_null(last, last_at) IS NULL THEN 0 ELSE ${QUALITY_GOOD} END::DOUBLE
     FROM ${readFiles(session, parts, 'hours')}
     WHERE ${among(thinned)} AND last_at <= ${whole(atMicros)} GROUP BY series`,
  )
  keepLatest(found, rows)
}

/**
 * All hot tables, and of the closed days those in which a series has its last point at or before the time.
 */
async function olderPlaces(view: View, series: readonly number[], atMicros: number): Promise<string[]> {
  const { session, connection } = view
  const closed = await session.select(
    connection,
    `SELECT DISTINCT arg_max(part, first)::DOUBLE, arg_max(day, first)::DOUBLE
     FROM part_series JOIN part USING (part)
     WHERE ${among(series)} AND first <= ${whole(atMicros)} 
     GROUP BY series`,
  )
  const days = numbers(closed, 1)
  const files = Array.from(numbers(closed, 0), (part, i) => ({ part, day: days[i]! }))
  const tables = hotParts(view.parts).map(hotTable)
  return files.length > 0 ? [...tables, readFiles(session, files, 'points')] : tables
}

function latest(relation: string): string {
  return `SELECT series::DOUBLE, newest.t::DOUBLE, newest.v, newest.x, newest.q::DOUBLE FROM (
    SELECT series, arg_max(struct_pack(t := time, v := value, x := text, q := quality), time) AS newest
    FROM (${relation}) GROUP BY series)`
}

function keepLatest(found: Map<number, Point>, rows: Rows): void {
  const [times, values, words, qualities] = [
    numbers(rows, 1),
    numbers(rows, 2),
    texts(rows, 3),
    numbers(rows, 4),
  ]
  numbers(rows, 0).forEach((series, i) => {
    const had = found.get(series)
    if (had && had.timeMicros >= times[i]!) return
    found.set(series, { timeMicros: times[i]!, value: values[i]!, text: words[i]!, quality: qualities[i]! })
  })
}
