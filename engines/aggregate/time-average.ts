import type { GoodPoint, Point } from './model.ts'
import { goodTimeOf, type State, statusOf, type Told } from './state.ts'

/**
 * The area under the signal and the time it has one, made into a value. With interpolated bounds values
 * are joined across bad points, always by lines (AGG-11); with simple bounds a value counts until the next
 * point, stepped or sloped as the signal is (AGG-12).
 */
export function totalOf(
  state: State,
  bounds: 'interpolated' | 'simple',
  of: (area: number, time: number) => number,
): Told {
  return bounds === 'interpolated' ? overGood(state, of) : overAny(state, of)
}

function overGood({ interval, sum, bounds }: State, of: (area: number, time: number) => number): Told {
  const { closing: before } = bounds.before
  const { opening: after } = bounds.after
  const opening = sum?.opening ?? null
  const closing = sum?.closing ?? null
  if (!before && !opening) return { value: null, status: sum ? 'bad' : 'noData', isPartial: false }
  const from = before ? interval.from : opening!.at
  let area = sum?.slope ?? 0
  if (before) area += lineArea(before, opening ?? after, interval.from, opening?.at ?? interval.to)
  if (closing) area += lineArea(closing, after, closing.at, interval.to)
  const isBad = sum !== null && sum.points > sum.good
  const isAcross = (before !== null && bounds.before.isBadSince) || bounds.after.isBadBefore
  const status = isBad || isAcross || !after ? 'uncertain' : 'good'
  return { value: of(area, interval.to - from), status, isPartial: from > interval.from }
}

/**
 * The area from one time to another under the line through two good points; level where there is no
 * second.
 */
function lineArea(left: GoodPoint, right: GoodPoint | null, from: number, to: number): number {
  const slope = right === null ? 0 : (right.value - left.value) / (right.at - left.at)
  const valueAt = (at: number) => left.value + slope * (at - left.at)
  return ((valueAt(from) + valueAt(to)) / 2) * (to - from)
}

function overAny(state: State, of: (area: number, time: number) => number): Told {
  const { interval, sum, bounds, options } = state
  const { last } = bounds.before
  if (!last && !sum) return { value: null, status: 'noData', isPartial: false }
  const time = goodTimeOf(state)
  const isPartial = !last && sum!.first.at > interval.from
  if (time === 0) return { value: null, status: 'bad', isPartial }
  const area = options.stepped ? heldArea(state) : slopedArea(state)
  const known = interval.to - (isPartial ? sum!.first.at : interval.from)
  const status = statusOf((1 - time / known) * 100, options)
  return { value: of(area, time), status, isPartial }
}

function heldArea({ interval, sum, bounds }: State): number {
  const { last } = bounds.before
  const until = sum ? sum.first.at : interval.to
  const head = (last?.value ?? 0) * (until - interval.from)
  if (!sum) return head
  return head + sum.goodHeld + (sum.last.value ?? 0) * (interval.to - sum.last.at)
}

function slopedArea({ interval, sum, bounds }: State): number {
  const { last } = bounds.before
  const next = sum ? sum.first : bounds.after.first
  let area = sum?.goodSlope ?? 0
  const before = asGood(last)
  if (before) area += lineArea(before, asGood(next), interval.from, sum ? sum.first.at : interval.to)
  const closing = sum ? asGood(sum.last) : null
  if (closing) area += lineArea(closing, asGood(bounds.after.first), closing.at, interval.to)
  return area
}

function asGood(point: Point | null): GoodPoint | null {
  return point !== null && point.value !== null ? { at: point.at, value: point.value } : null
}
