import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { inputFaults, planFor } from './inputs.ts'
import type { Input } from './model.ts'
import { score, tally } from './score.ts'
import { scored, settings } from './test/arbitrary.ts'
import { frameworkWith, loaded, question, told, yesNo } from './test/sample.ts'

const facts = [{ code: 'process', values: ['discrete', 'process'] }, { code: 'trade' }]
const scorer = loaded(
  frameworkWith(
    [
      question('number'),
      question('choice', { rule: yesNo, notApplicable: true }),
      question('branch', { when: { fact: 'process', in: ['discrete'] } }),
    ],
    { facts },
  ),
)
const firm = { process: 'process', trade: 'C34' }

function faults(input: unknown): string[] {
  return told(inputFaults(scorer, input as Input))
}

describe('faults of an input', () => {
  it('a good one has none, and may leave questions open', () => {
    assert.deepEqual(faults({ facts: firm, answers: {} }), [])
    assert.deepEqual(faults({ facts: firm, answers: { number: '5', choice: { notApplicable: true } } }), [])
    assert.deepEqual(faults({ facts: firm, answers: { number: undefined } }), [])
  })

  const wrong: [name: string, input: unknown, faults: string[]][] = [
    ['a fact not given', { facts: { process: 'process' }, answers: {} }, ['fact.missing /facts/trade']],
    ['no facts', { facts: {}, answers: {} }, ['fact.missing /facts/process', 'fact.missing /facts/trade']],
    ['a fact that is no text', { facts: { ...firm, trade: 34 }, answers: {} }, ['fact.missing /facts/trade']],
    [
      'a value that is none',
      { facts: { ...firm, process: 'x' }, answers: {} },
      ['fact.value /facts/process'],
    ],
    ['a fact of nobody', { facts: { ...firm, colour: 'red' }, answers: {} }, ['fact.unknown /facts/colour']],
    ['a question of nobody', { facts: firm, answers: { x: '1' } }, ['answer.unknown /answers/x']],
    ['a group answered', { facts: firm, answers: { total: '1' } }, ['answer.unknown /answers/total']],
    ['no number', { facts: firm, answers: { number: 'many' } }, ['answer.wrong /answers/number']],
    ['a number of the machine', { facts: firm, answers: { number: 5 } }, ['answer.wrong /answers/number']],
    ['null', { facts: firm, answers: { number: null } }, ['answer.wrong /answers/number']],
    ['no option', { facts: firm, answers: { choice: 'maybe' } }, ['answer.wrong /answers/choice']],
    [
      'does not apply, where it applies to all',
      { facts: firm, answers: { number: { notApplicable: true } } },
      ['answer.applies /answers/number'],
    ],
    [
      'all at once',
      { facts: firm, answers: { number: 'many', choice: ['yes'], x: '1' } },
      ['answer.unknown /answers/x', 'answer.wrong /answers/choice', 'answer.wrong /answers/number'],
    ],
  ]
  for (const [name, input, wanted] of wrong) {
    it(name, () => {
      assert.deepEqual(faults(input), wanted)
      assert.throws(() => score(scorer, input as Input), RangeError)
      assert.throws(() => tally(scorer, input as Input), RangeError)
    })
  }

  it('answers of other branches are not looked at', () => {
    const answers = { branch: 'nonsense', number: '5' }
    assert.deepEqual(faults({ facts: firm, answers }), [])
    const made = score(scorer, { facts: firm, answers })
    assert.equal(made.total, '5.00')
    assert.ok(!JSON.stringify(made).includes('nonsense'))
    assert.deepEqual(faults({ facts: { ...firm, process: 'discrete' }, answers }), [
      'answer.wrong /answers/branch',
    ])
  })

  it('a plan is only for whole facts', () => {
    assert.throws(() => planFor(scorer, {}), /fact\.missing \/facts\/process/)
    assert.equal(planFor(scorer, firm), scorer.plan(firm))
  })

  it('where none is told, the input is scored; where one is, it is not', () => {
    const broken = fc.constantFrom('maybe', '1', ['a'], ['a', 'a'], { notApplicable: true }, '', 'a')
    fc.assert(
      fc.property(scored, fc.nat(), broken, ({ framework, input }, at, answer) => {
        const one = loaded(framework)
        assert.deepEqual(inputFaults(one, input), [])
        const leaves = [...one.leaves]
        const answers = { ...input.answers, [leaves[at % leaves.length]!]: answer as string }
        const isGood = inputFaults(one, { ...input, answers }).length === 0
        let isScored = true
        try {
          tally(one, { ...input, answers })
        } catch (error) {
          assert.ok(error instanceof RangeError)
          isScored = false
        }
        assert.equal(isScored, isGood)
      }),
      settings,
    )
  })
})
