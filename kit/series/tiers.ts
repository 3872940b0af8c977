import { hotParts } from './memory.ts'
import { daysOf, readFiles } from './places.ts'
import type { BucketQuestion, Thinned } from './port.ts'
import { type FileKind, HOUR_MICROS, hotTable, MINUTE_MICROS } from './schema.ts'
import type { View } from './session.ts'
import { numbers, whole } from './table.ts'

/**
 * Where the answer to a question about buckets comes from: `points` are SQL relations of points, `pieces`
 * of pieces of `unitMicros`, 0 where the buckets begin between whole minutes and nothing but points tells
 * them apart. Of what was thinned there are pieces alone; those go whole to the bucket in which they
 * begin.
 */
export type Sources = {
  points: string[]
  pieces: string[]
  unitMicros: number
  /** The series, and the end of the span, for which pieces stand in place of stored points. */
  inPieces: { series: number[]; toMicros: number }
}

type Span = { fromMicros: number; toMicros: number }

export async function sourcesOf(view: View, question: BucketQuestion): Promise<Sources> {
  const unitMicros = unitOf(question)
  const { fromMicros, toMicros } = question
  const end = unitMicros === 0 ? fromMicros : toMicros - (toMicros % unitMicros)
  const sources: Sources = { points: [], pieces: [], unitMicros, inPieces: { series: [], toMicros: end } }
  for (const part of hotParts(view.parts)) {
    sources.points.push(
      `SELECT series, time, value, text, quality FROM ${hotTable(part)}
       WHERE ${among(question.series)} AND ${within('time', question)}`,
    )
  }
  for (const [bounds, series] of groupsOf(view, question.series))
    await addFiles(view, question, bounds, series, sources)
  return sources
}

/** The greatest pieces of which each belongs to one bucket. */
function unitOf({ fromMicros, bucketMicros }: BucketQuestion): number {
  const fits = (unit: number) => fromMicros % unit === 0 && bucketMicros % unit === 0
  return [HOUR_MICROS, MINUTE_MICROS].find(fits) ?? 0
}

/** Series that were thinned up to the same times, together. */
function groupsOf(view: View, series: readonly number[]): [Thinned, number[]][] {
  const groups = new Map<string, [Thinned, number[]]>()
  for (const one of series) {
    const bounds = view.session.memory.thinned.get(one) ?? unthinned
    const key = Object.values(bounds).join()
    const group = groups.get(key) ?? [bounds, []]
    groups.set(key, group)
    group[1].push(one)
  }
  return [...groups.values()]
}

const unthinned: Thinned = { rawFromMicros: 0, minutesFromMicros: 0, hoursFromMicros: 0 }

async function addFiles(
  view: View,
  question: BucketQuestion,
  bounds: Thinned,
  series: readonly number[],
  sources: Sources,
): Promise<void> {
  const { fromMicros, toMicros } = question
  const { rawFromMicros, minutesFromMicros } = bounds
  const clip = (from: number, to: number): Span => ({
    fromMicros: Math.max(from, fromMicros),
    toMicros: Math.min(to, toMicros),
  })
  const add = (kind: FileKind, span: Span, some: readonly number[] = series) => {
    const parts = daysOf(view, span.fromMicros, span.toMicros)
    if (parts.length === 0 || span.toMicros <= span.fromMicros || some.length === 0) return
    const time = kind === 'points' ? 'time' : 'start'
    const from = readFiles(view.session, parts, kind)
    const found = `SELECT * FROM ${from} WHERE ${among(some)} AND ${within(time, span)}`
    sources[kind === 'points' ? 'points' : 'pieces'].push(found)
  }
  const { unitMicros, inPieces } = sources
  const end = inPieces.toMicros
  if (unitMicros === HOUR_MICROS) {
    inPieces.series.push(...series)
    add('hours', clip(0, Math.max(end, rawFromMicros)))
    add('points', clip(Math.max(end, rawFromMicros), toMicros))
    return
  }
  add('hours', clip(0, minutesFromMicros))
  add('minutes', clip(minutesFromMicros, rawFromMicros))
  const rest = clip(rawFromMicros, toMicros)
  const dense = unitMicros === 0 ? [] : await denseAmong(view, rest, series)
  inPieces.series.push(...dense)
  const sparse = series.filter((one) => !dense.includes(one))
  add('minutes', clip(rawFromMicros, Math.max(end, rawFromMicros)), dense)
  add('points', clip(Math.max(end, rawFromMicros), toMicros), dense)
  add('points', rest, sparse)
}

/** The series of which all files in the span have pieces of minutes for all points. */
async function denseAmong(view: View, span: Span, series: readonly number[]): Promise<number[]> {
  const parts = daysOf(view, span.fromMicros, span.toMicros)
  if (parts.length === 0 || span.toMicros <= span.fromMicros) return []
  const rows = await view.session.select(
    view.connection,
    `SELECT series::DOUBLE FROM part_series
     WHERE ${among(series)} AND part IN (${parts.map(({ part }) => part).join(', ')})
     GROUP BY series HAVING bool_and(minutes)`,
  )
  return [...numbers(rows, 0)]
}

export function among(series: readonly number[]): string {
  return `series IN (${series.map(whole).join(', ')})`
}

export function within(time: string, { fromMicros, toMicros }: Span): string {
  return `${time} >= ${whole(fromMicros)} AND ${time} < ${whole(toMicros)}`
}
