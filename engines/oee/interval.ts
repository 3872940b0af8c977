/** A half-open stretch of time [fromMicros, toMicros) in integer microseconds since the Unix epoch. */
export type Interval = { fromMicros: number; toMicros: number }

/**
 * Throws RangeError unless the value is a safe integer: a fraction of a microsecond, NaN or a number beyond
 * 2^53 would let time appear or vanish in a sum (rule OEE-2).
 */
export function assertInteger(value: number, name: string): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} must be a safe integer, not ${value}`)
}

/** Throws RangeError unless the window has integer bounds and positive length (rule OEE-2). */
export function assertWindow(window: Interval): void {
  assertInteger(window.fromMicros, 'window.fromMicros')
  assertInteger(window.toMicros, 'window.toMicros')
  if (window.toMicros <= window.fromMicros) throw new RangeError('window must have positive length')
}

/** Why an interval takes no part: it ends before it starts, has no length, or lies outside the window. */
export type IgnoredWhy = 'reversed' | 'empty' | 'outside'

/** Says why an interval takes no part in the window, or null when it does (rule OEE-3). */
export function ignoredWhy(interval: Interval, window: Interval): IgnoredWhy | null {
  if (interval.toMicros < interval.fromMicros) return 'reversed'
  if (interval.toMicros === interval.fromMicros) return 'empty'
  const outside = interval.toMicros <= window.fromMicros || interval.fromMicros >= window.toMicros
  return outside ? 'outside' : null
}

/** Orders two strings by code unit, the same on every machine and in every language. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

/**
 * Finds, in adjoining segments sorted by time, the one that contains the microsecond, or null when none does.
 * O(log n).
 */
export function segmentAt<T extends Interval>(segments: readonly T[], atMicros: number): T | null {
  let low = 0
  let high = segments.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (segments[middle]!.toMicros <= atMicros) low = middle + 1
    else high = middle
  }
  const found = segments[low]
  return found && found.fromMicros <= atMicros ? found : null
}
