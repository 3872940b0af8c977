import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { openSeries, type Series } from './index.ts'
import { DAY_MICROS } from './schema.ts'
import { batchOf, directoryFor, type Row } from './test/batches.ts'

const START_MICROS = 20_000 * DAY_MICROS
const all = { fromMicros: 0, toMicros: 2 ** 52, limit: 100_000 }

/** Three days of two series, a point each ten minutes. */
function threeDays(): Row[] {
  return Array.from({ length: 3 * 144 * 2 }, (_, i) => ({
    series: 1 + (i % 2),
    timeMicros: START_MICROS + Math.floor(i / 2) * 600_000_000,
    value: i,
  }))
}

async function opened(directory: string, options = {}): Promise<Series> {
  const series = await openSeries({ directory, commitMsMax: 1, closeDelayMs: 0, ...options })
  await series.resolve(['a', 'b'])
  return series
}

test('S8: days over are closed into sorted files, and the open one stays', async (t) => {
  const directory = directoryFor(t)
  // Two days and their hours are more than one part may hold.
  const series = await opened(directory, { closeDelayMs: 60_000, partRowsMax: 400 })
  await series.append(batchOf(threeDays()))
  const before = await series.raw({ series: 1, ...all })
  await series.maintain(START_MICROS + 2 * DAY_MICROS + 59_000_000)
  assert.equal((await series.stats()).days, 1, 'a day was closed before its delay was over')
  await series.maintain(START_MICROS + 2 * DAY_MICROS + 60_000_000)
  const stats = await series.stats()
  assert.deepEqual([stats.days, stats.hotPoints, stats.points], [2, 288, 864])
  assert.deepEqual(await series.raw({ series: 1, ...all }), before)
  const files = readdirSync(join(directory, 'days')).filter((name) => !/minutes|hours/.test(name))
  assert.deepEqual(
    files.map((name) => name.slice(0, 10)),
    ['2024-10-04', '2024-10-05'],
  )

  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const path = join(directory, 'days', files[0]!)
  const rows = await connection.runAndReadAll(`SELECT series, time FROM read_parquet('${path}')`)
  const times = rows.getRows().map(([one, time]) => Number(one) * 2 ** 53 + Number(time))
  assert.equal(times.length, 288)
  assert.ok(
    times.every((time, i) => i === 0 || time > times[i - 1]!),
    'not sorted by series and time',
  )
  const codec = await connection.runAndReadAll(`SELECT DISTINCT compression FROM parquet_metadata('${path}')`)
  assert.deepEqual(codec.getRows(), [['ZSTD']])
  connection.closeSync()
  instance.closeSync()
  await series.close()
})

test('S8: late points of a closed day are stored once, and the day is closed again', async (t) => {
  const directory = directoryFor(t)
  const series = await opened(directory)
  await series.append(batchOf(threeDays()))
  await series.maintain(START_MICROS + 3 * DAY_MICROS)
  const late = [5, 0, 5].map((seconds) => ({
    series: 1,
    timeMicros: START_MICROS + seconds * 1_000_000,
    value: -1,
  }))
  const appended = await series.append(batchOf(late))
  assert.deepEqual([appended.stored, appended.duplicates], [1, 2])
  const minute = { series: [1], fromMicros: START_MICROS, toMicros: START_MICROS + 60_000_000 }
  const expected = {
    series: 1,
    fromMicros: START_MICROS,
    count: 2,
    min: -1,
    max: 0,
    mean: -0.5,
    first: 0,
    last: -1,
  }
  assert.deepEqual(await series.buckets({ ...minute, bucketMicros: 60_000_000 }), [expected])
  await series.maintain(START_MICROS + 3 * DAY_MICROS)
  const { days, hotPoints, points } = await series.stats()
  assert.deepEqual([days, hotPoints, points], [3, 0, 865])
  assert.equal(readdirSync(join(directory, 'days')).length, 3, 'the replaced files were not deleted')
  assert.deepEqual(await series.buckets({ ...minute, bucketMicros: 60_000_000 }), [expected])
  assert.deepEqual((await series.append(batchOf(late))).stored, 0)
  await series.close()
})

test('S8: a few late points wait until a closing is worth copying the open day', async (t) => {
  const series = await opened(directoryFor(t))
  await series.append(batchOf(threeDays()))
  const inThirdDay = START_MICROS + 2.5 * DAY_MICROS
  await series.maintain(inThirdDay)
  await series.append(batchOf([{ series: 1, timeMicros: START_MICROS + 1, value: 1 }]))
  await series.maintain(inThirdDay)
  assert.equal((await series.stats()).hotPoints, 289)
  await series.maintain(START_MICROS + 3 * DAY_MICROS)
  assert.equal((await series.stats()).hotPoints, 0)
  await series.close()
})

test('S7: the journal stays within its bound, and tells whole commits', async (t) => {
  const series = await opened(directoryFor(t), { journalRowsMax: 40, commitMsMax: 0 })
  for (let i = 0; i < 100; i++) {
    const timeMicros = START_MICROS + i * 60_000_000
    await series.append(batchOf([1, 2].map((one) => ({ series: one, timeMicros, value: i }))))
  }
  assert.ok((await series.stats()).journalEntries <= 82)
  await series.maintain(START_MICROS)
  assert.ok((await series.stats()).journalEntries <= 40)
  const first = await series.changes(98, 1)
  assert.deepEqual(first, {
    changes: [1, 2].map((one) => ({
      commit: 99,
      series: one,
      fromMicros: START_MICROS + 98 * 60_000_000,
      toMicros: START_MICROS + 98 * 60_000_000 + 1,
      count: 1,
    })),
    cursor: 99,
  })
  assert.equal((await series.changes(99, 3)).cursor, 100)
  assert.deepEqual(await series.changes(100, 3), { changes: [], cursor: 100 })
  const { changes } = await series.changes(0, 1000)
  assert.equal(
    changes.reduce((sum, { count }) => sum + count, 0),
    200,
  )
  await series.close()
})

test('a directory whose files contradict each other is refused', async (t) => {
  const directory = directoryFor(t)
  const series = await opened(directory)
  await series.append(batchOf(threeDays()))
  await series.maintain(START_MICROS + 3 * DAY_MICROS)
  await series.close()
  const days = join(directory, 'days')
  writeFileSync(join(days, '2024-10-09.999.parquet'), 'unfinished')
  await (await openSeries({ directory })).close()
  assert.ok(!readdirSync(days).includes('2024-10-09.999.parquet'), 'what a crash left was kept')

  const [gone] = readdirSync(days)
  rmSync(join(days, gone!))
  await assert.rejects(openSeries({ directory }), { code: 'series.damaged' })
  rmSync(join(directory, 'series.duckdb'))
  await assert.rejects(openSeries({ directory }), { code: 'series.damaged' })

  const other = directoryFor(t)
  mkdirSync(join(other, 'days'))
  writeFileSync(join(other, 'series.duckdb'), 'not a database at all'.repeat(1000))
  await assert.rejects(openSeries({ directory: other }), { code: 'series.damaged' })
})

test('a directory of a newer version is refused', async (t) => {
  const directory = directoryFor(t)
  await (await openSeries({ directory })).close()
  const instance = await DuckDBInstance.create(join(directory, 'series.duckdb'))
  const connection = await instance.connect()
  await connection.run('UPDATE state SET version = 99')
  connection.closeSync()
  instance.closeSync()
  await assert.rejects(openSeries({ directory }), {
    code: 'series.version',
    values: { version: 99, known: 2 },
  })
})
