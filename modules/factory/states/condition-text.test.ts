import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Condition, mtconnectRules, ruleFaults } from '@ronghe/oee'
import fc from 'fast-check'
import { conditionText, readCondition } from './condition-text.ts'

const text = fc.oneof(
  fc.constantFrom('ACTIVE', 'and', 'in', '12', '1e3', '', ' a b ', '"', '\\', '执行', 'x=1', 'true', '-5'),
  fc.string({ maxLength: 8 }),
)
const name = text.filter((one) => one !== '')
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0)
const value = fc.oneof(text, number)
const absent = fc.constantFrom({}, { ifAbsent: true }, { ifAbsent: false })
const compared = fc
  .tuple(name, fc.constantFrom('=', '!=', '>', '>=', '<', '<='), value, absent)
  .map(([tag, op, one, rest]) => ({ tag, op: op as '=', value: one, ...rest }))
const among = fc
  .tuple(name, fc.array(value, { maxLength: 3 }), absent)
  .map(([tag, list, rest]) => ({ tag, op: 'in' as const, value: list, ...rest }))
const plain = { noNullPrototype: true }
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    compared,
    among,
    fc.record({ not: tie('condition') }, plain),
    // A list of one is written as its part.
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }).filter((one) => one.length !== 1) }, plain),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }).filter((one) => one.length !== 1) }, plain),
  ),
}))

describe('a condition as text', () => {
  test('what is written is read back the same', () => {
    fc.assert(
      fc.property(condition, (one) => {
        const written = conditionText(one)
        assert.deepEqual(readCondition(written), { condition: one, fault: null }, written)
      }),
      { numRuns: 500 },
    )
  })

  test('the standard rules read as a person would write them', () => {
    const texts = Object.fromEntries(mtconnectRules.rules.map((rule) => [rule.id, conditionText(rule.when)]))
    assert.equal(texts.automatic, 'EXECUTION = ACTIVE and CONTROLLER_MODE = AUTOMATIC absent true')
    assert.equal(texts.ready, 'EXECUTION in (READY, PROGRAM_COMPLETED)')
  })

  test('not binds closer than and, and closer than or', () => {
    const a: Condition = { tag: 'a', op: '=', value: 1 }
    const b: Condition = { tag: 'b', op: '=', value: 2 }
    const c: Condition = { tag: 'c', op: '>', value: 'x' }
    const read = readCondition('not a = 1 and b=2 or c > x')
    assert.deepEqual(read.condition, { any: [{ all: [{ not: a }, b] }, c] })
    assert.deepEqual(readCondition('not (a = 1 and (b = 2 or c > x))').condition, {
      not: { all: [a, { any: [b, c] }] },
    })
  })

  test('any text is read or refused at a place in it, and what is read is a rule the engine takes', () => {
    const pieces = fc.constantFrom(
      'a',
      '=',
      '(',
      ')',
      'and',
      'or',
      'not',
      'in',
      ',',
      '1',
      '"x"',
      '!',
      'absent',
    )
    const garbled = fc.oneof(
      fc.string(),
      fc.array(pieces).map((list) => list.join(' ')),
    )
    fc.assert(
      fc.property(garbled, (one) => {
        const { condition: read, fault } = readCondition(one)
        if (fault) assert.ok(fault.at >= 0 && fault.at <= one.length)
        else {
          const rules = {
            id: 'x',
            rules: [{ id: 'r', state: 'down', when: read }],
            otherwise: { state: 'idle' },
          }
          assert.deepEqual(ruleFaults(rules), [])
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('says what is missing where', () => {
    const faultOf = (one: string) => readCondition(one).fault
    assert.deepEqual(faultOf('EXECUTION ACTIVE'), { at: 10, word: 'operator' })
    assert.deepEqual(faultOf('EXECUTION ='), { at: 11, word: 'value' })
    assert.deepEqual(faultOf('(a = 1'), { at: 6, word: 'open' })
    assert.deepEqual(faultOf('a = 1 b'), { at: 6, word: 'more' })
    assert.deepEqual(faultOf(''), { at: 0, word: 'tag' })
    assert.equal(faultOf(`${'('.repeat(5000)}a = 1`)?.word, 'deep')
  })
})
