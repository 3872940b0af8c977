import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  DuckDBTypeId,
  INTEGER,
  USMALLINT,
  VARCHAR,
} from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'

/** Rows of one of DuckDB's vectors. */
const CHUNK_ROWS = 2048

/**
 * A column to write: fixed-width bytes or words, and a bit per row that says whether it is there at all.
 */
export type Column = {
  type: DuckDBType
  bytes: Uint8Array<ArrayBuffer> | null
  widthBytes: number
  texts: readonly (string | null)[] | null
  validity: Uint8Array<ArrayBuffer> | null
}

export function integers(data: Int32Array<ArrayBuffer>): Column {
  return fixed(INTEGER, data, 4, null)
}

export function smallIntegers(data: Uint16Array<ArrayBuffer>): Column {
  return fixed(USMALLINT, data, 2, null)
}

/**
 * Whole numbers up to 2^53 as 64-bit integers, put together from halves because BigInt is ten times
 * slower.
 */
export function bigIntegers(data: Float64Array): Column {
  const halves = new Uint32Array(data.length * 2)
  for (let i = 0; i < data.length; i++) {
    const high = Math.floor(data[i]! / 4294967296)
    halves[2 * i] = data[i]! - high * 4294967296
    halves[2 * i + 1] = high
  }
  return fixed(BIGINT, halves, 8, null)
}

/** Doubles; NaN is written as NULL. */
export function doubles(data: Float64Array<ArrayBuffer>): Column {
  return fixed(
    DOUBLE,
    data,
    8,
    bits(data.length, (i) => !Number.isNaN(data[i]!)),
  )
}

/** Words; a null array stands for a column without any. */
export function words(texts: readonly (string | null)[] | null, count: number): Column {
  const validity = texts ? bits(count, (i) => texts[i] !== null) : new Uint8Array(Math.ceil(count / 8))
  return { type: VARCHAR, bytes: null, widthBytes: 0, texts, validity }
}

function fixed(
  type: DuckDBType,
  data:
    | Int32Array<ArrayBuffer>
    | Uint16Array<ArrayBuffer>
    | Uint32Array<ArrayBuffer>
    | Float64Array<ArrayBuffer>,
  widthBytes: number,
  validity: Uint8Array<ArrayBuffer> | null,
): Column {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return { type, bytes, widthBytes, texts: null, validity }
}

/** One bit per row, least first, as DuckDB's validity masks are; null when all are present. */
function bits(count: number, present: (i: number) => boolean): Uint8Array<ArrayBuffer> | null {
  const mask = new Uint8Array(Math.ceil(count / 8))
  let absent = 0
  for (let i = 0; i < count; i++) {
    if (present(i)) mask[i >> 3]! |= 1 << (i & 7)
    else absent++
  }
  return absent === 0 ? null : mask
}

/**
 * Appends rows to a table within the connection's transaction. The columns are the table's, in its order.
 */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column[],
  count: number,
): Promise<void> {
  if (count === 0) return
  const appender = await connection.createAppender(table)
  try {
    const chunk = DuckDBDataChunk.create(columns.map((column) => column.type))
    for (let from = 0; from < count; from += CHUNK_ROWS) {
      const rows = Math.min(CHUNK_ROWS, count - from)
      chunk.reset()
      chunk.rowCount = rows
      columns.forEach((column, index) => {
        fill(duckdb.data_chunk_get_vector(chunk.chunk, index), column, from, rows)
      })
      appender.appendDataChunk(chunk)
    }
    appender.flushSync()
  } finally {
    appender.closeSync()
  }
}

/** Copies memory whole: a setter call per value costs more than the rest of a commit together. */
function fill(vector: duckdb.Vector, column: Column, from: number, rows: number): void {
  if (column.bytes) {
    const { buffer, byteOffset } = column.bytes
    const width = column.widthBytes
    duckdb.copy_data_to_vector(vector, 0, buffer, byteOffset + from * width, rows * width)
  }
  if (column.validity) {
    // `from` is a multiple of 2048, so a chunk's bits begin at a byte; DuckDB's mask is 64-bit words.
    const mask = new Uint8Array(CHUNK_ROWS / 8)
    mask.set(column.validity.subarray(from >> 3, (from >> 3) + Math.ceil(rows / 8)))
    duckdb.vector_ensure_validity_writable(vector)
    duckdb.copy_data_to_vector_validity(vector, 0, mask.buffer, 0, mask.byteLength)
  }
  if (!column.texts) return
  for (let i = 0; i < rows; i++) {
    const text = column.texts[from + i]
    if (typeof text !== 'string') continue
    // The plain setter takes a C string, which would end at the first zero byte.
    if (!text.includes('\0')) duckdb.vector_assign_string_element(vector, i, text)
    else duckdb.vector_assign_string_element_len(vector, i, Buffer.from(text))
  }
}

/** Columns of a result: numbers (NaN where NULL), or words (null where NULL). */
export type Rows = { count: number; columns: (Float64Array<ArrayBuffer> | (string | null)[])[] }

/** Runs a query whose columns are all DOUBLE or VARCHAR, and reads the whole result. */
export async function select(connection: DuckDBConnection, sql: string): Promise<Rows> {
  const result = await connection.run(sql)
  const count = result.rowCount
  const columns: Rows['columns'] = []
  for (let index = 0; index < result.columnCount; index++) {
    const typeId = result.columnTypeId(index)
    if (typeId !== DuckDBTypeId.DOUBLE && typeId !== DuckDBTypeId.VARCHAR) {
      throw new Error(`column ${result.columnName(index)} is neither DOUBLE nor VARCHAR`)
    }
    columns.push(typeId === DuckDBTypeId.DOUBLE ? new Float64Array(count) : new Array<string | null>(count))
  }
  let from = 0
  for (let index = 0; index < result.chunkCount; index++) {
    const chunk = result.getChunk(index)
    columns.forEach((column, c) => {
      if (column instanceof Float64Array) readNumbers(chunk, c, column, from)
      else readTexts(chunk, c, column, from)
    })
    from += chunk.rowCount
  }
  return { count, columns }
}

function readNumbers(chunk: DuckDBDataChunk, index: number, into: Float64Array, from: number): void {
  const rows = chunk.rowCount
  const vector = duckdb.data_chunk_get_vector(chunk.chunk, index)
  const data = duckdb.vector_get_data(vector, rows * 8)
  into.set(new Float64Array(data.buffer, data.byteOffset, rows), from)
  const mask = maskOf(vector, rows)
  if (!mask) return
  for (let i = 0; i < rows; i++) if (!(mask[i >> 3]! & (1 << (i & 7)))) into[from + i] = Number.NaN
}

function readTexts(chunk: DuckDBDataChunk, index: number, into: (string | null)[], from: number): void {
  const rows = chunk.rowCount
  const mask = maskOf(duckdb.data_chunk_get_vector(chunk.chunk, index), rows)
  if (mask && !hasAny(mask, rows)) {
    into.fill(null, from, from + rows)
    return
  }
  // The column is VARCHAR, so its values are strings or null.
  for (const [i, text] of chunk.getColumnValues(index).entries()) into[from + i] = text as string | null
}

function maskOf(vector: duckdb.Vector, rows: number): Uint8Array | null {
  return duckdb.vector_get_validity(vector, Math.ceil(rows / 64) * 8) as Uint8Array | null
}

function hasAny(mask: Uint8Array, rows: number): boolean {
  for (let i = 0; i < rows; i++) if (mask[i >> 3]! & (1 << (i & 7))) return true
  return false
}

/** Column `index` of a result, which is of numbers. */
export function numbers(rows: Rows, index: number): Float64Array<ArrayBuffer> {
  const column = rows.columns[index]
  if (!(column instanceof Float64Array)) throw new Error(`column ${index} is not of numbers`)
  return column
}

/** Column `index` of a result, which is of words. */
export function texts(rows: Rows, index: number): (string | null)[] {
  const column = rows.columns[index]
  if (!Array.isArray(column)) throw new Error(`column ${index} is not of words`)
  return column
}

/** A whole number written into SQL; anything else is our own mistake. */
export function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is not a whole number`)
  return String(value)
}

/** A string written into SQL, for what cannot be bound: file names. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
