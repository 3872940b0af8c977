/** A decimal: `-12.5`; no exponent, no leading zero, at most 15 digits, at most 9 behind the point. */
export type DecimalText = string

/** Half to even is the rule of GB/T 8170-2008 (四舍六入五成双); `halfUp` is away from zero, `down` toward it. */
export type RoundingMode = 'halfEven' | 'halfUp' | 'down'

export type Rounding = { digits: number; mode: RoundingMode }

/** Words for people, by language. */
export type Names = { zh: string; en?: string }

/** Where a rule comes from; `verified: false` is shown to whoever uses it (示例阈值). */
export type Source = { text: string; verified: boolean }

/** What decides whether a part of the tree is asked of a firm. */
export type FactCondition =
  | { fact: string; in: string[] }
  | { fact: string; startsWith: string[] }
  | { all: FactCondition[] }
  | { any: FactCondition[] }
  | { not: FactCondition }

/** What decides a level or a veto; an answer or node without a value makes it unknown (Kleene’s logic). */
export type Condition =
  | { fact: string; in: string[] }
  | { fact: string; startsWith: string[] }
  | { node: string; atLeast: DecimalText }
  | { node: string; below: DecimalText }
  | { answer: string; in: string[] }
  | { answer: string; atLeast: DecimalText }
  | { answer: string; below: DecimalText }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

/** A weight for all, or the first case whose condition holds; where none holds the node is not asked. */
export type Weight = DecimalText | { when?: FactCondition; weight: DecimalText }[]

export type Range = { low: DecimalText; high: DecimalText }

/** How an answer becomes a score. */
export type Rule =
  | { kind: 'choice'; options: { code: string; name?: Names; score: DecimalText }[] }
  | {
      kind: 'coverage'
      options: { code: string; name?: Names; weight: DecimalText }[]
      full: DecimalText
      to: Range
    }
  | { kind: 'linear'; from: Range; to: Range; reverse?: boolean }
  | { kind: 'logarithmic'; from: Range; to: Range; reverse?: boolean }
  | { kind: 'threshold'; at: DecimalText; reached: DecimalText; missed: DecimalText }
  | { kind: 'steps'; below: DecimalText; steps: { at: DecimalText; score: DecimalText }[] }

/**
 * What a missing answer means: the rule’s lowest score, a fixed value, left out with its weight shared among
 * its neighbours, or that nothing above it can be told.
 */
export type Missing =
  | { kind: 'lowest' }
  | { kind: 'value'; value: DecimalText }
  | { kind: 'drop' }
  | { kind: 'stop' }

export type Combine = 'mean' | 'sum' | 'minimum' | 'maximum'

type Part = {
  code: string
  name?: Names
  weight?: Weight
  when?: FactCondition
  rounding?: Rounding
  source?: Source
}

export type Leaf = Part & {
  rule: string | Rule
  unit?: string
  missing?: Missing
  notApplicable?: boolean
  monotone?: 'rising' | 'falling'
}

export type Group = Part & {
  combine: Combine
  /** What the weights of the children must add up to in every branch. */
  weightsSum?: DecimalText
  /** Where the combined value is at least `at`, the node is worth `value`. */
  fulfilled?: { at: DecimalText; value: DecimalText }
  children: FrameworkNode[]
}

export type FrameworkNode = Leaf | Group

export type Step = { code: string; name?: Names; requires: Condition[]; source?: Source }

/** Levels or stages, lowest first; `cumulative` ones need all below them too. */
export type Ladder = { code: string; name?: Names; cumulative: boolean; steps: Step[]; source?: Source }

/** A rule above the score: what it does when its condition holds, and whether it acts when nobody knows. */
export type Veto = {
  code: string
  name?: Names
  when: Condition
  whenUnknown: 'apply' | 'pass'
  effect: { kind: 'total'; atMost: DecimalText } | { kind: 'ladder'; ladder: string; atMost: string | null }
  source?: Source
}

/** A framework of indicators: data that is published once under its version and never changed. */
export type Framework = {
  code: string
  version: string
  name: Names
  source?: Source
  facts: { code: string; name?: Names; values?: string[] }[]
  rounding: Rounding
  missing: Missing
  rules?: { code: string; name?: Names; rule: Rule; source?: Source }[]
  root: FrameworkNode
  ladders?: Ladder[]
  vetoes?: Veto[]
}

/** A choice’s code or a decimal, the codes of several choices, or that the question does not apply. */
export type Answer = DecimalText | string[] | { notApplicable: true }

/** What is scored: facts, and answers by the leaf’s code; a missing key is a missing answer. */
export type Input = { facts: Record<string, string>; answers: Record<string, Answer> }

/** A fault of a framework or an input: where, by which rule of SPEC.md, and the offending values. */
export type Fault = { path: string; code: string; detail: string }

/** Whether a node of a framework is a question. */
export function isLeaf(node: FrameworkNode): node is Leaf {
  return 'rule' in node
}
