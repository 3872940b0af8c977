import { type Batch, openSeries } from '@ronghe/kit/series'
import type { Ask } from './ours.ts'
import { batchesOf, countOf, endMs, type PointSet, startMs, valueAt } from './points.ts'

const series = await openSeries({ directory: process.argv[2] ?? '', closeDelayMs: 0 })
let batches: Batch[] = []

process.on('message', (message) => {
  const { id, ...ask } = message as Ask & { id: number }
  answer(ask).then(
    (value) => process.send?.({ id, value }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  )
})
process.on('SIGTERM', () => void series.close().then(() => process.exit(0)))
process.send?.({ ready: true })

async function answer(ask: Ask): Promise<number> {
  switch (ask.kind) {
    case 'prepare': {
      const numbers = await numbersOf(ask.set, ask.set.signals)
      batches = [...batchesOf(ask.set, ask.batchRows)].map((range) => batchOf(ask.set, numbers, range))
      return batches.length
    }
    case 'write': {
      const batch = batches[ask.index]
      return batch ? (await series.append(batch)).stored : 0
    }
    case 'means': {
      const numbers = [...(await numbersOf(ask.set, ask.signals))]
      const span = { fromMicros: startMs * 1000, toMicros: endMs(ask.set) * 1000 }
      const found = await series.buckets({ series: numbers, ...span, bucketMicros: ask.bucketMs * 1000 })
      return found.length
    }
    case 'count': {
      let count = 0
      for (const number of await numbersOf(ask.set, ask.set.signals)) {
        const span = { fromMicros: startMs * 1000, toMicros: endMs(ask.set) * 1000, limit: countOf(ask.set) }
        count += (await series.raw({ series: number, ...span })).timeMicros.length
      }
      return count
    }
    case 'settle': {
      // Each upkeep closes so many days at most; the last finds nothing to do and folds what the others left.
      for (let left = -1, hot = 0; left !== hot; left = hot) {
        hot = (await series.stats()).hotPoints
        await series.maintain(Date.now() * 1000)
        hot = (await series.stats()).hotPoints
      }
      return 0
    }
  }
}

function numbersOf(set: PointSet, signals: number): Promise<Int32Array> {
  return series.resolve(Array.from({ length: signals }, (_, signal) => `${set.name} ${signal}`))
}

function batchOf(set: PointSet, numbers: Int32Array, range: { from: number; to: number }): Batch {
  const size = (range.to - range.from) * set.signals
  const batch = {
    ...{ source: `bench/${set.name}/${range.from}`, offset: null },
    series: new Int32Array(size),
    timeMicros: new Float64Array(size),
    value: new Float64Array(size),
    text: new Array<string | null>(size).fill(null),
    quality: new Uint16Array(size).fill(192),
  }
  for (let row = 0; row < size; row++) {
    const signal = row % set.signals
    const step = range.from + Math.floor(row / set.signals)
    batch.series[row] = numbers[signal] ?? 0
    batch.timeMicros[row] = (startMs + step * set.stepMs) * 1000
    batch.value[row] = valueAt(signal, step)
  }
  return batch
}
