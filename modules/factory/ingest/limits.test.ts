import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createLetters, letterBytesMax } from './letters.ts'
import { createLimits } from './limits.ts'
import { packetCounter } from './packets.ts'
import type { Told } from './wire.ts'

const limits = { pointsPerSecondMax: 100, messagesPerSecondMax: 10, tagsMax: 5, pointsPerDayMax: 10_000 }
const dayMs = 86_400_000

function desk() {
  const clock = { nowMs: 5 * dayMs }
  const made = createLimits(() => clock.nowMs)
  made.set('a', limits)
  made.set('b', limits)
  return { clock, made }
}

describe('what an organisation may bring', () => {
  test('a burst of five seconds passes at once, and what is beyond it waits for its time', () => {
    const { clock, made } = desk()
    assert.equal(made.take('a', 500), 0)
    assert.equal(made.held('a'), null)
    assert.equal(made.take('a', 100), 1000)
    assert.equal(made.held('a'), 'points')
    clock.nowMs += 400
    assert.equal(made.wait('a'), 600)
    clock.nowMs += 600
    assert.equal(made.wait('a'), 0)
  })

  test('what is refused after all has brought nothing', () => {
    const { made } = desk()
    made.take('a', 600)
    made.giveBack('a', 600)
    assert.equal(made.take('a', 500), 0)
  })

  test('messages count as well as points', () => {
    const { made } = desk()
    for (let message = 0; message < 50; message++) assert.equal(made.take('a', 0), 0)
    assert.equal(made.take('a', 0), 100)
    assert.equal(made.held('a'), 'messages')
  })

  test('nobody waits for another', () => {
    const { made } = desk()
    made.take('a', 1_000_000)
    assert.ok(made.wait('a') > 1_000_000)
    assert.equal(made.take('b', 500), 0)
  })

  test('the day ends at midnight UTC, and counts what is stored', () => {
    const { clock, made } = desk()
    clock.nowMs += dayMs - 3_600_000
    made.stored('a', 9_999)
    assert.equal(made.held('a'), null)
    made.stored('a', 1)
    assert.equal(made.held('a'), 'day')
    assert.equal(made.wait('a'), 3_600_000)
    clock.nowMs += 3_600_000
    assert.equal(made.held('a'), null)
  })

  test('what was brought today before the start counts, and new limits count at once', () => {
    const { made } = desk()
    made.set('a', limits, 10_000)
    assert.equal(made.held('a'), 'day')
    made.set('a', { ...limits, pointsPerDayMax: 20_000 })
    assert.equal(made.held('a'), null)
    made.set('a', { ...limits, pointsPerDayMax: 5_000 })
    assert.equal(made.held('a'), 'day')
  })

  test('of whom no limit is known, nobody is held', () => {
    const { made } = desk()
    assert.deepEqual([made.take('nobody', 1e9), made.wait('nobody'), made.held('nobody')], [0, 0, null])
  })

  test('over any time no more passes than the burst and what the time brings', () => {
    const step = fc.record({
      points: fc.integer({ min: 0, max: 300 }),
      afterMs: fc.integer({ min: 0, max: 2000 }),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const { clock, made } = desk()
        const startMs = clock.nowMs
        let passed = 0
        let last = 0
        for (const { points, afterMs } of steps) {
          clock.nowMs += made.take('a', points)
          clock.nowMs += afterMs
          passed += points
          last = points
        }
        const seconds = (clock.nowMs - startMs) / 1000
        assert.ok(passed - last <= 500 + 100 * seconds + 1, `${passed} in ${seconds} s`)
      }),
      { seed: 20_261_128, numRuns: 200 },
    )
  })
})

describe('what is refused is gathered', () => {
  function gathered() {
    const told: Told[] = []
    const letters = createLetters(
      (one) => void told.push(one),
      () => 7,
    )
    const of = (edgeId: string) =>
      told.flatMap((one) => (one.kind === 'refused' && one.edgeId === edgeId ? one.letters : []))
    return { letters, of }
  }
  const refusal = {
    code: 'value',
    topic: 't',
    device: 'd',
    metric: 'm',
    detail: '',
    payload: Uint8Array.of(1),
  }

  test('the same refusal is one letter with its count and its newest message', () => {
    const { letters, of } = gathered()
    letters.add('e', refusal)
    letters.add('e', { ...refusal, payload: Uint8Array.of(2) })
    letters.add('e', { ...refusal, metric: 'other' })
    letters.stop()
    assert.deepEqual(
      of('e').map(({ metric, count, payload }) => [metric, count, [...(payload ?? [])]]),
      [
        ['m', 2, [2]],
        ['other', 1, [1]],
      ],
    )
  })

  test('however much is refused, little is told, and all is counted', () => {
    const { letters, of } = gathered()
    for (let index = 0; index < 100_000; index++) letters.add('e', { ...refusal, metric: `m${index}` })
    letters.add('f', refusal)
    letters.stop()
    assert.equal(of('e').length, 51)
    assert.equal(
      of('e').reduce((sum, one) => sum + one.count, 0),
      100_000,
    )
    assert.deepEqual([of('e').at(-1)?.code, of('e').at(-1)?.payload, of('f').length], ['more', null, 1])
  })

  test('a message that is too long is told without its content', () => {
    const { letters, of } = gathered()
    letters.add('e', { ...refusal, payload: new Uint8Array(letterBytesMax + 1) })
    letters.add('f', { ...refusal, payload: new Uint8Array(letterBytesMax) })
    letters.stop()
    assert.deepEqual([of('e')[0]?.payload, of('f')[0]?.payload?.length], [null, letterBytesMax])
  })

  test('nothing is told twice, and nothing where nothing was refused', () => {
    const { letters, of } = gathered()
    letters.flush()
    letters.add('e', refusal)
    letters.flush()
    letters.flush()
    letters.stop()
    assert.equal(of('e').length, 1)
  })
})

describe('how long packets say they are', () => {
  /** A packet of MQTT with so many bytes behind its header. */
  function packet(size: number): number[] {
    const length: number[] = []
    let rest = size
    do {
      length.push(rest > 127 ? (rest % 128) | 128 : rest)
      rest = Math.floor(rest / 128)
    } while (rest > 0)
    return [0x30, ...length, ...new Array<number>(size).fill(0xff)]
  }

  test('is known whatever the pieces they come in', () => {
    const sizes = fc.array(fc.oneof(fc.nat(300), fc.constantFrom(0, 127, 128, 16_383, 16_384)), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(sizes, fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }), (all, pieces) => {
        const bytes = Uint8Array.from(all.flatMap(packet))
        const counter = packetCounter()
        let largest = 0
        for (let at = 0, piece = 0; at < bytes.length; piece++) {
          const end = at + pieces[piece % pieces.length]!
          largest = Math.max(largest, counter(bytes.subarray(at, end)))
          at = end
        }
        assert.equal(largest, Math.max(...all))
      }),
      { seed: 20_261_128, numRuns: 300 },
    )
  })

  test('is told before their bytes come', () => {
    assert.equal(packetCounter()(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f)), 268_435_455)
  })

  test('without an end is larger than anything', () => {
    assert.equal(packetCounter()(new Uint8Array(8).fill(0xff)), Number.POSITIVE_INFINITY)
  })
})
