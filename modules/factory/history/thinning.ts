import type { Series, ThinAnswer } from '@ronghe/kit/series'
import type { Tiers } from '../store/retention.ts'

const dayMicros = 86_400_000_000

/**
 * Thins signals of numbers to the days that are kept, or tells what that would free. Days that are null
 * keep for ever.
 */
export async function thinTo(
  series: Series,
  tags: readonly string[],
  tiers: Tiers,
  now: Date,
  isTrial: boolean,
): Promise<ThinAnswer> {
  if (tags.length === 0) return { points: 0, bytes: 0, series: 0 }
  const numbers = await series.resolve(tags)
  const before = (days: number | null) =>
    days === null ? 0 : Math.max(0, now.getTime() * 1000 - days * dayMicros)
  const group = {
    series: [...numbers],
    rawFromMicros: before(tiers.rawDays),
    minutesFromMicros: before(tiers.minuteDays),
    hoursFromMicros: before(tiers.hourDays),
  }
  return series.thin({ groups: [group], isTrial })
}
