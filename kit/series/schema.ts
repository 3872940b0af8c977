/** The version of what lies on disk. A store refuses one newer than its own. */
export const VERSION = 2

/** Minutes, hours and UTC days, in microseconds. */
export const MINUTE_MICROS = 60_000_000
export const HOUR_MICROS = 3_600_000_000
export const DAY_MICROS = 86_400_000_000

/**
 * The tables beside the points. None has an index: the worker alone writes, keeps keys in memory and never
 * asks the database whether a row exists, and an index would make every write-ahead log replay and
 * checkpoint dearer.
 */
export const schemaSql = `
CREATE TABLE state (version INTEGER, revision BIGINT, "commit" BIGINT, next_part INTEGER);
CREATE TABLE signal (series INTEGER, key VARCHAR);
CREATE TABLE source (source INTEGER, key VARCHAR, "offset" BIGINT);
CREATE TABLE part (part INTEGER, day INTEGER, days INTEGER, "rows" BIGINT);
CREATE TABLE part_series (part INTEGER, series INTEGER, points BIGINT, first BIGINT, last BIGINT,
  minutes BOOLEAN);
CREATE TABLE thinned (series INTEGER, raw_from BIGINT, minutes_from BIGINT, hours_from BIGINT);
CREATE TABLE discard (part INTEGER, day INTEGER);
CREATE TABLE change ("commit" BIGINT, series INTEGER, first BIGINT, last BIGINT, points BIGINT);
INSERT INTO state VALUES (${VERSION}, 0, 0, 2);
INSERT INTO part VALUES (1, NULL, NULL, 0);
CREATE TABLE hot_1 (series INTEGER, time BIGINT, value DOUBLE, text VARCHAR, quality USMALLINT);
`

/** The table of a hot part: points of any days, in the order they came. */
export function hotTable(part: number): string {
  return `hot_${part}`
}

export type FileKind = 'points' | 'minutes' | 'hours'
export const FILE_KINDS: readonly FileKind[] = ['points', 'minutes', 'hours']

/**
 * File names of a closed part, by its first day, relative to the store's directory; days closed again get
 * a new part, so new names.
 */
export function partFiles(day: number, part: number): Record<FileKind, string> {
  const date = new Date((day * DAY_MICROS) / 1000).toISOString().slice(0, 10)
  const stem = `days/${date}.${part}`
  return { points: `${stem}.parquet`, minutes: `${stem}.minutes.parquet`, hours: `${stem}.hours.parquet` }
}
