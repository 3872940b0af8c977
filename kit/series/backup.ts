import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { copyDurably, writeManifest } from './copy.ts'
import { sync, takeEmptyDirectory } from './disk.ts'
import { asSeriesError } from './fault.ts'
import { partFiles } from './schema.ts'
import { readParts, type Session } from './session.ts'
import { quoted } from './table.ts'

/**
 * Copies the store as it is at one moment, while commits go on: the database in one transaction, and the
 * Parquet files, which never change. The manifest is written last, so an interrupted backup is not taken
 * for one. The caller excludes a closing of days.
 */
export async function backup(session: Session, directory: string): Promise<void> {
  takeEmptyDirectory(directory)
  mkdirSync(join(directory, 'days'))
  const { upkeep } = session
  try {
    const target = join(directory, 'series.duckdb')
    await session.run(upkeep, `ATTACH ${quoted(target)} AS backup`)
    try {
      await session.run(upkeep, 'COPY FROM DATABASE series TO backup')
      await session.run(upkeep, 'CHECKPOINT backup')
    } finally {
      await session.run(upkeep, 'DETACH backup')
    }
    const names = ['series.duckdb']
    for (const { part, day } of await readParts(session, upkeep)) {
      if (day !== null) names.push(...Object.values(partFiles(day, part)))
    }
    for (const name of names.slice(1)) await copyDurably(session.path(name), join(directory, name))
    await sync(target)
    await writeManifest(directory, names)
  } catch (error) {
    throw asSeriesError(error, 'series.write')
  }
}
