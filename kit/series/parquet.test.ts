import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { openParquet, type ParquetColumn } from './parquet.ts'

const columns: ParquetColumn[] = [
  { name: 'which', kind: 'choice', choices: ["it's", '二'] },
  { name: 'time', kind: 'time' },
  { name: 'a "value"', kind: 'number' },
  { name: 'word', kind: 'words' },
]

function folder(t: { after(end: () => void): void }): string {
  const directory = mkdtempSync(join(tmpdir(), 'ronghe-parquet-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** More than a row group; `EXPORT_ROWS` makes it millions. */
const rows = Number(process.env.EXPORT_ROWS ?? 150_000)

test('what another reader reads is what was written, in the order in which it came', async (t) => {
  const path = join(folder(t), 'deeper', 'file.parquet')
  const file = await openParquet(path, columns)
  const piece = 50_000
  for (let from = 0; from < rows; from += piece) {
    const at = (of: (row: number) => number) => Float64Array.from({ length: piece }, (_, i) => of(from + i))
    const words = Array.from({ length: piece }, (_, i) => (i % 3 === 0 ? null : `w${(from + i) % 7}`))
    const which = Int32Array.from({ length: piece }, (_, i) => (i % 5 === 4 ? -1 : i % 2))
    const values = [
      which,
      at((row) => 1.7e15 + row),
      at((row) => (row % 9 === 0 ? Number.NaN : row / 4)),
      words,
    ]
    await file.append(values, piece)
  }
  const bytes = await file.finish()
  assert.deepEqual(readdirSync(join(path, '..')), ['file.parquet'])
  const content = readFileSync(path)
  assert.equal(content.length, bytes)
  const buffer = content.buffer.slice(content.byteOffset, content.byteOffset + content.length)
  assert.equal(Number(parquetMetadata(buffer).num_rows), rows)
  const span = { rowStart: rows - 120_010, rowEnd: rows - 119_990 }
  const read = await parquetReadObjects({ file: buffer, ...span })
  for (const [index, one] of read.entries()) {
    const row = rows - 120_010 + index
    const i = row % piece
    assert.equal(one.which, i % 5 === 4 ? null : ["it's", '二'][i % 2])
    assert.equal((one.time as Date).getTime(), Math.floor((1.7e15 + row) / 1000))
    assert.equal(one['a "value"'] ?? null, row % 9 === 0 ? null : row / 4)
    assert.equal(one.word ?? null, i % 3 === 0 ? null : `w${row % 7}`)
  }
})

test('what is discarded leaves nothing behind', async (t) => {
  const directory = folder(t)
  const file = await openParquet(join(directory, 'file.parquet'), columns)
  await file.append([Int32Array.of(0), Float64Array.of(1), Float64Array.of(1), ['x']], 1)
  await file.discard()
  assert.deepEqual(readdirSync(directory), [])
})
