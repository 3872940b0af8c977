/** Prices and factors are exact decimals with at most six digits behind the point, held as millionths. */
export const decimalPattern = '^(0|[1-9][0-9]{0,8})(\\.[0-9]{1,6})?$'

const pattern = new RegExp(decimalPattern)

export function millionthsOf(text: string): bigint {
  if (!pattern.test(text)) throw new RangeError(`not a decimal: ${text}`)
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
}

/**
 * The one rule of rounding: milliwatt hours × millionths stay exact in every sum, and the sum that is shown
 * is rounded once, half away from zero, to the whole unit (fen, grams).
 */
export function roundedOf(exact: bigint, perUnit: bigint): number {
  const half = perUnit / 2n
  return Number((exact < 0n ? exact - half : exact + half) / perUnit)
}

/** Milliwatt hours × millionths of a fen per kWh in one fen. */
export const perFen = 1_000_000n * 1_000_000n
/** Milliwatt hours × millionths of a kilogram per kWh in one gram. */
export const perGram = perFen / 1000n
