import { branchFaults } from './branches.ts'
import { conditionFaults } from './condition-faults.ts'
import { parseDecimal } from './decimal.ts'
import type { Fault, Framework, FrameworkNode, Leaf } from './model.ts'
import { isLeaf } from './model.ts'
import { nodeFaults, sizeFaults } from './node-faults.ts'
import { nodesOf, type Placed } from './placed.ts'
import { ruleFaults } from './rule-faults.ts'
import { shapeFaults } from './schema.ts'

/**
 * Every fault of what should be a framework: of shape (`schema.…`), or where the shape is right, of meaning.
 * None means that it is a `Framework` and every input of the right shape can be scored.
 */
export function frameworkFaults(value: unknown): Fault[] {
  const ofShape = shapeFaults(value)
  if (ofShape.length > 0) return ofShape
  const framework = value as Framework
  const placed = nodesOf(framework.root, '/root')
  const ofDecimals = decimalFaults(framework, '')
  const ofNames = [...codeFaults(framework), ...ruleNameFaults(framework, placed)]
  // Without its decimals nothing else can be reckoned.
  if (ofDecimals.length > 0) return [...ofDecimals, ...ofNames]
  const ofRules = rulesFaults(framework, placed)
  const broken = new Set(placed.map(({ node }) => node).filter((node) => isBroken(framework, node)))
  const sound = placed.filter(({ node }) => !broken.has(node))
  const faults = [
    ...ofNames,
    ...ofRules,
    ...nodeFaults(framework, sound),
    ...conditionFaults(framework, placed, broken),
    ...branchFaults(framework),
  ]
  return faults.length > 0 ? faults : sizeFaults(framework, placed)
}

function rulesFaults(framework: Framework, placed: readonly Placed[]): Fault[] {
  const named = (framework.rules ?? []).flatMap(({ rule }, index) => ruleFaults(rule, `/rules/${index}/rule`))
  const own = placed.flatMap(({ node, path }) => {
    return isLeaf(node) && typeof node.rule !== 'string' ? ruleFaults(node.rule, `${path}/rule`) : []
  })
  return [...named, ...own]
}

/** A question whose rule is not there or has faults itself: what follows from the rule is not looked at. */
function isBroken(framework: Framework, node: FrameworkNode): boolean {
  if (!isLeaf(node)) return false
  const { rule } = node
  const found = typeof rule === 'string' ? framework.rules?.find(({ code }) => code === rule)?.rule : rule
  return !found || ruleFaults(found, '').length > 0
}

const decimalKeys = new Set(
  'at score weight full low high reached missed below value atLeast weightsSum'.split(' '),
)

function decimalFaults(value: unknown, path: string): Fault[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}/${key}`
    const isDecimal = decimalKeys.has(key) || (key === 'atMost' && 'kind' in value && value.kind === 'total')
    if (!isDecimal || typeof inner !== 'string') return decimalFaults(inner, at)
    return parseDecimal(inner) === null ? [{ path: at, code: 'decimal.long', detail: inner }] : []
  })
}

type Coded = { code: string; path: string }

function codeFaults(framework: Framework): Fault[] {
  const listed = (list: readonly { code: string }[] | undefined, path: string): Coded[] =>
    (list ?? []).map(({ code }, index) => ({ code, path: `${path}/${index}/code` }))
  const nodes = nodesOf(framework.root, '/root').map(({ node, path }) => ({
    code: node.code,
    path: `${path}/code`,
  }))
  const spaces = [
    nodes,
    listed(framework.facts, '/facts'),
    listed(framework.rules, '/rules'),
    listed(framework.vetoes, '/vetoes'),
    listed(framework.ladders, '/ladders'),
    ...(framework.ladders ?? []).map(({ steps }, index) => listed(steps, `/ladders/${index}/steps`)),
  ]
  const reserved = [...nodes, ...listed(framework.facts, '/facts')]
    .filter(({ code }) => code in {})
    .map(({ code, path }) => ({ path, code: 'code.reserved', detail: code }))
  return [...spaces.flatMap(repeated), ...reserved]
}

/** Codes that stand more than once in one space of names. */
export function repeated(coded: readonly Coded[]): Fault[] {
  const seen = new Set<string>()
  return coded
    .filter(({ code }) => seen.size === seen.add(code).size)
    .map(({ code, path }) => ({ path, code: 'code.repeated', detail: code }))
}

function ruleNameFaults(framework: Framework, placed: readonly Placed[]): Fault[] {
  const names = new Set((framework.rules ?? []).map(({ code }) => code))
  return placed
    .filter((one): one is { node: Leaf; path: string } => isLeaf(one.node))
    .filter(({ node }) => typeof node.rule === 'string' && !names.has(node.rule))
    .map(({ node, path }) => ({ path: `${path}/rule`, code: 'rule.unknown', detail: String(node.rule) }))
}
