import { compareDecimals, type Decimal, decimal, parseDecimal } from './decimal.ts'
import type { Answer, Condition, FactCondition } from './model.ts'

/** What conditions are asked of. */
export type Known = {
  facts: Readonly<Record<string, string>>
  /** The answer to a question of this branch; undefined when there is none or the question does not apply. */
  answer(code: string): Answer | undefined
  /** A node’s value; null when it has none. */
  value(code: string): Decimal | null
}

/** Whether a condition on facts holds. Every fact that it names is given. */
export function holdsOfFacts(condition: FactCondition, facts: Readonly<Record<string, string>>): boolean {
  if ('all' in condition) return condition.all.every((one) => holdsOfFacts(one, facts))
  if ('any' in condition) return condition.any.some((one) => holdsOfFacts(one, facts))
  if ('not' in condition) return !holdsOfFacts(condition.not, facts)
  const fact = facts[condition.fact]!
  return 'in' in condition
    ? condition.in.includes(fact)
    : condition.startsWith.some((prefix) => fact.startsWith(prefix))
}

/** Whether a condition holds; null when it hangs on what nobody knows (Kleene’s strong logic). */
export function holds(condition: Condition, known: Known): boolean | null {
  if ('all' in condition) return every(condition.all.map((one) => holds(one, known)))
  if ('any' in condition) return negated(every(condition.any.map((one) => negated(holds(one, known)))))
  if ('not' in condition) return negated(holds(condition.not, known))
  if ('fact' in condition) return holdsOfFacts(condition, known.facts)
  if ('in' in condition) return isAmong(known.answer(condition.answer), condition.in)
  const value = 'node' in condition ? known.value(condition.node) : numberOf(known.answer(condition.answer))
  if (value === null) return null
  return 'atLeast' in condition
    ? compareDecimals(value, decimal(condition.atLeast)) >= 0
    : compareDecimals(value, decimal(condition.below)) < 0
}

function every(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false
  return parts.includes(null) ? null : true
}

function negated(part: boolean | null): boolean | null {
  return part === null ? null : !part
}

/** Of several choices one is enough. */
function isAmong(answer: Answer | undefined, codes: readonly string[]): boolean | null {
  if (answer === undefined) return null
  if (typeof answer === 'string') return codes.includes(answer)
  return Array.isArray(answer) ? answer.some((one) => codes.includes(one)) : null
}

function numberOf(answer: Answer | undefined): Decimal | null {
  return typeof answer === 'string' ? parseDecimal(answer) : null
}
