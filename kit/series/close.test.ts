import assert from 'node:assert/strict'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { planGroups } from './group.ts'
import { openSeries } from './index.ts'
import type { Part } from './memory.ts'
import { DAY_MICROS } from './schema.ts'
import { batchOf, directoryFor, randomFrom } from './test/batches.ts'

const START_MICROS = 20_000 * DAY_MICROS
const all = { fromMicros: 0, toMicros: 2 ** 52, limit: 1_000_000 }

test('S2: every value comes back from a closed day as the very same double', async (t) => {
  const values = [
    ...[0, -0, 1, -1, 0.1, -0.1, 12.34, 1 / 3, 1e-6, 1e-7, 123_456.789_012, 2 ** 53 + 2],
    ...[8_999_999_999.25, 9_000_000_000.5, 1e300, 5e-324, Math.PI, Math.fround(0.1), 0.1 + 0.2],
    ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ]
  const draw = randomFrom(11)
  for (let i = 0; i < 500; i++) values.push((draw(2_000_000) - 1_000_000) / 10 ** draw(8))
  const series = await openSeries({ directory: directoryFor(t), commitMsMax: 1, closeDelayMs: 0 })
  await series.resolve(['mixed', 'decimal'])
  await series.append(
    batchOf(
      values.flatMap((value, i) => [
        { series: 1, timeMicros: START_MICROS + i, value },
        { series: 2, timeMicros: START_MICROS + i, value: Math.round(i * 7.3) / 10 },
      ]),
    ),
  )
  await series.maintain(START_MICROS + 2 * DAY_MICROS)
  assert.equal((await series.stats()).hotPoints, 0)
  const read = [...(await series.raw({ series: 1, ...all })).value]
  assert.ok(
    read.every((value, i) => Object.is(value, values[i])),
    `${read.findIndex((value, i) => !Object.is(value, values[i]))} differs`,
  )
  const decimals = [...(await series.raw({ series: 2, ...all })).value]
  assert.deepEqual(
    decimals,
    values.map((_, i) => Math.round(i * 7.3) / 10),
  )
  await series.close()
})

const hot: Part = { part: 1, day: null, days: 0, rows: 0 }
const closed = (part: number, day: number, days: number, rows: number): Part => ({ part, day, days, rows })
const shape = (groups: ReturnType<typeof planGroups>) =>
  groups.map(({ day, days, old }) => [day, days, old.map(({ part }) => part)])

test('S8: days share files with their neighbours as far as rows allow', () => {
  const days = (...list: number[]) => list.map((day) => ({ day, points: 10 }))
  assert.deepEqual(shape(planGroups([hot], days(5, 6, 7), 100)), [[5, 3, []]])
  assert.deepEqual(shape(planGroups([hot], days(5, 6, 7), 20)), [
    [5, 2, []],
    [7, 1, []],
  ])
  assert.deepEqual(shape(planGroups([hot], days(5, 9), 100)), [[5, 5, []]], 'days without points lie between')
  const parts = [hot, closed(2, 1, 3, 50), closed(3, 4, 1, 95)]
  assert.deepEqual(shape(planGroups(parts, days(5), 100)), [[5, 1, []]], 'a full part was written anew')
  assert.deepEqual(shape(planGroups(parts, days(5), 105)), [[4, 2, [3]]])
  assert.deepEqual(shape(planGroups(parts, days(2), 100)), [[1, 3, [2]]], 'a late day left its part')
  assert.deepEqual(shape(planGroups(parts, days(2), 200)), [[1, 4, [2, 3]]])
  assert.deepEqual(shape(planGroups(parts, [], 200)), [], 'parts were written without need')
})

test('S8: the space that closed days leave is given back to the disk while points come', async (t) => {
  const directory = directoryFor(t)
  const series = await openSeries({ directory, commitMsMax: 1, closeDelayMs: 0 })
  await series.resolve(Array.from({ length: 10 }, (_, i) => `signal ${i}`))
  const rows = 1_000_000
  const draw = randomFrom(3)
  await series.append({
    source: 'edge',
    offset: 1,
    series: Int32Array.from({ length: rows }, (_, i) => 1 + (i % 10)),
    timeMicros: Float64Array.from({ length: rows }, (_, i) => START_MICROS + Math.floor(i / 10) * 1_000_000),
    value: Float64Array.from({ length: rows }, () => draw(2 ** 31) * Math.PI),
    text: new Array<null>(rows).fill(null),
    quality: new Uint16Array(rows).fill(192),
  })
  const newest = START_MICROS + 3 * DAY_MICROS
  let sent = 0
  let stop = false
  const coming = (async () => {
    while (!stop) await series.append(batchOf([{ series: 1, timeMicros: newest + sent++, value: sent }]))
  })()
  await series.maintain(newest)
  const { databaseBytes, days } = await series.stats()
  stop = true
  await coming
  assert.equal(days, 2)
  assert.ok(databaseBytes < 5 * 1024 ** 2, `${databaseBytes} bytes`)
  const { timeMicros } = await series.raw({ series: 1, ...all, fromMicros: newest })
  assert.equal(timeMicros.length, sent)
  assert.equal(await series.offset('edge'), 1)
  assert.deepEqual(await series.resolve(['signal 3', 'another']), Int32Array.of(4, 11))
  await series.close()
})

/** What version 1 wrote: a file a day with values as they are, and roll-ups of minutes. */
async function writeVersion1(directory: string): Promise<void> {
  mkdirSync(join(directory, 'days'), { recursive: true })
  const instance = await DuckDBInstance.create(join(directory, 'series.duckdb'))
  const connection = await instance.connect()
  const day = '2024-10-04'
  await connection.run(`
    CREATE TABLE state (version INTEGER, revision BIGINT, "commit" BIGINT, next_part INTEGER);
    CREATE TABLE signal (series INTEGER, key VARCHAR);
    CREATE TABLE source (source INTEGER, key VARCHAR, "offset" BIGINT);
    CREATE TABLE part (part INTEGER, day INTEGER);
    CREATE TABLE part_series (part INTEGER, series INTEGER, points BIGINT, first BIGINT, last BIGINT);
    CREATE TABLE discard (part INTEGER, day INTEGER);
    CREATE TABLE change ("commit" BIGINT, series INTEGER, first BIGINT, last BIGINT, points BIGINT);
    CREATE TABLE hot_3 (series INTEGER, time BIGINT, value DOUBLE, text VARCHAR, quality USMALLINT);
    INSERT INTO state VALUES (1, 7, 5, 4);
    INSERT INTO signal VALUES (1, 'a'), (2, 'b');
    INSERT INTO source VALUES (1, 'edge', 9);
    INSERT INTO part VALUES (2, 20000), (3, NULL);
    INSERT INTO hot_3 VALUES (1, ${START_MICROS + DAY_MICROS}, 5, NULL, 192);
    COPY (SELECT 1 AS series, ${START_MICROS} + range AS time, range / 4 AS value, NULL::VARCHAR AS text,
      192::USMALLINT AS quality FROM range(100)
      UNION ALL SELECT 2, ${START_MICROS}, NULL, 'ACTIVE', 192) TO '${directory}/days/${day}.2.parquet';
    COPY (SELECT 1 AS series, ${START_MICROS} AS minute) TO '${directory}/days/${day}.2.minutes.parquet';
    INSERT INTO part_series VALUES (2, 1, 100, ${START_MICROS}, ${START_MICROS + 99}),
      (2, 2, 1, ${START_MICROS}, ${START_MICROS});`)
  connection.closeSync()
  instance.closeSync()
}

test('a store of version 1 is brought to this version with all it holds', async (t) => {
  const directory = directoryFor(t)
  await writeVersion1(directory)
  let series = await openSeries({ directory, closeDelayMs: 0 })
  const check = async () => {
    const { timeMicros, value } = await series.raw({ series: 1, ...all })
    assert.equal(timeMicros.length, 101)
    assert.deepEqual([value[3], value[100]], [0.75, 5])
    assert.equal((await series.last([2]))[0]?.text, 'ACTIVE')
    assert.equal(await series.offset('edge'), 9)
    assert.equal((await series.stats()).points, 102)
  }
  await check()
  assert.deepEqual(readdirSync(join(directory, 'days')), [], 'files of the old form were kept')
  await series.maintain(START_MICROS + 9 * DAY_MICROS)
  await check()
  await series.close()
  series = await openSeries({ directory })
  await check()
  assert.equal((await series.stats()).hotPoints, 0)
  await series.close()
})
