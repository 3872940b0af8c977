import { bytesFree } from './disk.ts'
import { hotParts } from './memory.ts'
import { hotTable } from './schema.ts'
import type { Session } from './session.ts'
import { numbers } from './table.ts'

/** Free space in the database's file that is worth giving back. */
const FREE_BYTES_MIN = 8 * 1024 ** 2

/** More hot points than this are not worth copying for it. */
const HOT_POINTS_MAX = 2_000_000

/** A checkpoint that runs out of disk makes the database unusable. */
const SPARE_BYTES = 128 * 1024 ** 2

const TABLES = ['state', 'signal', 'source', 'part', 'part_series', 'thinned', 'discard', 'change']

/**
 * Whether the database's file is mostly empty: a closing of days takes nearly everything out of it. The
 * space is used again, but the file becomes shorter only after it was opened anew, because its description
 * stays at the end until then. The caller excludes another upkeep.
 */
export async function isSlack(session: Session): Promise<boolean> {
  const rows = await session.select(
    session.upkeep,
    'SELECT block_size::DOUBLE, used_blocks::DOUBLE, free_blocks::DOUBLE FROM pragma_database_size()',
  )
  const [size, used, free] = [0, 1, 2].map((index) => numbers(rows, index)[0]!)
  return free! * size! >= FREE_BYTES_MIN && free! >= 3 * used!
}

/**
 * Gives free space back to the disk. Works on a session that has just been opened and nobody uses yet.
 */
export async function shrink(session: Session): Promise<void> {
  const { memory, writer } = session
  if (!(await isSlack(session)) || (await bytesFree(session.settings.directory)) < SPARE_BYTES) return
  // Checkpoints cut off only what is free at the end, where the tables lie that were written last.
  const hot = memory.hotPoints <= HOT_POINTS_MAX ? hotParts(memory.parts).map(hotTable) : []
  await session.transaction(memory.commit, async () => {
    for (const table of [...TABLES, ...hot]) {
      await session.run(writer, `CREATE TABLE ${table}_anew AS FROM ${table}`)
      await session.run(writer, `DROP TABLE ${table}`)
      await session.run(writer, `ALTER TABLE ${table}_anew RENAME TO ${table}`)
    }
  })
  await session.run(writer, 'CHECKPOINT')
}
