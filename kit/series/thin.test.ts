import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSeries, type Series } from './index.ts'
import { DAY_MICROS, HOUR_MICROS, MINUTE_MICROS } from './schema.ts'
import { batchOf, directoryFor, type Row } from './test/batches.ts'

const START_MICROS = 20_000 * DAY_MICROS
const DAYS = 6
const all = { fromMicros: 0, toMicros: 2 ** 52, limit: 1_000_000 }

/** Series 1 has a point each five seconds, 2 one each ten minutes, 3 words; some of 1 are bad. */
function sixDays(): Row[] {
  const rows: Row[] = []
  for (let at = START_MICROS; at < START_MICROS + DAYS * DAY_MICROS; at += 5_000_000) {
    const step = (at - START_MICROS) / 5_000_000
    rows.push({ series: 1, timeMicros: at, value: (step * 37) % 101, quality: step % 50 === 0 ? 0 : 192 })
    if (step % 120 === 0) rows.push({ series: 2, timeMicros: at, value: step / 8 })
    if (step % 720 === 0) rows.push({ series: 3, timeMicros: at, text: `state ${step % 7}` })
  }
  return rows
}

async function filled(directory: string): Promise<Series> {
  const series = await openSeries({ directory, commitMsMax: 1, closeDelayMs: 0 })
  await series.resolve(['dense', 'sparse', 'words'])
  await series.append(batchOf(sixDays(), 'edge', 1))
  await series.maintain(START_MICROS + DAYS * DAY_MICROS)
  return series
}

const hours = (fromDay: number, toDay: number, bucketMicros = HOUR_MICROS) => ({
  series: [1, 2],
  fromMicros: START_MICROS + fromDay * DAY_MICROS,
  toMicros: START_MICROS + toDay * DAY_MICROS,
  bucketMicros,
})
const days = (raw: number, minutes: number, hour: number, isTrial = false, series = [1, 2]) => ({
  groups: [
    {
      series,
      rawFromMicros: START_MICROS + raw * DAY_MICROS,
      minutesFromMicros: START_MICROS + minutes * DAY_MICROS,
      hoursFromMicros: START_MICROS + hour * DAY_MICROS,
    },
  ],
  isTrial,
})

/** The same figures; sums of many may differ in their last digits by the order in which they were added. */
function same(real: object[], expected: object[]): void {
  assert.equal(real.length, expected.length)
  real.forEach((one, index) => {
    for (const [key, value] of Object.entries(expected[index]!)) {
      const got = (one as Record<string, number>)[key]!
      const isNear = Math.abs(got - value) <= 1e-9 * Math.max(1, Math.abs(value))
      assert.ok(isNear || Object.is(got, value), `${key} of ${index}: ${got} for ${value}`)
    }
  })
}

test('S13: what old points come to by minute and hour stays when they go', async (t) => {
  const directory = directoryFor(t)
  let series = await filled(directory)
  const before = {
    hours: await series.summaries(hours(0, 6)),
    minutes: await series.summaries(hours(2, 6, 7 * MINUTE_MICROS)),
    buckets: await series.buckets(hours(0, 6, 6 * HOUR_MICROS)),
  }
  const trial = await series.thin(days(4, 2, 0, true))
  assert.equal((await series.stats()).points, sixDays().length, 'a trial let go of points')
  const { parquetBytes } = await series.stats()
  const told = await series.thin(days(4, 2, 0))
  assert.deepEqual(trial, told)
  assert.deepEqual([told.series, told.points > 60_000], [2, true])
  const check = async () => {
    same((await series.summaries(hours(0, 6))).within, before.hours.within)
    same((await series.summaries(hours(2, 6, 7 * MINUTE_MICROS))).within, before.minutes.within)
    same(await series.buckets(hours(0, 6, 6 * HOUR_MICROS)), before.buckets)
    const [dense, sparse, words] = await Promise.all(
      [1, 2, 3].map((one) => series.raw({ series: one, ...all })),
    )
    assert.equal(dense!.timeMicros[0], START_MICROS + 4 * DAY_MICROS)
    assert.equal(sparse!.timeMicros[0], START_MICROS + 2 * DAY_MICROS, 'few points stand for their minutes')
    assert.equal(words!.timeMicros.length, DAYS * 24, 'words were thinned')
  }
  await check()
  await series.maintain(START_MICROS + DAYS * DAY_MICROS)
  const after = await series.stats()
  assert.ok(after.parquetBytes < parquetBytes, `${after.parquetBytes} of ${parquetBytes} bytes`)
  await series.close()
  series = await openSeries({ directory, commitMsMax: 1, closeDelayMs: 0 })
  await check()
  assert.deepEqual(await series.thin(days(4, 2, 0)), { points: 0, bytes: 0, series: 0 })
  await series.close()
})

test('S13: a late point of a thinned day is not stored again, one of a later day is', async (t) => {
  const series = await filled(directoryFor(t))
  await series.thin(days(4, 2, 0))
  const late = (day: number) =>
    batchOf([{ series: 1, timeMicros: START_MICROS + day * DAY_MICROS + 1, value: 9 }])
  assert.deepEqual((await series.append(late(1))).duplicates, 1)
  const expected = await series.summaries(hours(0, 4))
  assert.equal((await series.append(late(5))).stored, 1)
  await series.maintain(START_MICROS + DAYS * DAY_MICROS)
  same((await series.summaries(hours(0, 4))).within, expected.within)
  await series.close()
})

test('S13: words stay although their series is thinned', async (t) => {
  const series = await filled(directoryFor(t))
  await series.thin(days(4, 4, 0, false, [3]))
  assert.equal((await series.raw({ series: 3, ...all })).timeMicros.length, DAYS * 24)
  await series.close()
})

test('S13: minutes go, and then hours; the last day of a series stays', async (t) => {
  const series = await filled(directoryFor(t))
  await series.thin(days(4, 4, 0))
  await series.thin(days(90, 90, 90))
  const { within } = await series.summaries(hours(0, 6))
  const dense = within.filter((one) => one.series === 1)
  assert.deepEqual([dense.length, dense[0]?.fromMicros], [24, START_MICROS + 5 * DAY_MICROS])
  const { timeMicros } = await series.raw({ series: 1, ...all })
  assert.equal(timeMicros[0], START_MICROS + 5 * DAY_MICROS)
  await series.close()
})

test('S13: of a thinned time the last point of an hour over by then is told', async (t) => {
  const series = await filled(directoryFor(t))
  const at = START_MICROS + DAY_MICROS + 2 * HOUR_MICROS
  const [before] = await series.last([1], at - 1)
  await series.thin(days(4, 2, 0))
  const [after] = await series.last([1], at - 1)
  assert.deepEqual([after?.timeMicros, after?.value], [before?.timeMicros, before?.value])
  await series.close()
})

test('S13: bounds in the wrong order are refused, and open days are not thinned', async (t) => {
  const series = await filled(directoryFor(t))
  await assert.rejects(series.thin(days(1, 2, 0)), { code: 'series.batch' })
  await series.append(batchOf([{ series: 3, timeMicros: START_MICROS + 1.5 * DAY_MICROS + 1, text: 'late' }]))
  await series.thin(days(4, 4, 0))
  const { timeMicros } = await series.raw({ series: 1, ...all })
  assert.equal(timeMicros[0], START_MICROS + DAY_MICROS, 'a day with open points was thinned')
  await series.close()
})
