import { closeDays, type DayPoints } from './close.ts'
import { bytesFree, bytesOf } from './disk.ts'
import { asSeriesError } from './fault.ts'
import { trimJournal } from './journal.ts'
import { clearDiscarded } from './load.ts'
import { hotParts } from './memory.ts'
import { DAY_MICROS, hotTable } from './schema.ts'
import type { Session } from './session.ts'
import { numbers } from './table.ts'

/**
 * A checkpoint that runs out of disk makes the database unusable, so it must find this much more than the
 * log.
 */
const CHECKPOINT_SPARE_BYTES = 32 * 1024 ** 2

/** Closes the days that are over and tidies up after it. The caller excludes a second upkeep. */
export async function maintain(session: Session, nowMicros: number): Promise<void> {
  try {
    await session.writing.take(() => trimJournal(session))
    const days = await closableDays(session, nowMicros)
    if (days.length > 0) await closeDays(session, days)
    await session.writing.take(async () => {
      // A query that began before the parts changed may still be reading the old files; the next upkeep
      // comes
      // soon.
      if (session.isPast(session.partsChangedMark)) await clearDiscarded(session)
      await checkpoint(session, 1)
    })
  } catch (error) {
    throw asSeriesError(error, 'series.write')
  }
}

/**
 * Folds the write-ahead log into the database once it has grown to a size, unless the disk is too full for
 * that; then the log grows on and commits fail when there is no room at all. The caller holds `writing`.
 */
export async function checkpoint(session: Session, logBytesMin: number): Promise<void> {
  const logBytes = bytesOf(session.path('series.duckdb.wal'))
  if (logBytes < logBytesMin) return
  if ((await bytesFree(session.settings.directory)) < 2 * logBytes + CHECKPOINT_SPARE_BYTES) return
  try {
    await session.run(session.writer, 'CHECKPOINT')
  } catch (error) {
    // While days are being closed there is another writing transaction; the log waits for the next time.
    if (!/Cannot CHECKPOINT/.test(String(error))) session.broken = true
  }
}

/** The days to close now; none while that would copy far more open points than it would close. */
async function closableDays(session: Session, nowMicros: number): Promise<DayPoints[]> {
  const { settings, upkeep } = session
  const counts = hotParts(session.memory.parts)
    .map((part) => `SELECT time // ${DAY_MICROS} AS day, count(*) AS n FROM ${hotTable(part)} GROUP BY day`)
    .join(' UNION ALL ')
  const rows = await session.select(
    upkeep,
    `SELECT day::DOUBLE, sum(n)::DOUBLE FROM (${counts}) GROUP BY day ORDER BY day`,
  )
  const points = numbers(rows, 1)
  const days: DayPoints[] = []
  let [closed, carried] = [0, 0]
  numbers(rows, 0).forEach((day, i) => {
    const isOver = (day + 1) * DAY_MICROS + settings.closeDelayMs * 1000 <= nowMicros
    if (isOver && days.length < settings.daysPerMaintainMax) {
      days.push({ day, points: points[i]! })
      closed += points[i]!
    } else carried += points[i]!
  })
  return closed * 10 >= carried ? days : []
}
