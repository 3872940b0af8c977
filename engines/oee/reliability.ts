import { absent, type Figure, figure } from './figures.ts'
import { type ReasonCatalogue, reasonOf } from './losses.ts'
import type { Attributed, Attribution } from './model.ts'
import { ratio } from './ratio.ts'

/** Failures of the window and the two means in both customary definitions; microseconds. */
export type Reliability = {
  /** FE: failures. Neighbouring stretches that are failures are one, whatever their reasons. */
  failures: number
  /** ΣTBF: processing time (APT + AUST) of the window. */
  operatingMicros: bigint
  /** ΣTTR: time of the failures. */
  repairMicros: bigint
  /** Divided by FE + 1, as ISO 22400-2 does. */
  iso22400: { mtbf: Figure; mttr: Figure }
  /** Divided by FE, as most others do; no value without a failure. */
  plain: { mtbf: Figure; mttr: Figure }
}

/**
 * Reliability figures (OEE-73). A stretch is a failure when the catalogue says so of its reason; where it
 * does not say, when its class is down. A failure that the window or a planned stop cuts is counted on each
 * side.
 */
export function reliability(attribution: Attribution, reasons: ReasonCatalogue = {}): Reliability {
  let failures = 0
  let repair = 0
  let before: Attributed | null = null
  for (const interval of attribution.intervals) {
    const failed = isFailure(interval, reasons)
    if (failed) repair += interval.toMicros - interval.fromMicros
    if (failed && !(before && isFailure(before, reasons))) failures += 1
    before = interval
  }
  const operatingMicros = BigInt(attribution.totals.production) + BigInt(attribution.totals.setup)
  const repairMicros = BigInt(repair)
  const mean = (sum: bigint, count: number): Figure =>
    count === 0 ? absent('noFailures') : figure(ratio(sum, count))
  return {
    failures,
    operatingMicros,
    repairMicros,
    iso22400: { mtbf: mean(operatingMicros, failures + 1), mttr: mean(repairMicros, failures + 1) },
    plain: { mtbf: mean(operatingMicros, failures), mttr: mean(repairMicros, failures) },
  }
}

function isFailure(interval: Attributed, reasons: ReasonCatalogue): boolean {
  const { timeClass } = interval
  if (timeClass !== 'down' && timeClass !== 'delay' && timeClass !== 'idle') return false
  return reasonOf(reasons, interval.reason)?.failure ?? timeClass === 'down'
}
