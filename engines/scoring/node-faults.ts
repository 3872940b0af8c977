import { compareDecimals, type Decimal, decimal } from './decimal.ts'
import type { Fault, Framework, FrameworkNode, Group, Leaf, Weight } from './model.ts'
import { isLeaf } from './model.ts'
import type { Placed } from './placed.ts'
import { ruleOf } from './plan.ts'
import { largeFaults, scoreMax } from './rule-faults.ts'
import { type Standard, standardOf } from './standard.ts'

/** Faults of weights, of missing answers and of declared monotony. */
export function nodeFaults(framework: Framework, placed: readonly Placed[]): Fault[] {
  const { missing } = framework
  const own = missing.kind === 'value' ? largeFaults(missing.value, '/missing/value') : []
  const ofNodes = placed.flatMap(({ node, path }) => [
    ...weightFaults(node.weight, `${path}/weight`),
    ...(isLeaf(node) ? leafFaults(framework, node, path) : groupFaults(framework, node, path)),
  ])
  return [...own, ...ofNodes]
}

function weightFaults(weight: Weight | undefined, path: string): Fault[] {
  const cases = weightCases(weight)
  const negative = cases.filter((text) => decimal(text).units < 0)
  const faults = negative.map((text) => ({ path, code: 'weight.negative', detail: text }))
  const always = Array.isArray(weight) ? weight.findIndex(({ when }) => when === undefined) : -1
  if (always >= 0 && always < cases.length - 1) {
    faults.push({ path: `${path}/${always + 1}`, code: 'weight.unreachable', detail: cases[always + 1]! })
  }
  return faults
}

/** All the weights a node may have. */
function weightCases(weight: Weight | undefined): string[] {
  return Array.isArray(weight) ? weight.map((one) => one.weight) : [weight ?? '1']
}

function leafFaults(framework: Framework, leaf: Leaf, path: string): Fault[] {
  const faults: Fault[] = []
  const standard = standardOfLeaf(framework, leaf)
  const missing = leaf.missing ?? framework.missing
  if (missing.kind === 'value' && !isWithin(decimal(missing.value), standard, leaf, framework)) {
    faults.push({ path: `${path}/missing`, code: 'missing.range', detail: missing.value })
  }
  if (leaf.monotone && leaf.monotone !== standard.direction) {
    faults.push({ path: `${path}/monotone`, code: 'monotone.broken', detail: `${standard.direction}` })
  }
  return faults
}

function isWithin(value: Decimal, { low, high }: Standard, leaf: Leaf, framework: Framework): boolean {
  const { digits } = leaf.rounding ?? framework.rounding
  return (
    compareDecimals(value, { units: low, digits }) >= 0 &&
    compareDecimals(value, { units: high, digits }) <= 0
  )
}

function standardOfLeaf(framework: Framework, leaf: Leaf): Standard {
  return standardOf(ruleOf(framework, leaf), leaf.rounding ?? framework.rounding)
}

function groupFaults(framework: Framework, group: Group, path: string): Fault[] {
  const faults: Fault[] = []
  const { fulfilled } = group
  if (fulfilled && compareDecimals(decimal(fulfilled.value), decimal(fulfilled.at)) < 0) {
    faults.push({ path: `${path}/fulfilled/value`, code: 'fulfilled.value', detail: fulfilled.value })
  }
  if (fulfilled) faults.push(...largeFaults(fulfilled.value, `${path}/fulfilled/value`))
  const digitsOf = (node: FrameworkNode): number => (node.rounding ?? framework.rounding).digits
  const fine = Math.max(digitsOf(group), ...group.children.map(digitsOf))
  const weights = group.children.flatMap((child) => weightCases(child.weight).map(decimal))
  const digits = Math.max(...weights.map((one) => one.digits))
  const sum = weights.reduce((total, one) => total + one.units * 10 ** (digits - one.digits), 0)
  // Each weight is brought to the finest digits of the children before it meets a value.
  if (sum * 10 ** fine > Number.MAX_SAFE_INTEGER) {
    faults.push({ path: `${path}/children`, code: 'weight.large', detail: `${sum / 10 ** digits}` })
  }
  return faults
}

/** Groups whose value could outgrow what is kept exactly; an estimate, far from the limit of exactness. */
export function sizeFaults(framework: Framework, placed: readonly Placed[]): Fault[] {
  const sizes = new Map<FrameworkNode, number>()
  for (const { node } of placed.toReversed()) sizes.set(node, sizeOf(framework, node, sizes))
  return placed
    .filter(({ node }) => sizes.get(node)! > scoreMax)
    .map(({ node, path }) => ({ path, code: 'score.large', detail: `${sizes.get(node)}` }))
}

function sizeOf(framework: Framework, node: FrameworkNode, sizes: Map<FrameworkNode, number>): number {
  if (isLeaf(node)) {
    const { low, high } = standardOfLeaf(framework, node)
    return Math.max(-low, high) / 10 ** (node.rounding ?? framework.rounding).digits
  }
  const parts = node.children.map((child) => {
    const weight = node.combine === 'sum' ? Math.max(...weightCases(child.weight).map(Number)) : 1
    return weight * sizes.get(child)!
  })
  const size = node.combine === 'sum' ? parts.reduce((sum, part) => sum + part, 0) : Math.max(...parts)
  return Math.max(size, node.fulfilled ? Math.abs(Number(node.fulfilled.value)) : 0)
}
