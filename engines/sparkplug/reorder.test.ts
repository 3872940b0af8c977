import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Placed, Reorder } from './reorder.ts'

const seed = 20_261_128

function take(reorder: Reorder<number>, ...seqs: number[]): [Placed, number[]][] {
  return seqs.map((seq) => {
    const { placed, ready } = reorder.take(seq, seq)
    return [placed, ready]
  })
}

function born(seq = 0, waitingMax = 16): Reorder<number> {
  const reorder = new Reorder<number>(waitingMax)
  reorder.begin(seq)
  return reorder
}

describe('the sequence of a node (SP-20)', () => {
  test('what follows is ready at once, over the end of the round too', () => {
    assert.deepEqual(take(born(), 1, 2, 3), [
      ['followed', [1]],
      ['followed', [2]],
      ['followed', [3]],
    ])
    assert.deepEqual(take(born(253), 254, 255, 0, 1), [
      ['followed', [254]],
      ['followed', [255]],
      ['followed', [0]],
      ['followed', [1]],
    ])
  })

  test('what comes early waits until those before it are there', () => {
    const reorder = born()
    assert.deepEqual(take(reorder, 3, 2), [
      ['waits', []],
      ['waits', []],
    ])
    assert.equal(reorder.waiting, 2)
    assert.deepEqual(take(reorder, 1), [['followed', [1, 2, 3]]])
    assert.equal(reorder.waiting, 0)
    assert.deepEqual(take(reorder, 4), [['followed', [4]]])
  })

  test('what was there already is repeated, also while it waits', () => {
    const reorder = born()
    take(reorder, 1, 2)
    assert.deepEqual(take(reorder, 1, 2, 5, 5), [
      ['repeated', []],
      ['repeated', []],
      ['waits', []],
      ['repeated', []],
    ])
  })

  test('half a round ahead waits, more than that has been', () => {
    assert.deepEqual(take(born(0), 128), [['waits', []]])
    assert.deepEqual(take(born(0), 129), [['repeated', []]])
  })

  test('only so many wait', () => {
    const reorder = born(0, 2)
    assert.deepEqual(take(reorder, 3, 4, 5), [
      ['waits', []],
      ['waits', []],
      ['overflow', []],
    ])
    assert.equal(reorder.waiting, 2)
  })

  test('given up, what came is there in its sequence, and the next follows the last', () => {
    const reorder = born(250)
    take(reorder, 1, 254, 0, 253)
    assert.deepEqual(reorder.giveUp(), [253, 254, 0, 1])
    assert.deepEqual(take(reorder, 2), [['followed', [2]]])
    assert.deepEqual(reorder.giveUp(), [])
    assert.deepEqual(take(reorder, 3), [['followed', [3]]])
  })

  test('a birth begins anew and forgets what waited', () => {
    const reorder = born()
    take(reorder, 5)
    reorder.begin(0)
    assert.equal(reorder.waiting, 0)
    assert.deepEqual(take(reorder, 1), [['followed', [1]]])
  })

  test('without a birth the first message begins', () => {
    const reorder = new Reorder<number>(4)
    assert.deepEqual(take(reorder, 77, 78), [
      ['followed', [77]],
      ['followed', [78]],
    ])
    assert.deepEqual(new Reorder<number>(4).giveUp(), [])
  })
})

describe('beside a naive twin (SP-21)', () => {
  /** Messages from 1 on with their places swapped within a stretch, and some of them twice. */
  const network = fc.record({
    count: fc.integer({ min: 1, max: 600 }),
    swaps: fc.array(fc.tuple(fc.nat(599), fc.integer({ min: 1, max: 6 })), { maxLength: 80 }),
    twice: fc.array(fc.tuple(fc.nat(599), fc.nat(20)), { maxLength: 40 }),
  })

  function delivered({
    count,
    swaps,
    twice,
  }: {
    count: number
    swaps: [number, number][]
    twice: [number, number][]
  }) {
    const order = Array.from({ length: count }, (_, index) => index + 1)
    for (const [at, by] of swaps) {
      const [one, other] = [order[at % count]!, order[Math.min((at % count) + by, count - 1)]!]
      order[at % count] = other
      order[Math.min((at % count) + by, count - 1)] = one
    }
    for (const [at, later] of twice) order.splice((at % count) + later, 0, order[at % count]!)
    return order
  }

  test('a network that reorders and repeats changes neither what arrives nor its sequence', () => {
    fc.assert(
      fc.property(network, (given) => {
        const order = delivered(given)
        // Swaps of swaps can carry one further than half a round; the twin tells apart what may be so late.
        const reach = Math.max(...order.map((message, index) => Math.abs(message - index)))
        fc.pre(reach < 100)
        const reorder = new Reorder<number>(256)
        reorder.begin(0)
        const arrived = order.flatMap((message) => reorder.take(message % 256, message).ready)
        assert.deepEqual(
          arrived,
          Array.from({ length: given.count }, (_, index) => index + 1),
        )
        assert.equal(reorder.waiting, 0)
      }),
      { seed, numRuns: 300 },
    )
  })

  test('a network that also loses never brings one twice or out of sequence', () => {
    fc.assert(
      fc.property(network, fc.nat(6), (given, every) => {
        const order = delivered(given).filter((message) => every === 0 || message % (every + 3) !== 0)
        fc.pre(order.every((message, index) => Math.abs(message - index * 1.6) < 90 || index < 60))
        const reorder = new Reorder<number>(8)
        reorder.begin(0)
        const arrived: number[] = []
        for (const message of order) {
          const { placed, ready } = reorder.take(message % 256, message)
          arrived.push(...ready)
          if (placed === 'overflow') arrived.push(...reorder.giveUp())
        }
        arrived.push(...reorder.giveUp())
        for (const [index, message] of arrived.entries()) {
          if (index > 0) assert.ok(message > arrived[index - 1]!, `${message} after ${arrived[index - 1]}`)
        }
      }),
      { seed, numRuns: 300 },
    )
  })
})
