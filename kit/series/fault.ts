/** Every code a `SeriesError` may have; each has words in `i18n`. */
export const seriesFaults = [
  'series.locked', // another process, or another store of this process, has the directory open
  'series.damaged', // the directory's files contradict each other
  'series.version', // the directory was written by a newer version
  'series.batch', // a batch or a question breaks its own rules
  'series.unknown', // a series number that `resolve` never gave
  'series.gap', // the batch before this one of the same source was not stored
  'series.limit', // a question asks for more than the limits allow
  'series.busy', // too many queries wait already
  'series.slow', // the query took longer than allowed and was stopped
  'series.full', // no space left on disk; nothing of the batch was stored
  'series.write', // writing failed; nothing of the batch was stored
  'series.query', // the database refused a query
  'series.target', // the directory of a backup or restore is not empty
  'series.backup', // a backup is incomplete or was changed
  'series.closed', // the store was closed, or its worker is gone
] as const

export type SeriesFault = (typeof seriesFaults)[number]

/** A fault of the store with a `code`, and `values` for the words. */
export class SeriesError extends Error {
  readonly code: SeriesFault
  readonly values: Record<string, string | number>

  constructor(code: SeriesFault, values: Record<string, string | number> = {}) {
    super(`${code} ${JSON.stringify(values)}`)
    this.name = 'SeriesError'
    this.code = code
    this.values = values
  }
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
    return new SeriesError('series.full', { reason })
  }
  if (/INTERRUPT/i.test(reason)) return new SeriesError('series.slow')
  return new SeriesError(otherwise, { reason })
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
