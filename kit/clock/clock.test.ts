import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { heldClock, systemClock } from './index.ts'

/** RFC 9562, 5.7: 48 bits of Unix milliseconds, version 7, variant 10. */
const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const msOf = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16)

describe('an id', () => {
  test('is a UUID of version 7 that carries its time', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (at) => {
        const id = heldClock(at).newId()
        assert.match(id, version7)
        assert.equal(msOf(id), at.getTime())
      }),
    )
  })

  test('sorts by the time it was made', () => {
    const clock = heldClock(new Date('2026-03-01T00:00:00Z'))
    const ids = Array.from({ length: 200 }, () => {
      clock.move(1)
      return clock.newId()
    })
    assert.deepEqual(ids.toSorted(), ids)
  })

  test('is never given twice, even within one instant', () => {
    const clock = heldClock(new Date())
    assert.equal(new Set(Array.from({ length: 10_000 }, () => clock.newId())).size, 10_000)
    assert.notEqual(systemClock.newId(), systemClock.newId())
  })
})

test('a held clock stands still until it is moved', () => {
  const clock = heldClock(new Date('2026-03-01T00:00:00Z'))
  assert.equal(clock.now().toISOString(), '2026-03-01T00:00:00.000Z')
  clock.move(90_000)
  assert.equal(clock.now().toISOString(), '2026-03-01T00:01:30.000Z')
  assert.equal(clock.randomBytes(16).length, 16)
})
