import { aiAt, aiOf } from '../ai/dictionary.ts'
import type { Element } from '../ai/elements.ts'
import { BitReader, bitsOf, charactersOf } from './bits.ts'
import { buildLink } from './build.ts'
import { charactersIn, piecesOf, readCharacters, readValue, writeValue } from './compressed-value.ts'
import { escapePath } from './escape.ts'
import { type Link, type LinkFault, type LinkOptions, linkElements, parseLink } from './parse.ts'
import sequences from './sequences.json' with { type: 'json' }

export type CompressOptions = {
  /** Leaves the key readable and packs what follows it. */
  readonly keepsKey?: boolean
  /** Uses the standard's codes for common sequences of identifiers. */
  readonly usesSequences?: boolean
  /** Packs parameters that are no application identifiers too, where their names allow it. */
  readonly packsOthers?: boolean
}

type Pair = readonly [string, string]

/** The same link, compressed (Digital Link 1.2, section 6); null where a value cannot be. */
export function compressLink(link: Link, options: CompressOptions = {}): string | null {
  const { keepsKey = false, usesSequences = true, packsOthers = false } = options
  const packed = linkElements(link).slice(keepsKey ? 1 : 0)
  const isPackable = ([name, value]: Pair) =>
    packsOthers && /^[\w-]{1,127}$/.test(name) && charactersIn(value) !== null && value.length < 128
  const inside = packed.length > 0 ? link.others.filter(isPackable) : []
  const bits = [elementBits(packed, usesSequences), ...inside.map(otherBits)]
  if (bits.includes(null)) return null
  const readable = keepsKey ? `/${link.key.ai}/${escapePath(link.key.value)}` : ''
  const text = packed.length === 0 ? '' : `/${charactersOf(bits.join(''))}`
  const query = link.others
    .filter((one) => !inside.includes(one))
    .map(([name, value]) => `${escapeBytes(name)}=${escapeBytes(value)}`)
    .join('&')
  return `${link.stem}${readable}${text}${query === '' ? '' : `?${query}`}`
}

/** A parameter is read byte by byte (`unescapeQuery`), and so it is written again. */
function escapeBytes(text: string): string {
  return text.replace(
    /[^A-Za-z0-9\-._~]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

/**
 * Two sequences are written by the reference in another order than the table has them: they are read in both
 * and never written (COMP-32).
 */
const ambiguous: Readonly<Record<string, readonly string[]>> = {
  '1A': ['01', '10', '17', '21'],
  '9D': ['254', '414'],
}
const coded = Object.entries(sequences).sort(([, one], [, other]) => other.length - one.length)

function elementBits(elements: readonly Element[], usesSequences: boolean): string | null {
  const left = new Map(elements.map((one) => [one.ai, one.value]))
  let bits = ''
  const take = (ai: string) => {
    const entry = aiOf(ai)
    const written = entry ? writeValue(left.get(ai)!, piecesOf(entry)) : null
    left.delete(ai)
    return written
  }
  const code = coded.find(([name, ais]) => !(name in ambiguous) && ais.every((ai) => left.has(ai)))
  if (usesSequences && code) {
    const values = code[1].map(take)
    if (values.includes(null)) return null
    bits += hexBits(code[0]) + values.join('')
  }
  for (const ai of [...left.keys()].sort()) {
    const value = take(ai)
    if (value === null) return null
    bits += hexBits(ai) + value
  }
  return bits
}

function hexBits(digits: string): string {
  return [...digits].map((one) => bitsOf(Number.parseInt(one, 16), 4)).join('')
}

/** A parameter of somebody else: F, length and characters of its name, then those of its value. */
function otherBits([name, value]: Pair): string {
  // Names are six bits a character whatever they are made of: an underscore in front asks for just that.
  const key = charactersIn(`_${name}`)![1].slice(6)
  const [indicator, body] = charactersIn(value)!
  return `1111${bitsOf(name.length, 7)}${key}${indicator}${bitsOf(value.length, 7)}${body}`
}

/** Reads a link, compressed in whole or behind its key, or not at all (COMP-40). */
export function readLink(text: string, options: LinkOptions = {}): { link: Link } | { fault: LinkFault } {
  const plain = parseLink(text, options)
  if ('link' in plain) return plain
  const found = /^([^?#]*)\/([\w-]{3,})((?:\?[^#]*)?)(?:#.*)?$/.exec(text)
  if (!found) return plain
  const [, before = '', packed = '', query = ''] = found
  for (const order of ['table', 'reference'] as const) {
    const read = unpacked(packed, order)
    if (!read) continue
    const partly = parseLink(before, options)
    const key = 'link' in partly ? [...linkPath(partly.link), ...read.elements] : read.elements
    const stem = 'link' in partly ? partly.link.stem : before
    const built = buildLink(key, stem)
    if (!('uri' in built)) continue
    const others = read.others.map(([name, value]) => `${name}=${escapeBytes(value)}`)
    const rest = [query.slice(1), ...others].filter(Boolean).join('&')
    const uri = rest === '' ? built.uri : `${built.uri}${built.uri.includes('?') ? '&' : '?'}${rest}`
    const whole = parseLink(uri, options)
    if ('link' in whole) return whole
  }
  return plain
}

function linkPath({ key, qualifiers }: Link): Element[] {
  return [key, ...qualifiers]
}

type Unpacked = { elements: Element[]; others: Pair[] }

function unpacked(characters: string, order: 'table' | 'reference'): Unpacked | null {
  const reader = new BitReader(characters)
  const found: Unpacked = { elements: [], others: [] }
  while (!reader.isAtEnd) {
    const first = reader.number(4)
    if (first === null) return null
    const isRead = first === 15n ? readOther(reader, found) : readNamed(reader, first, found, order)
    if (!isRead) return null
  }
  return found
}

function readNamed(
  reader: BitReader,
  first: bigint,
  { elements }: Unpacked,
  order: 'table' | 'reference',
): boolean {
  let code = `${hexOf(first)}${hexOf(reader.number(4))}`
  const sequence = sequences[code as keyof typeof sequences] as readonly string[] | undefined
  const ais = order === 'reference' ? (ambiguous[code] ?? sequence) : sequence
  if (!ais) {
    if (!/^\d\d$/.test(code)) return false
    for (let more = 0; more < 2 && !aiAt(code, 0); more += 1) code += hexOf(reader.number(4))
  }
  return (ais ?? [code]).every((ai) => {
    const entry = aiOf(ai)
    const value = entry ? readValue(reader, piecesOf(entry)) : null
    if (value === null) return false
    elements.push({ ai, value })
    return true
  })
}

function hexOf(digit: bigint | null): string {
  return digit?.toString(16).toUpperCase() ?? ''
}

function readOther(reader: BitReader, { others }: Unpacked): boolean {
  const name = readCharacters(reader, 3, Number(reader.number(7) ?? 0n))
  const indicator = reader.number(3)
  const length = reader.number(7)
  if (!name || indicator === null || length === null) return false
  const value = readCharacters(reader, Number(indicator), Number(length))
  if (value === null) return false
  others.push([name, value])
  return true
}
