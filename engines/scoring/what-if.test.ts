import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { score, tally } from './score.ts'
import { scored, settings } from './test/arbitrary.ts'
import { frameworkWith, loaded, question, yesNo } from './test/sample.ts'
import { potentials, whatIf } from './what-if.ts'

const scorer = loaded(
  frameworkWith(
    [
      question('a', { weight: '3' }),
      question('b', {
        weight: '2',
        rule: { kind: 'linear', from: { low: '0', high: '8' }, to: { low: '0', high: '100' }, reverse: true },
      }),
      question('c', { weight: '5', rule: yesNo, missing: { kind: 'lowest' } }),
    ],
    {
      ladders: [
        {
          code: 'stage',
          cumulative: true,
          steps: [{ code: 'one', requires: [{ node: 'total', atLeast: '70' }] }],
        },
      ],
    },
  ),
)
const input = { facts: {}, answers: { a: '40', b: '2' } }

describe('what if', () => {
  it('SCORE-63 another answer, or none', () => {
    const better = whatIf(scorer, input, { c: 'yes' })
    assert.equal(better.before.total, '27.00')
    assert.equal(better.after.total, '77.00')
    assert.equal(better.explanation.change, '50.000000')
    assert.deepEqual(better.explanation.ladders, [{ code: 'stage', before: null, after: 'one' }])
    const without = whatIf(scorer, input, { a: null })
    assert.equal(without.after.total, '21.43')
    assert.deepEqual(input.answers, { a: '40', b: '2' })
  })

  it('SCORE-63 the potential of each question, the greatest gain first', () => {
    assert.deepEqual(potentials(scorer, input), [
      {
        code: 'c',
        value: '0.00',
        highest: '100.00',
        answer: 'yes',
        steps: [{ ladder: 'stage', before: null, after: 'one' }],
        total: '77.00',
        gain: '50.00',
      },
      {
        code: 'a',
        value: '40.00',
        highest: '100.00',
        answer: '100',
        steps: [],
        total: '45.00',
        gain: '18.00',
      },
      { code: 'b', value: '75.00', highest: '100.00', answer: '0', steps: [], total: '32.00', gain: '5.00' },
    ])
  })

  it('SCORE-63 a potential is what scoring that answer gives', () => {
    fc.assert(
      fc.property(scored, ({ framework, input: given }) => {
        const one = loaded(framework)
        const now = score(one, given)
        for (const { code, answer, highest, total, value } of potentials(one, given)) {
          const made = score(one, { ...given, answers: { ...given.answers, [code]: answer } })
          assert.equal(made.total, total)
          const node = made.nodes.find((each) => each.code === code)!
          assert.equal(node.value, highest)
          assert.equal(now.nodes.find((each) => each.code === code)!.value, value)
        }
      }),
      { ...settings, numRuns: 100 },
    )
  })

  it('SCORE-63 without vetoes, whoever has answered loses nothing by a better answer', () => {
    fc.assert(
      fc.property(scored, ({ framework, input: given }) => {
        const one = loaded({ ...framework, vetoes: [] })
        const { total } = tally(one, given)
        if (total === null) return
        for (const { gain, value } of potentials(one, given)) {
          if (value !== null && gain !== null) assert.ok(Number(gain) >= 0)
        }
      }),
      { ...settings, numRuns: 100 },
    )
  })
})
