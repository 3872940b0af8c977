import { decimal, quotientLarge } from './decimal.ts'
import type { DecimalText } from './model.ts'

/** An exact rational number in lowest terms; the denominator is positive. */
export type Ratio = { readonly top: bigint; readonly bottom: bigint }

export const zero: Ratio = { top: 0n, bottom: 1n }
export const one: Ratio = { top: 1n, bottom: 1n }

/** A ratio in lowest terms; the bottom is not 0. */
export function ratio(top: bigint, bottom: bigint): Ratio {
  let [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom]
  while (b !== 0n) [a, b] = [b, a % b]
  const divisor = (bottom < 0n ? -1n : 1n) * (a === 0n ? 1n : a)
  return { top: top / divisor, bottom: bottom / divisor }
}

export function ratioOf(text: DecimalText): Ratio {
  const { units, digits } = decimal(text)
  return ratio(BigInt(units), 10n ** BigInt(digits))
}

export function add(left: Ratio, right: Ratio): Ratio {
  return ratio(left.top * right.bottom + right.top * left.bottom, left.bottom * right.bottom)
}

export function subtract(left: Ratio, right: Ratio): Ratio {
  return add(left, { top: -right.top, bottom: right.bottom })
}

export function multiply(left: Ratio, right: Ratio): Ratio {
  return ratio(left.top * right.top, left.bottom * right.bottom)
}

/** Negative, 0 or positive as left is smaller than, equal to or greater than right. */
export function compareRatios(left: Ratio, right: Ratio): number {
  const { top } = subtract(left, right)
  return top === 0n ? 0 : top < 0n ? -1 : 1
}

/** For showing: rounded half to even to so many digits. */
export function shown({ top, bottom }: Ratio, digits: number): DecimalText {
  const units = quotientLarge(top * 10n ** BigInt(digits), bottom, 'halfEven')
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  return `${units < 0n ? '-' : ''}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`
}
