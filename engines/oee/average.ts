import { type Elements, timesOf } from './elements.ts'
import { absent, type Figure, figure, type Missing } from './figures.ts'
import { add, multiply, type Ratio, ratio } from './ratio.ts'

/**
 * How figures of several machines are averaged (OEE-64): by planned busy time, by what was made, or each
 * machine alike.
 */
export type Weighting = 'plannedTime' | 'volume' | 'plain'

/** One machine with a figure of its own. */
export type AveragePart = { id: string; elements: Elements; figure: Figure }

/** The average and what each part weighs in it; a part without a value weighs nothing and is named. */
export type Averaged = {
  figure: Figure
  weights: { id: string; weight: Ratio | null }[]
  without: string[]
  /** Planned busy time of the parts that have a value, over that of all; null where none is planned. */
  coverage: Ratio | null
}

/**
 * The weighted mean of the parts that have a value (OEE-64, OEE-65). Weights are exact and sum to 1. It is a
 * mean of ratios and may differ from the figure of the sums (OEE-60), which is why it bears its name.
 */
export function averageBy(weighting: Weighting, parts: readonly AveragePart[]): Averaged {
  const known = parts.filter((part) => part.figure.ratio !== null)
  const without = parts.filter((part) => part.figure.ratio === null).map((part) => part.id)
  const whole = sum(known.map((part) => weightOf(weighting, part)))
  const share = (part: AveragePart): Ratio | null =>
    part.figure.ratio === null || whole === 0n ? null : ratio(weightOf(weighting, part), whole)
  const weights = parts.map((part) => ({ id: part.id, weight: share(part) }))
  const planned = sum(parts.map(plannedOf))
  const coverage = planned === 0n ? null : ratio(sum(known.map(plannedOf)), planned)
  if (whole === 0n) return { figure: absent(whyNone(parts, known)), weights, without, coverage }
  const total = known.reduce<Ratio>(
    (mean, part) => add(mean, multiply(share(part) as Ratio, part.figure.ratio as Ratio)),
    ratio(0),
  )
  return { figure: figure(total), weights, without, coverage }
}

function weightOf(weighting: Weighting, part: AveragePart): bigint {
  if (weighting === 'plain') return 1n
  if (weighting === 'volume') return part.elements.output?.produced ?? 0n
  return plannedOf(part)
}

function plannedOf(part: AveragePart): bigint {
  return timesOf(part.elements.time).plannedBusy
}

/** The first part's own reason; where all have a value but no weight, nothing was planned or made. */
function whyNone(parts: readonly AveragePart[], known: readonly AveragePart[]): Missing {
  if (known.length > 0) return 'nothingProduced'
  return parts.find((part) => part.figure.missing !== null)?.figure.missing ?? 'noPlannedTime'
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n)
}
