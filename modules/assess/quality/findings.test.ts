import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isCopied, isOutside, jumps, quartile, spreadOf } from './findings.ts'

const limit = { least: 8, threshold: 3 }
const isOutlier = (value: number, others: readonly number[]) => isOutside(value, spreadOf(others, limit))
const copies = { least: 10, threshold: 0.95 }

describe('what an assessor should look at', () => {
  test('a number far outside of the others is an outlier; a few others tell nothing', () => {
    const others = [40, 42, 44, 46, 48, 50, 52, 54]
    assert.equal(isOutlier(47, others), false)
    assert.equal(isOutlier(80, others), true)
    assert.equal(isOutlier(10, others), true)
    assert.equal(isOutlier(80, others.slice(0, 7)), false)
    assert.equal(isOutlier(1000, []), false)
  })

  test('none of the firms that make the middle half is ever an outlier, whatever the order', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 8, maxLength: 40 })
    fc.assert(
      fc.property(numbers, (others) => {
        const sorted = others.toSorted((one, other) => one - other)
        const middle = sorted[Math.floor(sorted.length / 2)] ?? 0
        assert.equal(isOutlier(middle, others), false)
        assert.equal(isOutlier(middle, others.toReversed()), false)
      }),
      { seed: 20260306, numRuns: 200 },
    )
  })

  test('the fences move with the threshold, and are told', () => {
    const others = [40, 42, 44, 46, 48, 50, 52, 54]
    const spread = spreadOf(others, limit)
    assert.deepEqual(spread, { firms: 8, lower: 43.5, upper: 50.5, low: 22.5, high: 71.5 })
    assert.equal(isOutside(71.5, spread), false)
    assert.equal(isOutside(71.6, spread), true)
    assert.equal(isOutside(71.6, spreadOf(others, { least: 8, threshold: 4 })), false)
    assert.equal(spreadOf(others, { least: 9, threshold: 3 }), null)
  })

  test('quartiles are those of type 7', () => {
    assert.equal(quartile([1, 2, 3, 4], 0.25), 1.75)
    assert.equal(quartile([1, 2, 3, 4], 0.5), 2.5)
    assert.equal(quartile([5], 0.75), 5)
    assert.equal(quartile([], 0.5), 0)
  })

  test('a part that moves by more than three tenths of the range is a jump, up or down', () => {
    const before = { base: '20', use: '90', gone: null }
    const now = { base: '50.0001', use: '59', gone: '80' }
    const found = jumps(before, now, ['base', 'use', 'gone', 'new'], 30)
    assert.deepEqual(
      found.map(({ question, blanks }) => [question, blanks.before, blanks.after]),
      [
        ['base', '20', '50.0001'],
        ['use', '90', '59'],
      ],
    )
    assert.deepEqual(jumps({ base: '20' }, { base: '50' }, ['base'], 30), [])
  })

  test('ten answers and almost all the same is a copy', () => {
    assert.equal(isCopied(9, 9, copies), false)
    assert.equal(isCopied(10, 10, copies), true)
    assert.equal(isCopied(20, 19, copies), true)
    assert.equal(isCopied(20, 18, copies), false)
    assert.equal(isCopied(20, 18, { least: 10, threshold: 0.9 }), true)
    assert.equal(isCopied(10, 10, { least: 11, threshold: 0.9 }), false)
  })
})
