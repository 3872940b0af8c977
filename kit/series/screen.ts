import type { Memory, Part } from './memory.ts'
import { places } from './places.ts'
import { DAY_MICROS } from './schema.ts'
import type { Session } from './session.ts'
import { bigIntegers, integers, numbers, whole } from './table.ts'
import type { PackedBatch } from './wire.ts'

/**
 * The points of a group of batches that are new; rows before `fresh` are newer than all others of their
 * series.
 */
export type Draft = {
  count: number
  fresh: number
  series: Int32Array<ArrayBuffer>
  timeMicros: Float64Array<ArrayBuffer>
  value: Float64Array<ArrayBuffer>
  quality: Uint16Array<ArrayBuffer>
  text: (string | null)[] | null
  /** Newest time of each series once the draft is stored. */
  newestMicros: Float64Array<ArrayBuffer>
  /** Points stored of each batch. */
  stored: number[]
}

type Late = { batch: number[]; row: number[] }

/**
 * Separates new points from those already stored: of points with the same series and time the first wins,
 * within a batch, across batches, restarts, tables and files. A point newer than its series' newest needs
 * no look-up.
 */
export async function screen(session: Session, batches: readonly PackedBatch[]): Promise<Draft> {
  const draft = emptyDraft(session.memory, batches)
  const { newestMicros } = draft
  const late: Late = { batch: [], row: [] }
  batches.forEach((batch, b) => {
    const { series, timeMicros } = batch
    for (let i = 0; i < series.length; i++) {
      const newest = newestMicros[series[i]!]!
      if (timeMicros[i]! > newest) {
        newestMicros[series[i]!] = timeMicros[i]!
        take(draft, batch, b, i)
      } else if (timeMicros[i]! < newest) {
        late.batch.push(b)
        late.row.push(i)
      }
    }
  })
  draft.fresh = draft.count
  if (late.row.length > 0) await takeLate(session, batches, draft, late)
  return draft
}

function emptyDraft(memory: Memory, batches: readonly PackedBatch[]): Draft {
  const rows = batches.reduce((sum, batch) => sum + batch.series.length, 0)
  return {
    count: 0,
    fresh: 0,
    series: new Int32Array(rows),
    timeMicros: new Float64Array(rows),
    value: new Float64Array(rows),
    quality: new Uint16Array(rows),
    text: batches.some((batch) => batch.texts) ? new Array<string | null>(rows).fill(null) : null,
    newestMicros: memory.newestMicros.slice(),
    stored: batches.map(() => 0),
  }
}

function take(draft: Draft, batch: PackedBatch, b: number, i: number): void {
  const row = draft.count++
  draft.series[row] = batch.series[i]!
  draft.timeMicros[row] = batch.timeMicros[i]!
  draft.value[row] = batch.value[i]!
  draft.quality[row] = batch.quality[i]!
  if (batch.texts) {
    const number = batch.texts.index[i]!
    if (number >= 0) draft.text![row] = batch.texts.words[number]!
  }
  draft.stored[b]!++
}

async function takeLate(
  session: Session,
  batches: readonly PackedBatch[],
  draft: Draft,
  late: Late,
): Promise<void> {
  const count = late.row.length
  const series = new Int32Array(count)
  const timeMicros = new Float64Array(count)
  for (let k = 0; k < count; k++) {
    const batch = batches[late.batch[k]!]!
    series[k] = batch.series[late.row[k]!]!
    timeMicros[k] = batch.timeMicros[late.row[k]!]!
  }
  const stored = await storedAmong(session, series, timeMicros)
  const taken = takenTimes(draft, series)
  for (let k = 0; k < count; k++) {
    const times = taken.get(series[k]!)!
    if (stored[k] || times.has(timeMicros[k]!)) continue
    // Whether it is one of those that were thinned cannot be told any more.
    if (timeMicros[k]! < (session.memory.thinned.get(series[k]!)?.rawFromMicros ?? 0)) continue
    times.add(timeMicros[k]!)
    take(draft, batches[late.batch[k]!]!, late.batch[k]!, late.row[k]!)
  }
}

/** For each series with late points, the times that this draft already has of it. */
function takenTimes(draft: Draft, lateSeries: Int32Array): Map<number, Set<number>> {
  const taken = new Map<number, Set<number>>()
  for (const series of lateSeries) if (!taken.has(series)) taken.set(series, new Set())
  for (let row = 0; row < draft.count; row++) taken.get(draft.series[row]!)?.add(draft.timeMicros[row]!)
  return taken
}

/** Which of the points are already in a hot table or a closed day's file. */
async function storedAmong(
  session: Session,
  series: Int32Array<ArrayBuffer>,
  timeMicros: Float64Array,
): Promise<Uint8Array> {
  const { writer } = session
  const ordinal = Int32Array.from(series, (_, k) => k)
  await session.run(
    writer,
    'CREATE OR REPLACE TEMP TABLE late (ordinal INTEGER, series INTEGER, time BIGINT)',
  )
  await session.append('late', [integers(ordinal), integers(series), bigIntegers(timeMicros)], series.length)
  const { first, last, days } = spanOf(timeMicros)
  const between = `BETWEEN ${whole(first)} AND ${whole(last)}`
  const stored = new Uint8Array(series.length)
  const view = session.writerView()
  const parts = view.parts.filter((part) => part.day === null || hasAny(part, days))
  for (const place of places({ ...view, parts }, first, last + 1)) {
    const found = await session.select(
      writer,
      `SELECT late.ordinal::DOUBLE FROM late
       JOIN (SELECT series, time FROM ${place} WHERE time ${between}) AS old
       ON old.series = late.series AND old.time = late.time`,
    )
    for (const k of numbers(found, 0)) stored[k] = 1
  }
  return stored
}

function hasAny({ day, days }: Part, among: ReadonlySet<number>): boolean {
  return Array.from({ length: days }, (_, i) => day! + i).some((one) => among.has(one))
}

function spanOf(timeMicros: Float64Array): { first: number; last: number; days: Set<number> } {
  const days = new Set<number>()
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const time of timeMicros) {
    if (time < first) first = time
    if (time > last) last = time
    days.add(Math.floor(time / DAY_MICROS))
  }
  return { first, last, days }
}
