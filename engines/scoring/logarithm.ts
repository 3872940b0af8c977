import type { Decimal } from './decimal.ts'
import { quotientLarge } from './decimal.ts'

// Digits of the quotient, and of the work that leads to it.
export const logarithmDigits = 30
const workDigits = 50n
const one = 10n ** workDigits
const ln2 = logarithmNearOne(2n, 1n)

/**
 * ln(part ÷ low) ÷ ln(high ÷ low) for 0 < low < high and low ≤ part ≤ high, rounded half to even at 30
 * digits: that value is the definition (SCORE-24), so that machines of any make agree. Integers of 10^−30.
 */
export function logarithmicShare(part: Decimal, low: Decimal, high: Decimal): bigint {
  const top = logarithm(part, low)
  const bottom = logarithm(high, low)
  return quotientLarge(top * 10n ** BigInt(logarithmDigits), bottom, 'halfEven')
}

/** ln(value ÷ base) in units of 10^−50, for value ≥ base > 0. */
function logarithm(value: Decimal, base: Decimal): bigint {
  const digits = BigInt(Math.max(value.digits, base.digits))
  const top = BigInt(value.units) * 10n ** (digits - BigInt(value.digits))
  let bottom = BigInt(base.units) * 10n ** (digits - BigInt(base.digits))
  let doublings = 0n
  while (bottom * 2n <= top) {
    bottom *= 2n
    doublings += 1n
  }
  return doublings * ln2 + logarithmNearOne(top, bottom)
}

/** ln(top ÷ bottom) = 2·artanh(z), z = (top − bottom) ÷ (top + bottom) ≤ 1/3, by its power series. */
function logarithmNearOne(top: bigint, bottom: bigint): bigint {
  const z = ((top - bottom) * one) / (top + bottom)
  const square = (z * z) / one
  let sum = 0n
  let term = z
  for (let odd = 1n; term !== 0n; odd += 2n) {
    sum += term / odd
    term = (term * square) / one
  }
  return sum * 2n
}
