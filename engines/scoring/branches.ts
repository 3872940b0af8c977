import { decimal, digitsMax, unitsAt } from './decimal.ts'
import type { FactCondition, Fault, Framework, FrameworkNode } from './model.ts'
import { isLeaf } from './model.ts'
import { branchConditions, weightOf } from './plan.ts'

/** More branches than this are not gone through, and the framework is refused. */
export const branchesMax = 2000

type Facts = Record<string, string>

/** Weights that do not add up to what is declared, in every branch that the facts can choose. */
export function branchFaults(framework: Framework): Fault[] {
  const { when, weight } = framework.root
  if (when || weight !== undefined)
    return [{ path: '/root', code: 'root.always', detail: framework.root.code }]
  const branches = branchesOf(framework)
  if (branches === null) return [{ path: '/root', code: 'branch.many', detail: `${branchesMax}` }]
  const faults = new Map<string, Fault>()
  for (const facts of branches) {
    for (const fault of sumFaults(framework.root, '/root', facts)) {
      if (!faults.has(fault.path)) faults.set(fault.path, fault)
    }
  }
  return [...faults.values()]
}

/**
 * Facts for every branch, at least: each value that a condition names, and one that none names, in every
 * combination. Null when there are more than `branchesMax`.
 */
export function branchesOf(framework: Framework): Facts[] | null {
  const named = new Map<string, Set<string>>()
  for (const condition of branchConditions(framework.root)) collect(condition, named)
  let branches: Facts[] = [{}]
  const declared = new Set(framework.facts.map(({ code }) => code))
  // A fact that is not declared is a fault of its own, and may have any value here.
  const undeclared = [...named.keys()].filter((code) => !declared.has(code)).map((code) => ({ code }))
  const facts: Framework['facts'] = [...framework.facts, ...undeclared]
  for (const { code, values } of facts) {
    // A space begins no code, so it stands for every value that no condition names.
    const candidates = values ?? [...(named.get(code) ?? []), ' ']
    const used = named.has(code) ? candidates : candidates.slice(0, 1)
    if (branches.length * used.length > branchesMax) return null
    branches = branches.flatMap((facts) => used.map((value) => ({ ...facts, [code]: value })))
  }
  return branches
}

function collect(condition: FactCondition, named: Map<string, Set<string>>): void {
  if ('not' in condition) collect(condition.not, named)
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : []
  for (const part of parts) collect(part, named)
  if (!('fact' in condition)) return
  const values = named.get(condition.fact) ?? new Set<string>()
  for (const value of 'in' in condition ? condition.in : condition.startsWith) values.add(value)
  named.set(condition.fact, values)
}

function sumFaults(node: FrameworkNode, path: string, facts: Facts): Fault[] {
  if (isLeaf(node) || weightOf(node, facts) === null) return []
  const below = node.children.flatMap((child, index) => sumFaults(child, `${path}/children/${index}`, facts))
  if (node.weightsSum === undefined) return below
  const weights = node.children.map((child) => weightOf(child, facts)).filter((one) => one !== null)
  const sum = weights.reduce((total, one) => total + unitsAt(decimal(one), digitsMax), 0n)
  if (weights.length === 0 || sum === unitsAt(decimal(node.weightsSum), digitsMax)) return below
  const where = Object.entries(facts).map(([code, value]) => `${code}=${value}`)
  const detail = `${Number(sum) / 10 ** digitsMax} ≠ ${node.weightsSum} ${where.join(' ')}`.trim()
  return [...below, { path, code: 'weights.sum', detail }]
}
