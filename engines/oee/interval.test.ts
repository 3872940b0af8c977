import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { assertInteger, assertWindow, compareText, ignoredWhy, segmentAt } from './interval.ts'

const window = { fromMicros: 100, toMicros: 200 }

describe('times', () => {
  it('OEE-2 accepts whole microseconds, also before 1970 and today', () => {
    for (const value of [0, -1, 1, 1_462_190_400_000_000, Number.MAX_SAFE_INTEGER]) {
      assert.doesNotThrow(() => assertInteger(value, 'time'))
    }
  })

  it('OEE-2 refuses what would let time vanish in a sum, and names it', () => {
    for (const value of [0.5, Number.NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER + 1]) {
      assert.throws(() => assertInteger(value, 'toMicros'), { name: 'RangeError', message: /toMicros/ })
    }
  })

  it('OEE-2 refuses a window that is empty, reversed or not whole', () => {
    assert.doesNotThrow(() => assertWindow(window))
    assert.throws(() => assertWindow({ fromMicros: 5, toMicros: 5 }), /positive length/)
    assert.throws(() => assertWindow({ fromMicros: 5, toMicros: 4 }), /positive length/)
    assert.throws(() => assertWindow({ fromMicros: 0.1, toMicros: 4 }), /window.fromMicros/)
    assert.throws(() => assertWindow({ fromMicros: 0, toMicros: Number.NaN }), /window.toMicros/)
  })
})

describe('what takes no part', () => {
  const cases: [string, number, number, string | null][] = [
    ['inside', 120, 180, null],
    ['covering', 0, 300, null],
    ['touching the start from inside', 100, 101, null],
    ['touching the end from inside', 199, 200, null],
    ['reversed', 180, 120, 'reversed'],
    ['reversed and outside', 80, 20, 'reversed'],
    ['empty', 150, 150, 'empty'],
    ['empty and outside', 50, 50, 'empty'],
    ['before', 0, 50, 'outside'],
    ['ending where the window starts', 50, 100, 'outside'],
    ['starting where the window ends', 200, 250, 'outside'],
    ['after', 250, 300, 'outside'],
  ]
  for (const [name, fromMicros, toMicros, why] of cases) {
    it(`OEE-3 ${name}: ${why ?? 'takes part'}`, () => {
      assert.equal(ignoredWhy({ fromMicros, toMicros }, window), why)
    })
  }
})

describe('finding a segment', () => {
  const segments = [
    { fromMicros: 0, toMicros: 10, name: 'a' },
    { fromMicros: 10, toMicros: 11, name: 'b' },
    { fromMicros: 11, toMicros: 40, name: 'c' },
  ]

  it('finds the one that contains the moment; an end is outside', () => {
    const nameAt = (at: number): string | undefined => segmentAt(segments, at)?.name
    assert.deepEqual([0, 9, 10, 11, 39].map(nameAt), ['a', 'a', 'b', 'c', 'c'])
  })

  it('finds none before, after, in a gap and in an empty list', () => {
    assert.equal(segmentAt(segments, -1), null)
    assert.equal(segmentAt(segments, 40), null)
    assert.equal(segmentAt([], 0), null)
    assert.equal(segmentAt([segments[0]!, segments[2]!], 10), null)
  })

  it('finds each of many', () => {
    const many = Array.from({ length: 101 }, (_, index) => ({
      fromMicros: index * 3,
      toMicros: index * 3 + 3,
      index,
    }))
    for (let at = 0; at < 303; at += 1) assert.equal(segmentAt(many, at)?.index, Math.floor(at / 3))
  })
})

describe('comparing texts', () => {
  it('orders by code unit, whatever the language of the machine', () => {
    assert.equal(compareText('a', 'a'), 0)
    assert.ok(compareText('a', 'b') < 0)
    assert.ok(compareText('b', 'a') > 0)
    assert.ok(compareText('Z', 'a') < 0)
    assert.ok(compareText('', 'a') < 0)
    assert.ok(compareText('刀具', '等待') < 0)
  })
})
