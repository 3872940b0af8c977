import {
  checked,
  classSchemes,
  component,
  lengthOf,
  partReference,
  patternSchemes,
  type Scheme,
  schemes,
} from './schemes.ts'

const canonical = 'https://id.gs1.org'
const digitsOnly = /^\d+$/

/**
 * The canonical digital link of an EPC URN, an EPC class or an EPC pattern; null when the text is none of
 * them, breaks the grammar of its scheme, or has no GS1 key.
 */
export function linkOfUrn(urn: string): string | null {
  const kind = urn.startsWith('urn:epc:id:') ? 'id' : urn.startsWith('urn:epc:class:') ? 'class' : 'idpat'
  const from = 9 + kind.length
  if (kind === 'idpat' && !urn.startsWith('urn:epc:idpat:')) return null
  const colon = urn.indexOf(':', from)
  const name = urn.slice(from, colon)
  const scheme = schemes[name]
  if (colon < 0 || !scheme || !isAllowed(kind, name)) return null
  const point = urn.indexOf('.', colon)
  const prefix = urn.slice(colon + 1, point)
  if (point < 0 || prefix.length < 6 || prefix.length > 12 || !digitsOnly.test(prefix)) return null
  const rest = urn.slice(point + 1)
  switch (scheme.shape) {
    case 'gtin':
      return gtin(scheme, name, prefix, rest, kind)
    case 'sscc':
      return sscc(scheme, prefix, rest)
    case 'digits':
      return digits(scheme, prefix, rest, kind)
    case 'text':
      return text(scheme, prefix, rest, kind)
  }
}

function isAllowed(kind: string, name: string): boolean {
  if (kind === 'class') return classSchemes.has(name)
  return kind === 'idpat' ? patternSchemes.has(name) : !classSchemes.has(name)
}

/** Percent-encodes what a URN leaves bare and a digital link does not (version 1.2, table 7-1). */
export function encodeForLink(value: string): string {
  return value.replace(/[!()*+,:]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
}

function gtin(scheme: Scheme, name: string, prefix: string, rest: string, kind: string): string | null {
  const point = rest.indexOf('.')
  const item = rest.slice(0, point)
  if (point < 1 || prefix.length + item.length !== 13 || !digitsOnly.test(item)) return null
  let key = checked(item[0] + prefix + item.slice(1))
  let serial = rest.slice(point + 1)
  if (name === 'itip') {
    const [whole, piece, total] = /^(\d\d)\.(\d\d)\./.exec(serial) ?? []
    if (!whole) return null
    key += `${piece}${total}`
    serial = serial.slice(6)
  }
  return withSerial(scheme, key, serial, kind)
}

function sscc(scheme: Scheme, prefix: string, rest: string): string | null {
  if (prefix.length + rest.length !== scheme.length || !digitsOnly.test(rest)) return null
  return `${canonical}/00/${checked(rest[0] + prefix + rest.slice(1))}`
}

function digits(scheme: Scheme, prefix: string, rest: string, kind: string): string | null {
  const length = scheme.length - prefix.length
  const reference = rest.slice(0, length)
  if (reference.length !== length || (length > 0 && !digitsOnly.test(reference))) return null
  const key = checked(scheme.lead + prefix + reference)
  if (scheme.serial === null) return rest.length === length ? `${canonical}/${scheme.ai}/${key}` : null
  if (rest[length] !== '.') return null
  const serial = rest.slice(length + 1)
  // TDS 6.3.3: the extension 0 of a location means that there is none.
  if (scheme.serial === '254' && serial === '0') return `${canonical}/414/${key}`
  return withSerial(scheme, key, serial, kind)
}

function text(scheme: Scheme, prefix: string, rest: string, kind: string): string | null {
  if (scheme.serial === null) {
    if (!component.test(rest) || prefix.length + lengthOf(rest) > scheme.length) return null
    return `${canonical}/${scheme.ai}/${prefix}${encodeForLink(rest)}`
  }
  const point = rest.lastIndexOf('.')
  const reference = rest.slice(0, point)
  if (point < 1 || !partReference.test(reference) || prefix.length + lengthOf(reference) > scheme.length) {
    return null
  }
  return withSerial(scheme, prefix + reference, rest.slice(point + 1), kind)
}

function withSerial(scheme: Scheme, key: string, serial: string, kind: string): string | null {
  const link = `${canonical}/${scheme.ai}/${key}`
  if (kind === 'idpat') return serial === '*' ? link : null
  const isFine = scheme.serialDigits ? digitsOnly.test(serial) : component.test(serial)
  if (!isFine || lengthOf(serial) > scheme.serialMax) return null
  return scheme.serial === 'joined'
    ? link + encodeForLink(serial)
    : `${link}/${scheme.serial}/${encodeForLink(serial)}`
}
