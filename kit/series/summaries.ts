import { closedParts, hotParts } from './memory.ts'
import { daysOf, readFiles } from './places.ts'
import type { BucketQuestion } from './port.ts'
import { checkBuckets } from './query.ts'
import { DAY_MICROS, hotTable } from './schema.ts'
import type { Session, View } from './session.ts'
import { merged, PIECE_COLUMNS, rolled } from './summary.ts'
import { numbers, type Rows, whole } from './table.ts'
import { among, sourcesOf, within } from './tiers.ts'
import type { PackedSummaries } from './wire.ts'

/** How far around a span the points next to it are looked for. */
const AROUND_MICROS = DAY_MICROS

/**
 * Pieces of each series and bucket, and one each for what lies up to a day before and after the span.
 * Answered from roll-ups as far as they tell the buckets apart, and from points elsewhere.
 */
export async function summaries(session: Session, question: BucketQuestion): Promise<PackedSummaries> {
  const { series, fromMicros, toMicros } = question
  checkBuckets(session, question)
  const around = (from: number, to: number): BucketQuestion => ({
    series,
    fromMicros: Math.max(0, from),
    toMicros: to,
    bucketMicros: AROUND_MICROS,
  })
  return session.ask(async (view) => ({
    before: await ask(view, around(fromMicros - AROUND_MICROS, fromMicros)),
    within: await ask(view, question),
    after: await ask(view, around(toMicros, toMicros + AROUND_MICROS)),
  }))
}

async function ask(view: View, question: BucketQuestion): Promise<Float64Array<ArrayBuffer>[]> {
  if (question.series.length === 0 || question.toMicros <= question.fromMicros) {
    return PIECE_COLUMNS.map(() => new Float64Array(0))
  }
  const columns = PIECE_COLUMNS.map((name) =>
    name === 'start'
      ? `(${whole(question.fromMicros)} + start * ${whole(question.bucketMicros)})::DOUBLE`
      : `${name}::DOUBLE`,
  )
  const sql = `SELECT ${columns.join(', ')} FROM (${await piecesOf(view, question)}) ORDER BY series, start`
  const rows: Rows = await view.session.select(view.connection, sql)
  return PIECE_COLUMNS.map((_, index) => numbers(rows, index))
}

async function piecesOf(view: View, question: BucketQuestion): Promise<string> {
  const { points, pieces, unitMicros, inPieces } = await sourcesOf(view, question)
  const from = whole(question.fromMicros)
  const bucket = (time: string) => `greatest(${time} - ${from}, 0) // ${whole(question.bucketMicros)}`
  if (pieces.length === 0) return rolled(unionOf(points), bucket('time'))
  // Pieces that buckets between whole minutes get of what was thinned lie before all points.
  const unit = unitMicros === 0 ? null : whole(unitMicros)
  const late = unit ? await lateOf(view, { ...question, ...inPieces }, unit) : null
  const loose = late ? [...points, ...late.points] : points
  const isLate = late ? `WHERE (series, start) NOT IN (${late.units})` : ''
  const made = rolled(unionOf(loose), unit ? `time // ${unit} * ${unit}` : 'time')
  const all = [made, ...pieces.map((one) => `SELECT * FROM (${one}) ${isLate}`)]
  return merged(all.map((one) => `(${one})`).join(' UNION ALL BY NAME '), bucket('start'))
}

function unionOf(relations: readonly string[]): string {
  return `(${relations.join(' UNION ALL ')})`
}

type Late = { units: string; points: string[] }

/**
 * Points that came late for days already closed lie among what pieces sum up. Where there are such, the
 * points of their minute or hour are taken instead of its piece. Null: there are none.
 */
async function lateOf(view: View, question: BucketQuestion, unit: string): Promise<Late | null> {
  const closed = closedParts(view.parts, 0, Number.MAX_SAFE_INTEGER)
  if (question.series.length === 0 || closed.length === 0) return null
  const closedTo = Math.max(...closed.map(({ day, days }) => day + days)) * DAY_MICROS
  const hot = hotParts(view.parts).map(
    (part) =>
      `SELECT DISTINCT series, time // ${unit} * ${unit} AS start FROM ${hotTable(part)}
       WHERE ${among(question.series)} AND ${within('time', question)} AND time < ${whole(closedTo)}`,
  )
  const units = hot.join(' UNION ')
  const rows = await view.session.select(
    view.connection,
    `SELECT DISTINCT (start // ${DAY_MICROS})::DOUBLE FROM (${units})`,
  )
  const days = [...numbers(rows, 0)]
  const parts = [...new Set(days.flatMap((day) => daysOf(view, day * DAY_MICROS, (day + 1) * DAY_MICROS)))]
  if (parts.length === 0) return null
  const points = `SELECT * FROM ${readFiles(view.session, parts, 'points')}
    WHERE ${among(question.series)} AND ${within('time', question)}
      AND (series, time // ${unit} * ${unit}) IN (${units})`
  return { units, points: [points] }
}
