import { type ClosedPart, closedParts, hotParts } from './memory.ts'
import { DAY_MICROS, dayFiles, hotTable } from './schema.ts'
import type { Session, View } from './session.ts'
import { quoted } from './table.ts'

/**
 * Everything in SQL that may hold points in [fromMicros, toMicros): the hot tables, and the files of those
 * days.
 */
export function places(view: View, fromMicros: number, toMicros: number): string[] {
  const files = daysOf(view, fromMicros, toMicros)
  const tables = hotParts(view.parts).map(hotTable)
  return files.length > 0 ? [...tables, readFiles(view.session, files, 'points')] : tables
}

/** The closed days that overlap [fromMicros, toMicros). */
export function daysOf(view: View, fromMicros: number, toMicros: number): ClosedPart[] {
  return closedParts(view.parts, Math.floor(fromMicros / DAY_MICROS), Math.floor((toMicros - 1) / DAY_MICROS))
}

/** SQL that reads the points or the roll-ups of closed days. */
export function readFiles(
  session: Session,
  parts: readonly ClosedPart[],
  kind: 'points' | 'minutes',
): string {
  const names = parts.map(({ part, day }) => quoted(session.path(dayFiles(day, part)[kind])))
  return `read_parquet([${names.join(', ')}])`
}
