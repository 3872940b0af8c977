/** Only these characters stand bare in a path, six bits each (Digital Link 1.2, section 6; RFC 4648, 5). */
export const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Bits as text of zeros and ones, most significant first. */
export function bitsOf(value: number | bigint, length: number): string {
  return length === 0 ? '' : value.toString(2).padStart(length, '0')
}

/** As many bits as any number of so many digits needs. */
export function digitBits(digits: number): number {
  return digits === 0 ? 0 : Math.ceil(digits * Math.log2(10))
}

/** As many bits as tell every length up to the longest; the standard's own margin makes 16 take five. */
export function lengthBits(longest: number): number {
  return Math.ceil(Math.log2(longest) + 0.01)
}

/** Filled up with zeros to whole characters. */
export function charactersOf(bits: string): string {
  const filled = bits.padEnd(Math.ceil(bits.length / 6) * 6, '0')
  return Array.from(
    { length: filled.length / 6 },
    (_, at) => alphabet[Number.parseInt(filled.slice(at * 6, at * 6 + 6), 2)],
  ).join('')
}

/** A place in a text of bits; who asks beyond the end is given null. */
export class BitReader {
  readonly #bits: string
  #at = 0
  constructor(characters: string) {
    this.#bits = [...characters].map((one) => bitsOf(alphabet.indexOf(one), 6)).join('')
  }

  get left(): number {
    return this.#bits.length - this.#at
  }

  /** Is nothing left but filling? */
  get isAtEnd(): boolean {
    return this.left < 8 && !this.#bits.slice(this.#at).includes('1')
  }

  number(length: number): bigint | null {
    if (length > this.left) return null
    const text = this.#bits.slice(this.#at, this.#at + length)
    this.#at += length
    return length === 0 ? 0n : BigInt(`0b${text}`)
  }
}
