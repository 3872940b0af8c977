import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSeries } from './open.ts'
import type { Batch, Series } from './port.ts'
import { DAY_MICROS } from './schema.ts'
import { randomFrom } from './test/batches.ts'

export type Measurement = { name: string; value: number; unit: string; conditions: string }

const START_MICROS = 20_000 * DAY_MICROS
const STATES = ['ACTIVE', 'READY', 'STOPPED', 'INTERRUPTED']

/** How much is measured: signals × days at one point per `stepMicros`, sent in batches of `batchRows`. */
type Size = { signals: number; days: number; stepMicros: number; batchRows: number }

const tiny: Size = { signals: 10, days: 2, stepMicros: 600_000_000, batchRows: 200 }
const large: Size = { signals: 200, days: 7, stepMicros: 5_000_000, batchRows: 5_000 }

/** Measures the store in a directory of its own, which it deletes. */
export async function run(options: { large: boolean }): Promise<Measurement[]> {
  const size = options.large ? large : tiny
  const directory = mkdtempSync(join(tmpdir(), 'ronghe-series-bench-'))
  const series = await openSeries({ directory, closeDelayMs: 0 })
  try {
    const numbers = await series.resolve(Array.from({ length: size.signals }, (_, i) => `signal ${i}`))
    return await measure(series, numbers, size)
  } finally {
    await series.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function measure(series: Series, numbers: Int32Array, size: Size): Promise<Measurement[]> {
  const points = size.signals * size.days * (DAY_MICROS / size.stepMicros)
  const conditions =
    `${points} points of ${size.signals} signals over ${size.days} days (a tenth text), batches of ` +
    `${size.batchRows}, commits each 200 ms, ${availableParallelism()} cores, Node ${process.versions.node}`
  const measured: Measurement[] = []
  const add = (name: string, value: number, unit: string) => measured.push({ name, value, unit, conditions })

  const ingestMs = await timed(() => ingest(series, numbers, size))
  add('ingest, durable', points / (ingestMs / 1000), 'points/s')
  const one = numbers[3]!
  const many = [...numbers]
  const lastDay = START_MICROS + (size.days - 1) * DAY_MICROS
  const end = START_MICROS + size.days * DAY_MICROS
  const questions: [string, () => Promise<unknown>][] = [
    [
      'one signal, one day, raw',
      () => series.raw({ series: one, fromMicros: lastDay, toMicros: end, limit: 100_000 }),
    ],
    [
      'one signal, one day, 1-minute mean',
      () => series.buckets({ series: [one], fromMicros: lastDay, toMicros: end, bucketMicros: 60_000_000 }),
    ],
    [
      `all signals, ${size.days} days, 1-hour mean`,
      () =>
        series.buckets({
          series: many,
          fromMicros: START_MICROS,
          toMicros: end,
          bucketMicros: 3_600_000_000,
        }),
    ],
    ['all signals, latest', () => series.last(many)],
    ['all signals, latest at a moment', () => series.last(many, lastDay + DAY_MICROS / 2)],
  ]
  for (const [name, ask] of questions) add(`${name} (hot)`, await fastest(ask), 'ms')
  add('closing days', points / ((await timed(() => series.maintain(end))) / 1000), 'points/s')
  for (const [name, ask] of questions) add(`${name} (closed)`, await fastest(ask), 'ms')
  const { parquetBytes } = await series.stats()
  add('closed days with roll-ups', parquetBytes / points, 'bytes/point')
  return measured
}

/**
 * Sends the batches as an ingest would: many under way, none awaited for itself. Making them is counted
 * too.
 */
async function ingest(series: Series, numbers: Int32Array, size: Size): Promise<void> {
  const batches = makeBatches(numbers, size)
  const under: Promise<unknown>[] = []
  let next = batches.next()
  while (!next.done) {
    under.push(series.append(next.value))
    if (under.length >= 100) await under.shift()
    next = batches.next()
  }
  await Promise.all(under)
}

/** Time after time, all signals: a random walk with two decimals, and of each tenth signal a word. */
function* makeBatches(numbers: Int32Array, size: Size): Generator<Batch> {
  const draw = randomFrom(1)
  const walk = Float64Array.from(numbers, () => draw(10_000))
  const steps = (size.days * DAY_MICROS) / size.stepMicros
  const perBatch = Math.max(1, Math.floor(size.batchRows / numbers.length))
  for (let from = 0; from < steps; from += perBatch) {
    const count = Math.min(perBatch, steps - from) * numbers.length
    const batch: Batch & { text: (string | null)[] } = {
      source: 'bench',
      offset: from + perBatch,
      series: new Int32Array(count),
      timeMicros: new Float64Array(count),
      value: new Float64Array(count),
      text: new Array<string | null>(count).fill(null),
      quality: new Uint16Array(count).fill(192),
    }
    for (let row = 0; row < count; row++) {
      const signal = row % numbers.length
      const step = from + Math.floor(row / numbers.length)
      batch.series[row] = numbers[signal]!
      batch.timeMicros[row] = START_MICROS + step * size.stepMicros + draw(1_000) * 1_000
      if (signal % 10 === 0) {
        batch.value[row] = Number.NaN
        batch.text[row] = STATES[Math.floor(step / 50 + signal) % STATES.length]!
        continue
      }
      walk[signal]! += draw(21) - 10
      batch.value[row] = walk[signal]! / 100
    }
    yield batch
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

/** The fastest of five: the machine is seldom ours alone. */
async function fastest(ask: () => Promise<unknown>): Promise<number> {
  let bestMs = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 5; turn++) bestMs = Math.min(bestMs, await timed(ask))
  return bestMs
}
