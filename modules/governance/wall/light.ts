import type { Light } from '../supervision/light.ts'

/** What the light of a goal follows from; days are `YYYY-MM-DD` of the region's zone. */
export type GoalLightInput = {
  value: number | null
  target: number | null
  direction: 'up' | 'down'
  base: { value: number; on: string } | null
  dueOn: string
  /** The first kept day on which the target was met; null where none was. */
  reachedOn: string | null
  today: string
}

export type GoalLightReason =
  | 'reached'
  | 'reachedLate'
  | 'overdue'
  | 'onPath'
  | 'behind'
  | 'farBehind'
  | 'underWay'
  | 'noTarget'
  | 'noFigure'

/**
 * The light of a goal, by the same sense as that of an item: red where the day has passed and the target is
 * not met, and red turns yellow when it is met late. Before the day it follows the straight path from the
 * base to the target, where a base is known; `warnPercent` of that path divides yellow from red.
 */
export function goalLight(
  one: GoalLightInput,
  warnPercent: number,
): { light: Light | null; reason: GoalLightReason } {
  if (one.target === null) return { light: null, reason: 'noTarget' }
  if (one.value === null) return { light: null, reason: 'noFigure' }
  const sign = one.direction === 'up' ? 1 : -1
  if (sign * (one.value - one.target) >= 0) {
    const isLate = one.today > one.dueOn && (one.reachedOn === null || one.reachedOn > one.dueOn)
    return isLate ? { light: 'yellow', reason: 'reachedLate' } : { light: 'green', reason: 'reached' }
  }
  if (one.today > one.dueOn) return { light: 'red', reason: 'overdue' }
  if (one.base === null || one.base.on >= one.dueOn) return { light: 'green', reason: 'underWay' }
  const share = Math.max(0, daysBetween(one.base.on, one.today) / daysBetween(one.base.on, one.dueOn))
  const expected = sign * (one.target - one.base.value) * Math.min(1, share)
  const gained = sign * (one.value - one.base.value)
  if (gained >= expected) return { light: 'green', reason: 'onPath' }
  if (gained * 100 >= expected * warnPercent) return { light: 'yellow', reason: 'behind' }
  return { light: 'red', reason: 'farBehind' }
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
