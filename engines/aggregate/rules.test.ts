import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Aggregate,
  type Around,
  aggregate,
  defaults,
  type Options,
  type Point,
  summarise,
} from './index.ts'
import { aroundOf } from './test/sample.ts'

/** Points as `time:value`, `-` for a bad one. */
function pointsOf(text: string): Point[] {
  if (text === '') return []
  return text.split(' ').map((one) => {
    const [at, value] = one.split(':')
    return { at: Number(at), value: value === '-' ? null : Number(value) }
  })
}

type Said = { value: number | null; status: string; isPartial: boolean }

/** One aggregate of [from, to) over the points; all points outside are what lies around. */
function told(name: Aggregate, text: string, from: number, to: number, options: Partial<Options> = {}): Said {
  const points = pointsOf(text)
  const intervals = [{ from, to, at: from }]
  const around = aroundOf(points, from, to)
  const results = aggregate([name], intervals, summarise(points, intervals), around, {
    ...defaults,
    ...options,
  })
  const { at, ...said } = results[0]![0]!
  assert.equal(at, from)
  return said
}

const good = (value: number | null, isPartial = false): Said => ({ value, status: 'good', isPartial })
const uncertain = (value: number | null, isPartial = false): Said => ({
  value,
  status: 'uncertain',
  isPartial,
})
const bad = (value: number | null = null, isPartial = false): Said => ({ value, status: 'bad', isPartial })
const none: Said = { value: null, status: 'noData', isPartial: false }

describe('AGG-8 average', () => {
  test('is of the good values, whatever their distance in time', () => {
    assert.deepEqual(told('average', '0:1 1:2 9:6', 0, 10), good(3))
  })
  test('leaves bad values out and says so', () => {
    assert.deepEqual(told('average', '0:1 1:- 9:3', 0, 10), uncertain(2))
  })
  test('of bad values alone has none', () => {
    assert.deepEqual(told('average', '0:-', 0, 10), bad())
  })
  test('of nothing has no data, although a value holds', () => {
    assert.deepEqual(told('average', '0:1 20:1', 5, 10), none)
  })
})

describe('AGG-10 interpolative', () => {
  const both = '0:10 10:20'
  test('is the point itself where one is', () => {
    assert.deepEqual(told('interpolative', both, 0, 5), good(10))
  })
  test('lies on the line, or holds where the signal is stepped', () => {
    assert.deepEqual(told('interpolative', both, 4, 5), good(14))
    assert.deepEqual(told('interpolative', both, 4, 5, { stepped: true }), good(10))
  })
  test('holds after the last point, uncertain', () => {
    assert.deepEqual(told('interpolative', both, 12, 15), uncertain(20))
    assert.deepEqual(told('interpolative', both, 12, 15, { stepped: true }), uncertain(20))
  })
  test('is unknown before the first point', () => {
    assert.deepEqual(told('interpolative', '5:1 6:2', 4, 8), none)
  })
  test('crosses a bad point before or after its time, uncertain', () => {
    assert.deepEqual(told('interpolative', '0:10 2:- 10:20', 4, 5), uncertain(14))
    assert.deepEqual(told('interpolative', '0:10 8:- 10:20', 4, 5), uncertain(14))
    assert.deepEqual(told('interpolative', '0:10 4:- 10:20', 4, 12), uncertain(14))
  })
  test('stepped, a bad point after its time changes nothing', () => {
    assert.deepEqual(told('interpolative', '0:10 8:- 10:20', 4, 5, { stepped: true }), good(10))
    assert.deepEqual(told('interpolative', '0:10 2:- 10:20', 4, 5, { stepped: true }), uncertain(10))
  })
})

describe('AGG-11 time average and total with interpolated bounds', () => {
  test('follow the lines between the points, from edge to edge', () => {
    assert.deepEqual(told('timeAverage', '0:0 10:10 20:0', 5, 15), good(7.5))
    assert.deepEqual(told('timeAverage', '0:0 10:10', 2, 4), good(3))
  })
  test('follow them for a stepped signal, too', () => {
    assert.deepEqual(told('timeAverage', '0:0 10:10', 2, 4, { stepped: true }), good(3))
  })
  test('cross bad points, uncertain', () => {
    assert.deepEqual(told('timeAverage', '0:0 5:- 10:10', 2, 8), uncertain(5))
    assert.deepEqual(told('timeAverage', '0:0 1:- 10:10', 2, 8), uncertain(5))
    assert.deepEqual(told('timeAverage', '0:0 9:- 10:10', 2, 8), uncertain(5))
  })
  test('begin with the first good point, partial', () => {
    assert.deepEqual(told('timeAverage', '4:2 8:2 12:2', 0, 10), good(2, true))
  })
  test('hold after the last point, uncertain', () => {
    assert.deepEqual(told('timeAverage', '0:0 10:10', 10, 20), uncertain(10))
    assert.deepEqual(told('timeAverage', '0:4', 0, 10), uncertain(4))
  })
  test('have nothing to say of bad points alone, or of nothing', () => {
    assert.deepEqual(told('timeAverage', '2:-', 0, 10), bad())
    assert.deepEqual(told('timeAverage', '12:3', 0, 10), none)
  })
  test('total is value × seconds, whatever the unit of time', () => {
    assert.deepEqual(told('total', '0:3 10:3', 0, 10), good(30))
    assert.deepEqual(told('total', '0:3 10:3', 0, 10, { second: 5 }), good(6))
  })
})

describe('AGG-12 time average and total with simple bounds', () => {
  test('stepped, each value counts as long as it holds', () => {
    const stepped = { stepped: true }
    assert.deepEqual(told('timeAverage2', '0:0 5:10 20:0', 0, 10, stepped), good(5))
    assert.deepEqual(told('total2', '0:0 5:10 20:0', 0, 10, stepped), good(50))
  })
  test('a value from long before holds through an interval without points', () => {
    assert.deepEqual(told('timeAverage2', '0:7 100:1', 40, 50, { stepped: true }), good(7))
  })
  test('time under a bad point counts for nothing', () => {
    assert.deepEqual(told('timeAverage2', '0:4 5:- 10:4', 0, 10, { stepped: true }), uncertain(4))
    assert.deepEqual(told('total2', '0:4 5:- 10:4', 0, 10, { stepped: true }), uncertain(20))
  })
  test('sloped, a value runs to the next good one, and holds up to a bad one', () => {
    assert.deepEqual(told('timeAverage2', '0:0 10:10 20:20', 5, 15), good(10))
    assert.deepEqual(told('total2', '0:4 5:- 10:8', 0, 10), uncertain(20))
  })
  test('where the bad point is before, nothing counts until the next', () => {
    assert.deepEqual(told('timeAverage2', '0:- 5:6 10:6', 0, 10, { stepped: true }), uncertain(6))
    assert.deepEqual(told('timeAverage2', '0:- 20:6', 5, 10), bad())
  })
  test('begin with the data, partial and not for that bad', () => {
    assert.deepEqual(told('timeAverage2', '5:6 10:6', 0, 10, { stepped: true }), good(6, true))
    assert.deepEqual(told('timeAverage2', '', 0, 10), none)
  })
})

describe('AGG-13 start and end', () => {
  test('are the first and the last point of the interval as they are', () => {
    assert.deepEqual(told('start', '0:1 5:2 9:3', 2, 10), good(2))
    assert.deepEqual(told('end', '0:1 5:2 9:3', 2, 9), good(2))
    assert.deepEqual(told('start', '5:- 6:1', 0, 10), bad())
    assert.deepEqual(told('end', '5:1 6:-', 0, 10), bad())
    assert.deepEqual(told('end', '0:1', 5, 10), none)
  })
})

describe('AGG-14 extremes', () => {
  test('are of the good values', () => {
    assert.deepEqual(told('minimum', '0:3 1:-2 2:5', 0, 10), good(-2))
    assert.deepEqual(told('maximum', '0:3 1:-2 2:5', 0, 10), good(5))
    assert.deepEqual(told('range', '0:3 1:-2 2:5', 0, 10), good(7))
    assert.deepEqual(told('delta', '0:3 1:-2 2:5', 0, 10), good(2))
  })
  test('are doubtful where bad values are left out, and none where all are', () => {
    for (const name of ['minimum', 'maximum'] as const) {
      assert.deepEqual(told(name, '0:3 1:-', 0, 10), uncertain(3))
      assert.deepEqual(told(name, '0:-', 0, 10), bad())
      assert.deepEqual(told(name, '20:1', 0, 10), none)
    }
  })
  test('of a single value: no range, no change', () => {
    assert.deepEqual(told('range', '0:3', 0, 10), good(0))
    assert.deepEqual(told('delta', '0:3', 0, 10), good(0))
  })
  test('do not see the value that holds from before', () => {
    assert.deepEqual(told('maximum', '0:9 5:1', 2, 10), good(1))
  })
})

describe('AGG-15 count', () => {
  test('is of the good values, by their share good, uncertain or bad', () => {
    assert.deepEqual(told('count', '0:1 1:2', 0, 10), good(2))
    assert.deepEqual(told('count', '0:1 1:-', 0, 10), uncertain(1))
    assert.deepEqual(told('count', '0:-', 0, 10), bad(0))
  })
  test('is zero between points, and unknown where the data have not begun or have ended', () => {
    assert.deepEqual(told('count', '0:1 20:1', 5, 10), good(0))
    assert.deepEqual(told('count', '20:1', 5, 10), none)
    assert.deepEqual(told('count', '0:1', 5, 10), none)
  })
})

describe('AGG-16 good and bad time', () => {
  test('go by the point that holds, from before the interval to its end', () => {
    assert.deepEqual(told('durationGood', '0:1 4:- 8:1', 2, 10), good(4))
    assert.deepEqual(told('durationBad', '0:1 4:- 8:1', 2, 10), good(4))
    assert.deepEqual(told('percentGood', '0:1 4:- 8:1', 2, 10), good(50))
    assert.deepEqual(told('percentBad', '0:1 4:- 8:1', 2, 10), good(50))
  })
  test('count what is before the first point as bad, partial', () => {
    assert.deepEqual(told('durationGood', '6:1', 0, 10), good(4, true))
    assert.deepEqual(told('durationBad', '6:1', 0, 10), good(6, true))
  })
  test('are in seconds', () => {
    assert.deepEqual(told('durationGood', '0:1', 0, 10, { second: 4 }), good(2.5))
  })
  test('say nothing of nothing', () => {
    assert.deepEqual(told('percentGood', '20:1', 0, 10), none)
  })
})

describe('AGG-17 duration in state', () => {
  const text = '0:0 4:1 6:- 8:0'
  test('at zero and not at zero come to the good time', () => {
    assert.deepEqual(told('durationInStateZero', text, 0, 10), uncertain(6))
    assert.deepEqual(told('durationInStateNonZero', text, 0, 10), uncertain(2))
  })
  test('a state from before holds', () => {
    assert.deepEqual(told('durationInStateZero', '0:0 40:1', 10, 20), good(10))
    assert.deepEqual(told('durationInStateNonZero', '0:5 40:1', 10, 20), good(10))
  })
  test('of bad time alone are unknown', () => {
    assert.deepEqual(told('durationInStateZero', '0:- 40:1', 10, 20), bad())
  })
})

describe('AGG-18 transitions', () => {
  test('are good values that differ from the one before, bad ones between or not', () => {
    assert.deepEqual(told('numberOfTransitions', '0:1 1:1 2:2 3:1', 0, 10), good(3))
    assert.deepEqual(told('numberOfTransitions', '0:1 1:- 2:1', 0, 10), uncertain(1))
  })
  test('compare the first with the one before the interval', () => {
    assert.deepEqual(told('numberOfTransitions', '0:1 5:1 6:2', 4, 10), good(1))
    assert.deepEqual(told('numberOfTransitions', '0:2 5:1 6:2', 4, 10), good(2))
  })
  test('leave out one at the end', () => {
    assert.deepEqual(told('numberOfTransitions', '0:1 5:1 10:2', 4, 10), good(0))
  })
})

describe('AGG-19 worst quality', () => {
  test('is bad as soon as one point is', () => {
    assert.deepEqual(told('worstQuality', '0:1 1:2', 0, 10), good(1))
    assert.deepEqual(told('worstQuality', '0:1 1:-', 0, 10), good(0))
    assert.deepEqual(told('worstQuality', '20:-', 0, 10), none)
  })
})

describe('AGG-21 variance', () => {
  test('of the sample and of the population', () => {
    assert.deepEqual(told('varianceSample', '0:2 1:4 2:6', 0, 10), good(4))
    assert.deepEqual(told('variancePopulation', '0:1 1:3', 0, 10), good(1))
    assert.deepEqual(told('standardDeviationSample', '0:2 1:4 2:6', 0, 10), good(2))
    assert.deepEqual(told('standardDeviationPopulation', '0:1 1:3', 0, 10), good(1))
  })
  test('is zero for a single value, and does not drown in a large offset', () => {
    assert.deepEqual(told('varianceSample', '0:2', 0, 10), good(0))
    const { value } = told('variancePopulation', '0:1000000001 1:1000000003', 0, 10)
    assert.equal(value, 1)
  })
})

describe('AGG-6 what lies around', () => {
  const nothing: Around = { before: { last: null, closing: null }, after: { first: null, opening: null } }
  test('neighbouring intervals are each other’s surroundings', () => {
    const points = pointsOf('0:0 30:30')
    const intervals = [0, 10, 20, 30].map((from) => ({ from, to: from + 10, at: from }))
    const ask = (options: Options) =>
      aggregate(['timeAverage', 'timeAverage2'], intervals, summarise(points, intervals), nothing, options)
    const [lines, held] = ask({ ...defaults, stepped: true })
    assert.deepEqual(
      lines!.map(({ value }) => value),
      [5, 15, 25, 30],
    )
    assert.deepEqual(
      held!.map(({ value }) => value),
      [0, 0, 0, 30],
    )
    assert.deepEqual(
      lines!.map(({ status }) => status),
      ['good', 'good', 'good', 'uncertain'],
    )
  })
  test('descending intervals have the same figures in their own order', () => {
    const points = pointsOf('0:0 7:- 12:4 30:30')
    const up = [0, 10, 20].map((from) => ({ from, to: from + 10, at: from }))
    const names = ['timeAverage2', 'percentGood', 'maximum', 'numberOfTransitions'] as const
    const ask = (intervals: typeof up) =>
      aggregate(names, intervals, summarise(points, intervals), aroundOf(points, 0, 30), defaults)
    assert.deepEqual(
      ask(up.toReversed()),
      ask(up).map((list) => list.toReversed()),
    )
  })
})

describe('what always holds', () => {
  test('good and bad time come to the interval', () => {
    for (const text of ['0:1 4:- 8:1', '3:-', '3:0 4:1 5:-', '0:1']) {
      const goodTime = told('durationGood', text, 2, 10).value!
      const badTime = told('durationBad', text, 2, 10).value!
      assert.equal(goodTime + badTime, 8, text)
      const zero = told('durationInStateZero', text, 2, 10).value ?? 0
      const other = told('durationInStateNonZero', text, 2, 10).value ?? 0
      assert.equal(zero + other, goodTime, text)
    }
  })
})
