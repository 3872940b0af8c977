import { good, type Observation } from './observation.ts'

/** How far a number must move to be reported: in the tag's unit, or in percent of its range. */
export type Deadband = number | { percent: number; low: number; high: number }

/** When an observation is worth a record. */
export type ReportRule = {
  deadband?: Deadband | undefined
  /** A good value is repeated after this long; none = only changes are reported (Sparkplug 3.0, 5.2). */
  reportMsMax?: number | undefined
}

/**
 * True when `observation` must be reported after `reported`, the last one that was (undefined: none yet).
 * The first one and every change of quality pass; so does every change of a text; a number passes when it
 * has moved by the dead-band or more from what was last *reported*, so that slow drift cannot hide.
 */
export function isNews(
  reported: Observation | undefined,
  observation: Observation,
  rule: ReportRule,
): boolean {
  if (!reported || reported.quality !== observation.quality) return true
  const { reportMsMax } = rule
  if (reportMsMax !== undefined && observation.timeMicros - reported.timeMicros >= reportMsMax * 1000)
    return true
  if (observation.quality !== good) return false
  if (typeof observation.value !== 'number' || typeof reported.value !== 'number') {
    return observation.value !== reported.value
  }
  const moved = Math.abs(observation.value - reported.value)
  return moved > 0 && moved >= widthOf(rule.deadband)
}

/** The dead-band in the tag's own unit. */
export function widthOf(deadband: Deadband | undefined): number {
  if (deadband === undefined) return 0
  if (typeof deadband === 'number') return deadband
  return ((deadband.high - deadband.low) * deadband.percent) / 100
}
