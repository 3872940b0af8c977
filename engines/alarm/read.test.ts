import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SignalPoint, Trigger } from './model.ts'
import {
  advance,
  beyond,
  beyondEither,
  known,
  lookBackMicros,
  readTrigger,
  type Track,
  trackOf,
} from './read.ts'

const point = (timeMicros: number, value: SignalPoint['value'], quality: SignalPoint['quality'] = 'good') => {
  return { timeMicros, value, quality }
}

const value = (track: Track) => track.held?.value

describe('what is known of a signal', () => {
  it('ALM-4 a good point with a value, and nothing else', () => {
    assert.equal(known(point(1, 5)), 5)
    assert.equal(known(point(1, 'ON')), 'ON')
    assert.equal(known(point(1, 0)), 0)
    for (const none of [
      null,
      point(1, null),
      point(1, 5, 'bad'),
      point(1, 5, 'stale'),
      point(1, Number.NaN),
      point(1, Number.POSITIVE_INFINITY),
    ])
      assert.equal(known(none), undefined)
  })

  it('ALM-3 a track holds the last point at or before a moment', () => {
    const track = trackOf([point(7, 'c'), point(3, 'a'), point(3, 'b')])
    advance(track, 2)
    assert.equal(value(track), undefined)
    advance(track, 3)
    assert.equal(value(track), 'b')
    advance(track, 6)
    assert.equal(value(track), 'b')
    advance(track, 100)
    assert.equal(value(track), 'c')
  })
})

describe('beyond a limit', () => {
  const cases: [number, 'above' | 'below', boolean, boolean][] = [
    [101, 'above', true, false],
    [100, 'above', false, false],
    [96, 'above', false, false],
    [95, 'above', false, true],
    [99, 'below', true, false],
    [100, 'below', false, false],
    [104, 'below', false, false],
    [105, 'below', false, true],
  ]
  for (const [value, side, raises, clears] of cases) {
    it(`ALM-11 ${value} ${side} 100 with a dead-band of 5`, () => {
      assert.deepEqual(beyond(value, side, 100, 5), { raises, clears, value })
    })
  }

  it('ALM-13 on either side the magnitude counts and the sign is kept', () => {
    assert.deepEqual(beyondEither(-6, 'either', 5, 0), { raises: true, clears: false, value: -6 })
    assert.deepEqual(beyondEither(-6, 'below', 5, 0), { raises: true, clears: false, value: -6 })
    assert.deepEqual(beyondEither(-6, 'above', 5, 0), { raises: false, clears: true, value: -6 })
    assert.deepEqual(beyondEither(-4, 'below', 5, 0), { raises: false, clears: true, value: -4 })
  })

  it('ALM-11 never both raises and clears', () => {
    for (let value = -10; value <= 10; value += 0.5)
      for (const side of ['above', 'below', 'either'] as const)
        for (const deadBand of [0, 1, 3]) {
          const { raises, clears } = beyondEither(value, side, 4, deadBand)
          assert.ok(!(raises && clears))
          if (deadBand === 0) assert.notEqual(raises, clears)
        }
  })
})

describe('a trigger at a moment', () => {
  const tracks = (main: SignalPoint | null, other: SignalPoint | null = null) => ({
    main: { points: [], next: 0, held: main },
    other: { points: [], next: 0, held: other },
    past: null,
    lastGoodMicros: 10,
  })

  it('ALM-14 silence is counted from the last good point', () => {
    const stale: Trigger = { kind: 'stale', signal: 'a', silenceMicros: 5 }
    assert.equal(readTrigger(stale, tracks(null), 14).raises, false)
    assert.equal(readTrigger(stale, tracks(null), 15).raises, true)
  })

  it('ALM-18 a rule without a value is unknown', () => {
    const rule: Trigger = { kind: 'rule', signal: 'a' }
    assert.deepEqual(readTrigger(rule, tracks(point(1, null)), 1), {
      raises: null,
      clears: null,
      value: null,
    })
    assert.equal(readTrigger(rule, tracks(point(1, 1)), 1).raises, true)
  })

  it('ALM-17 a text and a number never agree', () => {
    const pair: Trigger = { kind: 'discrepancy', command: 'c', feedback: 'f', tolerance: 9, pairs: [] }
    assert.equal(readTrigger(pair, tracks(point(1, '1'), point(1, 1)), 1).raises, true)
    assert.equal(readTrigger(pair, tracks(point(1, 1), null), 1).raises, null)
  })

  it('ALM-1 only rates look back', () => {
    assert.equal(lookBackMicros({ kind: 'quality', signal: 'a' }), 0)
  })
})
