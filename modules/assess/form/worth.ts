import { canonicalJson, type Input, isLeaf, potentials, type Score, score, tally } from '@ronghe/scoring'
import { type Form, sha256 } from './form.ts'

type Facts = Input['facts']

/** The codes of a branch that is asked of a firm, and the total that its best answers give. */
type Branch = { asked: ReadonlySet<string>; high: string }
const branches = new Map<string, Branch>()
const branchesMax = 256

/** What a firm with these facts is asked. RangeError for facts that the framework does not know. */
export function branchOf(form: Form, facts: Facts): Branch {
  const key = `${form.hash} ${canonicalJson(facts)}`
  const known = branches.get(key)
  if (known) return known
  const nodes = score(form.scorer, { facts, answers: {} }).nodes
  const best = potentials(form.scorer, { facts, answers: {} }).map(({ code, answer }) => [code, answer])
  const { total } = tally(form.scorer, { facts, answers: Object.fromEntries(best) })
  const branch = { asked: new Set(nodes.map(({ code }) => code)), high: total ?? '0' }
  if (branches.size >= branchesMax) branches.clear()
  branches.set(key, branch)
  return branch
}

/** Questions that the branch asks, in no order. */
export function questionsAsked(form: Form, facts: Facts): string[] {
  const { asked } = branchOf(form, facts)
  return [...form.scorer.leaves].filter((code) => asked.has(code))
}

/** The nodes right below the root. */
export function partsOf(form: Form, facts: Facts): string[] {
  const { root } = form.file.framework
  const { asked } = branchOf(form, facts)
  return isLeaf(root) ? [] : root.children.map(({ code }) => code).filter((code) => asked.has(code))
}

export type Worth = {
  score: Score
  text: string
  hash: string
  total: string | null
  reached: Record<string, string | null>
  /** Every group's value, and those right below the root, by code. */
  parts: Record<string, string | null>
}

/** The score of answers with its canonical text and hash, and what lists and comparisons need of it. */
export function worthOf(form: Form, input: Input): Worth {
  const asked = branchOf(form, input.facts).asked
  const answers = Object.fromEntries(Object.entries(input.answers).filter(([code]) => asked.has(code)))
  const made = score(form.scorer, { facts: input.facts, answers })
  const text = canonicalJson(made)
  const top = new Set(partsOf(form, input.facts))
  const kept = made.nodes.filter((node) => 'inputs' in node || top.has(node.code))
  return {
    score: made,
    text,
    hash: sha256(text),
    total: made.total,
    reached: Object.fromEntries(made.ladders.map(({ code, reached }) => [code, reached])),
    parts: Object.fromEntries(kept.map(({ code, value }) => [code, value])),
  }
}
