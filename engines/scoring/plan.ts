import { holdsOfFacts } from './condition.ts'
import { decimal, power, roundDecimal, unitsAt } from './decimal.ts'
import type {
  Combine,
  FactCondition,
  Framework,
  FrameworkNode,
  Group,
  Leaf,
  Missing,
  Rounding,
  Rule,
} from './model.ts'
import { isLeaf } from './model.ts'
import { type Standard, standardOf } from './standard.ts'

type PlanPart = { code: string; rounding: Rounding }

/** A question made ready. */
export type PlanLeaf = PlanPart & {
  leaf: Leaf
  standard: Standard
  /** The units that a missing answer counts as; null when it counts as nothing. */
  missingUnits: number | null
  missingRule: Missing
  stops: boolean
  mayNotApply: boolean
}

/** A group made ready; the lists of children go together. */
export type PlanGroup = PlanPart & {
  group: Group
  combine: Combine
  /** Places of the children in the plan. */
  children: number[]
  weightTexts: string[]
  /** Integer weights; for mean and sum they bring the children to one number of digits as well. */
  factors: number[]
  /** The weights alone: what a mean is divided by, and 0 for a child that does not count. */
  shares: number[]
  /** What brings the combination back to the rounding’s digits. */
  divisor: number
  fulfilled: { at: number; units: number } | null
}

export type PlanNode = PlanLeaf | PlanGroup

/** The tree of one branch, children before their parents and by code, the root last. */
export type Plan = {
  nodes: PlanNode[]
  places: Map<string, number>
  /** The places by code. */
  order: number[]
  values: Float64Array
  states: Uint8Array
}

/** Makes the tree ready for the branch that these facts choose. */
export function planOf(framework: Framework, facts: Readonly<Record<string, string>>): Plan {
  const nodes: PlanNode[] = []
  place(framework, framework.root, facts, nodes)
  const places = new Map(nodes.map(({ code }, index) => [code, index]))
  const order = nodes.map((_, index) => index).sort((a, b) => (nodes[a]!.code < nodes[b]!.code ? -1 : 1))
  const values = new Float64Array(nodes.length)
  return { nodes, places, order, values, states: new Uint8Array(nodes.length) }
}

/** The questions of a plan. */
export function planLeaves({ nodes }: Plan): PlanLeaf[] {
  return nodes.filter((node): node is PlanLeaf => 'leaf' in node)
}

/** The weight of a node in a branch; null when it is not asked there. */
export function weightOf(node: FrameworkNode, facts: Readonly<Record<string, string>>): string | null {
  if (node.when && !holdsOfFacts(node.when, facts)) return null
  if (typeof node.weight === 'string') return node.weight
  if (node.weight === undefined) return '1'
  return node.weight.find(({ when }) => when === undefined || holdsOfFacts(when, facts))?.weight ?? null
}

/** All conditions that choose a branch, each once. */
export function branchConditions(node: FrameworkNode): FactCondition[] {
  const found = new Map<string, FactCondition>()
  const add = (condition: FactCondition | undefined): void => {
    if (condition) found.set(JSON.stringify(condition), condition)
  }
  add(node.when)
  for (const one of Array.isArray(node.weight) ? node.weight : []) add(one.when)
  for (const child of isLeaf(node) ? [] : node.children) branchConditions(child).forEach(add)
  return [...found.values()]
}

function place(
  framework: Framework,
  node: FrameworkNode,
  facts: Readonly<Record<string, string>>,
  nodes: PlanNode[],
): number {
  const planned = isLeaf(node) ? planLeaf(framework, node) : planGroup(framework, node, facts, nodes)
  return nodes.push(planned) - 1
}

function planLeaf(framework: Framework, leaf: Leaf): PlanLeaf {
  const rounding = leaf.rounding ?? framework.rounding
  const standard = standardOf(ruleOf(framework, leaf), rounding)
  const missing = leaf.missing ?? framework.missing
  const missingUnits = missingUnitsOf(missing, standard, rounding)
  const { code, notApplicable = false } = leaf
  const stops = missing.kind === 'stop'
  return {
    code,
    rounding,
    leaf,
    standard,
    missingUnits,
    missingRule: missing,
    stops,
    mayNotApply: notApplicable,
  }
}

function missingUnitsOf(missing: Missing, standard: Standard, rounding: Rounding): number | null {
  if (missing.kind === 'lowest') return standard.low
  return missing.kind === 'value' ? unitsOf(missing.value, rounding) : null
}

/** The rule of a leaf, by name or written in place. */
export function ruleOf(framework: Framework, { rule }: Leaf): Rule {
  if (typeof rule !== 'string') return rule
  return framework.rules!.find(({ code }) => code === rule)!.rule
}

function planGroup(
  framework: Framework,
  group: Group,
  facts: Readonly<Record<string, string>>,
  nodes: PlanNode[],
): PlanGroup {
  const rounding = group.rounding ?? framework.rounding
  const asked = group.children
    .map((child) => ({ child, weight: weightOf(child, facts) }))
    .filter((one): one is { child: FrameworkNode; weight: string } => one.weight !== null)
    .sort((a, b) => (a.child.code < b.child.code ? -1 : 1))
  const children = asked.map(({ child }) => place(framework, child, facts, nodes))
  const weights = asked.map(({ weight }) => decimal(weight))
  const digitsOfWeights = Math.max(0, ...weights.map(({ digits }) => digits))
  const digitsOfChildren = children.map((index) => nodes[index]!.rounding.digits)
  const fine = Math.max(rounding.digits, ...digitsOfChildren)
  const shares = weights.map((weight) => Number(unitsAt(weight, digitsOfWeights)))
  const { combine, fulfilled } = group
  const isWeighted = combine === 'mean' || combine === 'sum'
  const back = combine === 'sum' ? digitsOfWeights : 0
  return {
    code: group.code,
    rounding,
    group,
    combine,
    children,
    weightTexts: asked.map(({ weight }) => weight),
    factors: shares.map((share, index) => {
      return (isWeighted ? share : 1) * power(fine - digitsOfChildren[index]!)
    }),
    shares,
    divisor: power(back + fine - rounding.digits),
    fulfilled: fulfilled ? fulfilment(fulfilled, rounding) : null,
  }
}

function fulfilment(given: { at: string; value: string }, rounding: Rounding): { at: number; units: number } {
  return { at: unitsOf(given.at, rounding), units: unitsOf(given.value, rounding) }
}

function unitsOf(text: string, rounding: Rounding): number {
  return roundDecimal(decimal(text), rounding).units
}
