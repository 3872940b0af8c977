import { rmSync } from 'node:fs'
import { firstOpenMicros, keepBounds } from './bounds.ts'
import { seriesError } from './fault.ts'
import { type Bounds, type Group, planGroups, writeGroup } from './group.ts'
import { type ClosedPart, hotParts, type Part } from './memory.ts'
import { DAY_MICROS, FILE_KINDS, hotTable, partFiles } from './schema.ts'
import type { Session } from './session.ts'
import { numbers, whole } from './table.ts'

export type DayPoints = { day: number; points: number }

export type Closing = {
  active: number
  sealed: number[]
  replaced: ClosedPart[]
  made: Part[]
  carried: number | null
  /** What is gone of series when this is done; null when nothing is. */
  bounds: Bounds | null
}

/**
 * Closes days: their points leave the hot tables for Parquet files, sorted by series and time, with roll-
 * ups beside. The hot tables are sealed first, and new points go to a new one, so nothing is read while it
 * changes; the change of parts is one transaction. Meanwhile commits and queries go on. The caller
 * excludes a second upkeep.
 */
export async function closeDays(session: Session, days: readonly DayPoints[]): Promise<void> {
  const groups = planGroups(session.memory.parts, days, session.settings.partRowsMax)
  const closing = await seal(session)
  await finish(session, closing, async () => {
    for (const group of groups) await replace(session, group, closing, null)
    await carry(session, groups, closing)
  })
}

/** Writes groups of closed parts anew, within bounds of what is to stay; no hot point is touched. */
export async function rewrite(session: Session, groups: readonly Group[], bounds: Bounds): Promise<void> {
  const closing: Closing = { active: 0, sealed: [], replaced: [], made: [], carried: null, bounds }
  await finish(session, closing, async () => {
    for (const group of groups) await replace(session, group, closing, bounds)
  })
}

async function finish(session: Session, closing: Closing, work: () => Promise<void>): Promise<void> {
  try {
    await work()
    await exchange(session, closing)
  } catch (error) {
    // A broken session is reopened, and that clears up; here it is unknown which parts are the durable
    // ones.
    if (!session.broken) await forsake(session, closing).catch(() => (session.broken = true))
    throw error
  }
}

async function replace(
  session: Session,
  group: Group,
  closing: Closing,
  bounds: Bounds | null,
): Promise<void> {
  const part = { part: session.memory.nextPart++, day: group.day, days: group.days, rows: 0 }
  closing.made.push(part)
  closing.replaced.push(...group.old)
  part.rows = await writeGroup(session, part, group, closing.sealed, bounds)
}

/** From here on new points go into a new hot table, and the others no longer change. */
async function seal(session: Session): Promise<Closing> {
  const { memory, writer } = session
  return session.writing.take(async () => {
    const sealed = hotParts(memory.parts)
    const active = memory.nextPart
    await session.transaction(memory.commit, async () => {
      await session.run(writer, `CREATE TABLE ${hotTable(active)} AS FROM ${hotTable(sealed[0]!)} LIMIT 0`)
      await session.run(writer, `INSERT INTO part VALUES (${active}, NULL, NULL, 0)`)
      await session.run(writer, `UPDATE state SET next_part = ${active + 1}`)
    })
    memory.nextPart = active + 1
    memory.parts.push({ part: active, day: null, days: 0, rows: 0 })
    return { active, sealed, replaced: [], made: [], carried: null, bounds: null }
  })
}

/** Copies what the sealed tables hold beside the days of the groups into a table of its own. */
async function carry(session: Session, groups: readonly Group[], closing: Closing): Promise<void> {
  const { memory, upkeep } = session
  const part = memory.nextPart++
  closing.carried = part
  const outside = groups.map(
    ({ day, days }) => `time // ${DAY_MICROS} NOT BETWEEN ${whole(day)} AND ${whole(day + days - 1)}`,
  )
  const others = closing.sealed
    .map((sealed) => `FROM ${hotTable(sealed)} WHERE ${outside.join(' AND ')}`)
    .join(' UNION ALL ')
  await session.run(upkeep, `CREATE TABLE ${hotTable(part)} AS ${others}`)
  const rows = await session.select(upkeep, `SELECT count(*)::DOUBLE FROM ${hotTable(part)}`)
  if (numbers(rows, 0)[0]! > 0) closing.made.push({ part, day: null, days: 0, rows: 0 })
  else await session.run(upkeep, `DROP TABLE ${hotTable(part)}`)
}

/** The made parts take the place of the sealed and replaced ones, at once for every query. */
async function exchange(session: Session, closing: Closing): Promise<void> {
  const { memory, writer } = session
  const gone = new Set([...closing.sealed, ...closing.replaced.map(({ part }) => part)])
  const goneList = [...gone].map(whole).join(', ')
  const { bounds } = closing
  await session.writing.take(async () => {
    if (bounds) await checkOpen(session, bounds)
    await session.transaction(memory.commit, async () => {
      if (bounds) await keepBounds(session, bounds)
      await session.run(writer, `DELETE FROM part WHERE part IN (${goneList})`)
      await session.run(writer, `DELETE FROM part_series WHERE part IN (${goneList})`)
      const made = closing.made.map(({ part, day, days, rows }) =>
        day === null ? `(${part}, NULL, NULL, 0)` : `(${part}, ${day}, ${days}, ${rows})`,
      )
      await session.run(writer, `INSERT INTO part VALUES ${made.join(', ')}`)
      if (closing.replaced.length > 0) {
        const replaced = closing.replaced.map(({ part, day }) => `(${part}, ${day})`)
        await session.run(writer, `INSERT INTO discard VALUES ${replaced.join(', ')}`)
      }
      for (const sealed of closing.sealed) await session.run(writer, `DROP TABLE ${hotTable(sealed)}`)
      await session.run(writer, `UPDATE state SET next_part = ${memory.nextPart}`)
    })
    memory.parts = memory.parts.filter(({ part }) => !gone.has(part)).concat(closing.made)
    for (const [series, bound] of bounds ?? []) memory.thinned.set(series, bound)
    session.partsChangedMark = session.mark()
    await countPoints(session)
  })
}

/** A point that came for a thinned day meanwhile would be counted twice; then it is closed first. */
async function checkOpen(session: Session, bounds: Bounds): Promise<void> {
  const newest = Math.max(...[...bounds.values()].map(({ rawFromMicros }) => rawFromMicros))
  if ((await firstOpenMicros(session)) < newest)
    throw seriesError('series.write', { reason: 'late points came while thinning; try again' })
}

async function countPoints(session: Session): Promise<void> {
  const { memory, writer } = session
  const rows = await session.select(writer, 'SELECT coalesce(sum(points), 0)::DOUBLE FROM part_series')
  const closed = numbers(rows, 0)[0]!
  memory.hotPoints += memory.closedPoints - closed
  memory.closedPoints = closed
}

/**
 * Undoes an unfinished closing, and puts what came meanwhile back beside the rest, lest hot tables pile
 * up.
 */
async function forsake(session: Session, closing: Closing): Promise<void> {
  const { memory, writer, upkeep } = session
  const [kept] = closing.sealed
  for (const { part, day } of closing.made) {
    if (day === null) continue
    for (const kind of FILE_KINDS) {
      const path = session.path(partFiles(day, part)[kind])
      rmSync(path, { force: true })
      rmSync(`${path}.temporary`, { force: true })
    }
    await session.run(upkeep, `DELETE FROM part_series WHERE part = ${part}`)
  }
  if (kept === undefined) return
  if (closing.carried) await session.run(upkeep, `DROP TABLE IF EXISTS ${hotTable(closing.carried)}`)
  await session.writing.take(async () => {
    await session.transaction(memory.commit, async () => {
      await session.run(writer, `INSERT INTO ${hotTable(kept)} FROM ${hotTable(closing.active)}`)
      await session.run(writer, `DELETE FROM part WHERE part = ${closing.active}`)
      await session.run(writer, `DROP TABLE ${hotTable(closing.active)}`)
    })
    memory.parts = memory.parts.filter(({ part }) => part !== closing.active)
  })
}
