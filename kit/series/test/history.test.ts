import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSeries, restoreSeries, type Series } from '../index.ts'
import { DAY_MICROS, MINUTE_MICROS } from '../schema.ts'
import { batchOf, directoryFor, type Row, randomFrom } from './batches.ts'
import { naiveSeries } from './naive.ts'

const SERIES = 6
const DAYS = 4
const START_MICROS = 20_000 * DAY_MICROS
const END_MICROS = START_MICROS + DAYS * DAY_MICROS
const histories = process.env.BENCH ? 200 : 5
const steps = 40

type Draw = (limit: number) => number
type Pair = {
  real: Series
  naive: ReturnType<typeof naiveSeries>
  sourceOffset: number
  told: number
  cursor: number
  /** A closing of days, which goes on beside appends and queries. */
  upkeep: Promise<void>
}

/**
 * Few distinct times, so that duplicates are common; most lie late in the history, so that some are newest.
 */
function randomRow(draw: Draw, progress: number): Row {
  const day = draw(3) === 0 ? draw(DAYS) : Math.min(DAYS - 1, Math.floor(progress * DAYS))
  const timeMicros =
    START_MICROS + day * DAY_MICROS + draw(40) * 20_000_000 + draw(2) * 86_000_000_000 * draw(2)
  const series = 1 + draw(SERIES)
  if (draw(6) === 0) return { series, timeMicros, text: ['ACTIVE', 'READY', '停机', ''][draw(4)]! }
  if (draw(10) === 0) return { series, timeMicros, quality: [0, 500][draw(2)]! }
  return { series, timeMicros, value: draw(400) / 4 - 50, quality: draw(8) === 0 ? 500 : 192 }
}

/** Appends several batches at once; they are committed in the order in which they were given. */
async function append(pair: Pair, draw: Draw, progress: number): Promise<void> {
  const batches = Array.from({ length: 1 + draw(4) }, () => {
    const rows = Array.from({ length: draw(60) }, () => randomRow(draw, progress))
    if (draw(2) === 0) rows.sort((a, b) => a.timeMicros - b.timeMicros)
    pair.sourceOffset += draw(4) === 0 ? -1 : rows.length
    return batchOf(rows, `edge/${draw(2)}`, draw(3) === 0 ? null : Math.max(0, pair.sourceOffset))
  })
  const real = await Promise.all(batches.map((batch) => pair.real.append(batch)))
  for (const [i, batch] of batches.entries()) {
    const naive = await pair.naive.append(batch)
    assert.deepEqual([real[i]!.stored, real[i]!.duplicates], [naive.stored, naive.duplicates])
  }
}

async function compareQueries(pair: Pair, draw: Draw): Promise<void> {
  const { real, naive } = pair
  const anyTime = () => START_MICROS - DAY_MICROS + draw((DAYS + 2) * 1440 * 60) * 1_000_000
  const [fromMicros, toMicros] = [anyTime(), anyTime()]
  const series = Array.from({ length: 1 + draw(SERIES) }, () => 1 + draw(SERIES + 1))
  const raw = { series: series[0]!, fromMicros, toMicros, limit: draw(200) }
  assert.deepEqual(await real.raw(raw), await naive.raw(raw))
  assert.deepEqual(await real.last(series), await naive.last(series))
  assert.deepEqual(await real.last(series, fromMicros), await naive.last(series, fromMicros))
  const wholeMinute = Math.floor(fromMicros / MINUTE_MICROS) * MINUTE_MICROS
  for (const bucket of [
    { series, fromMicros, toMicros, bucketMicros: 3_600_000_000 + draw(1000) },
    { series, fromMicros: wholeMinute, toMicros, bucketMicros: MINUTE_MICROS * (60 + draw(600)) },
  ]) {
    assert.deepEqual(await real.buckets(bucket), await naive.buckets(bucket))
  }
  const source = `edge/${draw(2)}`
  assert.equal(await real.offset(source), await naive.offset(source))
}

/**
 * The journal, read from any cursor, covers every point stored since, and counts all when read from the
 * start.
 */
async function compareJournal(pair: Pair, draw: Draw): Promise<void> {
  const { stored } = pair.naive
  const told: Awaited<ReturnType<Series['changes']>>['changes'] = []
  for (;;) {
    const { changes, cursor } = await pair.real.changes(pair.cursor, 1 + draw(40))
    told.push(...changes)
    if (cursor === pair.cursor) break
    pair.cursor = cursor
  }
  for (const { series, timeMicros } of stored.slice(pair.told)) {
    const isCovered = told.some(
      (change) => change.series === series && change.fromMicros <= timeMicros && timeMicros < change.toMicros,
    )
    assert.ok(isCovered, `series ${series} at ${timeMicros} is not in the journal`)
  }
  pair.told = stored.length
  const { changes } = await pair.real.changes(0, 100_000)
  assert.equal(
    changes.reduce((sum, { count }) => sum + count, 0),
    stored.length,
  )
  assert.equal((await pair.real.stats()).points, stored.length)
}

async function maintain(pair: Pair, draw: Draw): Promise<void> {
  await pair.upkeep
  await pair.real.maintain(START_MICROS + draw(DAYS + 1) * DAY_MICROS)
}

async function history(seed: number, directory: string): Promise<void> {
  const draw = randomFrom(seed)
  let home = join(directory, `${seed}`)
  const open = () =>
    openSeries({
      directory: home,
      commitMsMax: draw(3),
      commitRowsMax: 1 + draw(100),
      journalRowsMax: 20 + draw(200),
      closeDelayMs: 0,
      logBytesMax: 1 + draw(100_000),
      daysPerMaintainMax: 1 + draw(3),
      partRowsMax: draw(2) === 0 ? 1 + draw(400) : 4_000_000,
    })
  const pair: Pair = {
    real: await open(),
    naive: naiveSeries(),
    sourceOffset: 0,
    told: 0,
    cursor: 0,
    upkeep: Promise.resolve(),
  }
  const keys = Array.from({ length: SERIES }, (_, i) => `signal ${i}`)
  assert.deepEqual(await pair.real.resolve(keys), await pair.naive.resolve(keys))
  for (let step = 0; step < steps; step++) {
    const act = draw(12)
    if (act < 6) await append(pair, draw, step / steps)
    else if (act < 8) await compareQueries(pair, draw)
    else if (act < 9) await compareJournal(pair, draw)
    else if (act < 11) pair.upkeep = maintain(pair, draw)
    else if (draw(3) === 0) {
      const copy = join(directory, `${seed}-${step}`)
      await pair.upkeep
      await pair.real.backup(`${copy}-backup`)
      await pair.real.close()
      await restoreSeries(`${copy}-backup`, copy)
      home = copy
      pair.real = await open()
    } else {
      await pair.upkeep
      await pair.real.close()
      pair.real = await open()
    }
  }
  await compareQueries(pair, draw)
  await compareJournal(pair, draw)
  const all = { fromMicros: 0, toMicros: END_MICROS * 2, limit: 1_000_000 }
  for (let series = 1; series <= SERIES; series++) {
    assert.deepEqual(await pair.real.raw({ series, ...all }), await pair.naive.raw({ series, ...all }))
  }
  await pair.upkeep
  await pair.real.close()
}

test('S2 S5 S6 S7 S8: random histories answer as the naive twin does', async (t) => {
  const directory = directoryFor(t)
  for (let seed = 1; seed <= histories; seed++) {
    await t.test(`history ${seed}`, () => history(seed, directory))
  }
})
