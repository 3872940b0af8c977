import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { holds, holdsOfFacts, type Known } from './condition.ts'
import { decimal } from './decimal.ts'
import type { Answer, Condition, FactCondition } from './model.ts'

const answers: Record<string, Answer> = {
  yes: 'yes',
  several: ['a', 'c'],
  none: [],
  amount: '300.50',
  aside: { notApplicable: true },
}
const values: Record<string, string> = { high: '80.00', low: '-1.5' }
const known: Known = {
  facts: { process: 'discrete', trade: 'C3411' },
  answer: (code) => answers[code],
  value: (code) => (values[code] === undefined ? null : decimal(values[code])),
}
const yes: Condition = { answer: 'yes', in: ['yes'] }
const no: Condition = { answer: 'yes', in: ['no'] }
const unknown: Condition = { answer: 'nobody', in: ['yes'] }

describe('conditions on answers and nodes', () => {
  const wanted: [Condition, boolean | null][] = [
    [yes, true],
    [no, false],
    [unknown, null],
    [{ answer: 'yes', in: ['no', 'yes'] }, true],
    [{ answer: 'several', in: ['c'] }, true],
    [{ answer: 'several', in: ['b', 'd'] }, false],
    [{ answer: 'none', in: ['a'] }, false],
    [{ answer: 'aside', in: ['a'] }, null],
    [{ answer: 'aside', atLeast: '1' }, null],
    [{ answer: 'amount', atLeast: '300.5' }, true],
    [{ answer: 'amount', atLeast: '300.51' }, false],
    [{ answer: 'amount', below: '300.5' }, false],
    [{ answer: 'amount', below: '300.500001' }, true],
    [{ answer: 'nobody', atLeast: '0' }, null],
    [{ answer: 'nobody', below: '0' }, null],
    [{ node: 'high', atLeast: '80' }, true],
    [{ node: 'high', below: '80' }, false],
    [{ node: 'low', below: '-1' }, true],
    [{ node: 'low', atLeast: '-1.5' }, true],
    [{ node: 'nobody', atLeast: '0' }, null],
    [{ fact: 'process', in: ['discrete'] }, true],
    [{ fact: 'trade', startsWith: ['C13', 'C34'] }, true],
    [{ fact: 'trade', startsWith: ['C13'] }, false],
  ]
  for (const [condition, result] of wanted) {
    it(`SCORE-50 ${JSON.stringify(condition)} is ${result}`, () => {
      assert.equal(holds(condition, known), result)
    })
  }
})

describe('Kleene’s logic', () => {
  const named = { yes, no, unknown }
  type Name = keyof typeof named
  const table: [one: Name, other: Name, all: boolean | null, any: boolean | null][] = [
    ['yes', 'yes', true, true],
    ['yes', 'no', false, true],
    ['yes', 'unknown', null, true],
    ['no', 'no', false, false],
    ['no', 'unknown', false, null],
    ['unknown', 'unknown', null, null],
  ]
  for (const [one, other, all, any] of table) {
    it(`SCORE-50 ${one} with ${other}`, () => {
      const pair = [named[one], named[other]]
      assert.equal(holds({ all: pair }, known), all)
      assert.equal(holds({ all: pair.toReversed() }, known), all)
      assert.equal(holds({ any: pair }, known), any)
      assert.equal(holds({ any: pair.toReversed() }, known), any)
    })
  }

  it('SCORE-50 not', () => {
    assert.equal(holds({ not: yes }, known), false)
    assert.equal(holds({ not: no }, known), true)
    assert.equal(holds({ not: unknown }, known), null)
    assert.equal(holds({ not: { not: unknown } }, known), null)
  })
})

describe('conditions on facts', () => {
  const facts = { process: 'process', trade: 'C2614' }
  const wanted: [FactCondition, boolean][] = [
    [{ fact: 'process', in: ['process'] }, true],
    [{ fact: 'process', in: ['discrete'] }, false],
    [{ fact: 'trade', in: ['C26'] }, false],
    [{ fact: 'trade', startsWith: ['C26'] }, true],
    [{ fact: 'trade', startsWith: ['C2614'] }, true],
    [{ fact: 'trade', startsWith: ['C26141'] }, false],
    [{ not: { fact: 'trade', startsWith: ['C26'] } }, false],
    [
      {
        all: [
          { fact: 'process', in: ['process'] },
          { fact: 'trade', startsWith: ['C13'] },
        ],
      },
      false,
    ],
    [
      {
        any: [
          { fact: 'process', in: ['discrete'] },
          { fact: 'trade', startsWith: ['C2'] },
        ],
      },
      true,
    ],
  ]
  for (const [condition, result] of wanted) {
    it(`SCORE-44 ${JSON.stringify(condition)} is ${result}`, () => {
      assert.equal(holdsOfFacts(condition, facts), result)
    })
  }
})
