import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { reached } from './facts.ts'
import { type Scheme, schemeFaults } from './scheme.ts'
import { type Adjustment, isSound, percentText, ranked, scored } from './score.ts'

const scheme: Scheme = {
  indicators: [
    { kind: 'goals', nameZh: '目标', nameEn: 'Goals', weight: 30 },
    { kind: 'punctual', nameZh: '按期', nameEn: 'On time', weight: 70 },
  ],
  ...{ additionsMax: 5, deductionsMax: 10, vetoAtMost: 59, missing: 'drop' },
}
const of = { id: 'a', schemeNumber: 1, scheme }
const fact = (good: number, all: number) => ({ good, all, rows: [] })
const adjust = (kind: Adjustment['kind'], points = 0, isWithdrawn = false) => ({ kind, points, isWithdrawn })

describe('the score of a body (G21)', () => {
  test('is the weighted mean, and what has nothing to count gives its weight to the others', () => {
    const both = { goals: fact(1, 2), punctual: fact(3, 4) }
    assert.equal(scored(of, both, []).total, 67.5)
    assert.equal(scored(of, { goals: fact(0, 0), punctual: fact(3, 4) }, []).total, 75)
    const strict = { ...of, scheme: { ...scheme, missing: 'lowest' as const } }
    assert.equal(scored(strict, { goals: fact(0, 0), punctual: fact(3, 4) }, []).total, 52.5)
    assert.equal(scored(of, {}, []).total, null)
  })

  test('takes additions and deductions up to their limits, and none that was taken back', () => {
    const facts = { punctual: fact(1, 2) }
    const total = (...all: Adjustment[]) => scored(of, facts, all).total
    assert.deepEqual(
      [total(adjust('addition', 2)), total(adjust('addition', 3), adjust('addition', 4))],
      [52, 55],
    )
    assert.deepEqual([total(adjust('deduction', 1.5)), total(adjust('deduction', 30))], [48.5, 40])
    assert.equal(total(adjust('addition', 2, true), adjust('deduction', 3)), 47)
  })

  test('is held down by a veto, which raises nothing', () => {
    const total = (good: number) => scored(of, { punctual: fact(good, 10) }, [adjust('veto')]).total
    assert.deepEqual([total(10), total(3)], [59, 30])
  })

  test('says the same when computed anew, and a changed byte does not', () => {
    const { text, hash } = scored(of, { goals: fact(1, 3), punctual: fact(2, 7) }, [adjust('addition', 1)])
    assert.ok(isSound(of, { text, hash }))
    assert.ok(!isSound(of, { text: text.replace('"punctual"', '"punctuaI"'), hash }))
    assert.ok(!isSound({ ...of, scheme: { ...scheme, additionsMax: 4 } }, { text, hash }))
  })

  test('lies between nothing and the whole, and rises with what counts', () => {
    const count = fc.integer({ min: 1, max: 500 }).chain((all) => fc.tuple(fc.nat(all), fc.constant(all)))
    fc.assert(
      fc.property(count, count, ([goals, ofGoals], [parts, ofParts]) => {
        const total = (more: number) =>
          scored(
            of,
            { goals: fact(goals, ofGoals), punctual: fact(Math.min(ofParts, parts + more), ofParts) },
            [],
          ).total ?? -1
        assert.ok(total(0) >= 0 && total(0) <= 100)
        assert.ok(total(1) >= total(0))
      }),
      { seed: 4, numRuns: 200 },
    )
  })
})

describe('around the score', () => {
  test('percent is cut after six digits', () => {
    assert.deepEqual(
      [percentText(1, 3), percentText(2, 2), percentText(0, 7)],
      ['33.333333', '100.000000', '0.000000'],
    )
    assert.equal(percentText(1.5, 2), '75.000000')
  })

  test('equal totals share a rank, the next one is after both, and no total has none', () => {
    const totals = [80, null, 90, 80, 70].map((total) => ({ total }))
    assert.deepEqual(
      ranked(totals).map((one) => one.rank),
      [2, null, 1, 2, 4],
    )
  })

  test('a target is reached up to its whole, in both directions', () => {
    const of = (value: number, target: number, direction: 'up' | 'down' = 'up') =>
      reached({ value, target, direction })
    assert.deepEqual([of(26, 52), of(60, 52), of(-1, 52)], [0.5, 1, 0])
    assert.deepEqual([of(20, 10, 'down'), of(5, 10, 'down')], [0.5, 1])
  })

  test('weights that do not make a hundred and a kind named twice are faults of the scheme', () => {
    const [one] = scheme.indicators
    assert.ok(one)
    assert.deepEqual(schemeFaults(scheme), [])
    assert.deepEqual(
      schemeFaults({ ...scheme, indicators: [one, one] }).map((fault) => fault.rule),
      ['governance.appraisal.rule.weights', 'governance.appraisal.rule.kindTwice'],
    )
  })
})
