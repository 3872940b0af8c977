import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Aggregate,
  aggregate,
  defaults,
  intervalsOf,
  type Point,
  type Status,
  summarise,
} from './index.ts'
import { aroundOf } from './test/sample.ts'

/**
 * The example histories of OPC 10000-13, Annex A: seconds after 12:00:00. Uncertain and bad values have no
 * value here, as TreatUncertainAsBad is true.
 */
const historian1 = pointsOf('10:10 20:20 30:30 40:- 50:50 60:60 70:- 80:80 90:90')
const historian2 = pointsOf('2:10 25:20 28:25 39:30 42:- 48:40 52:50 72:60 77:- 83:70 86:80 90:90')

function pointsOf(text: string): Point[] {
  return text.split(' ').map((one) => {
    const [at, value] = one.split(':')
    return { at: Number(at), value: value === '-' ? null : Number(value) }
  })
}

function told(name: Aggregate, points: readonly Point[], width: number, stepped = false) {
  const intervals = intervalsOf(0, 100, width)
  const options = { ...defaults, stepped }
  return aggregate([name], intervals, summarise(points, intervals), aroundOf(points, 0, 100), options)[0]!
}

type Expected = [value: number | null, status: Status]
const u = 'uncertain'
const none: Expected = [null, 'noData']

function check(
  name: Aggregate,
  points: readonly Point[],
  width: number,
  expected: readonly Expected[],
): void {
  const results = told(name, points, width)
  expected.forEach(([value, status], index) => {
    const real = results[index]!
    const rounded = real.value === null ? null : Math.round(real.value * 1000) / 1000
    assert.deepEqual([rounded, real.status], [value, status], `${name} at ${real.at}`)
  })
}

test('AGG-10: interpolative each 5 s, as the example tables have it', () => {
  const good = (...values: number[]): Expected[] => values.map((value) => [value, 'good'])
  const doubtful = (...values: number[]): Expected[] => values.map((value) => [value, u])
  check('interpolative', historian1, 5, [
    ...[none, none],
    ...good(10, 15, 20, 25, 30),
    ...doubtful(35, 40, 45),
    ...good(50, 55, 60),
    ...doubtful(65, 70, 75),
    ...good(80, 85, 90),
    ...doubtful(90),
  ])
  check('interpolative', historian2, 5, [
    none,
    ...good(11.304, 13.478, 15.652, 17.826, 20, 25.909, 28.182),
    ...doubtful(31.111, 36.667),
    ...good(45, 51.5, 54, 56.5, 59),
    ...doubtful(62.727, 67.273),
    ...good(76.667, 90),
    ...doubtful(90),
  ])
})

test('AGG-10: stepped, a value holds until the next, as the example tables have it', () => {
  const values = told('interpolative', historian2, 5, true).map(({ value }) => value)
  assert.deepEqual(values.slice(0, 16), [
    ...[null, 10, 10, 10, 10, 20, 25, 25],
    ...[30, 30, 40, 50, 50, 50, 50, 60],
  ])
})

test('AGG-8: average each 5 s, as the example tables have it', () => {
  const only = (entries: Record<number, number>, bad: number[]): Expected[] =>
    Array.from({ length: 20 }, (_, index) => {
      if (bad.includes(index * 5)) return [null, 'bad']
      const value = entries[index * 5]
      return value === undefined ? none : [value, 'good']
    })
  check('average', historian1, 5, only({ 10: 10, 20: 20, 30: 30, 50: 50, 60: 60, 80: 80, 90: 90 }, [40, 70]))
  const second = { 0: 10, 25: 22.5, 35: 30, 45: 40, 50: 50, 70: 60, 80: 70, 85: 80, 90: 90 }
  check('average', historian2, 5, only(second, [40, 75]))
})

test('AGG-15, AGG-16: count and percent good each 16 s, as the example tables have them', () => {
  const counts = told('count', historian2, 16).map(({ value }) => value)
  assert.deepEqual(counts.slice(0, 6), [1, 2, 1, 2, 1, 3])
  assert.equal(told('count', historian2, 16)[2]!.status, u)
  assert.equal(told('count', historian1, 16)[2]!.status, 'bad')
  const shares = told('percentGood', historian2, 16).map(({ value }) => value)
  assert.deepEqual(shares.slice(0, 5), [87.5, 100, 62.5, 100, 81.25])
  assert.equal(told('percentGood', historian2, 16)[0]!.isPartial, true)
  assert.equal(told('percentGood', historian1, 16)[0]!.value, 37.5)
})

test('AGG-2, AGG-3: intervals forward and backward, the last one short', () => {
  assert.deepEqual(intervalsOf(0, 25, 10), [
    { from: 0, to: 10, at: 0 },
    { from: 10, to: 20, at: 10 },
    { from: 20, to: 25, at: 20 },
  ])
  assert.deepEqual(intervalsOf(25, 0, 10), [
    { from: 16, to: 26, at: 25 },
    { from: 6, to: 16, at: 15 },
    { from: 1, to: 6, at: 5 },
  ])
  assert.deepEqual(intervalsOf(0, 25, 0), [{ from: 0, to: 25, at: 0 }])
  for (const [start, end, width] of [
    [0, 0, 1],
    [0.5, 1, 1],
    [0, 1, -1],
  ] as const)
    assert.throws(() => intervalsOf(start, end, width), RangeError)
})

test('AGG-7: shares of bad and good data decide, and must leave no interval that is both', () => {
  const points = pointsOf('0:1 1:- 2:- 3:4')
  const intervals = intervalsOf(0, 4, 0)
  const of = (percentDataBad: number, percentDataGood: number) =>
    aggregate(['average'], intervals, summarise(points, intervals), aroundOf(points, 0, 4), {
      ...defaults,
      percentDataBad,
      percentDataGood,
    })[0]![0]!.status
  assert.deepEqual([of(100, 100), of(50, 100), of(100, 50), of(51, 51)], [u, 'bad', 'good', u])
  assert.throws(() => of(30, 60), RangeError)
  assert.throws(() => of(101, 100), RangeError)
})

test('AGG-4: what is asked in another shape than its intervals is refused', () => {
  const around = aroundOf([], 0, 1)
  assert.throws(() => aggregate(['count'], intervalsOf(0, 2, 1), [null], around, defaults), RangeError)
})

test('AGG-14: minimum and maximum each 16 s of the second example', () => {
  check('minimum', historian2, 16, [
    [10, 'good'],
    [20, 'good'],
    [30, u],
    [40, 'good'],
    [60, u],
  ])
  check('maximum', historian2, 16, [
    [10, 'good'],
    [25, 'good'],
    [30, u],
    [50, 'good'],
    [60, u],
  ])
})
