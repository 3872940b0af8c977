import type { Series, Thinned } from '@ronghe/kit/series'

const minuteMicros = 60_000_000
const hourMicros = 60 * minuteMicros

type Intervals = { fromMicros: number; toMicros: number; intervalMicros: number }

/** For each signal up to when its intervals are approximate, in milliseconds; null where none is. */
export async function approximateBefore(
  series: Series,
  numbers: readonly number[],
  of: Intervals,
): Promise<(number | null)[]> {
  return (await series.thinned(numbers)).map((bound) => approximateTo(bound, of))
}

/**
 * Up to when intervals cut through the pieces that points were thinned to; such a piece counts whole in the
 * interval that it begins in. Intervals of whole hours never do, and those of whole minutes only where
 * minutes are gone too.
 */
export function approximateTo(bound: Thinned | null, of: Intervals): number | null {
  const isWhole = (micros: number) => of.fromMicros % micros === 0 && of.intervalMicros % micros === 0
  if (bound === null || isWhole(hourMicros)) return null
  const before = isWhole(minuteMicros) ? bound.minutesFromMicros : bound.rawFromMicros
  return before > of.fromMicros ? Math.min(before, of.toMicros) / 1000 : null
}
