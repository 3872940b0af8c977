import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { packetCounter } from './packets.ts'

/** A packet as MQTT 3.1.1, 2.2.3 writes it: its type, then its length seven bits a byte. */
function packet(length: number, type = 0x30): Uint8Array {
  const bytes = [type]
  let rest = length
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return Buffer.concat([Uint8Array.from(bytes), Buffer.alloc(length, 0xff)])
}

describe('the largest packet that a piece begins', () => {
  test('is the same however the stream is cut', () => {
    const lengths = fc.array(fc.constantFrom(0, 1, 127, 128, 300, 16_383, 16_384), { maxLength: 6 })
    const cuts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(lengths, cuts, (list, pieces) => {
        const stream = Buffer.concat(list.map((length) => packet(length)))
        const count = packetCounter()
        let largest = 0
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = pieces[turn % pieces.length] ?? 1
          largest = Math.max(largest, count(stream.subarray(at, at + size)))
          at += size
        }
        assert.equal(largest, Math.max(0, ...list))
      }),
      { seed: 20261129, numRuns: 100 },
    )
  })

  test('is told by its header alone, before anything of it came', () => {
    const whole = packet(16_384)
    const count = packetCounter()
    assert.deepEqual(
      [0, 1, 2, 3].map((at) => count(whole.subarray(at, at + 1))),
      [0, 0, 0, 16_384],
    )
    assert.equal(packetCounter()(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f)), 268_435_455)
  })

  test('is without end where the length has a fifth byte, which the protocol does not know', () => {
    const count = packetCounter()
    assert.equal(count(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff, 0x01)), Number.POSITIVE_INFINITY)
    assert.equal(count(packet(5)), 0, 'what follows belongs to it')
  })
})
