import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from './canonical.ts'
import type { Framework, FrameworkNode, Input } from './model.ts'
import { inputOf, recompute } from './recompute.ts'
import { score, tally } from './score.ts'
import { load, type Scorer } from './scorer.ts'
import { scored, settings } from './test/arbitrary.ts'
import { naiveScore } from './test/naive.ts'

function loaded(framework: Framework): Scorer {
  const result = load(framework)
  assert.ok('scorer' in result, JSON.stringify(result))
  return result.scorer
}

/** Another sequence of children and answers, by a number that only looks like chance. */
function reordered(node: FrameworkNode, by: number): FrameworkNode {
  if (!('children' in node)) return node
  const children = node.children.map((child) => reordered(child, by))
  return { ...node, children: by % 2 === 0 ? children.reverse() : [...children.slice(1), children[0]!] }
}

function answeredBackwards({ facts, answers }: Input): Input {
  const turned = Object.entries(answers).map(([code, answer]) => {
    return [code, Array.isArray(answer) ? answer.toReversed() : answer] as const
  })
  return {
    facts: Object.fromEntries(Object.entries(facts).reverse()),
    answers: Object.fromEntries(turned.reverse()),
  }
}

describe('the engine and its naive twin', () => {
  it('SCORE-1 give every node, total, step and veto alike', () => {
    fc.assert(
      fc.property(scored, ({ framework, input }) => {
        const made = score(loaded(framework), input)
        const naive = naiveScore(framework, input)
        const values = Object.fromEntries(made.nodes.map(({ code, value }) => [code, value]))
        assert.deepEqual(values, naive.values)
        assert.equal(made.total, naive.total)
        assert.deepEqual(
          Object.fromEntries(made.ladders.map(({ code, reached }) => [code, reached])),
          naive.reached,
        )
        const applied = made.vetoes.filter((veto) => veto.applied).map(({ code }) => code)
        assert.deepEqual(applied, naive.vetoes)
      }),
      { ...settings, numRuns: 1000 },
    )
  })

  it('SCORE-2 without a derivation it is the same', () => {
    fc.assert(
      fc.property(scored, ({ framework, input }) => {
        const { total, reached, vetoes } = naiveScore(framework, input)
        assert.deepEqual(tally(loaded(framework), input), { total, reached, vetoes })
      }),
      settings,
    )
  })

  it('SCORE-3 the sequence of children, facts, answers and options changes no byte', () => {
    fc.assert(
      fc.property(scored, fc.nat(1), ({ framework, input }, by) => {
        const other = { ...framework, root: reordered(framework.root, by) }
        const vetoes = [...(framework.vetoes ?? [])].reverse()
        assert.equal(
          canonicalJson(score(loaded({ ...other, vetoes }), answeredBackwards(input))),
          canonicalJson(score(loaded(framework), input)),
        )
      }),
      settings,
    )
  })

  it('SCORE-4 a score kept as text is recomputed from its derivation to the same bytes', () => {
    fc.assert(
      fc.property(scored, ({ framework, input }) => {
        const scorer = loaded(framework)
        const kept = JSON.parse(canonicalJson(score(scorer, input)))
        assert.deepEqual(recompute(scorer, kept), [])
        assert.equal(canonicalJson(score(scorer, inputOf(kept))), canonicalJson(kept))
      }),
      settings,
    )
  })
})
