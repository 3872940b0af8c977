import type { Series, ThinAnswer } from '@ronghe/kit/series'
import type { ThinnableTag, Tiers } from '../store/retention.ts'
import type { RetentionRule } from '../store/retention-rules.ts'

const dayMicros = 86_400_000_000

/** How an organisation keeps its signals: the classes in their order, and all that fit none. */
export type Keeping = { rules: readonly RetentionRule[]; rest: Tiers }

/**
 * Thins signals of numbers to the days that their classes are kept, or tells what that would free. Days that
 * are null keep for ever.
 */
export async function thinTo(
  series: Series,
  tags: readonly ThinnableTag[],
  keeping: Keeping,
  now: Date,
  isTrial: boolean,
): Promise<ThinAnswer> {
  if (tags.length === 0) return { points: 0, bytes: 0, series: 0 }
  const numbers = await series.resolve(tags.map(({ id }) => id))
  const numberOf = new Map(tags.map(({ id }, index) => [id, numbers[index] ?? 0]))
  const before = (days: number | null) =>
    days === null ? 0 : Math.max(0, now.getTime() * 1000 - days * dayMicros)
  const groups = [...classesOf(tags, keeping)].map(([tiers, members]) => ({
    series: members.map(({ id }) => numberOf.get(id) ?? 0),
    rawFromMicros: before(tiers.rawDays),
    minutesFromMicros: before(tiers.minuteDays),
    hoursFromMicros: before(tiers.hourDays),
  }))
  return series.thin({ groups, isTrial })
}

/** Signals by what keeps them: the first class that each fits, or the rest. */
export function classesOf(
  tags: readonly ThinnableTag[],
  { rules, rest }: Keeping,
): Map<Tiers, ThinnableTag[]> {
  const fits = rules.map((rule) => ({ rule, fits: fitOf(rule) }))
  return Map.groupBy(tags, (tag) => fits.find((one) => one.fits(tag))?.rule ?? rest)
}

/** Whether a signal belongs to a class: all that the class says of meaning, name and machine. */
export function fitOf(rule: Pick<RetentionRule, 'meaning' | 'pattern' | 'equipmentId'>) {
  const { meaning, pattern, equipmentId } = rule
  const parts = (pattern ?? '*').split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const named = new RegExp(`^${parts.join('.*')}$`, 'isu')
  return (tag: ThinnableTag) =>
    (meaning === null || tag.meaning === meaning) &&
    (equipmentId === null || tag.equipmentId === equipmentId) &&
    (pattern === null || named.test(tag.name))
}
