import { assertInteger } from './interval.ts'
import type { SignalPoint } from './states.ts'

/** How much a cumulative counter grew between two of its good points. */
export type Increment = { sinceMicros: number; timeMicros: number; quantity: number; reset: boolean }

type Reading = { timeMicros: number; value: number }

/** How a counter is to be read. */
export type CounterReading = {
  /** The value at which it rolls over; left out, a counter that falls was reset. */
  modulus?: number
  /** A fall that is made good within this time was a torn reading; left out, every fall counts. */
  tornMicrosMax?: number
}

/**
 * The growth of a cumulative counter (OEE-24). Points may come in any sequence; of several at one time the
 * last in the list holds; points that are not good, or not a number of at least 0, say nothing. A counter
 * that falls was reset, and what it shows is its growth since; with `modulus` it rolled over instead, as a
 * 16-bit counter does at 65536. The first point has no growth: nothing is known of what came before. O(n
 * log n). Throws RangeError on a time that is not an integer and on a modulus that is not positive.
 */
export function incrementsOf(points: readonly SignalPoint[], reading: CounterReading = {}): Increment[] {
  const { modulus, tornMicrosMax = 0 } = reading
  if (modulus !== undefined && !(modulus > 0)) throw new RangeError('modulus must be positive')
  const increments: Increment[] = []
  let previous: Reading | null = null
  for (const point of untorn(readable(points), tornMicrosMax)) {
    if (previous) {
      const fell = point.value < previous.value
      const base = fell ? (modulus === undefined ? 0 : previous.value - modulus) : previous.value
      increments.push({
        sinceMicros: previous.timeMicros,
        timeMicros: point.timeMicros,
        quantity: point.value - base,
        reset: fell && modulus === undefined,
      })
    }
    previous = point
  }
  return increments
}

/** Leaves out readings that fall and are made good at once: minutes and seconds read at different moments. */
function untorn(points: readonly Reading[], tornMicrosMax: number): Reading[] {
  const kept: Reading[] = []
  points.forEach((point, index) => {
    const before = kept.at(-1)
    const after = points[index + 1]
    const torn =
      before !== undefined &&
      after !== undefined &&
      point.value < before.value &&
      after.value >= before.value &&
      after.timeMicros - point.timeMicros <= tornMicrosMax
    if (!torn) kept.push(point)
  })
  return kept
}

function readable(points: readonly SignalPoint[]): Reading[] {
  const good: Reading[] = []
  for (const point of points) {
    assertInteger(point.timeMicros, 'time of a counter')
    if (point.quality !== 'good' || point.value === null || point.value === '') continue
    const value = Number(point.value)
    if (Number.isFinite(value) && value >= 0) good.push({ timeMicros: point.timeMicros, value })
  }
  good.sort((left, right) => left.timeMicros - right.timeMicros)
  return good.filter((point, index) => good[index + 1]?.timeMicros !== point.timeMicros)
}
