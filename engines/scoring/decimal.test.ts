import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  areSafe,
  blend,
  blendLarge,
  compareDecimals,
  decimal,
  formatDecimal,
  parseDecimal,
  power,
  quotient,
  quotientLarge,
  roundDecimal,
  unitsAt,
} from './decimal.ts'
import type { RoundingMode } from './model.ts'
import { rounding, settings } from './test/arbitrary.ts'
import { less, over, plus, read, rounded, times, write } from './test/naive.ts'

const any = fc
  .tuple(fc.integer({ min: -(10 ** 14), max: 10 ** 14 }), fc.integer({ min: 0, max: 9 }))
  .map(([units, digits]) => ({ units, digits }))

describe('reading and writing', () => {
  const good: [text: string, units: number, digits: number][] = [
    ['0', 0, 0],
    ['7', 7, 0],
    ['-7', -7, 0],
    ['12.50', 1250, 2],
    ['-0.05', -5, 2],
    ['0.000000001', 1, 9],
    ['999999999999999', 999_999_999_999_999, 0],
    ['999999.999999999', 999_999_999_999_999, 9],
    ['-0', 0, 0],
    ['-0.00', 0, 2],
  ]
  for (const [text, units, digits] of good) {
    it(`SCORE-10 reads ${text}`, () => {
      assert.deepEqual(parseDecimal(text), { units, digits })
    })
  }

  const bad = [
    '',
    '-',
    '.',
    '.5',
    '5.',
    '+5',
    '1e3',
    '1,5',
    ' 1',
    '1 ',
    '01',
    '00',
    '-01.5',
    '--1',
    '1.2.3',
    '0x1',
    'NaN',
    'Infinity',
    '１',
    '0.0000000001',
    '1000000000000000',
    '1000000.000000001',
  ]
  for (const text of bad) {
    it(`SCORE-10 refuses “${text}”`, () => {
      assert.equal(parseDecimal(text), null)
      assert.throws(() => decimal(text), RangeError)
    })
  }

  it('SCORE-13 writes all digits', () => {
    assert.equal(formatDecimal({ units: 5, digits: 3 }), '0.005')
    assert.equal(formatDecimal({ units: -5, digits: 3 }), '-0.005')
    assert.equal(formatDecimal({ units: 1200, digits: 2 }), '12.00')
    assert.equal(formatDecimal({ units: 12, digits: 0 }), '12')
    assert.equal(formatDecimal({ units: 0, digits: 2 }), '0.00')
  })

  it('SCORE-13 what is written is read as the same', () => {
    fc.assert(
      fc.property(any, (value) => {
        assert.deepEqual(parseDecimal(formatDecimal(value)), value)
      }),
      settings,
    )
  })

  it('brings units to more digits, and powers are exact', () => {
    assert.equal(unitsAt({ units: 15, digits: 1 }, 4), 15_000n)
    for (let exponent = 0; exponent <= 22; exponent += 1) {
      assert.equal(BigInt(power(exponent)), 10n ** BigInt(exponent))
    }
  })
})

describe('comparing', () => {
  it('is of values, not of texts', () => {
    assert.equal(compareDecimals(decimal('1.50'), decimal('1.5')), 0)
    assert.ok(compareDecimals(decimal('1.49'), decimal('1.5')) < 0)
    assert.ok(compareDecimals(decimal('2'), decimal('1.999999999')) > 0)
  })

  it('is exact beyond 53 bits', () => {
    const large = decimal('999999999999999')
    const near = decimal('99999.999999999')
    assert.ok(compareDecimals(large, near) > 0)
    assert.ok(compareDecimals(near, large) < 0)
    const one = { units: 900_719_925_474_099, digits: 1 }
    const other = { units: 90_071_992_547_409, digits: 0 }
    assert.ok(compareDecimals(one, other) > 0)
  })

  it('agrees with fractions', () => {
    fc.assert(
      fc.property(any, any, (left, right) => {
        const [a, b] = [read(formatDecimal(left)), read(formatDecimal(right))]
        assert.equal(compareDecimals(left, right) < 0, less(a, b))
        assert.equal(compareDecimals(left, right) > 0, less(b, a))
      }),
      settings,
    )
  })
})

describe('rounding', () => {
  const ties: [top: number, bottom: number, even: number, up: number, down: number][] = [
    [5, 10, 0, 1, 0],
    [15, 10, 2, 2, 1],
    [25, 10, 2, 3, 2],
    [-5, 10, 0, -1, 0],
    [-15, 10, -2, -2, -1],
    [-25, 10, -2, -3, -2],
    [51, 10, 5, 5, 5],
    [59, 10, 6, 6, 5],
    [-59, 10, -6, -6, -5],
    [1, 3, 0, 0, 0],
    [2, 3, 1, 1, 0],
    [-2, 3, -1, -1, 0],
    [7, 7, 1, 1, 1],
    [0, 9, 0, 0, 0],
  ]
  for (const [top, bottom, halfEven, halfUp, down] of ties) {
    it(`SCORE-12 ${top} ÷ ${bottom}`, () => {
      const wanted: Record<RoundingMode, number> = { halfEven, halfUp, down }
      for (const mode of ['halfEven', 'halfUp', 'down'] as const) {
        assert.equal(quotient(top, bottom, mode), wanted[mode])
        assert.equal(quotientLarge(BigInt(top), BigInt(bottom), mode), BigInt(wanted[mode]))
      }
    })
  }

  it('never makes −0, which would be written differently', () => {
    for (const mode of ['halfEven', 'halfUp', 'down'] as const) {
      assert.ok(Object.is(quotient(-1, 4, mode), 0))
      assert.ok(Object.is(roundDecimal({ units: -1, digits: 2 }, { digits: 0, mode }).units, 0))
    }
  })

  it('SCORE-11 agrees with fractions', () => {
    fc.assert(
      fc.property(any, rounding, (value, how) => {
        fc.pre(Math.abs(value.units) / 10 ** value.digits < 9_000_000)
        const made = formatDecimal(roundDecimal(value, how))
        assert.equal(made, write(rounded(read(formatDecimal(value)), how), how.digits))
      }),
      settings,
    )
  })

  it('is monotone in every mode', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.nat(1000),
        fc.integer({ min: 1, max: 10 ** 9 }),
        rounding,
        (a, by, bottom, { mode }) => {
          const b = Math.min(a + by, Number.MAX_SAFE_INTEGER)
          assert.ok(quotient(a, bottom, mode) <= quotient(b, bottom, mode))
        },
      ),
      settings,
    )
  })
})

describe('a blend', () => {
  it('is exact where products pass 53 bits', () => {
    const terms = { base: 3, factor: 9_000_000_000_000_000, part: 7, whole: 9, divisor: 1 }
    assert.equal(blend(terms, 'down'), 3 + 7_000_000_000_000_000)
    assert.equal(
      blend({ ...terms, part: 9_007_199_254, whole: 9_007_199_254 }, 'down'),
      9_000_000_000_000_003,
    )
  })

  it('agrees with fractions, small and large', () => {
    const term = fc.oneof(
      fc.integer({ min: -1000, max: 1000 }),
      fc.integer({ min: -(10 ** 9), max: 10 ** 9 }),
    )
    const positive = fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 10 ** 9 }))
    const one = fc.record({
      base: term,
      factor: term,
      part: fc.nat(10 ** 9),
      whole: positive,
      divisor: positive,
    })
    fc.assert(
      fc.property(one, rounding, (terms, { mode }) => {
        const { base, factor, part, whole, divisor } = terms
        const share = over([BigInt(part), 1n], [BigInt(whole), 1n])
        const sum = plus([BigInt(base), 1n], times([BigInt(factor), 1n], share))
        const [wanted] = rounded(over(sum, [BigInt(divisor), 1n]), { digits: 0, mode })
        fc.pre(wanted < 2n ** 53n && wanted > -(2n ** 53n))
        assert.equal(BigInt(blend(terms, mode)), wanted)
        const large = { base: BigInt(base), factor: BigInt(factor), part: BigInt(part) }
        const made = blendLarge({ ...large, whole: BigInt(whole), divisor: BigInt(divisor) }, mode)
        assert.equal(BigInt(made), wanted)
      }),
      settings,
    )
  })

  it('knows which numbers are still exact', () => {
    assert.equal(areSafe(2 ** 53 - 1, -(2 ** 53 - 1)), true)
    assert.equal(areSafe(2 ** 53, 1), false)
    assert.equal(areSafe(1, -(2 ** 53)), false)
  })
})
