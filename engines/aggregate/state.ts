import type { Bounds } from './bounds.ts'
import type { Interval, Options, Status, Summary } from './model.ts'

/** One interval with all that is known of it. */
export type State = { interval: Interval; sum: Summary | null; bounds: Bounds; options: Options }
/** A result without its time. */
export type Told = { value: number | null; status: Status; isPartial: boolean }

/** AGG-7: bad from a share of bad data on, good from a share of good data on, else uncertain. */
export function statusOf(badShare: number, { percentDataBad, percentDataGood }: Options): Status {
  if (badShare === 0) return 'good'
  if (badShare >= percentDataBad) return 'bad'
  return 100 - badShare >= percentDataGood ? 'good' : 'uncertain'
}

export function lengthOf({ interval }: State): number {
  return interval.to - interval.from
}

/** AGG-16: how long the last point before, and then each point, is good, up to the next or the end. */
export function goodTimeOf({ interval, sum, bounds }: State): number {
  const { last } = bounds.before
  const until = sum ? sum.first.at : interval.to
  const head = last !== null && last.value !== null ? until - interval.from : 0
  if (!sum) return head
  return head + sum.goodTime + (sum.last.value === null ? 0 : interval.to - sum.last.at)
}

export function zeroTimeOf({ interval, sum, bounds }: State): number {
  const { last } = bounds.before
  const until = sum ? sum.first.at : interval.to
  const head = last?.value === 0 ? until - interval.from : 0
  if (!sum) return head
  return head + sum.zeroTime + (sum.last.value === 0 ? interval.to - sum.last.at : 0)
}
