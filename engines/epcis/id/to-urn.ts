import { unescapePath } from '../link/escape.ts'
import { constrainedLink } from './link.ts'

/** The company prefix has no length of its own in a key: whoever knows it says how many digits it takes. */
export type PrefixLength = (digits: string) => number | null

const urnBare = /[!')(*+,.0-9:;=A-Za-z_-]/

/**
 * The EPC URN of a digital link of any domain: an instance where there is a serial, a class for a lot, a
 * pattern for a key alone. Null when the key has none, or nobody knows how long its company prefix is.
 */
export function urnOfLink(uri: string, lengthOf: PrefixLength): string | null {
  const link = constrainedLink(uri)
  if (!link) return null
  const [ai = '', raw = '', , serial] = link.slice('https://id.gs1.org/'.length).split('/')
  const key = unescapePath(raw)
  const tail = serial === undefined ? undefined : urnText(unescapePath(serial))
  const qualifier = link.slice('https://id.gs1.org/'.length).split('/')[2]
  switch (ai) {
    case '00':
      return withIndicator('sscc', key, lengthOf, (prefix, rest) => `id:sscc:${prefix}.${rest}`)
    case '01':
      return trade(key, qualifier, tail, lengthOf)
    case '8006':
      return item(key, qualifier, tail, lengthOf)
    case '414':
      return split(key, 12, lengthOf, (start) => `id:sgln:${start}.${tail ?? '0'}`)
    case '417':
      return split(key, 12, lengthOf, (start) => `id:pgln:${start}`)
    case '8018':
      return split(key, 17, lengthOf, (start) => `id:gsrn:${start}`)
    case '8017':
      return split(key, 17, lengthOf, (start) => `id:gsrnp:${start}`)
    case '402':
      return split(key, 16, lengthOf, (start) => `id:gsin:${start}`)
    case '8003':
      return split(key.slice(1), 12, lengthOf, (start, rest) => instance('grai', start, rest))
    case '253':
      return split(key, 12, lengthOf, (start, rest) => instance('gdti', start, rest))
    case '255':
      return split(key, 12, lengthOf, (start, rest) => instance('sgcn', start, rest))
    default:
      return free(ai, key, serial, lengthOf)
  }
}

function urnText(text: string): string {
  return [...text]
    .map((one) =>
      urnBare.test(one) ? one : `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
}

/** Digits, their check digit, and what follows. */
function split(
  key: string,
  digits: number,
  lengthOf: PrefixLength,
  write: (start: string, rest: string) => string,
): string | null {
  const length = lengthOf(key)
  if (length === null || length > digits) return null
  return `urn:epc:${write(`${key.slice(0, length)}.${key.slice(length, digits)}`, key.slice(digits + 1))}`
}

function instance(scheme: string, start: string, rest: string): string {
  return rest === '' ? `idpat:${scheme}:${start}.*` : `id:${scheme}:${start}.${urnText(rest)}`
}

/** Keys whose first digit, of packing or extension, moves behind the prefix. */
function withIndicator(
  scheme: string,
  key: string,
  lengthOf: PrefixLength,
  write: (prefix: string, rest: string) => string,
): string | null {
  const digits = scheme === 'sscc' ? 17 : 13
  const length = lengthOf(key.slice(1))
  if (length === null || length > digits - 1) return null
  return `urn:epc:${write(key.slice(1, 1 + length), key[0] + key.slice(1 + length, digits))}`
}

function trade(key: string, qualifier: string | undefined, tail: string | undefined, lengthOf: PrefixLength) {
  return withIndicator('gtin', key, lengthOf, (prefix, rest) => {
    if (tail === undefined) return `idpat:sgtin:${prefix}.${rest}.*`
    if (qualifier === '10') return `class:lgtin:${prefix}.${rest}.${tail}`
    return `id:${qualifier === '235' ? 'upui' : 'sgtin'}:${prefix}.${rest}.${tail}`
  })
}

/** A piece of a trade item has no class for its lot. */
function item(key: string, qualifier: string | undefined, tail: string | undefined, lengthOf: PrefixLength) {
  if (qualifier === '10') return null
  return withIndicator('gtin', key.slice(0, 14), lengthOf, (prefix, rest) => {
    const start = `itip:${prefix}.${rest}.${key.slice(14, 16)}.${key.slice(16, 18)}`
    return tail === undefined ? `idpat:${start}.*` : `id:${start}.${tail}`
  })
}

function free(ai: string, key: string, serial: string | undefined, lengthOf: PrefixLength): string | null {
  const length = lengthOf(key)
  if (length === null || length >= key.length) return null
  const start = `${key.slice(0, length)}.${urnText(key.slice(length))}`
  if (ai === '8004') return `urn:epc:id:giai:${start}`
  if (ai === '401') return `urn:epc:id:ginc:${start}`
  if (ai !== '8010') return null
  return serial === undefined ? `urn:epc:idpat:cpi:${start}.*` : `urn:epc:id:cpi:${start}.${serial}`
}
