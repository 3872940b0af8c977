import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Condition, evaluate, type Reading, type Truth, tagsOf, type Value } from './kleene.ts'
import { condition, settings } from './test/arbitrary.ts'

/** A reading from an object; a tag with undefined is there and unknown. */
function reading(values: Record<string, Value | undefined>): Reading {
  return { has: (tag) => Object.hasOwn(values, tag), value: (tag) => values[tag] }
}

/** Three tags whose comparison with 1 is true, false and unknown. */
const known = reading({ t: 1, f: 0, u: undefined })
const of: Record<'t' | 'f' | 'u', Condition> = {
  t: { tag: 't', op: '=', value: 1 },
  f: { tag: 'f', op: '=', value: 1 },
  u: { tag: 'u', op: '=', value: 1 },
}
const truthOf: Record<'t' | 'f' | 'u', Truth> = { t: true, f: false, u: null }
type Letter = 't' | 'f' | 'u'

describe('Kleene’s tables', () => {
  const tables: [Letter, Letter, Truth, Truth][] = [
    ['t', 't', true, true],
    ['t', 'f', false, true],
    ['t', 'u', null, true],
    ['f', 't', false, true],
    ['f', 'f', false, false],
    ['f', 'u', false, null],
    ['u', 't', null, true],
    ['u', 'f', false, null],
    ['u', 'u', null, null],
  ]
  for (const [left, right, all, any] of tables) {
    it(`OEE-32 ${left} and ${right}: ${all}; ${left} or ${right}: ${any}`, () => {
      assert.equal(evaluate({ all: [of[left], of[right]] }, known), all)
      assert.equal(evaluate({ any: [of[left], of[right]] }, known), any)
    })
  }

  it('OEE-32 not: the unknown stays unknown', () => {
    assert.equal(evaluate({ not: of.t }, known), false)
    assert.equal(evaluate({ not: of.f }, known), true)
    assert.equal(evaluate({ not: of.u }, known), null)
  })

  it('OEE-32 nothing to hold holds; nothing to choose from does not', () => {
    assert.equal(evaluate({ all: [] }, known), true)
    assert.equal(evaluate({ any: [] }, known), false)
  })

  it('OEE-32 x or not x is unknown while x is unknown: it is not a tautology here', () => {
    assert.equal(evaluate({ any: [of.u, { not: of.u }] }, known), null)
  })
})

describe('comparisons', () => {
  const numbers: [string, number, Truth][] = [
    ['=', 5, true],
    ['=', 6, false],
    ['!=', 5, false],
    ['!=', 6, true],
    ['>', 4, true],
    ['>', 5, false],
    ['>=', 5, true],
    ['>=', 6, false],
    ['<', 6, true],
    ['<', 5, false],
    ['<=', 5, true],
    ['<=', 4, false],
  ]
  for (const [op, value, truth] of numbers) {
    it(`OEE-32 5 ${op} ${value}: ${truth}`, () => {
      assert.equal(evaluate({ tag: 'n', op, value } as Condition, reading({ n: 5 })), truth)
    })
  }

  it('OEE-32 texts compare by code unit, with regard to case', () => {
    const texts = reading({ s: 'ACTIVE' })
    assert.equal(evaluate({ tag: 's', op: '=', value: 'ACTIVE' }, texts), true)
    assert.equal(evaluate({ tag: 's', op: '=', value: 'active' }, texts), false)
    assert.equal(evaluate({ tag: 's', op: '<', value: 'B' }, texts), true)
  })

  it('OEE-32 in: one of several, of numbers and texts', () => {
    const texts = reading({ s: 'HOLD', n: 2 })
    assert.equal(evaluate({ tag: 's', op: 'in', value: ['READY', 'HOLD'] }, texts), true)
    assert.equal(evaluate({ tag: 's', op: 'in', value: ['READY'] }, texts), false)
    assert.equal(evaluate({ tag: 's', op: 'in', value: [] }, texts), false)
    assert.equal(evaluate({ tag: 'n', op: 'in', value: [1, 2] }, texts), true)
    assert.equal(evaluate({ tag: 'n', op: 'in', value: ['2', 3] }, texts), false)
  })

  it('OEE-32 a number against a text decides nothing', () => {
    const mixed = reading({ s: '5', n: 5 })
    assert.equal(evaluate({ tag: 's', op: '=', value: 5 }, mixed), null)
    assert.equal(evaluate({ tag: 's', op: '!=', value: 5 }, mixed), null)
    assert.equal(evaluate({ tag: 'n', op: '>', value: '4' }, mixed), null)
    assert.equal(evaluate({ tag: 'n', op: 'in', value: ['5'] }, mixed), null)
  })

  it('OEE-33 a tag that is not there is unknown, unless the condition says what then holds', () => {
    const none = reading({})
    assert.equal(evaluate({ tag: 'mode', op: '=', value: 'AUTOMATIC' }, none), null)
    assert.equal(evaluate({ tag: 'mode', op: '=', value: 'AUTOMATIC', ifAbsent: true }, none), true)
    assert.equal(evaluate({ tag: 'mode', op: 'in', value: ['MANUAL'], ifAbsent: false }, none), false)
  })

  it('OEE-33 ifAbsent does not speak for a tag that is there and silent', () => {
    const silent = reading({ mode: undefined })
    assert.equal(evaluate({ tag: 'mode', op: '=', value: 'AUTOMATIC', ifAbsent: true }, silent), null)
  })
})

describe('conditions of any shape', () => {
  const values = fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('A', 'B', 1, 2, undefined))

  it('OEE-32 obey De Morgan', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 3 }), values, (parts, held) => {
        const now = reading(held)
        const left = evaluate({ not: { all: parts } }, now)
        const right = evaluate({ any: parts.map((part) => ({ not: part })) }, now)
        assert.equal(left, right)
      }),
      settings,
    )
  })

  it('OEE-32 what is decided stays decided when an unknown becomes known', () => {
    fc.assert(
      fc.property(condition, values, fc.constantFrom('A', 'B', 1, 2), (one, held, value) => {
        const before = evaluate(one, reading(held))
        if (before === null) return
        const filled = Object.fromEntries(Object.entries(held).map(([tag, old]) => [tag, old ?? value]))
        assert.equal(evaluate(one, reading(filled)), before)
      }),
      settings,
    )
  })

  it('OEE-32 reads no tag but those it names', () => {
    fc.assert(
      fc.property(condition, values, (one, held) => {
        const named = new Set(tagsOf(one))
        const asked: string[] = []
        evaluate(one, {
          has: (tag) => asked.push(tag) > 0 && Object.hasOwn(held, tag),
          value: (tag) => held[tag],
        })
        assert.ok(asked.every((tag) => named.has(tag)))
      }),
      settings,
    )
  })

  it('OEE-32 names each tag once, in the order of first appearance', () => {
    const leaf = (tag: string): Condition => ({ tag, op: '=', value: 1 })
    const nested: Condition = { any: [leaf('b'), { all: [leaf('a'), { not: leaf('b') }] }, leaf('c')] }
    assert.deepEqual(tagsOf(nested), ['b', 'a', 'c'])
    assert.deepEqual(tagsOf({ all: [] }), [])
  })

  it('OEE-32 the truth of a letter is the letter’s', () => {
    for (const letter of ['t', 'f', 'u'] as const) assert.equal(evaluate(of[letter], known), truthOf[letter])
  })
})
