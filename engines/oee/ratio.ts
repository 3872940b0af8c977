/** An exact rational number in lowest terms; the denominator is positive. */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint }

/**
 * Makes a ratio in lowest terms. Throws RangeError when the denominator is 0 or a number is not an integer.
 */
export function ratio(numerator: bigint | number, denominator: bigint | number = 1n): Ratio {
  const top = BigInt(numerator)
  const bottom = BigInt(denominator)
  if (bottom === 0n) throw new RangeError('ratio with denominator 0')
  const sign = bottom < 0n ? -1n : 1n
  const divisor = greatestCommonDivisor(top < 0n ? -top : top, bottom * sign)
  return { numerator: (top * sign) / divisor, denominator: (bottom * sign) / divisor }
}

/** The exact sum. */
export function add(left: Ratio, right: Ratio): Ratio {
  return ratio(
    left.numerator * right.denominator + right.numerator * left.denominator,
    left.denominator * right.denominator,
  )
}

/** The exact difference left − right. */
export function subtract(left: Ratio, right: Ratio): Ratio {
  return add(left, { numerator: -right.numerator, denominator: right.denominator })
}

/** The exact product. */
export function multiply(left: Ratio, right: Ratio): Ratio {
  return ratio(left.numerator * right.numerator, left.denominator * right.denominator)
}

/** The exact quotient. Throws RangeError when right is 0. */
export function divide(left: Ratio, right: Ratio): Ratio {
  return ratio(left.numerator * right.denominator, left.denominator * right.numerator)
}

/** Negative, 0 or positive as left is smaller than, equal to or greater than right. */
export function compare(left: Ratio, right: Ratio): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator
  if (difference === 0n) return 0
  return difference < 0n ? -1 : 1
}

/**
 * The nearest JavaScript number, for showing only: sums and comparisons stay exact. The error is at most some
 * units in the last place, whatever the size of the terms.
 */
export function toNumber(value: Ratio): number {
  const whole = value.numerator / value.denominator
  const rest = value.numerator % value.denominator
  // Both terms of the remainder lose the same number of low bits, so a quotient of huge terms stays finite.
  const excess = BigInt(Math.max(0, value.denominator.toString(2).length - 1000))
  return Number(whole) + Number(rest >> excess) / Number(value.denominator >> excess)
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let a = left
  let b = right
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? 1n : a
}
