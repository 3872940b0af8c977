import { quotient, quotientLarge } from './decimal.ts'
import type { Answer, Input } from './model.ts'
import type { Plan, PlanGroup, PlanLeaf } from './plan.ts'

/** How a node came to its value, or why it has none; the place in the list is what a plan keeps. */
export const outcomes = ['scored', 'missing', 'dropped', 'notApplicable', 'empty', 'stopped'] as const
export type Outcome = (typeof outcomes)[number]

const scored = 0
const missing = 1
const dropped = 2
const notApplicable = 3
const empty = 4
const stopped = 5

/** Whether a node with this outcome has a value. */
export function hasValue(state: number): boolean {
  return state <= missing
}

/**
 * Gives every node of the plan its value and outcome, children first. Throws RangeError for an answer that is
 * none of its question’s; `inputFaults` tells them all.
 */
export function evaluate(plan: Plan, answers: Input['answers']): void {
  const { nodes, values, states } = plan
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at]!
    if ('leaf' in node) scoreLeaf(node, answers[node.code], at, values, states)
    else combine(node, at, values, states)
  }
}

function scoreLeaf(
  node: PlanLeaf,
  answer: Answer | undefined,
  at: number,
  values: Float64Array,
  states: Uint8Array,
): void {
  if (answer === undefined) {
    values[at] = node.missingUnits ?? 0
    states[at] = node.stops ? stopped : node.missingUnits === null ? dropped : missing
  } else if (typeof answer === 'string' || Array.isArray(answer)) {
    const units = node.standard.score(answer)
    if (Number.isNaN(units)) throw new RangeError(`${JSON.stringify(answer)} does not answer ${node.code}`)
    values[at] = units
    states[at] = scored
  } else {
    if (answer?.notApplicable !== true || !node.mayNotApply) {
      throw new RangeError(`${JSON.stringify(answer)} does not answer ${node.code}`)
    }
    states[at] = notApplicable
  }
}

function combine(node: PlanGroup, at: number, values: Float64Array, states: Uint8Array): void {
  const { children, shares } = node
  let whole = 0
  for (let index = 0; index < children.length; index += 1) {
    const state = states[children[index]!]!
    if (shares[index] === 0) continue
    if (state === stopped) {
      states[at] = stopped
      return
    }
    if (hasValue(state)) whole += shares[index]!
  }
  if (whole === 0) {
    states[at] = empty
    return
  }
  const units = node.combine === 'mean' || node.combine === 'sum' ? weighted : extreme
  const value = units(node, values, states, whole)
  const { fulfilled } = node
  values[at] = fulfilled && value >= fulfilled.at ? fulfilled.units : value
  states[at] = scored
}

function weighted(node: PlanGroup, values: Float64Array, states: Uint8Array, whole: number): number {
  const { children, factors, divisor } = node
  const bottom = node.combine === 'mean' ? whole * divisor : divisor
  let top = 0
  let isSafe = Number.isSafeInteger(bottom)
  for (let index = 0; index < children.length && isSafe; index += 1) {
    if (!hasValue(states[children[index]!]!)) continue
    const term = factors[index]! * values[children[index]!]!
    top += term
    isSafe = Number.isSafeInteger(term) && Number.isSafeInteger(top)
  }
  return isSafe ? quotient(top, bottom, node.rounding.mode) : weightedLarge(node, values, states, whole)
}

function weightedLarge(node: PlanGroup, values: Float64Array, states: Uint8Array, whole: number): number {
  const { children, factors, divisor } = node
  let top = 0n
  for (const [index, child] of children.entries()) {
    if (hasValue(states[child]!)) top += BigInt(factors[index]!) * BigInt(values[child]!)
  }
  const bottom = BigInt(divisor) * BigInt(node.combine === 'mean' ? whole : 1)
  return Number(quotientLarge(top, bottom, node.rounding.mode))
}

function extreme(node: PlanGroup, values: Float64Array, states: Uint8Array): number {
  const isLess = node.combine === 'minimum'
  let found = Number.NaN
  for (const [index, child] of node.children.entries()) {
    if (!hasValue(states[child]!) || node.shares[index] === 0) continue
    const value = node.factors[index]! * values[child]!
    if (Number.isNaN(found) || (isLess ? value < found : value > found)) found = value
  }
  return quotient(found, node.divisor, node.rounding.mode)
}
