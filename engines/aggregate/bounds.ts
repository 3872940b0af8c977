import type { Around, GoodPoint, Interval, Point, Summary } from './model.ts'

/** What lies around one interval. */
export type Bounds = {
  before: { last: Point | null; closing: GoodPoint | null; isBadSince: boolean }
  after: { first: Point | null; opening: GoodPoint | null; isBadBefore: boolean }
}

/**
 * What lies around each interval, from the summaries of its neighbours and what is around them all
 * (AGG-6).
 */
export function boundsOf(
  intervals: readonly Interval[],
  summaries: readonly (Summary | null)[],
  around: Around,
): Bounds[] {
  const isBackward = intervals.length > 1 && intervals[1]!.from < intervals[0]!.from
  const order = intervals.map((_, index) => (isBackward ? intervals.length - 1 - index : index))
  const made: Bounds[] = new Array(intervals.length)
  let before: Bounds['before'] = {
    ...around.before,
    isBadSince: isApart(around.before.closing, around.before.last),
  }
  for (const index of order) {
    made[index] = { before, after: noAfter }
    const sum = summaries[index]
    if (!sum) continue
    const closing = sum.closing ?? before.closing
    before = { last: sum.last, closing, isBadSince: isApart(closing, sum.last) }
  }
  let after: Bounds['after'] = {
    ...around.after,
    isBadBefore: isApart(around.after.opening, around.after.first),
  }
  for (const index of order.toReversed()) {
    made[index]!.after = after
    const sum = summaries[index]
    if (!sum) continue
    const opening = sum.opening ?? after.opening
    after = { first: sum.first, opening, isBadBefore: isApart(opening, sum.first) }
  }
  return made
}

const noAfter: Bounds['after'] = { first: null, opening: null, isBadBefore: false }

/** Whether the point next to an interval is another than the good one, so a bad one. */
function isApart(good: GoodPoint | null, next: Point | null): boolean {
  return next !== null && next.at !== good?.at
}
