import { checkDigit } from '@ronghe/epcis'
import { permute, unpermute } from './permute.ts'

export type CounterKind = 'gtin' | 'sscc' | 'lot' | 'serial'

/** What every number of a counter looks like. */
export type Counter = {
  readonly kind: CounterKind
  /** The company prefix of GTIN and SSCC, the GTIN of lots and serials. */
  readonly subject: string
  /** In front of the counted part; the indicator or extension digit of GTIN and SSCC. */
  readonly prefix: string
  /** Characters of the counted part. */
  readonly width: number
  readonly scheme: 'sequence' | 'random'
  readonly secret: Uint8Array
}

/** Without the letters and digits that are mistaken for others. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** How many numbers a counter has. */
export function roomOf({ scheme, width }: Pick<Counter, 'scheme' | 'width'>): bigint {
  return scheme === 'random' ? BigInt(alphabet.length) ** BigInt(width) : 10n ** BigInt(width)
}

/** The number at a place of the counter: a GTIN-14, an SSCC, a lot or a serial number. */
export function numberAt(counter: Counter, place: bigint): string {
  const { kind, subject, prefix, width, scheme, secret } = counter
  if (scheme === 'random') return prefix + lettersOf(permute(place, roomOf(counter), secret), width)
  const counted = width === 0 ? '' : String(place).padStart(width, '0')
  if (kind === 'lot' || kind === 'serial') return prefix + counted
  const digits = prefix + subject + counted
  return `${digits}${checkDigit(digits)}`
}

/** The place of a number in the counter; null when the counter never gives it. */
export function placeOf(counter: Counter, number: string): bigint | null {
  const { prefix, width, scheme, secret } = counter
  if (!number.startsWith(prefix) || number.length !== prefix.length + width) return null
  const counted = number.slice(prefix.length)
  if (scheme === 'sequence') return /^\d+$/.test(counted) ? BigInt(counted) : null
  const value = numberOf(counted)
  return value === null ? null : unpermute(value, roomOf(counter), secret)
}

/** The counted part of GTIN and SSCC fills what the prefix leaves. */
export function widthOf(kind: 'gtin' | 'sscc', prefix: string): number {
  return (kind === 'gtin' ? 12 : 16) - prefix.length
}

/**
 * Could two counters of lots or serials of one product give the same number? Only where they are of one
 * length and the text of one begins that of the other.
 */
export function overlap(
  one: Pick<Counter, 'prefix' | 'width'>,
  other: Pick<Counter, 'prefix' | 'width'>,
): boolean {
  const sameLength = one.prefix.length + one.width === other.prefix.length + other.width
  return sameLength && (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix))
}

/** `{YY}`, `{MM}`, `{DD}` become the day in China. */
export function withDay(prefix: string, now: Date): string {
  const [year = '', month = '', day = ''] = new Date(now.getTime() + 8 * 3_600_000)
    .toISOString()
    .slice(0, 10)
    .split('-')
  return prefix.replaceAll('{YY}', year.slice(2)).replaceAll('{MM}', month).replaceAll('{DD}', day)
}

function lettersOf(value: bigint, width: number): string {
  let text = ''
  for (let rest = value; text.length < width; rest >>= 5n) text = alphabet[Number(rest & 31n)]! + text
  return text
}

function numberOf(text: string): bigint | null {
  let value = 0n
  for (const letter of text) {
    const digit = alphabet.indexOf(letter)
    if (digit < 0) return null
    value = (value << 5n) | BigInt(digit)
  }
  return value
}
