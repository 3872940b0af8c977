import { type ClosedPart, closedParts, hotParts } from './memory.ts'
import { unpackedPoints } from './pack.ts'
import { DAY_MICROS, type FileKind, hotTable, partFiles } from './schema.ts'
import type { Session, View } from './session.ts'
import { unpackedPieces } from './summary.ts'
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

/** The closed parts that overlap [fromMicros, toMicros). */
export function daysOf(view: View, fromMicros: number, toMicros: number): ClosedPart[] {
  return closedParts(view.parts, Math.floor(fromMicros / DAY_MICROS), Math.floor((toMicros - 1) / DAY_MICROS))
}

/** SQL that reads the points or the pieces of closed parts. */
export function readFiles(
  session: Session,
  parts: readonly Pick<ClosedPart, 'part' | 'day'>[],
  kind: FileKind,
): string {
  const names = parts.map(({ part, day }) => quoted(session.path(partFiles(day, part)[kind])))
  const files = `read_parquet([${names.join(', ')}])`
  return kind === 'points' ? unpackedPoints(files) : unpackedPieces(files)
}
