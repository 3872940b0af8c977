import type { WorkingCalendar } from '@ronghe/kit/working-days'
import type { PartState } from './steps.ts'

export type Light = 'green' | 'yellow' | 'red'

/** Limits in working days. */
export type LightRules = { signDays: number; warnDays: number; escalateDays: number }

/** What a light follows from; days are those of the region's zone. */
export type LightInput = {
  state: PartState
  dueOn: string
  issuedOn: string | null
  reportedOn: string | null
  today: string
}

/** Why a light is as it is, as a word. */
export type LightReason =
  | 'onTime'
  | 'inTime'
  | 'madeUpLate'
  | 'overdue'
  | 'dueSoon'
  | 'unsigned'
  | 'notIssued'

/**
 * The light of a part. Red: due and not reported. Red turns yellow when it is made up late. Yellow too: due
 * within the days of warning, or not signed within the days of signing.
 */
export function lightOf(
  one: LightInput,
  rules: LightRules,
  calendar: WorkingCalendar,
): { light: Light; reason: LightReason } {
  if (one.state === 'waiting') return { light: 'green', reason: 'notIssued' }
  if (one.reportedOn !== null && (one.state === 'reported' || one.state === 'accepted')) {
    return one.reportedOn <= one.dueOn
      ? { light: 'green', reason: 'inTime' }
      : { light: 'yellow', reason: 'madeUpLate' }
  }
  if (one.today > one.dueOn) return { light: 'red', reason: 'overdue' }
  const isUnsigned = one.state === 'issued' && one.issuedOn !== null
  if (isUnsigned && calendar.between(one.issuedOn ?? one.today, one.today) > rules.signDays)
    return { light: 'yellow', reason: 'unsigned' }
  if (calendar.between(one.today, one.dueOn) <= rules.warnDays) return { light: 'yellow', reason: 'dueSoon' }
  return { light: 'green', reason: 'onTime' }
}

const order: readonly Light[] = ['green', 'yellow', 'red']

/** The worst light of an item's parts. */
export function worst(lights: readonly Light[]): Light {
  return order[Math.max(0, ...lights.map((one) => order.indexOf(one)))] ?? 'green'
}
