import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { microsOf, timeMicrosOf } from './times.ts'

test('text: to the microsecond, in its own zone or in the one that was set', () => {
  assert.equal(microsOf('1970-01-01T00:00:01.000002Z'), 1_000_002)
  assert.equal(microsOf('1970-01-01T00:00:01.5'), 1_500_000)
  assert.equal(microsOf('1970-01-01 08:00:01,25', '+08:00'), 1_250_000)
  assert.equal(microsOf('1970-01-01T01:00:01+01:00', '+08:00'), 1_000_000)
  assert.equal(microsOf('2026-06-30T23:59:59.9999999Z'), Date.UTC(2026, 6, 1) * 1000 - 1)
  for (const text of ['yesterday', '', '2026-06-30', '30/06/2026 10:00:00'])
    assert.ok(Number.isNaN(microsOf(text)))
})

test('numbers: the unit is the one that was set, or told by the size', () => {
  const at = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 })
  fc.assert(
    fc.property(at, (seconds) => {
      const expected = seconds * 1_000_000
      assert.equal(timeMicrosOf(seconds, undefined, undefined), expected)
      assert.equal(timeMicrosOf(seconds * 1000, undefined, undefined), expected)
      assert.equal(timeMicrosOf(String(expected), undefined, undefined), expected)
      assert.equal(timeMicrosOf(`${seconds}000000000`, undefined, undefined), expected)
      assert.equal(timeMicrosOf(seconds, 's', undefined), expected)
    }),
    { seed: 1 },
  )
})

test('what is no time is none, and no guess is made of it', () => {
  for (const raw of [null, undefined, true, {}, [], '', 'now', -5, 0, Number.NaN, 1e30])
    assert.ok(Number.isNaN(timeMicrosOf(raw, undefined, undefined)), String(raw))
  assert.ok(Number.isNaN(timeMicrosOf(1_700_000_000, 'iso', undefined)))
  assert.ok(Number.isNaN(timeMicrosOf('2026-06-30T00:00:00Z', 'ms', undefined)))
})
