import { rmSync } from 'node:fs'
import { bytesFree, bytesOf, publish } from './disk.ts'
import { asSeriesError } from './fault.ts'
import { trimJournal } from './journal.ts'
import { clearDiscarded } from './load.ts'
import { type ClosedPart, closedParts, hotParts, type Part } from './memory.ts'
import { readFiles } from './places.ts'
import { QUALITY_GOOD } from './port.ts'
import { DAY_MICROS, dayFiles, hotTable, MINUTE_MICROS } from './schema.ts'
import type { Session } from './session.ts'
import { numbers, quoted, whole } from './table.ts'

/**
 * A checkpoint that runs out of disk makes the database unusable, so it must find this much more than the
 * log.
 */
const CHECKPOINT_SPARE_BYTES = 32 * 1024 ** 2

/** Points per row group of a day's file: a signal of one point per second fits into one. */
const ROW_GROUP_POINTS = 122_880

/**
 * Closes days: their points leave the hot tables for a Parquet file each, sorted by series and time, with
 * roll-ups beside. The hot tables are sealed first, and new points go to a new one, so nothing is read while
 * it changes; the change of parts is one transaction. Meanwhile commits and queries go on. The caller
 * excludes a second upkeep.
 */
export async function maintain(session: Session, nowMicros: number): Promise<void> {
  try {
    await session.writing.take(() => trimJournal(session))
    const days = await closableDays(session, nowMicros)
    if (days.length > 0) await closeDays(session, days)
    await session.writing.take(async () => {
      // A query that began before the parts changed may still be reading the old files; the next upkeep comes
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
async function closableDays(session: Session, nowMicros: number): Promise<number[]> {
  const { settings, upkeep } = session
  const counts = hotParts(session.memory.parts)
    .map((part) => `SELECT time // ${DAY_MICROS} AS day, count(*) AS n FROM ${hotTable(part)} GROUP BY day`)
    .join(' UNION ALL ')
  const rows = await session.select(
    upkeep,
    `SELECT day::DOUBLE, sum(n)::DOUBLE FROM (${counts}) GROUP BY day ORDER BY day`,
  )
  const points = numbers(rows, 1)
  const days: number[] = []
  let [closed, carried] = [0, 0]
  numbers(rows, 0).forEach((day, i) => {
    const isOver = (day + 1) * DAY_MICROS + settings.closeDelayMs * 1000 <= nowMicros
    if (isOver && days.length < settings.daysPerMaintainMax) {
      days.push(day)
      closed += points[i]!
    } else carried += points[i]!
  })
  return closed * 10 >= carried ? days : []
}

type Closing = {
  active: number
  sealed: number[]
  replaced: ClosedPart[]
  made: Part[]
  carried: number | null
}

async function closeDays(session: Session, days: readonly number[]): Promise<void> {
  const closing = await seal(session)
  try {
    for (const day of days) await closeDay(session, day, closing)
    await carry(session, days, closing)
    await exchange(session, closing)
  } catch (error) {
    // A broken session is reopened, and that clears up; here it is unknown which parts are the durable ones.
    if (!session.broken) await forsake(session, closing).catch(() => (session.broken = true))
    throw error
  }
}

/** From here on new points go into a new hot table, and the others no longer change. */
async function seal(session: Session): Promise<Closing> {
  const { memory, writer } = session
  return session.writing.take(async () => {
    const sealed = hotParts(memory.parts)
    const active = memory.nextPart
    await session.transaction(memory.commit, async () => {
      await session.run(writer, `CREATE TABLE ${hotTable(active)} AS FROM ${hotTable(sealed[0]!)} LIMIT 0`)
      await session.run(writer, `INSERT INTO part VALUES (${active}, NULL)`)
      await session.run(writer, `UPDATE state SET next_part = ${active + 1}`)
    })
    memory.nextPart = active + 1
    memory.parts.push({ part: active, day: null })
    return { active, sealed, replaced: [], made: [], carried: null }
  })
}

/**
 * Writes the file of a day, from the sealed tables and the file it had, if any, and the roll-ups of that
 * file.
 */
async function closeDay(session: Session, day: number, closing: Closing): Promise<void> {
  const { memory, upkeep } = session
  const part = memory.nextPart++
  const names = dayFiles(day, part)
  closing.made.push({ part, day })
  const old = closedParts(memory.parts, day, day)
  closing.replaced.push(...old)
  const columns = 'SELECT series, time, value, text, quality FROM'
  const within = `WHERE time >= ${whole(day * DAY_MICROS)} AND time < ${whole((day + 1) * DAY_MICROS)}`
  const sources = closing.sealed.map((sealed) => `${columns} ${hotTable(sealed)} ${within}`)
  if (old.length > 0) sources.push(`${columns} ${readFiles(session, old, 'points')}`)
  await copy(session, `${sources.join(' UNION ALL ')} ORDER BY series, time`, names.points)
  const points = readFiles(session, [{ part, day }], 'points')
  await copy(
    session,
    `SELECT series, (time // ${MINUTE_MICROS}) * ${MINUTE_MICROS} AS minute, count(*) AS n, min(value) AS low,
       max(value) AS high, sum(value) AS total, arg_min(value, time) AS opening, min(time) AS first_time,
       arg_max(value, time) AS closing, max(time) AS last_time
     FROM ${points} WHERE quality = ${QUALITY_GOOD} AND value IS NOT NULL
     GROUP BY series, minute ORDER BY series, minute`,
    names.minutes,
  )
  await session.run(
    upkeep,
    `INSERT INTO part_series SELECT ${part}, series, count(*), min(time), max(time)
     FROM ${points} GROUP BY series`,
  )
}

async function copy(session: Session, query: string, name: string): Promise<void> {
  const path = session.path(name)
  const temporary = `${path}.temporary`
  await session.run(
    session.upkeep,
    `COPY (${query}) TO ${quoted(temporary)} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2,
       ROW_GROUP_SIZE ${ROW_GROUP_POINTS}, USE_TMP_FILE false)`,
  )
  await publish(temporary, path)
}

/** Copies what the sealed tables hold of days that stay open into a table of its own. */
async function carry(session: Session, days: readonly number[], closing: Closing): Promise<void> {
  const { memory, upkeep } = session
  const part = memory.nextPart++
  closing.carried = part
  const others = closing.sealed
    .map(
      (sealed) =>
        `FROM ${hotTable(sealed)} WHERE time // ${DAY_MICROS} NOT IN (${days.map(whole).join(', ')})`,
    )
    .join(' UNION ALL ')
  await session.run(upkeep, `CREATE TABLE ${hotTable(part)} AS ${others}`)
  const rows = await session.select(upkeep, `SELECT count(*)::DOUBLE FROM ${hotTable(part)}`)
  if (numbers(rows, 0)[0]! > 0) closing.made.push({ part, day: null })
  else await session.run(upkeep, `DROP TABLE ${hotTable(part)}`)
}

/** The made parts take the place of the sealed and replaced ones, at once for every query. */
async function exchange(session: Session, closing: Closing): Promise<void> {
  const { memory, writer } = session
  const gone = new Set([...closing.sealed, ...closing.replaced.map(({ part }) => part)])
  const goneList = [...gone].map(whole).join(', ')
  const rowsOf = (parts: readonly Part[]) =>
    parts.map(({ part, day }) => `(${part}, ${day ?? 'NULL'})`).join(', ')
  await session.writing.take(async () => {
    await session.transaction(memory.commit, async () => {
      await session.run(writer, `DELETE FROM part WHERE part IN (${goneList})`)
      await session.run(writer, `DELETE FROM part_series WHERE part IN (${goneList})`)
      await session.run(writer, `INSERT INTO part VALUES ${rowsOf(closing.made)}`)
      if (closing.replaced.length > 0) {
        await session.run(writer, `INSERT INTO discard VALUES ${rowsOf(closing.replaced)}`)
      }
      for (const sealed of closing.sealed) await session.run(writer, `DROP TABLE ${hotTable(sealed)}`)
      await session.run(writer, `UPDATE state SET next_part = ${memory.nextPart}`)
    })
    memory.parts = memory.parts.filter(({ part }) => !gone.has(part)).concat(closing.made)
    session.partsChangedMark = session.mark()
    await countPoints(session)
  })
}

async function countPoints(session: Session): Promise<void> {
  const { memory, writer } = session
  const rows = await session.select(writer, 'SELECT coalesce(sum(points), 0)::DOUBLE FROM part_series')
  const closed = numbers(rows, 0)[0]!
  memory.hotPoints += memory.closedPoints - closed
  memory.closedPoints = closed
}

/**
 * Undoes an unfinished closing, and puts what came meanwhile back beside the rest, lest hot tables pile up.
 */
async function forsake(session: Session, closing: Closing): Promise<void> {
  const { memory, writer, upkeep } = session
  const [kept] = closing.sealed
  for (const { part, day } of closing.made) {
    if (day === null) continue
    for (const name of Object.values(dayFiles(day, part))) {
      rmSync(session.path(name), { force: true })
      rmSync(session.path(`${name}.temporary`), { force: true })
    }
    await session.run(upkeep, `DELETE FROM part_series WHERE part = ${part}`)
  }
  if (closing.carried) await session.run(upkeep, `DROP TABLE IF EXISTS ${hotTable(closing.carried)}`)
  await session.writing.take(async () => {
    await session.transaction(memory.commit, async () => {
      await session.run(writer, `INSERT INTO ${hotTable(kept!)} FROM ${hotTable(closing.active)}`)
      await session.run(writer, `DELETE FROM part WHERE part = ${closing.active}`)
      await session.run(writer, `DROP TABLE ${hotTable(closing.active)}`)
    })
    memory.parts = memory.parts.filter(({ part }) => part !== closing.active)
  })
}
