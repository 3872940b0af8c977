import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { burstFirsts, firstOuts, type Grouped } from './group.ts'
import { activations, settings } from './test/arbitrary.ts'

function one(id: string, fromMicros: number, toMicros: number | null, group = 'g', rank = 2): Grouped {
  return { id, group, rank, fromMicros, toMicros }
}

describe('first-out', () => {
  it('ALM-35 is the one that became active while the others were normal', () => {
    const all = [one('pressure', 10, 40), one('pump', 9, 50), one('flow', 11, 30)]
    assert.deepEqual([...firstOuts(all)], ['pump'])
  })

  it('ALM-35 begins anew when all of the group is normal, not when the first-out is', () => {
    const all = [one('a', 1, 5), one('b', 3, 9), one('c', 8, 12), one('d', 12, 20), one('e', 15, 16)]
    assert.deepEqual([...firstOuts(all)].toSorted(), ['a', 'd'])
  })

  it('ALM-35 groups do not know of one another', () => {
    const all = [one('a', 1, null), one('b', 2, null, 'h'), one('c', 3, null), one('d', 3, null, 'h')]
    assert.deepEqual([...firstOuts(all)].toSorted(), ['a', 'b'])
  })

  it('ALM-35 an alarm that stays alone is none', () => {
    assert.deepEqual([...firstOuts([one('a', 1, 5), one('b', 5, 9), one('c', 9, null, 'h')])], [])
  })

  it('ALM-35 of one moment the graver, then the lower id', () => {
    assert.deepEqual([...firstOuts([one('a', 1, 9), one('b', 1, 9, 'g', 1)])], ['b'])
    assert.deepEqual([...firstOuts([one('b', 1, 9), one('a', 1, 9)])], ['a'])
  })

  it('ALM-35 what is still active keeps its group busy', () => {
    assert.deepEqual([...firstOuts([one('a', 1, null), one('b', 1_000_000, null)])], ['a'])
  })

  it('ALM-35 none without activations', () => {
    assert.equal(firstOuts([]).size, 0)
  })
})

const grouped: fc.Arbitrary<Grouped[]> = fc
  .array(fc.tuple(activations, fc.constantFrom('g', 'h')), { maxLength: 4 })
  .map((lists) =>
    lists.flatMap(([list, group], place) =>
      list.map((stretch, index) => ({ ...stretch, group, id: `${place}-${index}`, rank: place % 3 })),
    ),
  )

/** The naive twin: none of the group was active when it began, and one began while it or its like went on. */
function naiveFirsts(all: readonly Grouped[]): string[] {
  const end = (stretch: Grouped) => Math.max(stretch.toMicros ?? 1e9, stretch.fromMicros + 1)
  const before = (left: Grouped, right: Grouped) =>
    left.fromMicros < right.fromMicros ||
    (left.fromMicros === right.fromMicros &&
      (left.rank < right.rank || (left.rank === right.rank && left.id < right.id)))
  const begins = (mine: Grouped) =>
    !all.some(
      (other) =>
        other !== mine && other.group === mine.group && before(other, mine) && end(other) > mine.fromMicros,
    )
  const isFollowed = (mine: Grouped) =>
    all.some(
      (other) =>
        other !== mine && other.group === mine.group && before(mine, other) && other.fromMicros < end(mine),
    )
  return all
    .filter((mine) => begins(mine) && isFollowed(mine))
    .map(({ id }) => id)
    .toSorted()
}

describe('first-out of any histories', () => {
  it('ALM-35 agrees with the naive twin', () => {
    fc.assert(
      fc.property(grouped, (all) => assert.deepEqual([...firstOuts(all)].toSorted(), naiveFirsts(all))),
      { ...settings, numRuns: 1000 },
    )
  })

  it('ALM-35 does not depend on the sequence, and every group with two at a time has one', () => {
    fc.assert(
      fc.property(grouped, (all) => {
        const firsts = firstOuts(all)
        assert.deepEqual(firstOuts(all.toReversed()), firsts)
        const isOver = (stretch: Grouped, at: number) => stretch.toMicros !== null && stretch.toMicros <= at
        for (const one of all) {
          const withIt = all.filter((other) => other !== one && other.group === one.group)
          const isTogether = withIt.some(
            (other) => other.fromMicros <= one.fromMicros && !isOver(other, one.fromMicros),
          )
          const inGroup = all.filter((other) => other.group === one.group)
          if (isTogether) assert.ok(inGroup.some((other) => firsts.has(other.id)))
        }
      }),
      settings,
    )
  })
})

const bursts = (all: readonly Grouped[], window: number) =>
  burstFirsts(all, window)
    .map(({ id, followers }) => `${id}+${followers}`)
    .toSorted()

describe('the first of a burst across a line', () => {
  it('ALM-36 is the one that others follow within the window, though something was active before', () => {
    const all = [one('old', 0, null), one('pump', 100, 140), one('press', 105, null), one('oven', 112, 113)]
    assert.deepEqual(bursts(all, 10), ['pump+1'])
    assert.deepEqual(bursts(all, 12), ['pump+2'])
    assert.deepEqual(bursts(all, 100), ['old+1'])
  })

  it('ALM-36 one that comes exactly the window later belongs to it, one later does not', () => {
    assert.deepEqual(bursts([one('a', 0, 1), one('b', 10, 11)], 10), ['a+1'])
    assert.deepEqual(bursts([one('a', 0, 1), one('b', 11, 12)], 10), [])
  })

  it('ALM-36 a burst goes on while each follows the one before, and has one first', () => {
    const all = [0, 8, 16, 24, 60, 61].map((at) => one(`at${at}`, at, at + 1))
    assert.deepEqual(bursts(all, 10), ['at0+1', 'at60+1'])
  })

  it('ALM-36 of one moment the graver, then the lower id; a window of nothing takes one moment', () => {
    assert.deepEqual(bursts([one('a', 1, 9), one('b', 1, 9, 'g', 1)], 0), ['b+1'])
    assert.deepEqual(bursts([one('b', 1, 9), one('a', 1, 9)], 0), ['a+1'])
  })

  it('ALM-36 groups do not know of one another, and a negative window is refused', () => {
    assert.deepEqual(bursts([one('a', 1, 2), one('b', 2, 3, 'h')], 10), [])
    assert.throws(() => burstFirsts([], -1), RangeError)
    assert.throws(() => burstFirsts([], Number.NaN), RangeError)
  })
})

/** The naive twin: nobody of the group shortly before, somebody shortly after, by looking at every pair. */
function naiveBursts(all: readonly Grouped[], window: number): string[] {
  const isBefore = (left: Grouped, right: Grouped) =>
    left.fromMicros < right.fromMicros ||
    (left.fromMicros === right.fromMicros &&
      (left.rank < right.rank || (left.rank === right.rank && left.id < right.id)))
  return all
    .flatMap((mine) => {
      const group = all.filter((other) => other !== mine && other.group === mine.group)
      const near = group.filter((other) => Math.abs(other.fromMicros - mine.fromMicros) <= window)
      const after = near.filter((other) => isBefore(mine, other))
      return near.length === after.length && after.length > 0 ? [`${mine.id}+${after.length}`] : []
    })
    .toSorted()
}

describe('bursts of any histories', () => {
  it('ALM-36 agrees with the naive twin, in any sequence', () => {
    fc.assert(
      fc.property(grouped, fc.integer({ min: 0, max: 12 }), (all, window) => {
        const told = bursts(all, window)
        assert.deepEqual(told, naiveBursts(all, window))
        assert.deepEqual(bursts(all.toReversed(), window), told)
      }),
      { ...settings, numRuns: 1000 },
    )
  })

  it('ALM-36 how long alarms stay active changes nothing', () => {
    fc.assert(
      fc.property(grouped, fc.integer({ min: 0, max: 12 }), (all, window) => {
        const firsts = burstFirsts(all, window)
        const isAlone = new Set(all.map(({ id }) => id)).size < 2
        if (isAlone) assert.deepEqual(firsts, [])
        const ended = all.map((stretch) => ({ ...stretch, toMicros: stretch.fromMicros + 1 }))
        assert.deepEqual(burstFirsts(ended, window), firsts)
      }),
      settings,
    )
  })
})
