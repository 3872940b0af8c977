import type { Condition, FactCondition, Fault, Framework, FrameworkNode, Leaf } from './model.ts'
import { isLeaf } from './model.ts'
import type { Placed } from './placed.ts'
import { ruleOf } from './plan.ts'
import { largeFaults } from './rule-faults.ts'

/**
 * Conditions that name what the framework does not have, and vetoes on ladders that it does not have. What
 * may be answered to `broken` questions is not known.
 */
export function conditionFaults(
  framework: Framework,
  placed: readonly Placed[],
  broken: ReadonlySet<FrameworkNode>,
): Fault[] {
  const names = namesOf(framework, placed, broken)
  const branches = placed.flatMap(({ node, path }) => {
    const cases = Array.isArray(node.weight) ? node.weight : []
    return [
      ...check(node.when, `${path}/when`, names),
      ...cases.flatMap(({ when }, index) => check(when, `${path}/weight/${index}/when`, names)),
    ]
  })
  const steps = (framework.ladders ?? []).flatMap((ladder, at) =>
    ladder.steps.flatMap(({ requires }, step) =>
      requires.flatMap((one, index) => check(one, `/ladders/${at}/steps/${step}/requires/${index}`, names)),
    ),
  )
  const vetoes = (framework.vetoes ?? []).flatMap(({ when }, at) => check(when, `/vetoes/${at}/when`, names))
  return [...branches, ...steps, ...vetoes, ...effectFaults(framework)]
}

type NamesOfFramework = {
  facts: Map<string, readonly string[] | undefined>
  nodes: Set<string>
  /** What may be answered: codes of options, null for a number, `any` where it is not known. */
  answers: Map<string, readonly string[] | null | 'any'>
}

function namesOf(
  framework: Framework,
  placed: readonly Placed[],
  broken: ReadonlySet<FrameworkNode>,
): NamesOfFramework {
  const leaves = placed.map(({ node }) => node).filter(isLeaf)
  return {
    facts: new Map(framework.facts.map(({ code, values }) => [code, values])),
    nodes: new Set(placed.map(({ node }) => node.code)),
    answers: new Map(
      leaves.map((leaf) => [leaf.code, broken.has(leaf) ? 'any' : optionsOf(framework, leaf)]),
    ),
  }
}

function optionsOf(framework: Framework, leaf: Leaf): string[] | null {
  const rule = ruleOf(framework, leaf)
  return 'options' in rule ? rule.options.map(({ code }) => code) : null
}

function check(given: Condition | FactCondition | undefined, path: string, names: NamesOfFramework): Fault[] {
  if (given === undefined) return []
  if ('all' in given) return given.all.flatMap((one, index) => check(one, `${path}/all/${index}`, names))
  if ('any' in given) return given.any.flatMap((one, index) => check(one, `${path}/any/${index}`, names))
  if ('not' in given) return check(given.not, `${path}/not`, names)
  if ('node' in given) {
    return names.nodes.has(given.node) ? [] : [{ path, code: 'node.unknown', detail: given.node }]
  }
  if ('fact' in given) return factFaults(given, path, names)
  const options = names.answers.get(given.answer)
  if (options === undefined) return [{ path, code: 'answer.unknown', detail: given.answer }]
  if (options === 'any') return []
  if ((options !== null) !== 'in' in given) return [{ path, code: 'answer.kind', detail: given.answer }]
  const codes = 'in' in given ? given.in : []
  return codes
    .filter((code) => !options!.includes(code))
    .map((code) => ({ path, code: 'option.unknown', detail: code }))
}

function factFaults(
  given: Extract<FactCondition, { fact: string }>,
  path: string,
  { facts }: NamesOfFramework,
): Fault[] {
  if (!facts.has(given.fact)) return [{ path, code: 'fact.unknown', detail: given.fact }]
  const values = facts.get(given.fact)
  if (!values || !('in' in given)) return []
  return given.in
    .filter((value) => !values.includes(value))
    .map((value) => ({ path, code: 'fact.value', detail: value }))
}

function effectFaults(framework: Framework): Fault[] {
  const ladders = new Map((framework.ladders ?? []).map(({ code, steps }) => [code, steps]))
  return (framework.vetoes ?? []).flatMap(({ effect }, index): Fault[] => {
    const path = `/vetoes/${index}/effect`
    if (effect.kind === 'total') return largeFaults(effect.atMost, `${path}/atMost`)
    const steps = ladders.get(effect.ladder)
    if (!steps) return [{ path: `${path}/ladder`, code: 'ladder.unknown', detail: effect.ladder }]
    const { atMost } = effect
    if (atMost === null || steps.some(({ code }) => code === atMost)) return []
    return [{ path: `${path}/atMost`, code: 'step.unknown', detail: atMost }]
  })
}
