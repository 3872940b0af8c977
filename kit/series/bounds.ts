import { hotParts } from './memory.ts'
import type { Thinned } from './port.ts'
import { DAY_MICROS, hotTable } from './schema.ts'
import type { Session } from './session.ts'
import { numbers, whole } from './table.ts'
import { among } from './tiers.ts'

export function dayOf(micros: number): number {
  return Math.floor(micros / DAY_MICROS) * DAY_MICROS
}

/** The beginning of the first day with points that are not closed yet. */
export async function firstOpenMicros(session: Session): Promise<number> {
  const tables = hotParts(session.memory.parts).map((part) => `SELECT min(time) AS t FROM ${hotTable(part)}`)
  const rows = await session.select(
    session.upkeep,
    `SELECT min(t)::DOUBLE FROM (${tables.join(' UNION ALL ')})`,
  )
  const first = numbers(rows, 0)[0]!
  return Number.isNaN(first) ? Number.MAX_SAFE_INTEGER : dayOf(first)
}

/**
 * Keeps the bounds beside the parts that were written within them; in the transaction that exchanges
 * those.
 */
export async function keepBounds(session: Session, bounds: ReadonlyMap<number, Thinned>): Promise<void> {
  if (bounds.size === 0) return
  const rows = [...bounds].map(
    ([series, { rawFromMicros, minutesFromMicros, hoursFromMicros }]) =>
      `(${series}, ${whole(rawFromMicros)}, ${whole(minutesFromMicros)}, ${whole(hoursFromMicros)})`,
  )
  await session.run(session.writer, `DELETE FROM thinned WHERE ${among([...bounds.keys()])}`)
  await session.run(session.writer, `INSERT INTO thinned VALUES ${rows.join(', ')}`)
}
