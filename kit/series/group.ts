import { publish } from './disk.ts'
import { type ClosedPart, closedParts, type Part } from './memory.ts'
import { packedPoints, powers } from './pack.ts'
import { readFiles } from './places.ts'
import type { Thinned } from './port.ts'
import { DAY_MICROS, type FileKind, HOUR_MICROS, hotTable, MINUTE_MICROS, partFiles } from './schema.ts'
import type { Session } from './session.ts'
import { packedPieces, rolled } from './summary.ts'
import { numbers, quoted, whole } from './table.ts'

/** Points per row group of a file: a signal of one point per second for a day fits into one. */
const ROW_GROUP_POINTS = 122_880

/** Pieces of minutes are kept of a signal that has at least this many points in one. */
const POINTS_PER_MINUTE_MIN = 6

/**
 * Days that follow one another, to be written into the same files: what is hot of them, and their old
 * parts.
 */
export type Group = { day: number; days: number; old: ClosedPart[] }

/** What is to stay of a series, where that is less than all. */
export type Bounds = ReadonlyMap<number, Thinned>

/** A group as far as it is planned: its rows, and whether it has to be written. */
export type Unit = Group & { rows: number; fresh: boolean }

/**
 * How days to close go into files. A day within an old part is written anew with it; neighbours share
 * files up to `rowsMax`, because a file for each of many small days is slow to read and mostly its own
 * description.
 */
export function planGroups(
  parts: readonly Part[],
  days: readonly { day: number; points: number }[],
  rowsMax: number,
): Group[] {
  const units = new Map<number, Unit>()
  for (const part of closedParts(parts, 0, Number.MAX_SAFE_INTEGER))
    units.set(part.day, { day: part.day, days: part.days, old: [part], rows: part.rows, fresh: false })
  for (const { day, points } of days) {
    const [old] = closedParts(parts, day, day)
    const unit = old ? units.get(old.day)! : { day, days: 1, old: [], rows: 0, fresh: true }
    units.set(unit.day, unit)
    unit.fresh = true
    unit.rows += points
  }
  return joined([...units.values()], rowsMax)
}

/** Units in order of time, each with the next as long as one of the two is to be written and both fit. */
export function joined(units: Unit[], rowsMax: number): Group[] {
  const made: Unit[] = []
  for (const unit of units.sort((a, b) => a.day - b.day)) {
    const before = made.at(-1)
    if (before && (before.fresh || unit.fresh) && before.rows + unit.rows <= rowsMax) {
      before.days = unit.day + unit.days - before.day
      before.old = [...before.old, ...unit.old]
      before.rows += unit.rows
      before.fresh = true
    } else made.push(unit)
  }
  return made.filter(({ fresh }) => fresh).map(({ day, days, old }) => ({ day, days, old }))
}

/**
 * Writes the files of a group, from the sealed tables and the old files, and how much each series has.
 * Answers the rows in all. Runs on `upkeep`.
 */
export async function writeGroup(
  session: Session,
  made: ClosedPart,
  group: Group,
  sealed: readonly number[],
  bounds: Bounds | null,
): Promise<number> {
  const { upkeep } = session
  const points = pointsOf(session, group, sealed)
  await stage(session, bounds, points, group)
  const names = partFiles(made.day, made.part)
  const stays = `${points} JOIN bound USING (series) WHERE time >= bound.raw_from OR text IS NOT NULL`
  await copy(session, packedPoints(`(SELECT series, time, value, text, quality FROM ${stays})`), names.points)
  const file = readFiles(session, [made], 'points')
  await session.run(
    upkeep,
    `INSERT INTO part_series SELECT ${made.part}, series, count(*), min(time), max(time),
       count(*) >= ${POINTS_PER_MINUTE_MIN} * ((max(time) - min(time)) // ${MINUTE_MICROS} + 1)
     FROM ${file} GROUP BY series`,
  )
  await copy(session, pieces(session, points, group, 'minutes', made.part), names.minutes)
  await copy(session, pieces(session, points, group, 'hours', made.part), names.hours)
  const count = (kind: FileKind) => `SELECT count(*) AS n FROM ${readFiles(session, [made], kind)}`
  const rows = await session.select(
    upkeep,
    `SELECT sum(n)::DOUBLE FROM (${[count('points'), count('minutes'), count('hours')].join(' UNION ALL ')})`,
  )
  return numbers(rows, 0)[0]!
}

/** SQL for all points of the group, unsorted. */
function pointsOf(session: Session, group: Group, sealed: readonly number[]): string {
  const columns = 'SELECT series, time, value, text, quality FROM'
  const within =
    `WHERE time >= ${whole(group.day * DAY_MICROS)} ` +
    `AND time < ${whole((group.day + group.days) * DAY_MICROS)}`
  const sources = sealed.map((part) => `${columns} ${hotTable(part)} ${within}`)
  if (group.old.length > 0) sources.push(`${columns} ${readFiles(session, group.old, 'points')}`)
  return `(${sources.join(' UNION ALL ')})`
}

/**
 * Tables for the writing of one group: `bound`, from when on what is to stay of each of its series, and
 * `power` to pack its values with.
 */
async function stage(session: Session, bounds: Bounds | null, points: string, group: Group): Promise<void> {
  const { upkeep } = session
  const old = group.old.length > 0 ? readFiles(session, group.old, 'hours') : null
  const known = `SELECT DISTINCT series FROM ${points}${old ? ` UNION SELECT series FROM ${old}` : ''}`
  const changed = [...(bounds ?? [])].map(
    ([series, { rawFromMicros, minutesFromMicros, hoursFromMicros }]) =>
      `(${series}, ${whole(rawFromMicros)}, ${whole(minutesFromMicros)}, ${whole(hoursFromMicros)})`,
  )
  const anew = changed.length > 0 ? `VALUES ${changed.join(', ')}` : 'SELECT * FROM thinned WHERE false'
  await session.run(
    upkeep,
    `CREATE OR REPLACE TEMP TABLE bound AS
     WITH anew(series, raw_from, minutes_from, hours_from) AS (${anew})
     SELECT series, coalesce(anew.raw_from, thinned.raw_from, 0) AS raw_from,
       coalesce(anew.minutes_from, thinned.minutes_from, 0) AS minutes_from,
       coalesce(anew.hours_from, thinned.hours_from, 0) AS hours_from,
       coalesce(thinned.raw_from, 0) AS had_from
     FROM (${known}) LEFT JOIN thinned USING (series) LEFT JOIN anew USING (series)`,
  )
  const values = [`SELECT series, value FROM ${points}`]
  for (const column of old ? ['low', 'high'] : [])
    values.push(`SELECT series, ${column} AS value FROM ${old}`)
  await session.run(
    upkeep,
    `CREATE OR REPLACE TEMP TABLE power AS ${powers(`(${values.join(' UNION ALL ')})`)}`,
  )
}

/**
 * SQL for the pieces of a group: made from its points, and before those begin kept from the old files.
 * Minutes are made of series that are dense, or are to lose their points.
 */
function pieces(
  session: Session,
  points: string,
  group: Group,
  kind: 'minutes' | 'hours',
  part: number,
): string {
  const width = kind === 'minutes' ? MINUTE_MICROS : HOUR_MICROS
  const dense = `series IN (SELECT series FROM part_series WHERE part = ${part} AND minutes)`
  const thin = 'time < (SELECT raw_from FROM bound WHERE bound.series = points.series)'
  const source = kind === 'hours' ? points : `(SELECT * FROM ${points} AS points WHERE ${dense} OR ${thin})`
  const sources = [rolled(source, `time // ${width} * ${width}`)]
  if (group.old.length > 0) {
    sources.push(`SELECT old.* FROM ${readFiles(session, group.old, kind)} AS old
      JOIN bound USING (series) WHERE start < had_from`)
  }
  const all = sources.map((source) => `(${source})`).join(' UNION ALL BY NAME ')
  return packedPieces(
    `SELECT all_pieces.* FROM (${all}) AS all_pieces JOIN bound USING (series) WHERE start >= ${kind}_from`,
  )
}

async function copy(session: Session, query: string, name: string): Promise<void> {
  const path = session.path(name)
  const temporary = `${path}.temporary`
  // A dictionary of times or of measured values is larger than what follows from their differences.
  await session.run(
    session.upkeep,
    `COPY (${query}) TO ${quoted(temporary)} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2,
       ROW_GROUP_SIZE ${ROW_GROUP_POINTS}, DICTIONARY_SIZE_LIMIT 1, USE_TMP_FILE false)`,
  )
  await publish(temporary, path)
}
