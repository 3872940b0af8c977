import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundsOf } from './bounds.ts'
import { type Around, summarise } from './index.ts'
import type { Point } from './model.ts'

const nothing: Around = { before: { last: null, closing: null }, after: { first: null, opening: null } }
const tens = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ from: i * 10, to: i * 10 + 10, at: i * 10 }))

function bounds(points: readonly Point[], count: number, around = nothing) {
  const intervals = tens(count)
  return boundsOf(intervals, summarise(points, intervals), around)
}

test('AGG-6: the nearest points before and after come from the neighbours', () => {
  const points = [
    { at: 3, value: 1 },
    { at: 25, value: 2 },
  ]
  const [first, middle, last] = bounds(points, 3)
  assert.deepEqual(first!.before, { last: null, closing: null, isBadSince: false })
  assert.deepEqual(first!.after.opening, { at: 25, value: 2 })
  assert.deepEqual(middle!.before.closing, { at: 3, value: 1 })
  assert.deepEqual(middle!.after.opening, { at: 25, value: 2 })
  assert.deepEqual(last!.after, { first: null, opening: null, isBadBefore: false })
})

test('AGG-6: bad points next to an interval are told apart from the good ones behind them', () => {
  const points = [
    { at: 3, value: 1 },
    { at: 12, value: null },
    { at: 35, value: null },
    { at: 42, value: 5 },
  ]
  const [, , third] = bounds(points, 5)
  assert.deepEqual(third!.before, {
    last: { at: 12, value: null },
    closing: { at: 3, value: 1 },
    isBadSince: true,
  })
  assert.deepEqual(third!.after, {
    first: { at: 35, value: null },
    opening: { at: 42, value: 5 },
    isBadBefore: true,
  })
})

test('AGG-6: what lies around the request is what the outermost intervals see', () => {
  const around: Around = {
    before: { last: { at: -5, value: 7 }, closing: { at: -5, value: 7 } },
    after: { first: { at: 90, value: null }, opening: { at: 95, value: 8 } },
  }
  const [only] = bounds([], 1, around)
  assert.deepEqual(only!.before, { ...around.before, isBadSince: false })
  assert.deepEqual(only!.after, { ...around.after, isBadBefore: true })
})

test('AGG-3: descending intervals see the same neighbours', () => {
  const points = [
    { at: 3, value: 1 },
    { at: 25, value: 2 },
  ]
  const intervals = tens(3)
  const down = intervals.toReversed()
  assert.deepEqual(
    boundsOf(down, summarise(points, down), nothing),
    boundsOf(intervals, summarise(points, intervals), nothing).toReversed(),
  )
})
