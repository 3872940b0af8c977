import { inSequence } from './canonical.ts'
import { holdsOfFacts } from './condition.ts'
import { frameworkFaults } from './faults.ts'
import { type Fault, type Framework, type Input, isLeaf } from './model.ts'
import { nodesOf } from './placed.ts'
import { branchConditions, type Plan, planOf } from './plan.ts'

/** A framework made ready for scoring; it keeps the trees of the branches it has met. */
export type Scorer = {
  readonly framework: Framework
  /** The codes of all questions, of whatever branch. */
  readonly leaves: ReadonlySet<string>
  /** The tree of the branch that the facts choose; they must be whole. */
  plan(facts: Input['facts']): Plan
}

/** More branches than this are not kept ready at once. */
const plansMax = 256

/** Makes a framework ready, or tells every fault of the file and loads nothing. */
export function load(value: unknown): { scorer: Scorer } | { faults: Fault[] } {
  const faults = frameworkFaults(value)
  return faults.length > 0 ? { faults } : { scorer: scorerOf(inSequence(value) as Framework) }
}

function scorerOf(framework: Framework): Scorer {
  const conditions = branchConditions(framework.root)
  const leaves = nodesOf(framework.root, '').filter(({ node }) => isLeaf(node))
  const plans = new Map<string, Plan>()
  return {
    framework,
    leaves: new Set(leaves.map(({ node }) => node.code)),
    plan(facts) {
      const branch = conditions.map((one) => (holdsOfFacts(one, facts) ? '1' : '0')).join('')
      const ready = plans.get(branch)
      if (ready) return ready
      if (plans.size >= plansMax) plans.clear()
      const plan = planOf(framework, facts)
      plans.set(branch, plan)
      return plan
    },
  }
}
