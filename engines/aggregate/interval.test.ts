import assert from 'node:assert/strict'
import { test } from 'node:test'
import { intervalsOf } from './index.ts'
import { randomFrom } from './test/sample.ts'

test('AGG-2: forward intervals cover the request without gap or overlap, the last one short', () => {
  const draw = randomFrom(4)
  for (let turn = 0; turn < 300; turn++) {
    const start = draw(1000) - 500
    const end = start + 1 + draw(500)
    const width = 1 + draw(60)
    const intervals = intervalsOf(start, end, width)
    assert.equal(intervals[0]!.from, start)
    assert.equal(intervals.at(-1)!.to, end)
    intervals.forEach(({ from, to, at }, index) => {
      assert.equal(at, from)
      const isLast = index === intervals.length - 1
      assert.ok(to > from && (isLast ? to - from <= width : to - from === width))
      if (!isLast) assert.equal(intervals[index + 1]!.from, to)
    })
  }
})

test('AGG-3: backward intervals cover the request, have its beginning and not its end', () => {
  const draw = randomFrom(5)
  for (let turn = 0; turn < 300; turn++) {
    const end = draw(1000) - 500
    const start = end + 1 + draw(500)
    const width = 1 + draw(60)
    const intervals = intervalsOf(start, end, width)
    const covered = intervals.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))
    covered.sort((a, b) => a - b)
    assert.deepEqual(
      covered,
      Array.from({ length: start - end }, (_, i) => end + 1 + i),
    )
    intervals.forEach(({ to, at }, index) => {
      assert.equal(at, to - 1)
      assert.equal(at, start - index * width)
    })
  }
})

test('AGG-2: width 0, and a width beyond the request, are one interval', () => {
  assert.deepEqual(intervalsOf(3, 9, 0), [{ from: 3, to: 9, at: 3 }])
  assert.deepEqual(intervalsOf(3, 9, 100), [{ from: 3, to: 9, at: 3 }])
  assert.deepEqual(intervalsOf(9, 3, 100), [{ from: 4, to: 10, at: 9 }])
})

test('AGG-1: times before the epoch and up to the largest whole number are times like others', () => {
  const most = Number.MAX_SAFE_INTEGER
  assert.deepEqual(intervalsOf(-5, 5, 5), [
    { from: -5, to: 0, at: -5 },
    { from: 0, to: 5, at: 0 },
  ])
  assert.deepEqual(intervalsOf(most - 2, most, 1), [
    { from: most - 2, to: most - 1, at: most - 2 },
    { from: most - 1, to: most, at: most - 1 },
  ])
})

for (const [what, start, end, width] of [
  ['a beginning that is no whole number', 0.5, 2, 1],
  ['an end that is none', 0, Number.NaN, 1],
  ['a width that is none', 0, 2, 0.1],
  ['a negative width', 0, 2, -1],
  ['nothing between beginning and end', 2, 2, 1],
  ['an infinite end', 0, Number.POSITIVE_INFINITY, 1],
] as const)
  test(`AGG-4: ${what} is refused`, () => {
    assert.throws(() => intervalsOf(start, end, width), RangeError)
  })
