import { type Elements, type Times, timesOf } from './elements.ts'
import { compare, divide, multiply, type Ratio, ratio, toNumber } from './ratio.ts'

/** Why a figure has no value. */
export type Missing =
  | 'noPlannedTime'
  | 'noKnownTime'
  | 'noBusyTime'
  | 'noProcessingTime'
  | 'noProductionTime'
  | 'noOrderTime'
  | 'noCounts'
  | 'nothingProduced'
  | 'noIdealCycle'
  | 'noFailures'

/** A figure: exact, and as a number for showing; or null and why. */
export type Figure =
  | { ratio: Ratio; value: number; missing: null }
  | { ratio: null; value: null; missing: Missing }

/**
 * The key figures of ISO 22400-2 that follow from time elements and quantities (SPEC.md OEE-50 to OEE-58).
 */
export type Figures = {
  times: Times
  /** A = APT / PBT, with unknown time inside PBT. */
  availability: Figure
  /** APT / (PBT − unknown). */
  availabilityKnown: Figure
  /** E = Σ PRI·PQ / APT. May exceed 1; then `overSpeed` is true. */
  effectiveness: Figure
  /** GQ / PQ. */
  qualityRatio: Figure
  /** A · E · GQ/PQ. */
  oee: Figure
  /** AUPT/PBT · E · GQ/PQ. */
  nee: Figure
  /**
   * Σ PRI·GQ / PBT: the share of planned busy time that good items needed; OEE where there is one product.
   */
  oeeByTime: Figure
  /** APT / AUBT. */
  utilisationEfficiency: Figure
  /** APT / (APT + ADET). */
  technicalEfficiency: Figure
  /** AUST / AUPT. */
  setupRatio: Figure
  /** AUBT / PBT. */
  allocationEfficiency: Figure
  /** AUBT / AOET. */
  allocationRatio: Figure
  /** APT / AOET. */
  productionProcessRatio: Figure
  /** PQ / AOET in items per hour. */
  throughputPerHour: Figure
  /** The share of PBT that is not unknown. */
  knownRatio: Figure
  overSpeed: boolean
}

/** Every figure of the sums. Pure and exact; a figure without a value says why. */
export function figuresOf(elements: Elements): Figures {
  const times = timesOf(elements.time)
  const { plannedBusy, production, processing, busy } = times
  const order = elements.orderMicros ?? 0n
  const effectiveness = effectivenessOf(elements)
  const qualityRatio = qualityOf(elements)
  const availability = share(production, plannedBusy, 'noPlannedTime')
  const produced = elements.output?.produced ?? null
  return {
    times,
    availability,
    availabilityKnown: share(production, plannedBusy - times.unknown, 'noKnownTime'),
    effectiveness,
    qualityRatio,
    oee: product(elements, availability, effectiveness, qualityRatio),
    nee: product(elements, share(processing, plannedBusy, 'noPlannedTime'), effectiveness, qualityRatio),
    oeeByTime: byTime(elements, plannedBusy),
    utilisationEfficiency: share(production, busy, 'noBusyTime'),
    technicalEfficiency: share(production, production + times.delay, 'noProductionTime'),
    setupRatio: share(times.setup, processing, 'noProcessingTime'),
    allocationEfficiency: share(busy, plannedBusy, 'noPlannedTime'),
    allocationRatio: share(busy, order, 'noOrderTime'),
    productionProcessRatio: share(production, order, 'noOrderTime'),
    throughputPerHour:
      produced === null ? absent('noCounts') : share(produced * 3_600_000_000n, order, 'noOrderTime'),
    knownRatio: share(plannedBusy - times.unknown, plannedBusy, 'noPlannedTime'),
    overSpeed: effectiveness.ratio !== null && compare(effectiveness.ratio, ratio(1)) > 0,
  }
}

/** A figure with a value. */
export function figure(value: Ratio): Figure {
  return { ratio: value, value: toNumber(value), missing: null }
}

/** A figure without a value, and why. */
export function absent(missing: Missing): Figure {
  return { ratio: null, value: null, missing }
}

function share(part: bigint, whole: bigint, missing: Missing): Figure {
  return whole === 0n ? absent(missing) : figure(ratio(part, whole))
}

function effectivenessOf(elements: Elements): Figure {
  if (!elements.output) return absent('noCounts')
  if (!elements.output.ideal) return absent('noIdealCycle')
  if (elements.time.production === 0n) return absent('noProductionTime')
  return figure(divide(elements.output.ideal, ratio(elements.time.production)))
}

function qualityOf(elements: Elements): Figure {
  if (!elements.output) return absent('noCounts')
  return share(elements.output.good, elements.output.produced, 'nothingProduced')
}

/**
 * The product of three factors. Where counting ran and nothing was made in planned time of which something is
 * known, the figure is 0 although its factors have no value: any value of theirs would give 0 (OEE-54).
 */
function product(elements: Elements, first: Figure, effectiveness: Figure, quality: Figure): Figure {
  if (first.ratio === null) return first
  const times = timesOf(elements.time)
  const someKnown = times.plannedBusy > times.unknown
  if (elements.output?.produced === 0n) return someKnown ? figure(ratio(0)) : absent('noKnownTime')
  if (effectiveness.ratio === null) return effectiveness
  if (quality.ratio === null) return quality
  return figure(multiply(multiply(first.ratio, effectiveness.ratio), quality.ratio))
}

function byTime(elements: Elements, plannedBusy: bigint): Figure {
  if (plannedBusy === 0n) return absent('noPlannedTime')
  if (!elements.output) return absent('noCounts')
  if (!elements.output.idealGood) return absent('noIdealCycle')
  return figure(divide(elements.output.idealGood, ratio(plannedBusy)))
}
