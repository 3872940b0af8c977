import type { GoodPoint, Interval, Point, Summary } from './model.ts'

/** The summary of one point. */
export function summaryOf({ at, value }: Point): Summary {
  const good: GoodPoint | null = value === null ? null : { at, value }
  return {
    points: 1,
    good: good ? 1 : 0,
    low: value ?? Number.POSITIVE_INFINITY,
    high: value ?? Number.NEGATIVE_INFINITY,
    total: value ?? 0,
    spread: 0,
    opening: good,
    closing: good,
    first: { at, value },
    last: { at, value },
    held: 0,
    slope: 0,
    goodHeld: 0,
    goodSlope: 0,
    goodTime: 0,
    zeroTime: 0,
    transitions: 0,
  }
}

/** Two summaries that follow one another as one, with the gap between them (AGG-5). */
export function joined(a: Summary, b: Summary): Summary {
  const gap = b.first.at - a.last.at
  const ago = a.last.value
  const goodGap = a.closing && b.opening ? b.opening.at - a.closing.at : 0
  const [from, to] = [a.closing?.value ?? 0, b.opening?.value ?? 0]
  return {
    points: a.points + b.points,
    good: a.good + b.good,
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    total: a.total + b.total,
    spread: a.spread + b.spread + between(a, b),
    opening: a.opening ?? b.opening,
    closing: b.closing ?? a.closing,
    first: a.first,
    last: b.last,
    held: a.held + b.held + from * goodGap,
    slope: a.slope + b.slope + ((from + to) / 2) * goodGap,
    goodHeld: a.goodHeld + b.goodHeld + (ago ?? 0) * gap,
    goodSlope:
      a.goodSlope + b.goodSlope + (((ago ?? 0) + (b.first.value ?? ago ?? 0)) / 2) * (ago === null ? 0 : gap),
    goodTime: a.goodTime + b.goodTime + (ago === null ? 0 : gap),
    zeroTime: a.zeroTime + b.zeroTime + (ago === 0 ? gap : 0),
    transitions: a.transitions + b.transitions + (a.closing && b.opening && from !== to ? 1 : 0),
  }
}

/**
 * What two groups of values have of spread because their means differ (Chan, Golub and LeVeque, 1979).
 */
function between(a: Summary, b: Summary): number {
  if (a.good === 0 || b.good === 0) return 0
  const apart = b.total / b.good - a.total / a.good
  return (apart * apart * a.good * b.good) / (a.good + b.good)
}

/** Summaries of the points of each interval, null where there is none. Points are in ascending time. */
export function summarise(points: readonly Point[], intervals: readonly Interval[]): (Summary | null)[] {
  return intervals.map(({ from, to }) => {
    let sum: Summary | null = null
    for (let index = firstAt(points, from); index < points.length && points[index]!.at < to; index++) {
      const next = summaryOf(points[index]!)
      sum = sum ? joined(sum, next) : next
    }
    return sum
  })
}

/** Index of the first point at or after a time. */
export function firstAt(points: readonly Point[], at: number): number {
  let [low, high] = [0, points.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (points[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}
