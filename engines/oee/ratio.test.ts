import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { add, compare, divide, multiply, type Ratio, ratio, subtract, toNumber } from './ratio.ts'
import { settings } from './test/arbitrary.ts'

const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
const nonZero = whole.filter((value) => value !== 0n)
const anyRatio: fc.Arbitrary<Ratio> = fc.tuple(whole, nonZero).map(([top, bottom]) => ratio(top, bottom))

describe('ratios', () => {
  it('OEE-50 come in lowest terms with a positive denominator', () => {
    const cases: [Ratio, bigint, bigint][] = [
      [ratio(6, 4), 3n, 2n],
      [ratio(-6, 4), -3n, 2n],
      [ratio(6, -4), -3n, 2n],
      [ratio(-6, -4), 3n, 2n],
      [ratio(0, -7), 0n, 1n],
      [ratio(5), 5n, 1n],
      [ratio(10n ** 20n, 10n ** 18n), 100n, 1n],
    ]
    for (const [value, numerator, denominator] of cases) assert.deepEqual(value, { numerator, denominator })
  })

  it('OEE-50 refuse the denominator 0 and numbers that are not whole', () => {
    assert.throws(() => ratio(1, 0), RangeError)
    assert.throws(() => ratio(0.5), RangeError)
    assert.throws(() => divide(ratio(1), ratio(0)), RangeError)
  })

  it('OEE-50 reckon exactly: a third and a sixth make a half', () => {
    assert.deepEqual(add(ratio(1, 3), ratio(1, 6)), ratio(1, 2))
    assert.deepEqual(subtract(ratio(1, 3), ratio(1, 2)), ratio(-1, 6))
    assert.deepEqual(multiply(ratio(2, 3), ratio(9, 4)), ratio(3, 2))
    assert.deepEqual(divide(ratio(2, 3), ratio(-4, 9)), ratio(-3, 2))
  })

  it('OEE-50 compare exactly where numbers cannot', () => {
    const nearlyOne = ratio(10n ** 40n - 1n, 10n ** 40n)
    assert.equal(toNumber(nearlyOne), 1)
    assert.ok(compare(nearlyOne, ratio(1)) < 0)
    assert.ok(compare(ratio(1), nearlyOne) > 0)
    assert.equal(compare(ratio(2, 4), ratio(1, 2)), 0)
  })

  it('OEE-50 show as the number people expect', () => {
    const cases: [Ratio, number][] = [
      [ratio(1, 2), 0.5],
      [ratio(-7, 2), -3.5],
      [ratio(0), 0],
      [ratio(1, 3), 1 / 3],
      [ratio(10n ** 400n, 10n ** 399n), 10],
    ]
    for (const [value, expected] of cases) assert.equal(toNumber(value), expected)
  })

  it('OEE-50 show a quotient of terms no double holds', () => {
    const third = toNumber(ratio(10n ** 400n + 1n, 3n * 10n ** 400n))
    assert.ok(Math.abs(third - 1 / 3) < 1e-15, `${third}`)
    const minus = toNumber(ratio(-(10n ** 400n) - 1n, 3n * 10n ** 400n))
    assert.ok(Math.abs(minus + 1 / 3) < 1e-15, `${minus}`)
  })
})

describe('ratios, any', () => {
  it('OEE-50 addition and multiplication obey the laws of numbers', () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, anyRatio, (a, b, c) => {
        assert.deepEqual(add(a, b), add(b, a))
        assert.deepEqual(multiply(a, b), multiply(b, a))
        assert.deepEqual(add(add(a, b), c), add(a, add(b, c)))
        assert.deepEqual(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))
        assert.deepEqual(subtract(add(a, b), b), a)
      }),
      settings,
    )
  })

  it('OEE-50 division undoes multiplication', () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, (a, b) => {
        if (b.numerator === 0n) return
        assert.deepEqual(divide(multiply(a, b), b), a)
      }),
      settings,
    )
  })

  it('OEE-50 comparison agrees with the difference', () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, (a, b) => {
        const difference = subtract(a, b).numerator
        assert.equal(Math.sign(compare(a, b)), difference === 0n ? 0 : difference < 0n ? -1 : 1)
      }),
      settings,
    )
  })

  it('OEE-50 the number is the nearest, for terms a double holds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1 }), (top, bottom) => {
        const shown = toNumber(ratio(top, bottom))
        assert.ok(Math.abs(shown - top / bottom) <= Math.abs(top / bottom) * 2 ** -50)
      }),
      settings,
    )
  })
})
