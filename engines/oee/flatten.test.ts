import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { flatten } from './flatten.ts'
import type { Interval } from './interval.ts'
import { secondMicros, settings, stretch, window as wideWindow } from './test/arbitrary.ts'

type Ranked = Interval & { name: string; rank: number }

const window = { fromMicros: 0, toMicros: 100 }

function item(name: string, fromMicros: number, toMicros: number, rank = 0): Ranked {
  return { name, fromMicros, toMicros, rank }
}

function byRank(left: Ranked, right: Ranked): number {
  return left.rank - right.rank || (left.name < right.name ? -1 : 1)
}

/** The segments as text, `name from–to`; a dash where nothing holds. */
function drawn(items: readonly Ranked[], within: Interval = window): string {
  return flatten(items, within, byRank)
    .map(({ item: held, fromMicros, toMicros }) => `${held?.name ?? '-'} ${fromMicros}–${toMicros}`)
    .join(', ')
}

describe('flattening', () => {
  it('OEE-4 leaves one empty segment where there is nothing', () => {
    assert.equal(drawn([]), '- 0–100')
  })

  it('OEE-4 leaves gaps empty', () => {
    assert.equal(drawn([item('a', 10, 20), item('b', 30, 40)]), '- 0–10, a 10–20, - 20–30, b 30–40, - 40–100')
  })

  it('OEE-4 clips to the window', () => {
    assert.equal(drawn([item('a', -50, 20), item('b', 90, 400)]), 'a 0–20, - 20–90, b 90–100')
  })

  it('OEE-4 lets the first in order hold where items overlap, and the other go on after it', () => {
    assert.equal(drawn([item('a', 0, 100, 2), item('b', 40, 60, 1)]), 'a 0–40, b 40–60, a 60–100')
  })

  it('OEE-4 does not cut at an item that does not win', () => {
    assert.equal(drawn([item('a', 0, 100, 1), item('b', 40, 60, 2)]), 'a 0–100')
  })

  it('OEE-4 lets a buried item come up again when those above it have ended', () => {
    const items = [
      item('low', 0, 100, 9),
      item('mid', 10, 90, 5),
      item('top', 20, 30, 1),
      item('top2', 50, 95, 1),
    ]
    assert.equal(drawn(items), 'low 0–10, mid 10–20, top 20–30, mid 30–50, top2 50–95, low 95–100')
  })

  it('OEE-4 gives way at once when a winner begins at the same moment', () => {
    assert.equal(drawn([item('a', 0, 50, 2), item('b', 0, 50, 1)]), 'b 0–50, - 50–100')
  })

  it('OEE-3 leaves out items that are reversed, empty or outside', () => {
    const items = [
      item('reversed', 60, 40),
      item('empty', 50, 50),
      item('before', -9, 0),
      item('after', 100, 120),
    ]
    assert.equal(drawn(items), '- 0–100')
  })

  it('OEE-4 handles a window that begins before 1970', () => {
    assert.equal(drawn([item('a', -5, 5)], { fromMicros: -10, toMicros: 10 }), '- -10–-5, a -5–5, - 5–10')
  })

  it('OEE-2 refuses an empty window', () => {
    assert.throws(() => drawn([], { fromMicros: 1, toMicros: 1 }), RangeError)
  })

  it('OEE-4 does not change the list it is given', () => {
    const items = [item('b', 50, 60), item('a', 10, 20)]
    drawn(items)
    assert.deepEqual(
      items.map(({ name }) => name),
      ['b', 'a'],
    )
  })
})

describe('flattening anything', () => {
  const ranked = fc
    .array(fc.tuple(stretch, fc.nat({ max: 4 })), { maxLength: 25 })
    .map((list) => list.map(([interval, rank], index) => ({ ...interval, rank, name: `i${index}` })))

  it('OEE-4 gives at every second the first in order of those present, by looking at all', () => {
    fc.assert(
      fc.property(ranked, (items) => {
        const segments = flatten(items, wideWindow, byRank)
        for (const { fromMicros, toMicros, item: held } of segments) {
          for (let at = fromMicros; at < toMicros; at += secondMicros) {
            const present = items.filter((one) => one.fromMicros <= at && at < one.toMicros).sort(byRank)
            assert.equal(held?.name, present[0]?.name)
          }
        }
      }),
      settings,
    )
  })

  it('OEE-4 makes at most two segments an item and one more', () => {
    fc.assert(
      fc.property(ranked, (items) => {
        assert.ok(flatten(items, wideWindow, byRank).length <= 2 * items.length + 1)
      }),
      settings,
    )
  })

  it('OEE-4 covers the window', () => {
    fc.assert(
      fc.property(ranked, (items) => {
        const segments = flatten(items, wideWindow, byRank)
        assert.equal(segments[0]!.fromMicros, wideWindow.fromMicros)
        assert.equal(segments.at(-1)!.toMicros, wideWindow.toMicros)
        segments.slice(1).forEach((segment, index) => {
          assert.equal(segment.fromMicros, segments[index]!.toMicros)
          assert.notEqual(segment.item, segments[index]!.item)
        })
      }),
      settings,
    )
  })
})
