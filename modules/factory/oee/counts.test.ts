import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SignalPoint } from '@ronghe/oee'
import fc from 'fast-check'
import { countsOf } from './counts.ts'

const point = (timeMicros: number, value: number | null, quality: SignalPoint['quality'] = 'good') => ({
  timeMicros,
  value,
  quality,
})
/** A counter read every 10 µs from 0 on. */
const series = (...values: (number | null)[]) => values.map((value, index) => point(index * 10, value))
const window = { fromMicros: 0, toMicros: 1000 }
const rows = (counted: ReturnType<typeof countsOf>) =>
  counted.counts?.map(({ timeMicros, good, rejected }) => [timeMicros, good, rejected])

describe('counts of parts', () => {
  test('are the growth of the counter, each at the moment it is seen', () => {
    const counted = countsOf({ total: series(5, 6, 6, 9) }, window)
    assert.deepEqual(rows(counted), [
      [10, 1, 0],
      [30, 3, 0],
    ])
    assert.equal(counted.rejectsKnown, false)
  })

  test('a counter that falls was reset, and shows its growth since', () => {
    assert.deepEqual(rows(countsOf({ total: series(98, 100, 3, 5) }, window)), [
      [10, 2, 0],
      [20, 3, 0],
      [30, 2, 0],
    ])
  })

  test('the end of a window belongs to it, its start does not', () => {
    const total = series(1, 2, 3, 4)
    const inside = (fromMicros: number, toMicros: number) =>
      rows(countsOf({ total }, { fromMicros, toMicros }))?.map(([at]) => at)
    assert.deepEqual(inside(10, 20), [20])
    assert.deepEqual(inside(0, 10), [10])
    assert.deepEqual(inside(20, 25), [])
  })

  test('bad and missing readings say nothing', () => {
    const total = [point(0, 1), point(10, 500, 'bad'), point(20, null), point(30, 2), point(40, 9, 'stale')]
    assert.deepEqual(rows(countsOf({ total }, window)), [[30, 1, 0]])
  })

  test('a counter that stands at zero proves no zero, one that has counted proves it', () => {
    assert.deepEqual(countsOf({ total: series(0, 0, 0) }, window), { counts: null, rejectsKnown: false })
    assert.deepEqual(countsOf({}, window), { counts: null, rejectsKnown: false })
    assert.deepEqual(countsOf({ total: series(7, 7) }, window).counts, [])
  })
})

describe('rejected parts', () => {
  test('stand beside the good ones where both are counted', () => {
    const counted = countsOf({ good: series(1, 3, 3), rejected: series(0, 0, 1) }, window)
    assert.deepEqual(rows(counted), [
      [10, 2, 0],
      [20, 0, 1],
    ])
    assert.equal(counted.rejectsKnown, true)
  })

  test('are taken out of the parts counted last before them, then out of later ones', () => {
    const total = [point(0, 0), point(10, 2), point(30, 4)]
    const rejected = [point(0, 0), point(20, 3)]
    assert.deepEqual(rows(countsOf({ total, rejected }, window)), [
      [10, 0, 2],
      [30, 1, 1],
    ])
  })

  test('alone tell nothing of the good ones', () => {
    assert.deepEqual(countsOf({ rejected: series(0, 2) }, window), { counts: null, rejectsKnown: false })
  })
})

const steps = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 })

/** A counter that grows by these steps every 10 µs; the first reading is 1, so that it has counted. */
function grown(list: readonly number[]): SignalPoint[] {
  const sum = (count: number) => list.slice(0, count).reduce((all, one) => all + one, 1)
  return [0, ...list].map((_, index) => point(index * 10, sum(index)))
}

describe('whatever the counters do', () => {
  test('a window and its two halves count the same parts', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 999 }), (list, cut) => {
        const total = grown(list)
        const sum = (fromMicros: number, toMicros: number) =>
          (countsOf({ total }, { fromMicros, toMicros }).counts ?? []).reduce((all, one) => all + one.good, 0)
        assert.equal(sum(0, cut) + sum(cut, 1000), sum(0, 1000))
        assert.equal(
          sum(0, 1000),
          list.reduce((all, one) => all + one, 0),
        )
      }),
    )
  })

  test('rejects never make more parts than were counted, nor fewer', () => {
    fc.assert(
      fc.property(steps, steps, (totals, rejects) => {
        const counted = countsOf({ total: grown(totals), rejected: grown(rejects) }, window)
        const made = totals.reduce((all, one) => all + one, 0)
        const bad = rejects.reduce((all, one) => all + one, 0)
        const good = counted.counts?.reduce((all, one) => all + one.good, 0) ?? 0
        const rejected = counted.counts?.reduce((all, one) => all + one.rejected, 0) ?? 0
        assert.equal(good + rejected, made)
        assert.equal(rejected, Math.min(made, bad))
        assert.ok(counted.counts?.every((one) => one.good >= 0 && one.rejected >= 0))
      }),
    )
  })
})
