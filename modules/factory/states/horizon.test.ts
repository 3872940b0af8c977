import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isCaughtUp, type Knowledge, knownTo } from './horizon.ts'

const second = 1_000_000
const now = 10_000 * second

/** An edge that came online 100 s ago, whose newest record is 50 s old and who was heard 1 s ago. */
const live: Knowledge = {
  knownTo: now - 50 * second,
  isOnline: true,
  onlineSince: now - 100 * second,
  heard: now - second,
  newestOfEdge: now - 50 * second,
  newsAt: now - 50 * second,
  now,
}

describe('how far signals are known', () => {
  test('up to the last word of an edge that has nothing left to send: what rests still holds', () => {
    assert.equal(knownTo(live), now - second)
  })

  test('as far as data reach while the edge is gone, catches up, or was not heard since it came', () => {
    const far = now - 50 * second
    assert.equal(knownTo({ ...live, isOnline: false }), far)
    assert.equal(knownTo({ ...live, heard: null }), far)
    assert.equal(knownTo({ ...live, heard: now - 101 * second }), far)
    const behind = { ...live, newestOfEdge: now - 3600 * second, newsAt: now - second }
    assert.equal(knownTo({ ...behind, knownTo: now - 3600 * second }), now - 3600 * second)
  })

  test('an edge that was silent for a while has caught up, though its newest record is old', () => {
    const old = { ...live, newestOfEdge: now - 3600 * second, knownTo: now - 3600 * second }
    assert.equal(knownTo({ ...old, newsAt: now - 14 * second }), now - 3600 * second)
    assert.equal(knownTo({ ...old, newsAt: now - 15 * second }), now - second)
    assert.equal(knownTo({ ...old, newsAt: null }), now - second)
  })

  test('nothing is known where nothing came and nobody was heard', () => {
    const nothing = { ...live, knownTo: null, newestOfEdge: null, newsAt: null }
    assert.equal(knownTo({ ...nothing, isOnline: false }), null)
    assert.equal(knownTo({ ...nothing, heard: null, onlineSince: null }), null)
    assert.equal(knownTo(nothing), now - second)
  })

  test('clocks may differ by two seconds', () => {
    const since = now - 10 * second
    const fresh = { ...live, onlineSince: since, newsAt: now - second }
    assert.equal(isCaughtUp({ ...fresh, newestOfEdge: since - 2 * second }), true)
    assert.equal(isCaughtUp({ ...fresh, newestOfEdge: since - 2 * second - 1 }), false)
  })

  test('what is known stays known, and nothing beyond the last word becomes so', () => {
    const moment = fc.option(fc.integer({ min: 0, max: now }), { nil: null })
    const knowledge = fc.record({
      knownTo: moment,
      isOnline: fc.boolean(),
      onlineSince: moment,
      heard: moment,
      newestOfEdge: moment,
      newsAt: moment,
      now: fc.constant(now),
    })
    fc.assert(
      fc.property(knowledge, (one) => {
        const known = knownTo(one)
        if (one.knownTo !== null) assert.ok(known !== null && known >= one.knownTo)
        if (known !== null) assert.ok(known <= Math.max(one.knownTo ?? 0, one.heard ?? 0))
        if (!one.isOnline) assert.equal(known, one.knownTo)
      }),
    )
  })
})
