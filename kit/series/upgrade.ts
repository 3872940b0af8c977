import { closedParts } from './memory.ts'
import { hotTable, partFiles, VERSION } from './schema.ts'
import { readParts, type Session } from './session.ts'
import { numbers, quoted } from './table.ts'

/**
 * Brings a store of version 1 to version 2 in one transaction: its files, a day each with values as
 * doubles and roll-ups of minutes alone, are read back into a hot table, and the next upkeep closes those
 * days in the new form.
 */
export async function upgrade(session: Session): Promise<void> {
  const { writer } = session
  const state = await session.select(writer, 'SELECT version::DOUBLE, next_part::DOUBLE FROM state')
  if (numbers(state, 0)[0] !== 1) return
  const part = numbers(state, 1)[0]!
  await session.run(writer, 'BEGIN')
  await session.run(writer, 'ALTER TABLE part ADD COLUMN days INTEGER')
  await session.run(writer, 'ALTER TABLE part ADD COLUMN "rows" BIGINT')
  await session.run(writer, 'UPDATE part SET days = CASE WHEN day IS NOT NULL THEN 1 END, "rows" = 0')
  await session.run(writer, 'ALTER TABLE part_series ADD COLUMN minutes BOOLEAN')
  await session.run(
    writer,
    'CREATE TABLE thinned (series INTEGER, raw_from BIGINT, minutes_from BIGINT, hours_from BIGINT)',
  )
  const old = closedParts(await readParts(session, writer), 0, Number.MAX_SAFE_INTEGER)
  const files = old.map(({ part: number, day }) => session.path(partFiles(day, number).points))
  if (files.length > 0) {
    const read = `read_parquet([${files.map(quoted).join(', ')}])`
    const points = `SELECT series, time, value, text, quality FROM ${read}`
    await session.run(writer, `CREATE TABLE ${hotTable(part)} AS ${points}`)
    await session.run(writer, `INSERT INTO part VALUES (${part}, NULL, NULL, 0)`)
    await session.run(writer, 'INSERT INTO discard SELECT part, day FROM part WHERE day IS NOT NULL')
    await session.run(writer, 'DELETE FROM part WHERE day IS NOT NULL')
    await session.run(writer, 'DELETE FROM part_series')
  }
  await session.run(writer, `UPDATE state SET version = ${VERSION}, next_part = ${part + 1}`)
  await session.run(writer, 'COMMIT')
}
