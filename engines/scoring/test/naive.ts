import type {
  Answer,
  Condition,
  FactCondition,
  Framework,
  FrameworkNode,
  Group,
  Input,
  Leaf,
  Rounding,
  Rule,
} from '../model.ts'

/**
 * The rules of SPEC.md said a second time, as plainly as can be: fractions of bigint, recursion over the
 * file, no plan, nothing kept. It shares no code with the engine.
 */

/** A fraction, not reduced; the bottom is positive. */
export type Fraction = [top: bigint, bottom: bigint]

export type NaiveScore = {
  total: string | null
  values: Record<string, string | null>
  reached: Record<string, string | null>
  vetoes: string[]
}

type Valued = { value: Fraction | null; stops: boolean }
type Run = { framework: Framework; input: Input; seen: Record<string, Fraction | null> }

export function naiveScore(framework: Framework, input: Input): NaiveScore {
  const run: Run = { framework, input, seen: {} }
  const { value } = nodeValue(run, framework.root)
  const applied = (framework.vetoes ?? []).filter(({ when, whenUnknown }) => {
    const held = truth(run, when)
    return held === 'yes' || (held === 'unknown' && whenUnknown === 'apply')
  })
  const rounding = framework.root.rounding ?? framework.rounding
  let total = value
  for (const { effect } of applied) {
    if (effect.kind !== 'total' || total === null) continue
    const most = rounded(read(effect.atMost), rounding)
    if (less(most, total)) total = most
  }
  const reached: NaiveScore['reached'] = {}
  for (const { code, steps, cumulative } of framework.ladders ?? []) {
    const met = steps.map(({ requires }) => requires.every((one) => truth(run, one) === 'yes'))
    const fits = met.map((one, at) => (cumulative ? met.slice(0, at + 1).every(Boolean) : one))
    let place = fits.lastIndexOf(true)
    for (const { effect } of applied) {
      if (effect.kind !== 'ladder' || effect.ladder !== code) continue
      while (place >= 0 && place > steps.findIndex((step) => step.code === effect.atMost)) place -= 1
    }
    reached[code] = place < 0 ? null : steps[place]!.code
  }
  const values = Object.fromEntries(
    Object.entries(run.seen).map(([code, one]) => [code, one && write(one, digitsOf(framework, code))]),
  )
  const vetoes = applied.map(({ code }) => code).sort()
  return { total: total && write(total, rounding.digits), values, reached, vetoes }
}

function digitsOf(framework: Framework, code: string): number {
  const find = (node: FrameworkNode): number | null => {
    if (node.code === code) return (node.rounding ?? framework.rounding).digits
    for (const child of 'children' in node ? node.children : []) {
      const found = find(child)
      if (found !== null) return found
    }
    return null
  }
  return find(framework.root)!
}

function nodeValue(run: Run, node: FrameworkNode): Valued {
  const valued = 'children' in node ? groupValue(run, node) : leafValue(run, node)
  const value = valued.value && rounded(valued.value, node.rounding ?? run.framework.rounding)
  run.seen[node.code] = value
  if (value === null || !('children' in node) || !node.fulfilled) return { ...valued, value }
  const rounding = node.rounding ?? run.framework.rounding
  const at = rounded(read(node.fulfilled.at), rounding)
  const held = less(value, at) ? value : rounded(read(node.fulfilled.value), rounding)
  run.seen[node.code] = held
  return { ...valued, value: held }
}

function leafValue(run: Run, leaf: Leaf): Valued {
  const named = (run.framework.rules ?? []).find(({ code }) => code === leaf.rule)
  const rule = named ? named.rule : (leaf.rule as Rule)
  const answer = run.input.answers[leaf.code]
  if (answer === undefined) {
    const missing = leaf.missing ?? run.framework.missing
    if (missing.kind === 'drop') return { value: null, stops: false }
    if (missing.kind === 'stop') return { value: null, stops: true }
    return { value: missing.kind === 'value' ? read(missing.value) : lowest(rule), stops: false }
  }
  const isAside = typeof answer === 'object' && !Array.isArray(answer)
  return { value: isAside ? null : scoreOf(rule, answer), stops: false }
}

function lowest(rule: Rule): Fraction {
  if (rule.kind === 'choice') return least(rule.options.map(({ score }) => read(score)))
  if (rule.kind === 'threshold') return least([read(rule.reached), read(rule.missed)])
  if (rule.kind === 'steps') return least([read(rule.below), ...rule.steps.map(({ score }) => read(score))])
  return read(rule.to.low)
}

export function least(all: Fraction[]): Fraction {
  return all.reduce((found, one) => (less(one, found) ? one : found))
}

export function most(all: Fraction[]): Fraction {
  return all.reduce((found, one) => (less(found, one) ? one : found))
}

function scoreOf(rule: Rule, answer: string | string[]): Fraction {
  if (rule.kind === 'choice') return read(rule.options.find(({ code }) => code === answer)!.score)
  if (rule.kind === 'coverage') {
    const chosen = rule.options.filter(({ code }) => answer.includes(code)).map(({ weight }) => read(weight))
    const share = over(chosen.reduce(plus, [0n, 1n]), read(rule.full))
    return stretched(rule.to, less([1n, 1n], share) ? [1n, 1n] : share)
  }
  const value = read(answer as string)
  if (rule.kind === 'threshold') return read(less(value, read(rule.at)) ? rule.missed : rule.reached)
  if (rule.kind === 'steps') {
    let score = rule.below
    for (const step of rule.steps) if (!less(value, read(step.at))) score = step.score
    return read(score)
  }
  const [low, high] = [read(rule.from.low), read(rule.from.high)]
  const held = least([high, most([low, value])])
  const share =
    rule.kind === 'linear'
      ? over(plus(held, minus(low)), plus(high, minus(low)))
      : logarithmOf(over(held, low), over(high, low))
  return stretched(rule.to, rule.reverse ? plus([1n, 1n], minus(share)) : share)
}

function stretched(to: { low: string; high: string }, share: Fraction): Fraction {
  return plus(read(to.low), times(plus(read(to.high), minus(read(to.low))), share))
}

/** log of `value` to `base`, 1 ≤ value ≤ base, bit by bit: square; where it passes the base divide by it. */
export function logarithmOf(value: Fraction, base: Fraction): Fraction {
  const one = 1n << 600n
  let at = (value[0] * one) / value[1]
  const bound = (base[0] * one) / base[1]
  if (at >= bound) return [1n, 1n]
  let bits = 0n
  for (let count = 0; count < 200; count += 1) {
    at = (at * at) / one
    bits *= 2n
    if (at >= bound) {
      at = (at * one) / bound
      bits += 1n
    }
  }
  return rounded([bits, 1n << 200n], { digits: 30, mode: 'halfEven' })
}

function groupValue(run: Run, group: Group): Valued {
  const asked = group.children.flatMap((child) => {
    const weight = weightIn(run, child)
    return weight === null ? [] : [{ weight, ...nodeValue(run, child) }]
  })
  const counted = asked.filter(({ weight }) => weight[0] > 0n)
  if (counted.some(({ stops }) => stops)) return { value: null, stops: true }
  const known = counted.filter((one): one is typeof one & { value: Fraction } => one.value !== null)
  if (known.length === 0) return { value: null, stops: false }
  const values = known.map(({ value }) => value)
  const sum = known.map(({ weight, value }) => times(weight, value)).reduce(plus)
  const whole = known.map(({ weight }) => weight).reduce(plus)
  const value = {
    sum: () => sum,
    mean: () => over(sum, whole),
    minimum: () => least(values),
    maximum: () => most(values),
  }[group.combine]()
  return { value, stops: false }
}

function weightIn({ input }: Run, node: FrameworkNode): Fraction | null {
  if (node.when && !factTruth(node.when, input.facts)) return null
  if (!Array.isArray(node.weight)) return read(node.weight ?? '1')
  for (const { when, weight } of node.weight) {
    if (!when || factTruth(when, input.facts)) return read(weight)
  }
  return null
}

function factTruth(condition: FactCondition, facts: Input['facts']): boolean {
  if ('not' in condition) return !factTruth(condition.not, facts)
  if ('all' in condition) return condition.all.every((one) => factTruth(one, facts))
  if ('any' in condition) return condition.any.some((one) => factTruth(one, facts))
  const fact = facts[condition.fact]!
  if ('in' in condition) return condition.in.some((one) => one === fact)
  return condition.startsWith.some((one) => fact.slice(0, one.length) === one)
}

type Truth = 'yes' | 'no' | 'unknown'

function truth(run: Run, condition: Condition): Truth {
  if ('not' in condition) {
    return { yes: 'no', no: 'yes', unknown: 'unknown' }[truth(run, condition.not)] as Truth
  }
  if ('all' in condition || 'any' in condition) {
    const [parts, decisive, other] = (
      'all' in condition ? [condition.all, 'no', 'yes'] : [condition.any, 'yes', 'no']
    ) as [Condition[], Truth, Truth]
    const truths = parts.map((one) => truth(run, one))
    if (truths.includes(decisive)) return decisive
    return truths.includes('unknown') ? 'unknown' : other
  }
  if ('fact' in condition) return factTruth(condition, run.input.facts) ? 'yes' : 'no'
  if ('node' in condition) return compared(condition, run.seen[condition.node] ?? null)
  const answer = condition.answer in run.seen ? run.input.answers[condition.answer] : undefined
  if (!('in' in condition)) return compared(condition, typeof answer === 'string' ? read(answer) : null)
  const codes = codesOf(answer)
  return codes === null ? 'unknown' : condition.in.some((one) => codes.includes(one)) ? 'yes' : 'no'
}

function codesOf(answer: Answer | undefined): string[] | null {
  if (typeof answer === 'string') return [answer]
  return Array.isArray(answer) ? answer : null
}

function compared(condition: { atLeast: string } | { below: string }, value: Fraction | null): Truth {
  if (value === null) return 'unknown'
  if ('below' in condition) return less(value, read(condition.below)) ? 'yes' : 'no'
  return less(value, read(condition.atLeast)) ? 'no' : 'yes'
}

export function read(text: string): Fraction {
  const [whole = '', behind = ''] = text.split('.')
  return [BigInt(whole + behind), 10n ** BigInt(behind.length)]
}

export function plus([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return [a * d + c * b, b * d]
}

export function minus([a, b]: Fraction): Fraction {
  return [-a, b]
}

export function times([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return [a * c, b * d]
}

/** The right one is positive. */
export function over([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return [a * d, b * c]
}

export function less([a, b]: Fraction, [c, d]: Fraction): boolean {
  return a * d < c * b
}

/** Rounds by comparing with the two neighbours. */
export function rounded([top, bottom]: Fraction, { digits, mode }: Rounding): Fraction {
  const ten = 10n ** BigInt(digits)
  const isNegative = top < 0n
  const scaled = (isNegative ? -top : top) * ten
  let units = scaled / bottom
  const twice = (scaled - units * bottom) * 2n
  if (mode === 'halfUp' && twice >= bottom) units += 1n
  if (mode === 'halfEven' && (twice > bottom || (twice === bottom && units % 2n === 1n))) units += 1n
  return [isNegative ? -units : units, ten]
}

/** A fraction of tenths, hundredths … in digits. */
export function write([top, bottom]: Fraction, digits: number): string {
  const units = (top * 10n ** BigInt(digits)) / bottom
  const text = `${units < 0n ? -units : units}`.padStart(digits + 1, '0')
  const cut = text.length - digits
  return `${units < 0n ? '-' : ''}${text.slice(0, cut)}${digits ? '.' : ''}${text.slice(cut)}`
}
