import type { DecimalText, Rounding, RoundingMode } from './model.ts'

/**
 * An exact decimal: `units` ÷ 10^`digits`. Units are integers below 2^53, so sums and products of two are
 * exact as long as they are safe integers, and are made of bigint where they are not.
 */
export type Decimal = { readonly units: number; readonly digits: number }

export const digitsMax = 9
const lengthMax = 15

/** Reads a decimal; null when the text is none, or longer than the engine is exact for. */
export function parseDecimal(text: string): Decimal | null {
  const isNegative = text.charCodeAt(0) === 45
  let units = 0
  let point = -1
  const start = isNegative ? 1 : 0
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 46 && point < 0) point = at
    else if (code < 48 || code > 57) return null
    else units = units * 10 + code - 48
  }
  const digits = point < 0 ? 0 : text.length - point - 1
  const whole = (point < 0 ? text.length : point) - start
  if (whole < 1 || (point >= 0 && digits < 1) || whole + digits > lengthMax || digits > digitsMax) return null
  if (whole > 1 && text.charCodeAt(start) === 48) return null
  return { units: isNegative && units !== 0 ? -units : units, digits }
}

/** Reads a decimal that was checked before; a RangeError otherwise. */
export function decimal(text: DecimalText): Decimal {
  const value = parseDecimal(text)
  if (value === null) throw new RangeError(`“${text}” is no decimal`)
  return value
}

/** Writes all digits behind the point, also zeros: the same value has the same text. */
export function formatDecimal({ units, digits }: Decimal): DecimalText {
  if (digits === 0) return String(units)
  const text = String(Math.abs(units)).padStart(digits + 1, '0')
  return `${units < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

const powers = Array.from({ length: 23 }, (_, index) => 10 ** index)

/** 10^exponent, exact for 0 to 22. */
export function power(exponent: number): number {
  return powers[exponent]!
}

/** Negative, 0 or positive as left is smaller than, equal to or greater than right. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  if (left.digits === right.digits) return left.units - right.units
  const a = left.units * power(Math.max(0, right.digits - left.digits))
  const b = right.units * power(Math.max(0, left.digits - right.digits))
  // A product that is no safe integer is still on the right side of one that is; two such are compared whole.
  if (Number.isSafeInteger(a) || Number.isSafeInteger(b)) return a - b
  const difference = unitsAt(left, digitsMax) - unitsAt(right, digitsMax)
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

/** The units of a decimal at more digits. */
export function unitsAt({ units, digits }: Decimal, wanted: number): bigint {
  return BigInt(units) * 10n ** BigInt(wanted - digits)
}

/** Rounds to the declared digits. */
export function roundDecimal(value: Decimal, { digits, mode }: Rounding): Decimal {
  if (digits >= value.digits) return { units: Number(unitsAt(value, digits)), digits }
  return { units: quotient(value.units, power(value.digits - digits), mode), digits }
}

/** numerator ÷ denominator, rounded to an integer; both safe integers, the denominator positive. */
export function quotient(numerator: number, denominator: number, mode: RoundingMode): number {
  const rest = numerator % denominator
  const whole = (numerator - rest) / denominator
  if (rest === 0 || mode === 'down') return whole + 0
  const twice = Math.abs(rest) * 2
  const isUp = twice > denominator || (twice === denominator && (mode === 'halfUp' || whole % 2 !== 0))
  return isUp ? whole + (rest < 0 ? -1 : 1) : whole + 0
}

/** The same of bigint. */
export function quotientLarge(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const whole = numerator / denominator
  const rest = numerator % denominator
  if (rest === 0n || mode === 'down') return whole
  const twice = (rest < 0n ? -rest : rest) * 2n
  const isUp = twice > denominator || (twice === denominator && (mode === 'halfUp' || whole % 2n !== 0n))
  return isUp ? whole + (rest < 0n ? -1n : 1n) : whole
}

/** The terms of (base + factor × part ÷ whole) ÷ divisor; whole and divisor are positive. */
export type Blend<T> = { base: T; factor: T; part: T; whole: T; divisor: T }

/** A blend rounded once to an integer; exact whatever the size of its terms. */
export function blend({ base, factor, part, whole, divisor }: Blend<number>, mode: RoundingMode): number {
  const left = base * whole
  const right = factor * part
  const top = left + right
  const bottom = whole * divisor
  if (areSafe(left, right) && areSafe(top, bottom)) return quotient(top, bottom, mode)
  const large = { base: BigInt(base), factor: BigInt(factor), part: BigInt(part), whole: BigInt(whole) }
  return blendLarge({ ...large, divisor: BigInt(divisor) }, mode)
}

/** The same of bigint; the result is a safe integer. */
export function blendLarge(terms: Blend<bigint>, mode: RoundingMode): number {
  const top = terms.base * terms.whole + terms.factor * terms.part
  return Number(quotientLarge(top, terms.whole * terms.divisor, mode))
}

/** Integers whose sums and products were made without loss: a lossy one is never below 2^53. */
export function areSafe(one: number, other: number): boolean {
  return Number.isSafeInteger(one) && Number.isSafeInteger(other)
}
