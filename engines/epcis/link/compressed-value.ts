import type { Ai } from '../ai/dictionary.ts'
import { alphabet, type BitReader, bitsOf, digitBits, lengthBits } from './bits.ts'

/** One piece of a value as compression sees it: digits or characters, so many or up to so many. */
export type Piece = { readonly isDigits: boolean; readonly fixed: number | null; readonly most: number }

/**
 * The pieces of a value (COMP-20): components of fixed length that follow each other are one; what may be
 * absent has a length of its own. Where digits of fixed length are followed by digits that may be absent and
 * are as fixed, all are one piece of variable length.
 */
export function piecesOf({ parts }: Ai): Piece[] {
  const isWhole = parts.every(({ type }) => type === 'N') && parts.some(({ optional }) => optional)
  if (isWhole && parts.every(({ min, max }) => min === max))
    return [{ isDigits: true, fixed: null, most: parts.reduce((sum, { max }) => sum + max, 0) }]
  const pieces: Piece[] = []
  for (const { type, min, max, optional } of parts) {
    const isDigits = type === 'N'
    const fixed = min === max && !optional ? max : null
    const last = pieces.at(-1)
    if (fixed !== null && last?.fixed && last.isDigits === isDigits) {
      const length = last.fixed + fixed
      pieces[pieces.length - 1] = { isDigits, fixed: length, most: length }
    } else pieces.push({ isDigits, fixed, most: max })
  }
  return pieces
}

/** How characters are written, by the indicator that tells (COMP-21); the first that fits is taken. */
const codes = [
  { pattern: /^[0-9]+$/, bits: null, characters: '0123456789' },
  { pattern: /^[0-9a-f]+$/, bits: 4, characters: '0123456789abcdef' },
  { pattern: /^[0-9A-F]+$/, bits: 4, characters: '0123456789ABCDEF' },
  { pattern: /^[A-Za-z0-9_-]+$/, bits: 6, characters: alphabet },
  { pattern: /^[\0-\x7f]*$/, bits: 7, characters: String.fromCharCode(...Array(128).keys()) },
] as const

/** A value in bits; null where it does not fit its pieces. */
export function writeValue(value: string, pieces: readonly Piece[]): string | null {
  let rest = value
  let bits = ''
  for (const { isDigits, fixed, most } of pieces) {
    const length = fixed ?? Math.min(most, rest.length)
    const text = rest.slice(0, length)
    if (text.length !== length || (isDigits && !/^\d*$/.test(text))) return null
    rest = rest.slice(length)
    const told = fixed === null ? bitsOf(length, lengthBits(most)) : ''
    const written = isDigits ? ['', digitsOf(text)] : charactersIn(text)
    if (!written) return null
    bits += written[0] + told + written[1]
  }
  return rest === '' ? bits : null
}

function digitsOf(text: string): string {
  return text === '' ? '' : bitsOf(BigInt(text), digitBits(text.length))
}

/** The indicator and the characters themselves. */
export function charactersIn(text: string): [string, string] | null {
  const at = codes.findIndex(({ pattern }) => pattern.test(text))
  const code = codes[at]
  if (!code) return null
  const { bits, characters } = code
  const body =
    bits === null ? digitsOf(text) : [...text].map((one) => bitsOf(characters.indexOf(one), bits)).join('')
  return [bitsOf(at, 3), body]
}

/** A value back from its bits; null where they end too early or mean nothing. */
export function readValue(reader: BitReader, pieces: readonly Piece[]): string | null {
  let value = ''
  for (const { isDigits, fixed, most } of pieces) {
    const indicator = isDigits ? 0n : reader.number(3)
    const length = fixed ?? reader.number(lengthBits(most))
    if (indicator === null || length === null || Number(length) > most) return null
    const text = readCharacters(reader, Number(indicator), Number(length))
    if (text === null) return null
    value += text
  }
  return value
}

export function readCharacters(reader: BitReader, indicator: number, length: number): string | null {
  const code = codes[indicator]
  if (!code) return null
  if (code.bits === null) {
    const number = reader.number(digitBits(length))
    const text = length === 0 ? '' : (number?.toString().padStart(length, '0') ?? null)
    return text !== null && text.length === length ? text : null
  }
  const found = Array.from({ length }, () => reader.number(code.bits))
  if (found.includes(null)) return null
  return found.map((one) => code.characters[Number(one)]).join('')
}
