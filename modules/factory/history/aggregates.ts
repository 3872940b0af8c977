import { type Aggregate, aggregate, defaults, intervalsOf, type Point, type Result } from '@ronghe/aggregate'
import { type BucketSummary, QUALITY_GOOD, type Series } from '@ronghe/kit/series'
import { aroundOf, type Scaling, summaryOf } from './summary.ts'

export type AggregateQuestion = {
  fromMicros: number
  toMicros: number
  intervalMicros: number
  aggregates: readonly Aggregate[]
  isStepped: boolean
}

export type Signal = { number: number } & Scaling

/** Durations of raw zeros say nothing of shown ones where values are shifted. */
const ofZero: readonly Aggregate[] = ['durationInStateZero', 'durationInStateNonZero']

const secondMicros = 1_000_000

/** Several aggregates of several signals over the same intervals: for each signal, for each aggregate. */
export async function aggregatesOf(
  series: Series,
  signals: readonly Signal[],
  question: AggregateQuestion,
): Promise<Result[][][]> {
  const { fromMicros, toMicros, intervalMicros, aggregates, isStepped } = question
  const numbers = signals.map(({ number }) => number)
  const intervals = intervalsOf(fromMicros, toMicros, intervalMicros)
  const span = { fromMicros, toMicros, bucketMicros: intervalMicros }
  const { before, within, after } = await series.summaries({ series: [...new Set(numbers)], ...span })
  const held = await heldBefore(series, numbers, fromMicros, before)
  const found = Map.groupBy(within, (one) => one.series)
  return signals.map((signal, index) => {
    const at = new Map(found.get(signal.number)?.map((one) => [one.fromMicros, one]))
    const sums = intervals.map(({ from }) => {
      const one = at.get(from)
      return one ? summaryOf(one, signal) : null
    })
    const of = (list: readonly BucketSummary[]) => list.find((one) => one.series === signal.number)
    const around = aroundOf(of(before), of(after), held[index] ?? null, signal)
    const results = aggregate(aggregates, intervals, sums, around, {
      ...defaults,
      stepped: isStepped,
      second: secondMicros,
    })
    return results.map((list, place) =>
      signal.shift !== 0 && ofZero.includes(aggregates[place]!)
        ? list.map(({ at: told }) => ({ at: told, value: null, status: 'noData' as const, isPartial: false }))
        : list,
    )
  })
}

/** The newest point before a span, of signals that had none within the stretch the store looked back. */
async function heldBefore(
  series: Series,
  numbers: readonly number[],
  fromMicros: number,
  before: readonly BucketSummary[],
): Promise<(Point | null)[]> {
  const seen = new Set(before.map((one) => one.series))
  const quiet = numbers.filter((number) => !seen.has(number))
  if (quiet.length === 0 || fromMicros === 0) return numbers.map(() => null)
  const last = await series.last(quiet, fromMicros - 1)
  const points = new Map(quiet.map((number, index) => [number, last[index] ?? null]))
  return numbers.map((number) => {
    const point = points.get(number)
    if (!point) return null
    const isGood = point.quality === QUALITY_GOOD && Math.abs(point.value) < 1e150
    return { at: point.timeMicros, value: isGood ? point.value : null }
  })
}
