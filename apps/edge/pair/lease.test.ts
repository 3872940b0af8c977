import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type DeviceLease, verdictOf } from './lease.ts'

const of = (device: Partial<DeviceLease>, timeMicros: number, overlapMicros = 0) => {
  const whole = { isMine: false, others: [], fromMicros: null, throughMicros: null, ...device }
  return verdictOf({ devices: { m1: whole } }, 'm1', timeMicros, overlapMicros)
}
const second = 1_000_000

describe('an edge of a pair', () => {
  test('waits until it is told whose turn it is', () => {
    assert.equal(verdictOf(null, 'm1', 5, 0), 'wait')
    assert.equal(verdictOf({ devices: {} }, 'm1', 5, 0), 'wait')
  })

  test('sends in its turn, and skips what the other has told', () => {
    const mine = { isMine: true, others: [[100, 200]] as const }
    assert.deepEqual(
      [99, 100, 200, 201].map((time) => of(mine, time)),
      ['send', 'skip', 'skip', 'send'],
    )
    // Where the machine gives the times, the end of the other's turn is told again.
    assert.deepEqual(
      [149, 150, 151].map((time) => of(mine, time, 50)),
      ['skip', 'skip', 'send'],
    )
  })

  test('keeps what the other may still tell, skips what it told, sends what is older than its turn', () => {
    const theirs = { fromMicros: 1000 * second, throughMicros: 2000 * second }
    assert.equal(of(theirs, 999 * second), 'send')
    assert.equal(of(theirs, 1995 * second), 'skip')
    assert.equal(of(theirs, 1996 * second), 'wait')
    assert.equal(of(theirs, 1990 * second, 60 * second), 'wait')
    assert.equal(of({ ...theirs, throughMicros: null }, 1000 * second), 'wait')
  })

  test('of two edges with complementary leases, one at least tells or keeps every time', () => {
    const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 })
    const through = fc.integer({ min: 0, max: 2000 })
    const times = fc.integer({ min: 0, max: 1500 })
    fc.assert(
      fc.property(bounds, through, times, (given, throughMicros, time) => {
        const [a, b] = complementary(
          given.toSorted((one, other) => one - other),
          throughMicros,
        )
        const verdicts = [of(a, time), of(b, time)]
        // Skipping is right only when the other has the word for that time.
        assert.ok(verdicts.some((verdict) => verdict === 'send'))
        assert.ok(!verdicts.every((verdict) => verdict === 'send'))
      }),
      { seed: 5, numRuns: 2000 },
    )
  })
})

/** Turns that change hands at each bound, the first from zero on, as both edges are told of them. */
function complementary(bounds: readonly number[], throughMicros: number): [DeviceLease, DeviceLease] {
  const spans = bounds.map((to, index): [number, number] => [index === 0 ? 0 : bounds[index - 1]! + 1, to])
  const last = bounds.length
  const side = (parity: number): DeviceLease => ({
    isMine: last % 2 === parity,
    others: spans.filter((_, index) => index % 2 !== parity),
    fromMicros: last % 2 === parity ? null : (bounds.at(-1) ?? -1) + 1,
    throughMicros,
  })
  return [side(0), side(1)]
}
