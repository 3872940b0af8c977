import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Announced, bandOf, countedKinds, countedOf, quantile, statisticsOf } from './statistics.ts'
import { settings } from './test/arbitrary.ts'

const second = 1_000_000
const minute = 60 * second
const hour = 60 * minute
const window = { fromMicros: 100 * hour, toMicros: 102 * hour }

function one(atMinute: number, more: Partial<Announced> = {}): Announced {
  const announcedMicros = window.fromMicros + atMinute * minute
  return {
    source: 'pump',
    rank: 3,
    announcedMicros,
    clearedMicros: announcedMicros + minute,
    acknowledgedMicros: null,
    ...more,
  }
}

function burst(atMinute: number, count: number): Announced[] {
  return Array.from({ length: count }, (_, index) => one(atMinute + index * 0.5, { source: `s${index}` }))
}

function of(...list: Announced[]) {
  return statisticsOf(list, window)
}

describe('rates', () => {
  it('ALM-40 counts what was announced in the window, its start included and its end not', () => {
    const { count, intervals } = of(one(0), one(9.9), one(10), one(119.9), one(120), one(-0.1))
    assert.equal(count, 4)
    assert.deepEqual(intervals, [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  })

  it('ALM-40 a last interval may be shorter', () => {
    const short = { ...window, toMicros: window.fromMicros + 15 * minute }
    assert.deepEqual(statisticsOf([one(14)], short).intervals, [0, 1])
  })

  it('ALM-41 the average is per ten minutes, in the bands of the standard', () => {
    assert.equal(of(...burst(0, 6)).meanRate, 0.5)
    assert.deepEqual([0, 1, 1.01, 2, 2.01].map(bandOf), [
      'acceptable',
      'acceptable',
      'manageable',
      'manageable',
      'overloaded',
    ])
  })

  it('ALM-41 a window of no time has no rate', () => {
    const empty = statisticsOf([], { fromMicros: 5, toMicros: 5 })
    assert.deepEqual(
      [empty.meanRate, empty.band, empty.overShare, empty.floodShare],
      [null, null, null, null],
    )
    assert.deepEqual([empty.count, empty.intervals, empty.badShare], [0, [], null])
  })

  it('ALM-42 the peak, and the share of intervals with more than ten', () => {
    const { peakCount, overShare } = of(...burst(0, 11), ...burst(10, 10))
    assert.equal(peakCount, 11)
    assert.equal(overShare, 1 / 12)
  })
})

describe('floods', () => {
  it('ALM-43 begin with more than ten in ten minutes and end before the first interval below five', () => {
    const { floods, floodShare } = of(...burst(20, 11), ...burst(30, 5), ...burst(40, 4), ...burst(60, 10))
    assert.deepEqual(floods, [
      {
        fromMicros: window.fromMicros + 20 * minute,
        toMicros: window.fromMicros + 40 * minute,
        count: 16,
        peak: 11,
      },
    ])
    assert.equal(floodShare, 20 / 120)
  })

  it('ALM-43 two floods with calm between are two; one at the end goes up to the end', () => {
    const { floods } = of(...burst(0, 12), ...burst(110, 15))
    assert.deepEqual(
      floods.map(({ count, peak }) => [count, peak]),
      [
        [12, 12],
        [15, 15],
      ],
    )
    assert.equal(floods[1]?.toMicros, window.toMicros)
  })

  it('ALM-43 ten are no flood', () => {
    assert.deepEqual(of(...burst(0, 10)).floods, [])
  })
})

describe('nuisances', () => {
  it('ALM-44 chattering is three of one source within a minute', () => {
    const quick = [one(1), one(1.3), one(1.6), one(1.9)]
    const { chattering } = of(...quick, one(5, { source: 'fan' }), one(5.4, { source: 'fan' }))
    assert.deepEqual(chattering, [{ source: 'pump', count: 2 }])
    assert.deepEqual(of(one(1), one(1.5), one(2)).chattering, [])
  })

  it('ALM-45 fleeting is over within three seconds and nobody could answer it', () => {
    const quick = (more: Partial<Announced>) => {
      const { announcedMicros } = one(3)
      return one(3, { clearedMicros: announcedMicros + 2 * second, ...more })
    }
    assert.equal(of(quick({})).fleetingCount, 1)
    assert.equal(of(quick({ acknowledgedMicros: one(3).announcedMicros + second })).fleetingCount, 0)
    assert.equal(of(one(3)).fleetingCount, 0)
    assert.equal(of(one(3, { clearedMicros: null })).fleetingCount, 0)
  })

  it('ALM-46 stale is active for more than a day, from whenever', () => {
    const old = (hours: number, more: Partial<Announced> = {}) => {
      return one(0, { announcedMicros: window.fromMicros - hours * hour, clearedMicros: null, ...more })
    }
    const before = old(30, { source: 'gone', clearedMicros: window.fromMicros - 1 })
    const { stale } = of(old(23, { source: 'a' }), old(90, { source: 'b' }), old(21, { source: 'c' }), before)
    assert.deepEqual(
      stale.map(({ source }) => source),
      ['b', 'a'],
    )
  })

  it('ALM-47 standing is what is active at the end', () => {
    const beyond = one(100, { clearedMicros: window.toMicros + 1 })
    const atEnd = one(100, { clearedMicros: window.toMicros })
    assert.equal(of(beyond, atEnd, one(5, { clearedMicros: null }), one(7)).standing, 2)
  })
})

describe('distributions', () => {
  it('ALM-48 the ten sources with the most, with their share of all', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      Array.from({ length: index + 1 }, () => one(index, { source: `s${String(index).padStart(2, '0')}` })),
    ).flat()
    const { badActors, badShare } = of(...many)
    assert.equal(badActors.length, 10)
    assert.deepEqual(badActors[0], { source: 's11', count: 12, share: 12 / 78 })
    assert.equal(badShare, 75 / 78)
  })

  it('ALM-48 equals stand by name', () => {
    const { badActors } = of(one(1, { source: 'b' }), one(2, { source: 'a' }))
    assert.deepEqual(
      badActors.map(({ source }) => source),
      ['a', 'b'],
    )
  })

  it('ALM-48 shares of the priorities', () => {
    const { priorities } = of(one(1, { rank: 1 }), one(2), one(3), one(4))
    assert.deepEqual(priorities, [
      { rank: 1, count: 1, share: 0.25 },
      { rank: 3, count: 3, share: 0.75 },
    ])
  })

  it('ALM-49 times to acknowledge, of those that were', () => {
    const answered = (minutes: number) =>
      one(minutes, { acknowledgedMicros: one(minutes).announcedMicros + minutes * minute })
    const { acknowledging } = of(answered(1), answered(2), answered(6), one(9))
    assert.deepEqual(acknowledging, {
      count: 3,
      meanMicros: 3 * minute,
      medianMicros: 2 * minute,
      ninetiethMicros: 6 * minute,
      maxMicros: 6 * minute,
    })
  })

  it('ALM-49 durations go up to the end of the window where the alarm goes on', () => {
    const { lasting } = of(
      one(100, { clearedMicros: null }),
      one(110, { clearedMicros: window.toMicros + hour }),
    )
    assert.deepEqual([lasting.maxMicros, lasting.medianMicros], [20 * minute, 10 * minute])
    assert.equal(of().lasting.meanMicros, null)
  })

  it('ALM-49 quantiles are by nearest rank', () => {
    assert.equal(quantile([], 0.5), null)
    assert.deepEqual(
      [0, 0.25, 0.26, 0.5, 0.9, 1].map((part) => quantile([1, 2, 3, 4], part)),
      [1, 1, 2, 2, 4, 4],
    )
  })
})

const announced: fc.Arbitrary<Announced> = fc
  .record({
    source: fc.constantFrom('a', 'b', 'c', 'd'),
    rank: fc.integer({ min: 1, max: 4 }),
    start: fc.integer({ min: -2000, max: 7300 }),
    lasts: fc.option(fc.integer({ min: 0, max: 4000 })),
    answered: fc.option(fc.integer({ min: 0, max: 500 })),
  })
  .map(({ source, rank, start, lasts, answered }) => {
    const announcedMicros = window.fromMicros + start * second
    const later = (seconds: number | null) => (seconds === null ? null : announcedMicros + seconds * second)
    return { source, rank, announcedMicros, clearedMicros: later(lasts), acknowledgedMicros: later(answered) }
  })
const anyList = fc.array(announced, { maxLength: 120 })

describe('any announcements', () => {
  it('ALM-40 counts agree with the naive twin, second by second', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        const figures = statisticsOf(list, window)
        const counts = new Array<number>(12).fill(0)
        for (let at = 0; at < 7200; at += 1) {
          const here = list.filter((each) => each.announcedMicros === window.fromMicros + at * second)
          counts[Math.floor(at / 600)]! += here.length
        }
        assert.deepEqual(figures.intervals, counts)
        assert.equal(figures.peakCount, Math.max(...counts))
        const isUp = (each: Announced) =>
          each.announcedMicros < window.toMicros &&
          (each.clearedMicros === null || each.clearedMicros > window.toMicros)
        assert.equal(figures.standing, list.filter(isUp).length)
      }),
      { ...settings, numRuns: 40 },
    )
  })

  it('ALM-40 the sequence of the list does not matter', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        const figures = statisticsOf(list, window)
        const reversed = statisticsOf(list.toReversed(), window)
        assert.deepEqual(reversed, figures)
      }),
      settings,
    )
  })

  it('ALM-48 sums: intervals, priorities and sources count each announcement once', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        const { count, intervals, priorities, badActors, lasting } = statisticsOf(list, window)
        const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
        assert.equal(sum(intervals), count)
        assert.equal(sum(priorities.map((each) => each.count)), count)
        assert.equal(sum(badActors.map((each) => each.count)), count)
        assert.equal(lasting.count, count)
      }),
      settings,
    )
  })

  it('ALM-43 floods lie in the window, do not touch, and begin with more than ten', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        const { floods, intervals, floodShare } = statisticsOf(list, window)
        let position = window.fromMicros - 1
        for (const { fromMicros, toMicros, peak } of floods) {
          assert.ok(fromMicros > position && toMicros > fromMicros && toMicros <= window.toMicros)
          const first = intervals[(fromMicros - window.fromMicros) / (10 * minute)] ?? 0
          assert.ok(first > 10 && peak >= first)
          position = toMicros
        }
        assert.ok(floodShare !== null && floodShare >= 0 && floodShare <= 1)
        assert.equal(
          floods.length > 0,
          intervals.some((count) => count > 10),
        )
      }),
      settings,
    )
  })
})

describe('the announcements behind a figure', () => {
  const minutesOf = (list: Announced[], kind: (typeof countedKinds)[number]) =>
    countedOf(list, window, kind).map(
      ({ announcedMicros }) => Math.round(((announcedMicros - window.fromMicros) / minute) * 10) / 10,
    )

  it('ALM-50 each third within a minute chatters', () => {
    const list = [one(1), one(1.3), one(1.6), one(1.9), one(5), one(5.2, { source: 'fan' })]
    assert.deepEqual(minutesOf(list, 'chattering'), [1.6, 1.9])
  })

  it('ALM-50 a stale source is told once, since when', () => {
    const since = (hours: number, source: string) =>
      one(0, { source, clearedMicros: null, announcedMicros: window.fromMicros - hours * hour })
    assert.deepEqual(
      countedOf([since(30, 'a'), since(40, 'a'), since(25, 'b'), since(2, 'c')], window, 'stale').map(
        ({ source, announcedMicros }) => [source, (announcedMicros - window.fromMicros) / hour],
      ),
      [
        ['a', -40],
        ['b', -25],
      ],
    )
  })

  it('ALM-50 a flood has those of its quieter intervals too, an interval its own alone', () => {
    const list = [...burst(20, 12), ...burst(30, 6), ...burst(40, 2), one(0, { source: 'alone' })]
    assert.equal(countedOf(list, window, 'floods').length, 18)
    assert.equal(countedOf(list, window, 'overIntervals').length, 12)
    assert.deepEqual(countedOf([], window, 'floods'), [])
  })

  it('ALM-50 nothing from beyond the window, and the rows are those that were given', () => {
    const quick = one(3, { clearedMicros: one(3).announcedMicros + second })
    const beyond = { ...quick, announcedMicros: window.toMicros }
    assert.deepEqual(countedOf([beyond, quick], window, 'fleeting'), [quick])
    assert.equal(countedOf([quick], window, 'fleeting')[0], quick)
  })

  it('ALM-50 so many as each figure counts', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        const figures = statisticsOf(list, window)
        const counted = Object.fromEntries(
          countedKinds.map((kind) => [kind, countedOf(list, window, kind).length]),
        )
        const sum = (values: readonly { count: number }[]) =>
          values.reduce((total, { count }) => total + count, 0)
        const over = figures.intervals.filter((count) => count > 10)
        assert.deepEqual(counted, {
          fleeting: figures.fleetingCount,
          stale: figures.stale.length,
          chattering: sum(figures.chattering),
          badActors: sum(figures.badActors),
          overIntervals: over.reduce((total, count) => total + count, 0),
          floods: sum(figures.floods),
          acknowledged: figures.acknowledging.count,
        })
        for (const { source, count } of figures.chattering) {
          const own = countedOf(list, window, 'chattering').filter((each) => each.source === source)
          assert.equal(own.length, count)
        }
      }),
      { ...settings, numRuns: 150 },
    )
  })
})
