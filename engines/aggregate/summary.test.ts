import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joined, type Point, summarise, summaryOf } from './index.ts'
import { firstAt } from './summary.ts'

const point = (at: number, value: number | null): Point => ({ at, value })

test('AGG-5: the summary of one point', () => {
  assert.deepEqual(summaryOf(point(5, 3)), {
    points: 1,
    good: 1,
    low: 3,
    high: 3,
    total: 3,
    spread: 0,
    opening: { at: 5, value: 3 },
    closing: { at: 5, value: 3 },
    first: { at: 5, value: 3 },
    last: { at: 5, value: 3 },
    held: 0,
    slope: 0,
    goodHeld: 0,
    goodSlope: 0,
    goodTime: 0,
    zeroTime: 0,
    transitions: 0,
  })
})

test('AGG-5: a bad point has no value, and is no least or greatest', () => {
  const one = summaryOf(point(5, null))
  assert.deepEqual([one.points, one.good, one.opening, one.closing], [1, 0, null, null])
  assert.deepEqual([one.low, one.high], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
})

test('AGG-5: two points and the gap between them', () => {
  const two = joined(summaryOf(point(0, 2)), summaryOf(point(10, 4)))
  assert.deepEqual([two.held, two.slope, two.goodHeld, two.goodSlope], [20, 30, 20, 30])
  assert.deepEqual([two.goodTime, two.zeroTime, two.transitions], [10, 0, 1])
  assert.deepEqual([two.total, two.spread, two.low, two.high], [6, 2, 2, 4])
})

test('AGG-5: across a bad point values are joined by `held` and `slope` and not by the others', () => {
  const three = [point(0, 2), point(4, null), point(10, 4)].map(summaryOf)
  const sum = joined(joined(three[0]!, three[1]!), three[2]!)
  assert.deepEqual([sum.held, sum.slope], [20, 30])
  assert.deepEqual([sum.goodHeld, sum.goodSlope, sum.goodTime], [8, 8, 4])
  assert.deepEqual([sum.points, sum.good], [3, 2])
})

test('AGG-5: time at zero is told apart', () => {
  const sum = joined(summaryOf(point(0, 0)), summaryOf(point(6, 1)))
  assert.deepEqual([sum.goodTime, sum.zeroTime], [6, 6])
})

test('AGG-2: points belong to the interval that has their time', () => {
  const points = [point(0, 1), point(9, 2), point(10, 3), point(30, 4)]
  const intervals = [0, 10, 20].map((from) => ({ from, to: from + 10, at: from }))
  const sums = summarise(points, intervals)
  assert.deepEqual(
    sums.map((sum) => sum?.points ?? null),
    [2, 1, null],
  )
})

test('the first point at or after a time is found among many, few and none', () => {
  const points = [1, 3, 3, 7].map((at) => point(at, 0))
  assert.deepEqual(
    [0, 1, 2, 3, 4, 7, 8].map((at) => firstAt(points, at)),
    [0, 0, 1, 1, 3, 3, 4],
  )
  assert.equal(firstAt([], 3), 0)
})
