import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkDigit } from '@ronghe/epcis'
import fc from 'fast-check'
import { type Counter, numberAt, overlap, placeOf, roomOf, widthOf, withDay } from './numbers.ts'
import { permute, unpermute } from './permute.ts'

const secret = new Uint8Array(32).fill(7)
const random: Counter = {
  ...{ kind: 'serial', subject: '06901234001013', prefix: 'N', width: 10, scheme: 'random', secret },
}

describe('the permutation of random numbers', () => {
  test('gives every number of a small room once', () => {
    for (const size of [1n, 2n, 3n, 31n, 32n, 1000n]) {
      const seen = new Set<bigint>()
      for (let place = 0n; place < size; place += 1n) seen.add(permute(place, size, secret))
      assert.equal(seen.size, Number(size))
      assert.ok([...seen].every((one) => one >= 0n && one < size))
    }
  })

  test('has an inverse, in rooms of any size', () => {
    const sizes = fc.bigInt({ min: 1n, max: 2n ** 60n })
    fc.assert(
      fc.property(
        sizes,
        fc.bigInt({ min: 0n, max: 2n ** 60n }),
        fc.uint8Array({ minLength: 8 }),
        (size, any, key) => {
          const place = any % size
          assert.equal(unpermute(permute(place, size, key), size, key), place)
        },
      ),
      { seed: 20261128, numRuns: 300 },
    )
  })

  test('depends on the secret, and leaves no pattern that a neighbour shows', () => {
    const room = roomOf(random)
    const other = new Uint8Array(32).fill(8)
    const first = Array.from({ length: 50 }, (_, place) => permute(BigInt(place), room, secret))
    const second = Array.from({ length: 50 }, (_, place) => permute(BigInt(place), room, other))
    assert.ok(first.every((one, at) => one !== second[at]))
    const steps = new Set(first.slice(1).map((one, at) => one - first[at]!))
    assert.ok(steps.size > 45)
  })

  test('refuses a place outside of the room', () => {
    assert.throws(() => permute(10n, 10n, secret), RangeError)
    assert.throws(() => unpermute(-1n, 10n, secret), RangeError)
  })
})

describe('numbers of a counter', () => {
  const cases: readonly [Partial<Counter>, bigint, string][] = [
    [{ kind: 'gtin', subject: '6901234', prefix: '0', width: 5 }, 101n, '06901234001013'],
    [{ kind: 'gtin', subject: '6901234', prefix: '1', width: 5 }, 101n, '16901234001010'],
    [{ kind: 'gtin', subject: '690123456789', prefix: '0', width: 0 }, 0n, '06901234567892'],
    [{ kind: 'sscc', subject: '6901234', prefix: '0', width: 9 }, 3n, '069012340000000030'],
    [{ kind: 'lot', prefix: 'QD261118', width: 3 }, 7n, 'QD261118007'],
    [{ kind: 'serial', prefix: 'GX', width: 4 }, 12n, 'GX0012'],
    [{ kind: 'serial', prefix: '', width: 6 }, 999_999n, '999999'],
  ]
  for (const [shape, place, number] of cases) {
    test(`${shape.kind} ${number}`, () => {
      const counter: Counter = { ...random, scheme: 'sequence', ...shape }
      assert.equal(numberAt(counter, place), number)
      if (shape.kind === 'lot' || shape.kind === 'serial') assert.equal(placeOf(counter, number), place)
      else assert.equal(checkDigit(number.slice(0, -1)), Number(number.at(-1)))
    })
  }

  test('random ones look alike, differ, and are found again', () => {
    const numbers = Array.from({ length: 500 }, (_, place) => numberAt(random, BigInt(place)))
    assert.equal(new Set(numbers).size, 500)
    for (const [place, number] of numbers.entries()) {
      assert.match(number, /^N[2-9A-HJ-NP-Z]{10}$/)
      assert.equal(placeOf(random, number), BigInt(place))
    }
  })

  test('a number of another shape has no place', () => {
    for (const text of ['', 'N', 'M23456789AB', 'N23456789A', 'N23456789ABC', 'N2345678901'])
      assert.equal(placeOf(random, text), null, text)
    const counted: Counter = { ...random, scheme: 'sequence', prefix: 'GX', width: 4 }
    for (const text of ['GX001', 'GX00012', 'gx0012', 'GX00A2'])
      assert.equal(placeOf(counted, text), null, text)
  })

  test('the rest behind a company prefix is counted', () => {
    const widths = [6, 7, 8, 9, 10, 12].map((length) => {
      const prefix = '6'.repeat(length)
      return [widthOf('gtin', prefix), widthOf('sscc', prefix)]
    })
    assert.deepEqual(widths, [
      [6, 10],
      [5, 9],
      [4, 8],
      [3, 7],
      [2, 6],
      [0, 4],
    ])
  })

  test('the day of China stands in a prefix', () => {
    assert.equal(withDay('QD{YY}{MM}{DD}-', new Date('2026-11-27T16:30:00Z')), 'QD261128-')
    assert.equal(withDay('L', new Date('2026-11-27T16:30:00Z')), 'L')
  })

  test('two counters overlap exactly when a text fits both', () => {
    const shape = fc.record({
      prefix: fc.string({ unit: fc.constantFrom('0', '1'), maxLength: 3 }),
      width: fc.integer({ min: 1, max: 3 }),
    })
    const texts = ({ prefix, width }: { prefix: string; width: number }) => {
      return Array.from({ length: 2 ** width }, (_, at) => prefix + at.toString(2).padStart(width, '0'))
    }
    fc.assert(
      fc.property(shape, shape, (one, other) => {
        const both = new Set(texts(other))
        assert.equal(
          overlap(one, other),
          texts(one).some((text) => both.has(text)),
        )
      }),
      { seed: 20261128, numRuns: 400 },
    )
  })
})
