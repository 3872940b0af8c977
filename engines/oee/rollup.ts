import type { Output } from './credit.ts'
import { type Elements, timesOf } from './elements.ts'
import { type Figures, figuresOf } from './figures.ts'
import { type TimeClass, timeClasses } from './model.ts'
import { add, type Ratio, ratio } from './ratio.ts'

/** One machine or period that takes part. */
export type RollUpPart = { id: string; elements: Elements }

/** What a part weighs in each of the three factors; the weights of a column sum to 1, or are all null. */
export type RollUpWeight = {
  id: string
  /** Of availability: the part's share of PBT. */
  availability: Ratio | null
  /** Of effectiveness: the part's share of APT. */
  effectiveness: Ratio | null
  /** Of the quality ratio: the part's share of PQ. */
  quality: Ratio | null
}

/** Figures of several machines or periods together. */
export type RollUp = {
  elements: Elements
  figures: Figures
  weights: RollUpWeight[]
  /** The parts for want of which a figure has no value. */
  without: { counts: string[]; ideal: string[]; orderTime: string[] }
}

/**
 * Combines parts by the sums of their elements, never by a mean of ratios (OEE-60 to OEE-63). A figure that
 * needs what one part does not know has no value for the whole, and `without` names the part: leave it out
 * and say so, if a figure of the others is wanted.
 */
export function rollUp(parts: readonly RollUpPart[]): RollUp {
  const time = {} as Record<TimeClass, bigint>
  for (const timeClass of timeClasses) {
    time[timeClass] = parts.reduce((sum, part) => sum + part.elements.time[timeClass], 0n)
  }
  const orders = parts.map((part) => part.elements.orderMicros)
  const elements: Elements = {
    time,
    output: sumOutputs(parts.map((part) => part.elements.output)),
    orderMicros: sumOrNull(orders),
  }
  const without = {
    counts: idsWhere(parts, (part) => part.output === null),
    ideal: idsWhere(parts, (part) => part.output !== null && part.output.ideal === null),
    orderTime: idsWhere(parts, (part) => part.orderMicros === null),
  }
  return { elements, figures: figuresOf(elements), weights: weightsOf(parts, elements), without }
}

function weightsOf(parts: readonly RollUpPart[], whole: Elements): RollUpWeight[] {
  const plannedBusy = timesOf(whole.time).plannedBusy
  const share = (part: bigint, sum: bigint): Ratio | null => (sum === 0n ? null : ratio(part, sum))
  return parts.map(({ id, elements }) => ({
    id,
    availability: share(timesOf(elements.time).plannedBusy, plannedBusy),
    effectiveness: share(elements.time.production, whole.time.production),
    quality: share(elements.output?.produced ?? 0n, whole.output?.produced ?? 0n),
  }))
}

function sumOutputs(outputs: readonly (Output | null)[]): Output | null {
  if (outputs.some((output) => output === null) || outputs.length === 0) return null
  const known = outputs as readonly Output[]
  const sum = (pick: (output: Output) => bigint): bigint =>
    known.reduce((total, output) => total + pick(output), 0n)
  return {
    produced: sum((output) => output.produced),
    good: sum((output) => output.good),
    rejectedStartup: sum((output) => output.rejectedStartup),
    withoutIdeal: sum((output) => output.withoutIdeal),
    ideal: sumRatios(known.map((output) => output.ideal)),
    idealGood: sumRatios(known.map((output) => output.idealGood)),
    idealStartup: sumRatios(known.map((output) => output.idealStartup)),
  }
}

function sumRatios(values: readonly (Ratio | null)[]): Ratio | null {
  return values.reduce<Ratio | null>((sum, value) => sum && value && add(sum, value), ratio(0))
}

function sumOrNull(values: readonly (bigint | null)[]): bigint | null {
  if (values.length === 0) return null
  return values.reduce(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0n as bigint | null,
  )
}

function idsWhere(parts: readonly RollUpPart[], wanted: (elements: Elements) => boolean): string[] {
  return parts.filter((part) => wanted(part.elements)).map((part) => part.id)
}
