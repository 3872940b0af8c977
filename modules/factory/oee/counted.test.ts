import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byWord, withRejects } from './counted.ts'

const said = (timeMicros: number, good: number, rejected: number) => ({
  ...{ timeMicros, good, rejected, rejectedStartup: 0, product: null },
})
const own = { counts: [{ timeMicros: 10, good: 5, rejected: 0 }], rejectsKnown: false }
const sums = (counts: readonly { good: number; rejected: number }[] | null) =>
  counts && [
    counts.reduce((sum, one) => sum + one.good, 0),
    counts.reduce((sum, one) => sum + one.rejected, 0),
  ]

describe('what was made, and whose word it is', () => {
  test('only what people counted is declared, and without a word nothing is known', () => {
    const { counts, rejectsKnown, countedBy } = byWord([said(5, 8, 2)])
    assert.deepEqual([sums(counts), rejectsKnown, countedBy?.basis], [[8, 2], true, 'declared'])
    assert.deepEqual(byWord([]).counts, null)
  })

  test("machines' counts less the rejects that people name are declared", () => {
    const rule = { source: 'programEnd', rejects: 'unknown' } as const
    const { counts, rejectsKnown, countedBy } = withRejects(own, [said(12, 99, 2)], rule)
    assert.deepEqual([sums(counts), rejectsKnown], [[3, 2], true])
    assert.deepEqual(countedBy, { source: 'programEnd', basis: 'declared' })
  })

  test('nobody spoke: rejects stay unknown, or the firm declares that there were none', () => {
    const rule = { source: 'programEnd', rejects: 'unknown' } as const
    const silent = withRejects(own, [said(12, 3, 0)], rule)
    assert.deepEqual(
      [silent.rejectsKnown, silent.countedBy],
      [false, { source: 'programEnd', basis: 'evidenced' }],
    )
    const none = withRejects(own, [], { ...rule, rejects: 'noneUnlessSaid' })
    assert.deepEqual(
      [sums(none.counts), none.rejectsKnown, none.countedBy?.basis],
      [[5, 0], true, 'declared'],
    )
  })

  test("counters that tell rejects apart need no word, and a counter's own figures stay as they were", () => {
    const known = { ...own, rejectsKnown: true }
    assert.deepEqual(withRejects(known, [said(12, 0, 2)], { source: 'counter', rejects: 'unknown' }), known)
    assert.deepEqual(withRejects(own, [], { source: 'counter', rejects: 'unknown' }), own)
    const none = { counts: null, rejectsKnown: false }
    assert.deepEqual(
      withRejects(none, [said(1, 0, 1)], { source: 'counter', rejects: 'noneUnlessSaid' }),
      none,
    )
  })
})
