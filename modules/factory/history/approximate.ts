import type { Series } from '@ronghe/kit/series'

const minuteMicros = 60_000_000
const hourMicros = 60 * minuteMicros

/**
 * Up to when intervals of signals cut through the pieces that their points were thinned to, in milliseconds;
 * such a piece counts whole in the interval that it begins in. Null where none does: intervals of whole hours
 * never do, and those of whole minutes do only where minutes are gone too.
 */
export async function approximateBefore(
  series: Series,
  numbers: readonly number[],
  of: { fromMicros: number; toMicros: number; intervalMicros: number },
): Promise<(number | null)[]> {
  const isWhole = (micros: number) => of.fromMicros % micros === 0 && of.intervalMicros % micros === 0
  if (isWhole(hourMicros)) return numbers.map(() => null)
  const bounds = await series.thinned(numbers)
  return bounds.map((bound) => {
    if (bound === null) return null
    const before = isWhole(minuteMicros) ? bound.minutesFromMicros : bound.rawFromMicros
    return before > of.fromMicros ? Math.min(before, of.toMicros) / 1000 : null
  })
}
