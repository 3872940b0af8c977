import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { AGGREGATES, aggregate, defaults, intervalsOf, type Point, summarise } from '@ronghe/aggregate'
import { openSeries, type Series } from '@ronghe/kit/series'
import { aggregatesOf } from './aggregates.ts'

const dayMicros = 86_400_000_000
const hourMicros = 3_600_000_000
const startMicros = 20_000 * dayMicros

/** Numbers from a seed, the same on every machine (mulberry32). */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit)
  }
}

type Stored = Point & { quality: number }

async function opened(t: TestContext, partRowsMax: number): Promise<Series> {
  const directory = mkdtempSync(join(tmpdir(), 'ronghe-history-'))
  const series = await openSeries({ directory, commitMsMax: 1, closeDelayMs: 0, partRowsMax })
  t.after(async () => {
    await series.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return series
}

function append(series: Series, number: number, points: readonly Stored[]) {
  return series.append({
    source: 'test',
    offset: null,
    series: new Int32Array(points.length).fill(number),
    timeMicros: Float64Array.from(points, ({ at }) => at),
    value: Float64Array.from(points, ({ value }) => value ?? Number.NaN),
    text: points.map(() => null),
    quality: Uint16Array.from(points, ({ quality }) => quality),
  })
}

/** Points of three days, dense or sparse, with bad ones; each time once. */
function history(draw: (limit: number) => number): Stored[] {
  const stepMicros = [7_000_000, 60_000_000, 900_000_000][draw(3)]!
  const points = new Map<number, Stored>()
  for (let at = startMicros + draw(1_000_000_000); at < startMicros + 3 * dayMicros; at += stepMicros) {
    if (draw(8) === 0) at += draw(20) * 100_000_000
    const value = draw(9) === 0 ? null : draw(5) === 0 ? 0 : (draw(4000) - 2000) / 100
    points.set(at, { at, value, quality: value === null ? [0, 500, 192][draw(3)]! : 192 })
  }
  return [...points.values()]
}

function around(points: readonly Point[], from: number, to: number) {
  const good = (point: Point | undefined) =>
    point && point.value !== null ? { at: point.at, value: point.value } : null
  const before = points.filter(({ at }) => at < from)
  const after = points.filter(({ at }) => at >= to)
  return {
    before: { last: before.at(-1) ?? null, closing: good(before.findLast(({ value }) => value !== null)) },
    after: { first: after[0] ?? null, opening: good(after.find(({ value }) => value !== null)) },
  }
}

const near = (real: number | null, expected: number | null) =>
  real === expected ||
  (real !== null && expected !== null && Math.abs(real - expected) <= 1e-7 * Math.max(1, Math.abs(expected)))

async function compare(series: Series, points: readonly Stored[], draw: (limit: number) => number) {
  const widths = [hourMicros, 6 * hourMicros, 60_000_000 * 17, 61_234_567 * 40]
  const intervalMicros = widths[draw(widths.length)]!
  const unit = draw(3) === 0 ? 1 : draw(2) === 0 ? 60_000_000 : hourMicros
  const from = Math.floor((startMicros + draw(40) * hourMicros + draw(hourMicros)) / unit) * unit
  const to = from + Math.floor(intervalMicros * (2 + draw(20)) + (draw(2) * intervalMicros) / 3)
  const signal = { number: 1, scale: [1, -0.5][draw(2)]!, shift: 0 }
  const isStepped = draw(2) === 0
  const question = { fromMicros: from, toMicros: to, intervalMicros, aggregates: AGGREGATES, isStepped }
  const [real] = await aggregatesOf(series, [signal], question)
  const shown = points.map(({ at, value }) => ({ at, value: value === null ? null : value * signal.scale }))
  const intervals = intervalsOf(from, to, intervalMicros)
  const options = { ...defaults, stepped: isStepped, second: 1_000_000 }
  const expected = aggregate(
    AGGREGATES,
    intervals,
    summarise(shown, intervals),
    around(shown, from, to),
    options,
  )
  AGGREGATES.forEach((name, index) => {
    expected[index]!.forEach((one, place) => {
      const got = real![index]![place]!
      const what = `${name} of ${intervalMicros} from ${from - startMicros}: ${got.value} for ${one.value}`
      assert.ok(near(got.value, one.value), what)
      assert.deepEqual([got.at, got.status, got.isPartial], [one.at, one.status, one.isPartial], what)
    })
  })
}

test('what the store sums up in SQL, open, closed or late, is what the engine makes of points', async (t) => {
  for (let seed = 1; seed <= (process.env.BENCH ? 60 : 4); seed++) {
    const draw = randomFrom(seed)
    const series = await opened(t, draw(2) === 0 ? 4_000_000 : 2000)
    await series.resolve(['signal'])
    const points = history(draw)
    const late = points.filter(() => draw(12) === 0)
    const soon = points.filter((point) => !late.includes(point))
    await append(series, 1, soon)
    await compare(series, soon, draw)
    await series.maintain(startMicros + 2 * dayMicros)
    for (let turn = 0; turn < 3; turn++) await compare(series, soon, draw)
    const { stored } = await append(series, 1, [...late, ...soon.slice(0, 50)])
    assert.equal(stored, late.length)
    for (let turn = 0; turn < 3; turn++) await compare(series, points, draw)
    await series.maintain(startMicros + 9 * dayMicros)
    for (let turn = 0; turn < 3; turn++) await compare(series, points, draw)
  }
})

test('AGG-6: a value that has held for longer than a day still holds at the beginning', async (t) => {
  const series = await opened(t, 4_000_000)
  await series.resolve(['signal'])
  await append(series, 1, [{ at: startMicros, value: 4, quality: 192 }])
  const question = {
    fromMicros: startMicros + 5 * dayMicros,
    toMicros: startMicros + 6 * dayMicros,
    intervalMicros: 12 * hourMicros,
    aggregates: ['interpolative', 'timeAverage2', 'percentGood', 'durationInStateZero'] as const,
    isStepped: true,
  }
  const signal = { number: 1, scale: 2, shift: 1 }
  const [results] = await aggregatesOf(series, [signal], question)
  const values = results!.map((list) => list.map(({ value }) => value))
  assert.deepEqual(values, [
    [9, 9],
    [9, 9],
    [100, 100],
    [null, null],
  ])
})
