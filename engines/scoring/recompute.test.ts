import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from './canonical.ts'
import { inputOf, recompute } from './recompute.ts'
import type { Score } from './result.ts'
import { score } from './score.ts'
import { scored, settings } from './test/arbitrary.ts'
import { frameworkWith, loaded, question } from './test/sample.ts'

const framework = frameworkWith([question('a', { weight: '3' }), question('b')], {
  ladders: [
    { code: 'stage', cumulative: true, steps: [{ code: 'one', requires: [{ node: 'a', atLeast: '50' }] }] },
  ],
})
const scorer = loaded(framework)
const stored = score(scorer, { facts: {}, answers: { a: '40', b: '80' } })

type Loose = { nodes: { code: string; answer: unknown; value: string }[]; total: string; ladders: unknown[] }

/** What was kept, with something written over. */
function tampered(write: (kept: Loose) => void): Score {
  const kept = JSON.parse(canonicalJson(stored)) as Loose
  write(kept)
  return kept as unknown as Score
}

function parts(kept: Score, by = scorer): string[] {
  return recompute(by, kept).map(({ part }) => part)
}

describe('a stored score', () => {
  it('SCORE-4 keeps its input', () => {
    assert.deepEqual(inputOf(stored), { facts: {}, answers: { a: '40', b: '80' } })
  })

  it('SCORE-4 is equal when nobody touched it', () => {
    assert.deepEqual(recompute(scorer, stored), [])
    assert.deepEqual(recompute(scorer, JSON.parse(JSON.stringify(stored))), [])
  })

  it('SCORE-4 names a total that was changed', () => {
    const kept = tampered((one) => {
      one.total = '99.00'
    })
    assert.deepEqual(recompute(scorer, kept), [{ part: 'total', stored: '"99.00"', computed: '"50.00"' }])
  })

  it('SCORE-4 names a node that was changed, alone', () => {
    const kept = tampered(({ nodes }) => {
      nodes[1]!.value = '81.00'
    })
    assert.deepEqual(parts(kept), ['nodes/b'])
  })

  it('SCORE-4 names everything above an answer that was changed', () => {
    const kept = tampered(({ nodes }) => {
      nodes[0]!.answer = '60'
    })
    assert.deepEqual(parts(kept), ['ladders', 'total', 'nodes/a', 'nodes/total'])
  })

  it('SCORE-4 names a node taken out, added, or twice', () => {
    assert.deepEqual(parts(tampered(({ nodes }) => nodes.pop())), ['nodes/total'])
    const added = tampered(({ nodes }) => nodes.push({ code: 'x', answer: undefined, value: '1' }))
    assert.deepEqual(parts(added), ['input'])
    assert.deepEqual(parts(tampered(({ nodes }) => nodes.push(nodes[0]!))), ['nodes'])
    assert.deepEqual(parts(tampered(({ nodes }) => nodes.reverse())), ['nodes'])
  })

  it('SCORE-4 names an input that cannot be scored', () => {
    const kept = tampered(({ nodes }) => {
      nodes[0]!.answer = 'forty'
    })
    const [difference] = recompute(scorer, kept)
    assert.equal(difference!.part, 'input')
    assert.match(difference!.computed!, /"forty" does not answer a/)
  })

  it('SCORE-8 names the version where it was made by another', () => {
    const other = loaded({ ...framework, version: '2' })
    assert.deepEqual(parts(stored, other), ['framework'])
  })

  it('SCORE-8 names what another weight changes', () => {
    const other = loaded(frameworkWith([question('a'), question('b')], { ladders: framework.ladders! }))
    assert.deepEqual(parts(stored, other), ['total', 'nodes/total'])
  })

  it('SCORE-4 any one digit changed is found, unless it makes another whole input', () => {
    fc.assert(
      fc.property(scored, fc.nat(), ({ framework: any, input }, at) => {
        const one = loaded(any)
        const text = canonicalJson(score(one, input))
        const digits = [...text.matchAll(/\d/g)].map(({ index }) => index)
        const place = digits[at % digits.length]!
        const digit = (Number(text[place]) + 1) % 10
        const kept = JSON.parse(`${text.slice(0, place)}${digit}${text.slice(place + 1)}`)
        // A changed fact or answer that moves nothing is the score of another input; the hash tells that one.
        const isOther = canonicalJson(inputOf(kept)) !== canonicalJson(inputOf(JSON.parse(text)))
        assert.ok(isOther || recompute(one, kept).length > 0)
      }),
      settings,
    )
  })
})
