import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Following, follow, nothing, type ScoredRow, type Stretch, sharesOf } from './stretch.ts'

/** Follows one row a microsecond; answers all stretches, the one still open last. */
function stretchesOf(percents: readonly (number | null)[]): { ended: Stretch[]; last: Following } {
  let last = nothing
  let ids = 0
  const ended: Stretch[] = []
  for (const [at, percent] of percents.entries()) {
    const row: ScoredRow = { fromMicros: at, toMicros: at + 1, percent, parts: [1, percent ?? 0] }
    const next = follow(last, row, () => `s${ids++}`)
    last = next.after
    if (next.ended) ended.push(next.ended)
  }
  return { ended, last }
}

const spans = (list: readonly Stretch[]) => list.map(({ fromMicros, toMicros }) => [fromMicros, toMicros])

describe('stretches above the threshold', () => {
  test('one begins above it and ends with the last row above, once five rows were as usual', () => {
    const { ended, last } = stretchesOf([50, 101, 200, 99, 99, 99, 99, 99, 99])
    assert.deepEqual(spans(ended), [[1, 3]])
    assert.equal(ended[0]?.peak, 200)
    assert.equal(last.open, null)
  })

  test('what flickers about the threshold is one stretch', () => {
    const { ended, last } = stretchesOf([120, 80, 80, 80, 80, 130, 80, 80])
    assert.deepEqual([ended.length, last.open?.fromMicros, last.open?.toMicros, last.quiet], [0, 0, 6, 2])
  })

  test('silence says nothing, and ends a stretch when it lasts', () => {
    const silence = new Array<null>(59).fill(null)
    assert.equal(stretchesOf([150, ...silence]).last.open?.toMicros, 1)
    const { ended, last } = stretchesOf([150, ...silence, null, 60])
    assert.deepEqual([spans(ended), last.open], [[[0, 1]], null])
    assert.equal(stretchesOf([null, null]).ended.length, 0)
    assert.equal(stretchesOf([150, ...silence, 90, ...silence, 150]).last.open?.toMicros, 121)
  })

  test('exactly at the threshold is as usual', () => {
    assert.equal(stretchesOf([100, 100]).last.open, null)
  })

  test('shares are those of the signals, the largest first, and sum to one', () => {
    assert.deepEqual(sharesOf([1, 3], ['a', 'b']), [
      { tagId: 'b', share: 0.75 },
      { tagId: 'a', share: 0.25 },
    ])
    assert.deepEqual(
      sharesOf([1, 1], ['b', 'a']).map(({ tagId }) => tagId),
      ['a', 'b'],
    )
    assert.deepEqual(sharesOf([0, 0], ['a', 'b']), [])
  })

  test('every row above lies in one stretch, and cutting the rows anywhere changes nothing', () => {
    const percent = fc.constantFrom(null, 50, 90, 110, 300)
    fc.assert(
      fc.property(fc.array(percent, { maxLength: 80 }), fc.nat(80), (percents, cut) => {
        const { ended, last } = stretchesOf(percents)
        const all = last.open ? [...ended, last.open] : ended
        for (const [at, value] of percents.entries()) {
          const within = all.filter((one) => one.fromMicros <= at && at < one.toMicros)
          if (value !== null && value > 100) assert.equal(within.length, 1)
          else assert.ok(within.length <= 1)
        }
        let kept = nothing
        for (const [at, value] of percents.entries()) {
          // Stored and read again, as after a restart.
          if (at === cut) kept = JSON.parse(JSON.stringify(kept)) as Following
          const row = { fromMicros: at, toMicros: at + 1, percent: value, parts: [1, value ?? 0] }
          kept = follow(kept, row, () => `s${at}`).after
        }
        assert.deepEqual(
          { ...kept, open: kept.open && { ...kept.open, id: '' } },
          { ...last, open: last.open && { ...last.open, id: '' } },
        )
      }),
      { numRuns: 150, seed: 51 },
    )
  })
})
