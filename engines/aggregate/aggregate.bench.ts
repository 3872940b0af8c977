import { AGGREGATES, aggregate, defaults, intervalsOf, summarise } from './index.ts'
import { naive } from './test/naive.ts'
import { aroundOf, randomFrom, randomPoints } from './test/sample.ts'

export type Measurement = { name: string; value: number; unit: string; conditions: string }

/** Measures summing up and all aggregates, and the naive twin on a little of the same. */
export async function run(options: { large: boolean }): Promise<Measurement[]> {
  const length = options.large ? 2_000_000 : 2_000
  const points = randomPoints(randomFrom(1), length)
  const intervals = intervalsOf(0, length, 60)
  const around = aroundOf(points, 0, length)
  const extent = `${points.length} points over ${intervals.length} intervals`
  const conditions = `${extent}, ${AGGREGATES.length} aggregates`
  const startMs = performance.now()
  const sums = summarise(points, intervals)
  const summedMs = performance.now()
  aggregate(AGGREGATES, intervals, sums, around, defaults)
  const toldMs = performance.now()
  const few = points.filter(({ at }) => at < 600)
  const fewIntervals = intervals.slice(0, 10)
  for (const name of AGGREGATES) for (const one of fewIntervals) naive(name, one, few, defaults)
  const twinMs = performance.now() - toldMs
  const perSecond = (count: number, ms: number) => Math.round(count / (ms / 1000))
  return [
    {
      name: 'aggregate.summarise',
      value: perSecond(points.length, summedMs - startMs),
      unit: 'points/s',
      conditions,
    },
    {
      name: 'aggregate.aggregate',
      value: perSecond(intervals.length, toldMs - summedMs),
      unit: 'intervals/s',
      conditions,
    },
    {
      name: 'aggregate.twin',
      value: perSecond(fewIntervals.length, twinMs),
      unit: 'intervals/s',
      conditions: `${few.length} points`,
    },
  ]
}
