import type { MessagePort } from 'node:worker_threads'
import { SeriesError, type SeriesFault } from './fault.ts'
import type {
  Appended,
  BucketQuestion,
  Changes,
  Point,
  RawQuestion,
  SeriesStats,
  ThinAnswer,
  Thinned,
  ThinQuestion,
} from './port.ts'

/** Words as they travel: each distinct one once. Null: there are none. Index -1 stands for null. */
export type PackedTexts = { words: string[]; index: Int32Array<ArrayBuffer> } | null

export type PackedBatch = {
  source: string
  offset: number | null
  offsetBefore: number | null
  series: Int32Array<ArrayBuffer>
  timeMicros: Float64Array<ArrayBuffer>
  value: Float64Array<ArrayBuffer>
  quality: Uint16Array<ArrayBuffer>
  textCount: number
  texts: PackedTexts
}

export type PackedPoints = {
  timeMicros: Float64Array<ArrayBuffer>
  value: Float64Array<ArrayBuffer>
  quality: Uint16Array<ArrayBuffer>
  texts: PackedTexts
}

/** Columns: series, fromMicros, count, min, max, mean, first, last. */
export type PackedBuckets = Float64Array<ArrayBuffer>[]

/** Columns as in `PIECE_COLUMNS`. */
export type PackedSummaries = Record<'before' | 'within' | 'after', Float64Array<ArrayBuffer>[]>

/** What may be asked of the worker, and what it answers. */
export type Calls = {
  limits: { ask: null; answer: { queueRowsMax: number } }
  resolve: { ask: readonly string[]; answer: Int32Array<ArrayBuffer> }
  append: { ask: PackedBatch; answer: Appended }
  offset: { ask: string; answer: number | null }
  raw: { ask: RawQuestion; answer: PackedPoints }
  last: { ask: { series: readonly number[]; atMicros: number | null }; answer: (Point | null)[] }
  buckets: { ask: BucketQuestion; answer: PackedBuckets }
  summaries: { ask: BucketQuestion; answer: PackedSummaries }
  changes: { ask: { afterCommit: number; limit: number }; answer: Changes }
  maintain: { ask: number; answer: null }
  thin: { ask: ThinQuestion; answer: ThinAnswer }
  thinned: { ask: readonly number[]; answer: (Thinned | null)[] }
  backup: { ask: string; answer: null }
  stats: { ask: null; answer: SeriesStats }
  connect: { ask: MessagePort; answer: null }
  stop: { ask: null; answer: null }
}

export type CallName = keyof Calls

/** A question, one shape for each name. */
export type Ask = { [Name in CallName]: { id: number; name: Name; ask: Calls[Name]['ask'] } }[CallName]
export type Answer =
  | { id: number; ok: true; answer: Calls[CallName]['answer'] }
  | { id: number; ok: false; fault: PackedFault }

/** An error as it travels: structured cloning would drop our fields. Code null: not one of ours. */
export type PackedFault = {
  code: SeriesFault | null
  values: Record<string, string | number>
  message: string
}

export function packFault(error: unknown): PackedFault {
  if (error instanceof SeriesError) return { code: error.code, values: error.values, message: error.message }
  return {
    code: null,
    values: {},
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}

export function unpackFault({ code, values, message }: PackedFault): Error {
  return code ? new SeriesError(code, values) : new Error(message)
}

export function packTexts(texts: readonly (string | null)[]): PackedTexts {
  const numberOf = new Map<string, number>()
  let index: Int32Array<ArrayBuffer> | null = null
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]
    if (text === null || text === undefined) continue
    index ??= new Int32Array(texts.length).fill(-1)
    let number = numberOf.get(text)
    if (number === undefined) {
      number = numberOf.size
      numberOf.set(text, number)
    }
    index[i] = number
  }
  return index && { words: [...numberOf.keys()], index }
}

export function unpackTexts(packed: PackedTexts, count: number): (string | null)[] {
  const texts = new Array<string | null>(count).fill(null)
  if (!packed) return texts
  for (let i = 0; i < count; i++) {
    const number = packed.index[i]!
    if (number >= 0) texts[i] = packed.words[number]!
  }
  return texts
}

/**
 * The memory of an answer's arrays: it moves, rather than being copied, because the sender keeps nothing
 * of it.
 */
export function movable(answer: Calls[CallName]['answer']): ArrayBuffer[] {
  if (answer instanceof Int32Array) return [answer.buffer]
  if (Array.isArray(answer))
    return answer.flatMap((item) => (item instanceof Float64Array ? [item.buffer] : []))
  if (answer === null || typeof answer !== 'object' || !('timeMicros' in answer)) return []
  const { timeMicros, value, quality, texts } = answer
  const buffers = [timeMicros.buffer, value.buffer, quality.buffer]
  return texts ? [...buffers, texts.index.buffer] : buffers
}
