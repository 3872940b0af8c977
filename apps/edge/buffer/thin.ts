import { stale } from '../observation.ts'
import type { LogRecord } from './frames.ts'

/**
 * What remains of records that must be dropped because the buffer is full: per tag the newest one, and
 * before it a stale mark at the time of the oldest, so that the hole shows as a hole and the value after it
 * is known. A tag with one record loses nothing. Never returns more records than it was given; thinning
 * twice is thinning once.
 */
export function thin(records: readonly LogRecord[]): LogRecord[] {
  const byTag = new Map<number, { oldest: LogRecord; newest: LogRecord }>()
  for (const record of records) {
    const known = byTag.get(record[0])
    if (known) known.newest = record
    else byTag.set(record[0], { oldest: record, newest: record })
  }
  const kept: LogRecord[] = []
  for (const [tag, { oldest, newest }] of byTag) {
    if (oldest !== newest) kept.push([tag, oldest[1], null, stale])
    kept.push(newest)
  }
  return kept
}
