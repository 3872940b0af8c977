import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalJson, inSequence } from './canonical.ts'
import { settings } from './test/arbitrary.ts'

describe('canonical JSON', () => {
  const wanted: [unknown, string][] = [
    [null, 'null'],
    [true, 'true'],
    [0, '0'],
    [-12, '-12'],
    ['好', '"好"'],
    ['a"b\\c\n', '"a\\"b\\\\c\\n"'],
    [[], '[]'],
    [[3, 1, 2], '[3,1,2]'],
    [{}, '{}'],
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: 2, b: 1 }, '{"a":2,"b":1}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [{ b: { d: 1, c: [{ z: 1, y: 2 }] }, a: null }, '{"a":null,"b":{"c":[{"y":2,"z":1}],"d":1}}'],
    // RFC 8785, section 3.2.3: keys by UTF-16 code units, not as numbers and not by language.
    [{ 9: 'nine', 10: 'ten' }, '{"10":"ten","9":"nine"}'],
    [{ é: 1, z: 2, Z: 3 }, '{"Z":3,"z":2,"é":1}'],
    [{ '\ufb33': 2, '\u{1f600}': 1 }, '{"\u{1f600}":1,"\ufb33":2}'],
  ]
  for (const [value, text] of wanted) {
    it(`writes ${text}`, () => {
      assert.equal(canonicalJson(value), text)
    })
  }

  it('says nothing that JSON cannot say exactly', () => {
    for (const value of [0.5, Number.NaN, Infinity, 2 ** 53, -0, undefined, 1n, Symbol('a'), () => 1]) {
      assert.throws(() => canonicalJson(value), RangeError)
      assert.throws(() => canonicalJson({ b: value === undefined ? [value] : value, a: 1 }), RangeError)
      assert.throws(() => canonicalJson([{ b: 1, a: 1 }, value]), RangeError)
    }
  })

  const json = fc.jsonValue({ maxDepth: 4 }).map(wholeNumbers)

  it('is read as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        assert.deepEqual(JSON.parse(canonicalJson(value)), value)
      }),
      settings,
    )
  })

  it('does not know the sequence of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        assert.equal(canonicalJson(backwards(value)), canonicalJson(value))
        assert.equal(canonicalJson(inSequence(value)), canonicalJson(value))
        assert.deepEqual(inSequence(value), value)
      }),
      settings,
    )
  })
})

function wholeNumbers(value: unknown): unknown {
  if (typeof value === 'number') return Math.trunc(value % 1000) + 0
  if (Array.isArray(value)) return value.map(wholeNumbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__proto__')
      .map(([key, inner]) => [key, wholeNumbers(inner)]),
  )
}

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, backwards(inner)]),
  )
}
