/** Every code a `SeriesError` may have, with the values that fill the blanks of its words in `i18n`. */
export const seriesFaults = {
  /** Another process, or another store of this process, has the directory open. */
  'series.locked': ['directory', 'reason'],
  /** The directory's files contradict each other. */
  'series.damaged': ['directory', 'reason'],
  /** The directory was written by a newer version. */
  'series.version': ['version', 'known'],
  /** A batch or a question breaks its own rules. */
  'series.batch': ['reason'],
  /** A series number that `resolve` never gave. */
  'series.unknown': ['series'],
  /** The batch before this one of the same source was not stored. */
  'series.gap': ['source', 'committed', 'offsetBefore'],
  /** A question asks for more than the bounds allow. */
  'series.limit': ['asked', 'askedMax'],
  /** Too many queries wait already. */
  'series.busy': ['waitingMax'],
  /** The query took longer than allowed and was stopped. */
  'series.slow': ['queryMsMax'],
  /** No space left on disk; nothing of the batch was stored. */
  'series.full': ['reason'],
  /** Writing failed; nothing of the batch was stored. */
  'series.write': ['reason'],
  /** The database refused a query. */
  'series.query': ['reason'],
  /** The directory of a backup or restore is not empty. */
  'series.target': ['directory'],
  /** A backup is incomplete or was changed. */
  'series.backup': ['directory', 'reason'],
  /** The store was closed, or its worker is gone. */
  'series.closed': ['reason'],
} as const

export type SeriesFault = keyof typeof seriesFaults
type Values<Code extends SeriesFault> = Record<(typeof seriesFaults)[Code][number], string | number>

/** A fault of the store with a `code`, and `values` for its words. */
export class SeriesError extends Error {
  readonly code: SeriesFault
  readonly values: Record<string, string | number>

  constructor(code: SeriesFault, values: Record<string, string | number>) {
    super(`${code} ${JSON.stringify(values)}`)
    this.name = 'SeriesError'
    this.code = code
    this.values = values
  }
}

/** A `SeriesError` with just the values that its words need. */
export function seriesError<Code extends SeriesFault>(code: Code, values: Values<Code>): SeriesError {
  return new SeriesError(code, values)
}

/** Whether the database can only be reopened: it refuses everything after such an error. */
export function isFatal(error: unknown): boolean {
  return /FATAL|has been invalidated|INTERNAL Error/.test(messageOf(error))
}

/** A database's error as one of ours; `otherwise` where its words say nothing more precise. */
export function asSeriesError(error: unknown, otherwise: 'series.write' | 'series.query'): SeriesError {
  if (error instanceof SeriesError) return error
  const reason = messageOf(error)
  if (/No space left|ENOSPC|not enough (disk )?space|disk full/i.test(reason)) {
    return seriesError('series.full', { reason })
  }
  return seriesError(otherwise, { reason })
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
