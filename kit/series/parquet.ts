import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type DuckDBConnection, DuckDBInstance, TIMESTAMPTZ } from '@duckdb/node-api'
import { bytesOf, publish } from './disk.ts'
import { asSeriesError } from './fault.ts'
import { appendRows, bigIntegers, type Column, doubles, integers, quoted, words } from './table.ts'

/**
 * What a column of a Parquet file holds: times in microseconds, numbers (NaN is nothing), words, or one of
 * few words by its place in `choices`.
 */
export type ParquetColumn = { name: string } & (
  | { kind: 'time' | 'number' | 'words' }
  | { kind: 'choice'; choices: readonly string[] }
)

/** Values of a column, as its kind has them. */
export type ParquetValues = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | readonly (string | null)[]

export type ParquetFile = {
  /** Rows in the order of the file; columns in that of the opening. */
  append(columns: readonly ParquetValues[], count: number): Promise<void>
  /** Writes the file and gives it its name; answers its bytes. */
  finish(): Promise<number>
  /** Leaves nothing behind. */
  discard(): Promise<void>
}

const types = { time: 'TIMESTAMPTZ', number: 'DOUBLE', words: 'VARCHAR', choice: 'INTEGER' } as const
const memoryBytesMax = 256 * 1024 ** 2

/**
 * Writes a table of any length to a Parquet file, in memory that does not grow with it: rows wait in a
 * database beside the file. The file has its name only when it is whole. Call it in no thread that others
 * wait for. Throws `series.full` where the disk has no room.
 */
export async function openParquet(path: string, columns: readonly ParquetColumn[]): Promise<ParquetFile> {
  await mkdir(dirname(path), { recursive: true })
  const places = { work: `${path}.rows`, spill: `${path}.spill`, temporary: `${path}.temporary` }
  const left = [places.work, `${places.work}.wal`, places.spill, places.temporary]
  const clear = () => Promise.all(left.map((one) => rm(one, { recursive: true, force: true })))
  await clear()
  const instance = await DuckDBInstance.create(places.work, {
    ...{ threads: '1', memory_limit: `${memoryBytesMax / 1024}KiB`, temp_directory: places.spill },
    ...{ preserve_insertion_order: 'true', autoinstall_known_extensions: 'false' },
  })
  const connection = await instance.connect()
  const close = async () => {
    connection.closeSync()
    instance.closeSync()
    await clear()
  }
  try {
    const list = columns.map(({ kind }, index) => `c${index} ${types[kind]}`)
    await connection.run(`CREATE TABLE rows (${list.join(', ')})`)
  } catch (error) {
    await close()
    throw asSeriesError(error, 'series.write')
  }
  return {
    async append(values, count) {
      const written = columns.map((column, index) => columnOf(column, values[index]!, count))
      await appendRows(connection, 'rows', written, count).catch((error: unknown) => {
        throw asSeriesError(error, 'series.write')
      })
    },
    async finish() {
      try {
        await copy(connection, columns, places.temporary)
        await publish(places.temporary, path)
      } catch (error) {
        throw asSeriesError(error, 'series.write')
      } finally {
        await close()
      }
      return bytesOf(path)
    },
    discard: close,
  }
}

function columnOf({ kind }: ParquetColumn, values: ParquetValues, count: number): Column {
  if (kind === 'words') return words(values as readonly (string | null)[], count)
  if (kind === 'choice') return integers(values as Int32Array<ArrayBuffer>)
  if (kind === 'number') return doubles(values as Float64Array<ArrayBuffer>)
  return { ...bigIntegers(values as Float64Array), type: TIMESTAMPTZ }
}

/** Snappy is the compression that every reader has. */
async function copy(
  connection: DuckDBConnection,
  columns: readonly ParquetColumn[],
  path: string,
): Promise<void> {
  const terms = columns.map((column, index) => {
    const name = `"${column.name.replaceAll('"', '""')}"`
    if (column.kind !== 'choice') return `c${index} AS ${name}`
    return `list_extract([${column.choices.map(quoted).join(', ')}]::VARCHAR[], c${index} + 1) AS ${name}`
  })
  await connection.run(
    `COPY (SELECT ${terms.join(', ')} FROM rows) TO ${quoted(path)}
     (FORMAT parquet, COMPRESSION snappy, USE_TMP_FILE false)`,
  )
}
