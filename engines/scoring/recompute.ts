import { canonicalJson } from './canonical.ts'
import type { Input } from './model.ts'
import type { Score } from './result.ts'
import { score } from './score.ts'
import type { Scorer } from './scorer.ts'

/** A part of a stored score that is not what the framework gives; `null`: a part that is not there. */
export type Difference = { part: string; stored: string | null; computed: string | null }

/** The input that a score was made from, as its derivation keeps it. */
export function inputOf({ facts, nodes }: Pick<Score, 'facts' | 'nodes'>): Input {
  const answered = nodes.flatMap((node) => {
    return 'answer' in node && node.answer !== null ? [[node.code, node.answer] as const] : []
  })
  return { facts, answers: Object.fromEntries(answered) }
}

/**
 * Scores the answers that a stored score keeps again and compares byte for byte. Names the differing parts:
 * `nodes/…`, `framework`, `facts`, `rules`, `root`, `vetoes`, `ladders`, `total`; `input` where the stored
 * answers cannot be scored. No difference means that the canonical texts are equal.
 */
export function recompute(scorer: Scorer, stored: Score): Difference[] {
  let computed: Score
  try {
    computed = score(scorer, inputOf(stored))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return [{ part: 'input', stored: canonicalJson(inputOf(stored)), computed: error.message }]
  }
  const { nodes: was, ...restWas } = stored
  const { nodes: is, ...restIs } = computed
  const ofRest = differences(Object.entries(restWas), Object.entries(restIs))
  const coded = (nodes: Score['nodes']) => nodes.map((node) => [`nodes/${node.code}`, node] as const)
  const found = [...ofRest, ...differences(coded(was), coded(is))]
  if (found.length > 0 || canonicalJson(stored) === canonicalJson(computed)) return found
  return [{ part: 'nodes', stored: canonicalJson(was), computed: canonicalJson(is) }]
}

type Parts = readonly (readonly [string, unknown])[]

function differences(stored: Parts, computed: Parts): Difference[] {
  const [was, is] = [written(stored), written(computed)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .sort()
    .filter((part) => was.get(part) !== is.get(part))
    .map((part) => ({ part, stored: was.get(part) ?? null, computed: is.get(part) ?? null }))
}

function written(parts: Parts): Map<string, string> {
  return new Map(parts.map(([part, value]) => [part, canonicalJson(value)]))
}
