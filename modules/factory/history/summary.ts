import type { Around, Point, Summary } from '@ronghe/aggregate'
import type { BucketSummary } from '@ronghe/kit/series'

/** How raw numbers of a signal become shown ones. */
export type Scaling = { scale: number; shift: number }

/** A summary of the store as the engine takes it, of shown values rather than raw ones. */
export function summaryOf(one: BucketSummary, { scale, shift }: Scaling): Summary {
  const shown = (value: number) => value * scale + shift
  const span = Number.isNaN(one.opening) ? 0 : one.closingMicros - one.openingMicros
  const [low, high] = [shown(one.low), shown(one.high)]
  const isGood = one.good > 0
  return {
    points: one.points,
    good: one.good,
    // A negative scale turns the two over.
    low: isGood ? Math.min(low, high) : Number.POSITIVE_INFINITY,
    high: isGood ? Math.max(low, high) : Number.NEGATIVE_INFINITY,
    total: isGood ? one.total * scale + shift * one.good : 0,
    spread: isGood ? one.spread * scale * scale : 0,
    opening: isGood ? { at: one.openingMicros, value: shown(one.opening) } : null,
    closing: isGood ? { at: one.closingMicros, value: shown(one.closing) } : null,
    first: pointOf(one.firstMicros, shown(one.first)),
    last: pointOf(one.lastMicros, shown(one.last)),
    held: one.held * scale + shift * span,
    slope: one.slope * scale + shift * span,
    goodHeld: one.goodHeld * scale + shift * one.goodMicros,
    goodSlope: one.goodSlope * scale + shift * one.goodMicros,
    goodTime: one.goodMicros,
    zeroTime: one.zeroMicros,
    transitions: one.transitions,
  }
}

function pointOf(at: number, value: number): Point {
  return { at, value: Number.isNaN(value) ? null : value }
}

/** What lies around a span; a value that has held for longer than the store looked is told by `held`. */
export function aroundOf(
  before: BucketSummary | undefined,
  after: BucketSummary | undefined,
  held: Point | null,
  scaling: Scaling,
): Around {
  const left = before && summaryOf(before, scaling)
  const right = after && summaryOf(after, scaling)
  const value = held?.value ?? null
  const heldPoint = held && {
    at: held.at,
    value: value === null ? null : value * scaling.scale + scaling.shift,
  }
  const heldGood = heldPoint && heldPoint.value !== null ? { at: heldPoint.at, value: heldPoint.value } : null
  return {
    before: { last: left?.last ?? heldPoint, closing: left?.closing ?? (left ? null : heldGood) },
    after: { first: right?.first ?? null, opening: right?.opening ?? null },
  }
}
