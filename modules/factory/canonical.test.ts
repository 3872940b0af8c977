import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonical, hashOf } from './canonical.ts'
import { isoOf, microsOf } from './micros.ts'

test('equal values are equal bytes, in whatever sequence their keys were written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      assert.equal(canonical(turned), canonical(value))
      assert.equal(hashOf(turned), hashOf(value))
    }),
  )
})

test('it is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.deepEqual(JSON.parse(canonical(value)), JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('what differs has another hash; what is undefined is not there', () => {
  assert.notEqual(hashOf({ a: 1 }), hashOf({ a: 2 }))
  assert.notEqual(hashOf([1, 2]), hashOf([2, 1]))
  assert.notEqual(hashOf({ a: null }), hashOf({}))
  assert.equal(hashOf({ a: undefined, b: 1 }), hashOf({ b: 1 }))
  assert.equal(canonical({ b: [{ d: 1, c: 2 }], a: '"' }), '{"a":"\\"","b":[{"c":2,"d":1}]}')
})

test('microseconds are ISO 8601 and back', () => {
  const micros = fc.integer({ min: -62_135_596_800_000_000, max: Number.MAX_SAFE_INTEGER })
  fc.assert(fc.property(micros, (one) => assert.equal(microsOf(isoOf(one)), one)))
  assert.equal(isoOf(1), '1970-01-01T00:00:00.000001Z')
  assert.equal(isoOf(1_000), '1970-01-01T00:00:00.001Z')
  assert.equal(
    microsOf('2026-03-02T08:00:00.1234567+08:00'),
    Date.parse('2026-03-02T00:00:00Z') * 1000 + 123_456,
  )
})
