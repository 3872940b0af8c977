import type { MessagePort } from 'node:worker_threads'

/** Quality codes of Sparkplug B and OPC: good, bad, stale. Only good numbers enter buckets. */
export const QUALITY_GOOD = 192
export const QUALITY_BAD = 0
export const QUALITY_STALE = 500

/**
 * Points to store, as columns of the same length. The arrays belong to the store until the promise of
 * `append` settles: they may wait in the queue, so they must not be changed before.
 */
export type Batch = {
  /** Sender's key, for example `<edgeId>/<stream>`. */
  source: string
  /**
   * Sender's offset after this batch; it is committed in the same transaction. Null: the sender keeps
   * none.
   */
  offset: number | null
  /**
   * The sender's offset before this batch. When given, and less than that is committed, the batch is
   * refused with `series.gap`: so after a failed batch none behind it can move the offset past what was
   * lost.
   */
  offsetBefore?: number
  /** Series numbers from `resolve()`. */
  series: Int32Array
  /** Source time in integer microseconds since the Unix epoch, from 1970 to below 2^53. */
  timeMicros: Float64Array
  /** NaN where the point has text or no value. */
  value: Float64Array
  /** For signals whose values are words (execution = 'ACTIVE'); null elsewhere. */
  text: readonly (string | null)[]
  /** 192 good, 0 bad, 500 stale. */
  quality: Uint16Array
}

/**
 * `commit` is the number under which the points became durable; `stored + duplicates` is the batch's
 * length.
 */
export type Appended = { commit: number; stored: number; duplicates: number }

/** One point; `value` is NaN where the point has text or no value. */
export type Point = { timeMicros: number; value: number; text: string | null; quality: number }

/** Points of one series in ascending time, as columns of the same length. */
export type Points = {
  timeMicros: Float64Array
  value: Float64Array
  text: (string | null)[]
  quality: Uint16Array
}

/** Points of one series in [fromMicros, toMicros); the earliest `limit` of them. */
export type RawQuestion = { series: number; fromMicros: number; toMicros: number; limit: number }

/**
 * Buckets of `bucketMicros` counted from `fromMicros`; the last one ends at `toMicros`. Stretches that
 * begin at a whole minute and buckets of whole minutes are answered from roll-ups.
 */
export type BucketQuestion = {
  series: readonly number[]
  fromMicros: number
  toMicros: number
  bucketMicros: number
}

/** What the good numbers of one series in one bucket come to. A bucket without any is left out. */
export type Bucket = {
  series: number
  fromMicros: number
  count: number
  min: number
  max: number
  mean: number
  first: number
  last: number
}

/**
 * What the points of one series in one bucket come to, numbers apart from words: see `summary.ts` for what
 * each says. Values are NaN where there is none.
 */
export type BucketSummary = {
  series: number
  fromMicros: number
  points: number
  good: number
  low: number
  high: number
  total: number
  spread: number
  worstQuality: number
  opening: number
  openingMicros: number
  closing: number
  closingMicros: number
  first: number
  firstMicros: number
  last: number
  lastMicros: number
  held: number
  slope: number
  goodHeld: number
  goodSlope: number
  goodMicros: number
  zeroMicros: number
  transitions: number
}

/**
 * Summaries ordered by series, then time; buckets without points are left out. `before` and `after` have
 * at most one of each series, of what lies up to a day before and after the span.
 */
export type Summaries = { before: BucketSummary[]; within: BucketSummary[]; after: BucketSummary[] }

/** A commit stored `count` points of `series` whose times lie in [fromMicros, toMicros). */
export type Change = { commit: number; series: number; fromMicros: number; toMicros: number; count: number }

/**
 * `changes` in commit order, whole commits only; `cursor` is what to ask after next. Old entries are
 * merged, so a late reader sees wider stretches, but never misses one.
 */
export type Changes = { changes: Change[]; cursor: number }

/**
 * Up to when points, minutes and hours of series are let go, each a moment not after the one before;
 * moments count as the beginnings of their days. 0 keeps all.
 */
export type ThinQuestion = {
  groups: { series: number[]; rawFromMicros: number; minutesFromMicros: number; hoursFromMicros: number }[]
  /** Only tells what would go. */
  isTrial: boolean
}

/** Of a series: points, pieces of minutes and of hours before these times are gone. */
export type Thinned = { rawFromMicros: number; minutesFromMicros: number; hoursFromMicros: number }

/** Points that go, of how many series, and about how many bytes their files become smaller. */
export type ThinAnswer = { points: number; bytes: number; series: number }

export type SeriesStats = {
  series: number
  points: number
  /** Points not yet in Parquet files. */
  hotPoints: number
  /** Days that lie in Parquet files. */
  days: number
  databaseBytes: number
  logBytes: number
  parquetBytes: number
  /** Number of the last commit; 0 before the first. */
  commit: number
  /** When this process committed last; null before it did. */
  committedAtMicros: number | null
  /** Points received and not yet committed. */
  waitingPoints: number
  /** What the disk has left, and whether the last commit failed for want of it. */
  bytesFree: number
  isFull: boolean
  journalEntries: number
}

/** The telemetry port. Every promise may reject with a `SeriesError`; see `fault.ts` for its codes. */
export type Series = {
  /** Numbers of the keys (tag ids), in their order; a new key gets the next number, durably. */
  resolve(keys: readonly string[]): Promise<Int32Array>
  /**
   * Stores a batch and resolves after it is durable. Commits gather for `commitMsMax`, so keep many
   * batches under way rather than awaiting each. When too much waits, the promise merely takes longer.
   */
  append(batch: Batch): Promise<Appended>
  /** The last committed offset of a source; null when it has none. */
  offset(source: string): Promise<number | null>
  raw(question: RawQuestion): Promise<Points>
  /**
   * The latest point of each series at or before `atMicros` (default: ever), of any quality; null where
   * none is.
   */
  last(series: readonly number[], atMicros?: number): Promise<(Point | null)[]>
  /** Ordered by series, then time. */
  buckets(question: BucketQuestion): Promise<Bucket[]>
  /** The same buckets with all that aggregates need. Infinite and monstrous numbers count as bad. */
  summaries(question: BucketQuestion): Promise<Summaries>
  /** What was stored after a commit, at least one whole commit and otherwise at most `limit` entries. */
  changes(afterCommit: number, limit: number): Promise<Changes>
  /**
   * Closes the days that are over at `nowMicros`, tidies the journal and the database. Call it every few
   * minutes.
   */
  maintain(nowMicros: number): Promise<void>
  /**
   * Lets go of old points and keeps what they come to. Late points of a thinned day count as duplicates.
   */
  thin(question: ThinQuestion): Promise<ThinAnswer>
  /** What is gone of each series by thinning; null of one that was never thinned. */
  thinned(series: readonly number[]): Promise<(Thinned | null)[]>
  /** Writes a consistent copy into a directory that does not exist or is empty; see `restoreSeries`. */
  backup(directory: string): Promise<void>
  stats(): Promise<SeriesStats>
  /**
   * A port that another thread makes into the same store by `seriesOver(port)`; pass it in a transfer
   * list.
   */
  connect(): MessagePort
  /**
   * Of the opener: commits what waits and stops the worker. Of `seriesOver`: waits for its own calls and
   * leaves.
   */
  close(): Promise<void>
}

/** Where the data lie, and every bound of the store. */
export type SeriesOptions = {
  directory: string
  /** The longest that points wait to be committed together. */
  commitMsMax?: number
  /** As many waiting points make a commit begin at once. */
  commitRowsMax?: number
  /** As many points per connection may be under way; further appends wait. Also the largest batch. */
  queueRowsMax?: number
  /** Journal entries kept before old ones are merged. */
  journalRowsMax?: number
  /** Memory of the database; sorting a day beyond it goes to disk. */
  memoryBytesMax?: number
  threads?: number
  /** Queries that run at a time; others wait. */
  queriesMax?: number
  /** Queries that may wait; a further one is refused. */
  queriesWaitingMax?: number
  /** A query that takes longer is stopped. */
  queryMsMax?: number
  /** Largest `limit` of `raw` and `changes`. */
  rawRowsMax?: number
  /** Most buckets (series × time) that one question may span. */
  bucketsMax?: number
  /** How long after its end a day stays open for late points. */
  closeDelayMs?: number
  /** Size of the write-ahead log at which it is folded into the database. */
  logBytesMax?: number
  /** Days closed by one `maintain`; the rest follow by the next. */
  daysPerMaintainMax?: number
  /** Rows up to which days that follow one another are kept in the same files. */
  partRowsMax?: number
}

export type SeriesSettings = Required<SeriesOptions>

/** The defaults suit a machine of two cores and four gigabytes. */
export function settingsOf(options: SeriesOptions): SeriesSettings {
  return {
    commitMsMax: 200,
    commitRowsMax: 200_000,
    queueRowsMax: 1_000_000,
    journalRowsMax: 2_000_000,
    memoryBytesMax: 384 * 1024 ** 2,
    threads: 2,
    queriesMax: 2,
    queriesWaitingMax: 256,
    queryMsMax: 60_000,
    rawRowsMax: 1_000_000,
    bucketsMax: 2_000_000,
    closeDelayMs: 15 * 60_000,
    logBytesMax: 64 * 1024 ** 2,
    daysPerMaintainMax: 4000,
    partRowsMax: 4_000_000,
    ...options,
  }
}
