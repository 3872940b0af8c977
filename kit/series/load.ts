import { existsSync, readdirSync, rmSync } from 'node:fs'
import { shrink } from './compact.ts'
import { seriesError } from './fault.ts'
import { hotParts, makeRoom } from './memory.ts'
import type { SeriesSettings } from './port.ts'
import { hotTable, partFiles, schemaSql, VERSION } from './schema.ts'
import { connectSession, readParts, type Session } from './session.ts'
import { numbers, texts } from './table.ts'
import { upgrade } from './upgrade.ts'

/** Opens the database: creates it when new, clears what a crash left half done, reads memory. */
export async function openSession(settings: SeriesSettings): Promise<Session> {
  const session = await connectSession(settings)
  try {
    await prepare(session)
    await upgrade(session)
    await loadState(session)
    await clearLeftovers(session)
    await loadNames(session)
    await loadPoints(session)
    await loadThinned(session)
    await shrink(session)
    return session
  } catch (error) {
    await session.end()
    throw error
  }
}

async function prepare(session: Session): Promise<void> {
  const tables = await session.select(
    session.writer,
    `SELECT count(*)::DOUBLE FROM duckdb_tables() WHERE table_name = 'state'`,
  )
  if (numbers(tables, 0)[0] !== 0) return
  const { directory } = session.settings
  // Without the database nobody knows which of the files count; guessing would show figures that nothing
  // proves.
  if (readdirSync(session.path('days')).some((name) => name.endsWith('.parquet'))) {
    throw seriesError('series.damaged', { directory, reason: 'days without series.duckdb' })
  }
  await session.run(session.writer, `BEGIN; ${schemaSql} COMMIT`)
}

async function loadState(session: Session): Promise<void> {
  const { memory, writer } = session
  const state = await session.select(
    writer,
    'SELECT version::DOUBLE, revision::DOUBLE, "commit"::DOUBLE, next_part::DOUBLE FROM state',
  )
  const [version, revision, commit, nextPart] = [0, 1, 2, 3].map((index) => numbers(state, index)[0]!)
  if (version !== VERSION) throw seriesError('series.version', { version: version ?? 0, known: VERSION })
  memory.revision = revision!
  memory.commit = commit!
  memory.nextPart = nextPart!
  memory.parts = await readParts(session, writer)
}

/**
 * A crash may leave what a closing of days had begun, or files it had replaced; neither is in the table of
 * parts. The number of a part is spent in the transaction that lists it, so files of numbers still to be
 * spent are unfinished.
 */
async function clearLeftovers(session: Session): Promise<void> {
  const { memory, writer } = session
  const kept = new Set(hotParts(memory.parts).map(hotTable))
  const tables = await session.select(
    writer,
    `SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'hot_%'`,
  )
  for (const table of texts(tables, 0))
    if (table && !kept.has(table)) await session.run(writer, `DROP TABLE ${table}`)
  await session.run(writer, 'DELETE FROM part_series WHERE part NOT IN (SELECT part FROM part)')
  await clearDiscarded(session)
  for (const name of readdirSync(session.path('days'))) {
    const part = Number(/\.(\d+)(\.minutes|\.hours)?\.parquet/.exec(name)?.[1] ?? Number.NaN)
    if (part >= memory.nextPart) rmSync(session.path(`days/${name}`))
  }
  for (const { part, day } of memory.parts) {
    if (day === null) continue
    for (const name of Object.values(partFiles(day, part))) {
      if (existsSync(session.path(name))) continue
      const { directory } = session.settings
      throw seriesError('series.damaged', { directory, reason: `${name} is missing` })
    }
  }
}

/** Deletes the files of parts that others have replaced. */
export async function clearDiscarded(session: Session): Promise<void> {
  const discarded = await session.select(session.writer, 'SELECT part::DOUBLE, day::DOUBLE FROM discard')
  if (discarded.count === 0) return
  const days = numbers(discarded, 1)
  numbers(discarded, 0).forEach((part, i) => {
    for (const name of Object.values(partFiles(days[i]!, part))) rmSync(session.path(name), { force: true })
  })
  await session.run(session.writer, 'DELETE FROM discard')
}

async function loadNames(session: Session): Promise<void> {
  const { memory, writer } = session
  const signals = await session.select(writer, 'SELECT series::DOUBLE, key FROM signal')
  const keys = texts(signals, 1)
  for (const [i, series] of numbers(signals, 0).entries()) memory.seriesOf.set(keys[i]!, series)
  makeRoom(memory)
  const sources = await session.select(writer, 'SELECT source::DOUBLE, key, "offset"::DOUBLE FROM source')
  const sourceKeys = texts(sources, 1)
  const offsets = numbers(sources, 2)
  numbers(sources, 0).forEach((source, i) => {
    memory.sources.set(sourceKeys[i]!, { source, offset: offsets[i]! })
  })
}

async function loadPoints(session: Session): Promise<void> {
  const { memory, writer } = session
  for (const part of hotParts(memory.parts)) {
    const table = hotTable(part)
    memory.hotPoints += await newest(
      session,
      `SELECT series::DOUBLE, max(time)::DOUBLE, count(*)::DOUBLE FROM ${table} GROUP BY series`,
    )
  }
  memory.closedPoints = await newest(
    session,
    'SELECT series::DOUBLE, max(last)::DOUBLE, sum(points)::DOUBLE FROM part_series GROUP BY series',
  )
  const journal = await session.select(writer, 'SELECT count(*)::DOUBLE FROM change')
  memory.journalEntries = numbers(journal, 0)[0]!
}

/** From when on each thinned series still has its points, its minutes and its hours. */
async function loadThinned(session: Session): Promise<void> {
  const { memory, writer } = session
  const rows = await session.select(
    writer,
    'SELECT series::DOUBLE, raw_from::DOUBLE, minutes_from::DOUBLE, hours_from::DOUBLE FROM thinned',
  )
  const [raw, minutes, hours] = [1, 2, 3].map((index) => numbers(rows, index))
  memory.thinned = new Map(
    Array.from(numbers(rows, 0), (series, i) => [
      series,
      { rawFromMicros: raw![i]!, minutesFromMicros: minutes![i]!, hoursFromMicros: hours![i]! },
    ]),
  )
}

async function newest(session: Session, sql: string): Promise<number> {
  const { newestMicros } = session.memory
  const rows = await session.select(session.writer, sql)
  const times = numbers(rows, 1)
  numbers(rows, 0).forEach((series, i) => {
    newestMicros[series] = Math.max(newestMicros[series]!, times[i]!)
  })
  return numbers(rows, 2).reduce((sum, points) => sum + points, 0)
}
