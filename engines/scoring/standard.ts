import {
  areSafe,
  blend,
  blendLarge,
  compareDecimals,
  type Decimal,
  decimal,
  digitsMax,
  parseDecimal,
  power,
  roundDecimal,
  unitsAt,
} from './decimal.ts'
import { logarithmDigits, logarithmicShare } from './logarithm.ts'
import type { Range, Rounding, Rule } from './model.ts'

/** A rule made ready for one rounding. */
export type Standard = {
  /** The score’s units at the rounding’s digits; NaN when the answer is none of this rule’s. */
  score(answer: string | readonly string[]): number
  /** The lowest and highest units that can come out. */
  low: number
  high: number
  /** An answer that gives the highest. */
  best: string | string[]
  /** How the score follows a larger answer; null where answers have no order, or the score turns. */
  direction: 'rising' | 'falling' | null
}

/** Makes a rule ready. The rule has passed `frameworkFaults`. */
export function standardOf(rule: Rule, rounding: Rounding): Standard {
  switch (rule.kind) {
    case 'choice':
      return choice(rule.options, rounding)
    case 'coverage':
      return coverage(rule, rounding)
    case 'threshold':
      return stepwise(rule.missed, [{ at: rule.at, score: rule.reached }], rounding)
    case 'steps':
      return stepwise(rule.below, rule.steps, rounding)
    case 'linear':
      return linear(rule, rounding)
    case 'logarithmic':
      return logarithmic(rule, rounding)
  }
}

function choice(options: readonly { code: string; score: string }[], rounding: Rounding): Standard {
  const units = new Map<string, number>()
  for (const { code, score } of options) units.set(code, roundDecimal(decimal(score), rounding).units)
  const all = [...units.values()]
  const high = Math.max(...all)
  const best = options.find(({ code }) => units.get(code) === high)!.code
  return {
    score: (answer) => (typeof answer === 'string' ? (units.get(answer) ?? Number.NaN) : Number.NaN),
    low: Math.min(...all),
    high,
    best,
    direction: null,
  }
}

function coverage(rule: Extract<Rule, { kind: 'coverage' }>, rounding: Rounding): Standard {
  const weights = new Map(rule.options.map(({ code, weight }) => [code, decimal(weight)]))
  const full = unitsAt(decimal(rule.full), digitsMax)
  const { base, factor, divisor } = scaled(rule.to, rounding)
  // Weights and their sums stay below 2^53 at the finest digits of this rule, which the loader checks.
  const digits = Math.max(decimal(rule.full).digits, ...[...weights.values()].map((one) => one.digits))
  const whole = Number(full / 10n ** BigInt(digitsMax - digits))
  const unitsOf = new Map([...weights].map(([code, weight]) => [code, Number(unitsAt(weight, digits))]))
  const score = (answer: string | readonly string[]): number => {
    if (typeof answer === 'string') return Number.NaN
    let chosen = 0
    for (const [index, code] of answer.entries()) {
      const weight = unitsOf.get(code)
      if (weight === undefined || answer.indexOf(code) !== index) return Number.NaN
      chosen += weight
    }
    return blend({ base, factor, part: Math.min(chosen, whole), whole, divisor }, rounding.mode)
  }
  const best = rule.options.map(({ code }) => code)
  return { score, low: score([]), high: score(best), best, direction: null }
}

function stepwise(
  below: string,
  steps: readonly { at: string; score: string }[],
  rounding: Rounding,
): Standard {
  const first = roundDecimal(decimal(below), rounding).units
  const rising = steps.map(({ at, score }) => ({
    at: decimal(at),
    units: roundDecimal(decimal(score), rounding).units,
  }))
  const all = [first, ...rising.map(({ units }) => units)]
  const high = Math.max(...all)
  const place = rising.findIndex(({ units }) => units === high)
  return {
    score: (answer) => {
      const value = typeof answer === 'string' ? parseDecimal(answer) : null
      if (value === null) return Number.NaN
      return rising.findLast(({ at }) => compareDecimals(value, at) >= 0)?.units ?? first
    },
    low: Math.min(...all),
    high,
    best: place >= 0 && first < high ? steps[place]!.at : belowFirst(rising[0]!.at),
    direction: directionOf(all),
  }
}

function belowFirst(at: Decimal): string {
  return String(Math.floor(at.units / power(at.digits)) - 1)
}

function directionOf(scores: readonly number[]): 'rising' | 'falling' | null {
  const isRising = scores.every((score, index) => index === 0 || score >= scores[index - 1]!)
  if (isRising) return 'rising'
  return scores.every((score, index) => index === 0 || score <= scores[index - 1]!) ? 'falling' : null
}

function linear(rule: Extract<Rule, { kind: 'linear' }>, rounding: Rounding): Standard {
  const [low, high] = [decimal(rule.from.low), decimal(rule.from.high)]
  const { base, factor, divisor } = scaled(rule.to, rounding)
  const digits = Math.max(low.digits, high.digits)
  return ranged(rule, (value) => {
    const fine = Math.max(digits, value.digits)
    const [from, to, at] = [aligned(low, fine), aligned(high, fine), aligned(value, fine)]
    const part = rule.reverse ? to - at : at - from
    if (areSafe(from, to)) return blend({ base, factor, part, whole: to - from, divisor }, rounding.mode)
    const wide = unitsAt(high, fine) - unitsAt(low, fine)
    const above = unitsAt(value, fine) - unitsAt(low, fine)
    return blendLarge(
      { ...large({ base, factor, divisor }), part: rule.reverse ? wide - above : above, whole: wide },
      rounding.mode,
    )
  })
}

function aligned({ units, digits }: Decimal, fine: number): number {
  return units * power(fine - digits)
}

function logarithmic(rule: Extract<Rule, { kind: 'logarithmic' }>, rounding: Rounding): Standard {
  const [low, high] = [decimal(rule.from.low), decimal(rule.from.high)]
  const terms = large(scaled(rule.to, rounding))
  const whole = 10n ** BigInt(logarithmDigits)
  return ranged(rule, (value) => {
    const share = logarithmicShare(value, low, high)
    return blendLarge({ ...terms, part: rule.reverse ? whole - share : share, whole }, rounding.mode)
  })
}

type Scaled = { base: number; factor: number; divisor: number }

function large({ base, factor, divisor }: Scaled): { base: bigint; factor: bigint; divisor: bigint } {
  return { base: BigInt(base), factor: BigInt(factor), divisor: BigInt(divisor) }
}

/** What linear and logarithmic rules share: the value is held within the range, and the score follows it. */
function ranged(rule: { from: Range; reverse?: boolean }, scoreWithin: (value: Decimal) => number): Standard {
  const [low, high] = [decimal(rule.from.low), decimal(rule.from.high)]
  const [worst, best] = rule.reverse ? [high, low] : [low, high]
  return {
    score: (answer) => {
      const value = typeof answer === 'string' ? parseDecimal(answer) : null
      if (value === null) return Number.NaN
      if (compareDecimals(value, low) <= 0) return scoreWithin(low)
      return scoreWithin(compareDecimals(value, high) >= 0 ? high : value)
    },
    low: scoreWithin(worst),
    high: scoreWithin(best),
    best: rule.reverse ? rule.from.low : rule.from.high,
    direction: rule.reverse ? 'falling' : 'rising',
  }
}

/** Score = (base + factor × share) ÷ divisor in units of the rounding’s digits, for a share from 0 to 1. */
function scaled(to: Range, { digits }: Rounding): Scaled {
  const [low, high] = [decimal(to.low), decimal(to.high)]
  const fine = Math.max(low.digits, high.digits, digits)
  const base = aligned(low, fine)
  return { base, factor: aligned(high, fine) - base, divisor: power(fine - digits) }
}
