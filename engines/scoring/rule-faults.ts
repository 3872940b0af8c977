import { compareDecimals, decimal, digitsMax, unitsAt } from './decimal.ts'
import type { DecimalText, Fault, Range, Rule } from './model.ts'

/** No score of a node may be larger, so that nine digits behind the point still fit. */
export const scoreMax = 9_000_000

/** Every fault of meaning of one rule. */
export function ruleFaults(rule: Rule, path: string): Fault[] {
  const { kind } = rule
  switch (kind) {
    case 'choice':
      return [...optionFaults(rule.options, path), ...scoreFaults(rule.options, path)]
    case 'coverage':
      return [...optionFaults(rule.options, path), ...coverageFaults(rule, path), ...toFaults(rule.to, path)]
    case 'linear':
    case 'logarithmic': {
      const isPositive = kind === 'linear' || decimal(rule.from.low).units > 0
      const order = orderFaults(rule.from, `${path}/from`, false)
      const positive = isPositive ? [] : [fault(`${path}/from/low`, 'range.positive', rule.from.low)]
      return [...order, ...positive, ...toFaults(rule.to, path)]
    }
    case 'threshold':
      return [...largeFaults(rule.reached, `${path}/reached`), ...largeFaults(rule.missed, `${path}/missed`)]
    case 'steps':
      return [...largeFaults(rule.below, `${path}/below`), ...stepFaults(rule.steps, path)]
  }
}

/** A score that is too large to be kept exactly. */
export function largeFaults(text: DecimalText, path: string): Fault[] {
  const { units, digits } = decimal(text)
  return Math.abs(units) > scoreMax * 10 ** digits ? [fault(path, 'score.large', text)] : []
}

function fault(path: string, code: string, detail: string): Fault {
  return { path, code, detail }
}

function optionFaults(options: readonly { code: string }[], path: string): Fault[] {
  const codes = options.map(({ code }) => code)
  return codes.flatMap((code, index) =>
    codes.indexOf(code) < index ? [fault(`${path}/options/${index}/code`, 'option.repeated', code)] : [],
  )
}

function scoreFaults(options: readonly { score: string }[], path: string): Fault[] {
  return options.flatMap(({ score }, index) => largeFaults(score, `${path}/options/${index}/score`))
}

function coverageFaults(rule: Extract<Rule, { kind: 'coverage' }>, path: string): Fault[] {
  const faults: Fault[] = []
  if (decimal(rule.full).units <= 0) faults.push(fault(`${path}/full`, 'coverage.full', rule.full))
  let sum = unitsAt(decimal(rule.full), digitsMax)
  for (const [index, { weight }] of rule.options.entries()) {
    if (decimal(weight).units < 0) {
      faults.push(fault(`${path}/options/${index}/weight`, 'weight.negative', weight))
    }
    sum += unitsAt(decimal(weight), digitsMax)
  }
  if (sum > BigInt(Number.MAX_SAFE_INTEGER)) faults.push(fault(`${path}/options`, 'weight.large', `${sum}`))
  return faults
}

function toFaults(to: Range, path: string): Fault[] {
  const large = [...largeFaults(to.low, `${path}/to/low`), ...largeFaults(to.high, `${path}/to/high`)]
  return [...large, ...orderFaults(to, `${path}/to`, true)]
}

function orderFaults({ low, high }: Range, path: string, mayBeEqual: boolean): Fault[] {
  const order = compareDecimals(decimal(low), decimal(high))
  return order < 0 || (mayBeEqual && order === 0) ? [] : [fault(path, 'range.order', `${low} … ${high}`)]
}

function stepFaults(steps: readonly { at: string; score: string }[], path: string): Fault[] {
  return steps.flatMap(({ at, score }, index) => {
    const before = steps[index - 1]
    const isAbove = !before || compareDecimals(decimal(at), decimal(before.at)) > 0
    const order = isAbove ? [] : [fault(`${path}/steps/${index}/at`, 'steps.order', at)]
    return [...order, ...largeFaults(score, `${path}/steps/${index}/score`)]
  })
}
