import type { Decimal } from './decimal.ts'
import { formatDecimal } from './decimal.ts'
import { hasValue, type Outcome, outcomes } from './evaluate.ts'
import type { Answer, Combine, DecimalText, Framework, Input, Missing, Rounding, Rule } from './model.ts'
import type { Plan, PlanGroup, PlanLeaf } from './plan.ts'
import type { LadderResult, VetoResult } from './verdict.ts'

/** A question’s derivation: its answer, its rule (or the name of one in `rules`), its result. */
export type LeafResult = {
  code: string
  answer: Answer | null
  rule: string | Rule
  /** The rule for missing answers, where it decided. */
  missing?: Missing
  rounding: Rounding
  outcome: Outcome
  value: DecimalText | null
}

/** A group’s derivation: the weights and values of its children, how they are combined, its result. */
export type GroupResult = {
  code: string
  combine: Combine
  inputs: { code: string; weight: DecimalText; value: DecimalText | null }[]
  fulfilled?: { at: DecimalText; value: DecimalText }
  rounding: Rounding
  outcome: Outcome
  value: DecimalText | null
}

export type NodeResult = LeafResult | GroupResult

/** A score with all that it takes to prove it; `canonicalJson` writes it down for comparing byte for byte. */
export type Score = {
  framework: { code: string; version: string }
  facts: Record<string, string>
  /** Named rules that the questions of this branch use. */
  rules: { code: string; rule: Rule }[]
  /** By code. */
  nodes: NodeResult[]
  root: string
  vetoes: VetoResult[]
  ladders: LadderResult[]
  /** The root’s value after vetoes; null when there is none. */
  total: DecimalText | null
}

/** The value of a node in a plan that was evaluated; null when it has none. */
export function valueAt({ nodes, values, states }: Plan, at: number): Decimal | null {
  if (!hasValue(states[at]!)) return null
  return { units: values[at]!, digits: nodes[at]!.rounding.digits }
}

/** The derivations of all nodes of an evaluated plan, by code; keys stand in canonical sequence. */
export function derivations(plan: Plan, answers: Input['answers']): NodeResult[] {
  const texts = plan.nodes.map((_, at) => {
    const value = valueAt(plan, at)
    return value === null ? null : formatDecimal(value)
  })
  return plan.order.map((at) => {
    const node = plan.nodes[at]!
    const outcome = outcomes[plan.states[at]!]!
    return 'leaf' in node
      ? leafResult(node, answers[node.code] ?? null, outcome, texts[at]!)
      : groupResult(plan, node, outcome, texts, texts[at]!)
  })
}

/** A list of options has no order; it is kept sorted, so that the same answer has the same bytes. */
function leafResult(
  { code, leaf, rounding, missingRule }: PlanLeaf,
  given: Answer | null,
  outcome: Outcome,
  value: string | null,
): LeafResult {
  const answer = Array.isArray(given) ? given.toSorted() : given
  const result = { outcome, rounding, rule: leaf.rule, value }
  return given === null ? { answer, code, missing: missingRule, ...result } : { answer, code, ...result }
}

function groupResult(
  { nodes }: Plan,
  { code, combine, children, weightTexts, group, rounding }: PlanGroup,
  outcome: Outcome,
  texts: readonly (string | null)[],
  value: string | null,
): GroupResult {
  const inputs = children.map((at, index) => ({
    code: nodes[at]!.code,
    value: texts[at]!,
    weight: weightTexts[index]!,
  }))
  const result = { inputs, outcome, rounding, value }
  const { fulfilled } = group
  return fulfilled ? { code, combine, fulfilled, ...result } : { code, combine, ...result }
}

/** The named rules that the questions of a plan use, by code. */
export function rulesOf(framework: Framework, plan: Plan): { code: string; rule: Rule }[] {
  const used = new Set(plan.nodes.map((node) => ('leaf' in node ? node.leaf.rule : null)))
  return (framework.rules ?? [])
    .filter(({ code }) => used.has(code))
    .map(({ code, rule }) => ({ code, rule }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}
