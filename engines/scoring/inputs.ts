import type { Answer, Fault, Framework, Input } from './model.ts'
import { type Plan, type PlanLeaf, planLeaves } from './plan.ts'
import type { Scorer } from './scorer.ts'

/** Facts not given, not known, or not among their values; `path` is a JSON pointer into the input. */
export function factFaults({ facts: declared }: Framework, facts: Input['facts']): Fault[] {
  const faults: Fault[] = []
  for (const { code, values } of declared) {
    const value = Object.hasOwn(facts, code) ? facts[code] : undefined
    const path = `/facts/${code}`
    if (typeof value !== 'string') faults.push({ path, code: 'fact.missing', detail: code })
    else if (values && !values.includes(value)) faults.push({ path, code: 'fact.value', detail: value })
  }
  for (const code of Object.keys(facts)) {
    const isKnown = declared.some((one) => one.code === code)
    if (!isKnown) faults.push({ path: `/facts/${code}`, code: 'fact.unknown', detail: code })
  }
  return faults
}

/** Every fault of an input. Answers to questions of other branches are not looked at; nothing uses them. */
export function inputFaults(scorer: Scorer, input: Input): Fault[] {
  const ofFacts = factFaults(scorer.framework, input.facts)
  const unknown = Object.keys(input.answers)
    .filter((code) => !scorer.leaves.has(code))
    .map((code) => ({ path: `/answers/${code}`, code: 'answer.unknown', detail: code }))
  const leaves = ofFacts.length > 0 ? [] : planLeaves(scorer.plan(input.facts))
  return [...ofFacts, ...unknown, ...leaves.flatMap((leaf) => answerFaults(leaf, input.answers))]
}

function answerFaults(leaf: PlanLeaf, answers: Input['answers']): Fault[] {
  if (!Object.hasOwn(answers, leaf.code) || answers[leaf.code] === undefined) return []
  const code = answerFault(leaf, answers[leaf.code]!)
  const detail = JSON.stringify(answers[leaf.code])
  return code === null ? [] : [{ path: `/answers/${leaf.code}`, code, detail }]
}

/** Why this answer does not answer the question; null when it does. */
function answerFault({ standard, mayNotApply }: PlanLeaf, answer: Answer): string | null {
  if (typeof answer === 'string' || Array.isArray(answer)) {
    return Number.isNaN(standard.score(answer)) ? 'answer.wrong' : null
  }
  if (answer?.notApplicable !== true) return 'answer.wrong'
  return mayNotApply ? null : 'answer.applies'
}

/** The plan of the branch that the facts choose; RangeError when they choose none. */
export function planFor(scorer: Scorer, facts: Input['facts']): Plan {
  const [fault] = factFaults(scorer.framework, facts)
  if (fault) throw new RangeError(`${fault.code} ${fault.path} ${fault.detail}`)
  return scorer.plan(facts)
}
