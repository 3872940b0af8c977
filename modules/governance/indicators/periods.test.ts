import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { endedBefore, lastDayOf, periodOf } from './periods.ts'

test('a period is a year, a quarter or a month, and ends on its last day', () => {
  assert.equal(lastDayOf('year', '2026'), '2026-12-31')
  assert.equal(lastDayOf('quarter', '2026-Q1'), '2026-03-31')
  assert.equal(lastDayOf('quarter', '2026-Q4'), '2026-12-31')
  assert.equal(lastDayOf('month', '2024-02'), '2024-02-29')
  for (const [frequency, text] of [
    ['year', '2026-Q1'],
    ['quarter', '2026-Q5'],
    ['month', '2026-13'],
    ['month', '2026'],
  ] as const)
    assert.equal(lastDayOf(frequency, text), null, text)
})

test('the period that ended before a day is never the one in which it lies', () => {
  assert.equal(endedBefore('year', '2026-06-30'), '2025')
  assert.equal(endedBefore('quarter', '2026-01-01'), '2025-Q4')
  assert.equal(endedBefore('quarter', '2026-06-30'), '2026-Q1')
  assert.equal(endedBefore('month', '2026-01-31'), '2025-12')
})

test('every day lies in a period that ends on or after it, and the one before ended before it', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => {
    return new Date(Date.UTC(2000, 0, 1) + days * 86_400_000).toISOString().slice(0, 10)
  })
  fc.assert(
    fc.property(day, fc.constantFrom('year', 'quarter', 'month'), (one, frequency) => {
      const last = lastDayOf(frequency, periodOf(frequency, one))
      assert.ok(last !== null && last >= one)
      const before = lastDayOf(frequency, endedBefore(frequency, one))
      assert.ok(before !== null && before < one)
    }),
    { seed: 11, numRuns: 500 },
  )
})
