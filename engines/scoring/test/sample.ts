import assert from 'node:assert/strict'
import { type Score, score } from '../index.ts'
import type { Answer, Fault, Framework, FrameworkNode, Input, Leaf, Rule } from '../model.ts'
import { load, type Scorer } from '../scorer.ts'

/** Small frameworks for tests. */

export const hundred = { low: '0', high: '100' }

/** A number from 0 to 100 that is its own score. */
export const percent: Rule = { kind: 'linear', from: hundred, to: hundred }

export const yesNo: Rule = {
  kind: 'choice',
  options: [
    { code: 'yes', score: '100' },
    { code: 'no', score: '0' },
  ],
}

/** A question, of percent unless a rule is given. */
export function question(code: string, more: Partial<Leaf> = {}): Leaf {
  return { code, rule: percent, ...more }
}

/** A framework with two digits, half to even, missing answers dropped, and this under its root. */
export function frameworkWith(children: FrameworkNode[], more: Partial<Framework> = {}): Framework {
  return {
    code: 'sample',
    version: '1',
    name: { zh: '样例', en: 'Sample' },
    facts: [],
    rounding: { digits: 2, mode: 'halfEven' },
    missing: { kind: 'drop' },
    root: { code: 'total', combine: 'mean', children },
    ...more,
  }
}

export function loaded(framework: unknown): Scorer {
  const result = load(framework)
  assert.ok('scorer' in result, JSON.stringify(result))
  return result.scorer
}

export function faultsOf(framework: unknown): Fault[] {
  const result = load(framework)
  return 'faults' in result ? result.faults : []
}

/** The codes of faults with their paths, for comparing. */
export function told(faults: readonly Fault[]): string[] {
  return faults.map(({ code, path }) => `${code} ${path}`)
}

export function scoreOf(
  framework: Framework,
  answers: Record<string, Answer>,
  facts: Input['facts'] = {},
): Score {
  return score(loaded(framework), { facts, answers })
}

/** The value of a node in a score; a node that is not asked fails the test. */
export function nodeValueOf({ nodes }: Score, code: string): string | null {
  const node = nodes.find((one) => one.code === code)
  assert.ok(node, `${code} is not asked`)
  return node.value
}

/** The total of one question under a mean, with this rule and answer, and so many digits. */
export function standardised(
  rule: Rule,
  answer: Answer,
  rounding: Framework['rounding'] = { digits: 2, mode: 'halfEven' },
): string | null {
  return scoreOf(frameworkWith([question('q', { rule })], { rounding }), { q: answer }).total
}
