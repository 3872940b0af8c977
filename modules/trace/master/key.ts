import { checkDigit, normaliseId, valueFault } from '@ronghe/epcis'

export type MasterKind = 'product' | 'place' | 'party'

const stem = 'https://id.gs1.org'
const ais: Readonly<Record<MasterKind, string>> = { product: '01', place: '414', party: '417' }

/**
 * The canonical id of what a person typed: a GTIN of 8, 12, 13 or 14 digits; a GLN, for a place with its
 * extension behind a dot; or any URN or digital link of it. Null when it is none of the kind, or its check
 * digit is wrong.
 */
export function masterKey(kind: MasterKind, typed: string): string | null {
  const text = typed.trim()
  if (/^(urn:|https?:)/i.test(text)) return keyOfLink(kind, normaliseId(text))
  const ai = ais[kind]
  const [digits = '', extension, ...more] = text.split('.')
  if (more.length > 0 || (extension !== undefined && kind !== 'place')) return null
  const value = kind === 'product' && /^(\d{8}|\d{12,14})$/.test(digits) ? digits.padStart(14, '0') : digits
  if (valueFault({ ai, value })) return null
  if (extension === undefined || extension === '0') return `${stem}/${ai}/${value}`
  if (valueFault({ ai: '254', value: extension })) return null
  return normaliseId(`${stem}/414/${value}/254/${encodeURIComponent(extension)}`)
}

function keyOfLink(kind: MasterKind, link: string): string | null {
  const [, ai, value, , extension] =
    /^https:\/\/id\.gs1\.org\/(01|414|417)\/(\d+)(\/254\/([^/]+))?$/.exec(link) ?? []
  if (ai !== ais[kind] || value === undefined || valueFault({ ai, value })) return null
  return extension === undefined || kind === 'place' ? link : null
}

/** As people write it: the digits, and the extension of a place behind a dot. */
export function writtenKey(key: string): string {
  const [, value = key, , extension] =
    /^https:\/\/id\.gs1\.org\/\d+\/([^/]+)(\/254\/([^/]+))?/.exec(key) ?? []
  return extension === undefined ? value : `${value}.${decodeURIComponent(extension)}`
}

export function kindOfKey(key: string): MasterKind | null {
  const ai = /^https:\/\/id\.gs1\.org\/(\d+)\//.exec(key)?.[1]
  return (Object.keys(ais) as MasterKind[]).find((kind) => ais[kind] === ai) ?? null
}

/** The key of the product, place or party whose lot, serial number or extension this is. */
export function primaryKey(key: string): string {
  return /^https:\/\/id\.gs1\.org\/\d+\/[^/]+/.exec(key)?.[0] ?? key
}

/** The digits behind which a company prefix stands: a GTIN and an SSCC begin with another digit. */
export function prefixedDigits(key: string): string | null {
  const [, ai, value = ''] = /^https:\/\/id\.gs1\.org\/(\d+)\/([^/]+)/.exec(key) ?? []
  if (ai === undefined) return null
  return /^(00|01|8003|8006)$/.test(ai) ? value.slice(1) : value
}

/**
 * Prefixes that GS1 gives to no company: restricted circulation and coupons (General Specifications, figure
 * 1.4.3-1). A company prefix has at least 6 digits here, since an EPC has no shorter one (TDS 2.0, 14.2).
 */
export function prefixFault(prefix: string): 'pattern' | 'restricted' | null {
  if (!/^\d{6,12}$/.test(prefix)) return 'pattern'
  return /^(02|04|05|2|98[1-4]|99)/.test(prefix) ? 'restricted' : null
}

export function withCheckDigit(digits: string): string {
  return `${digits}${checkDigit(digits)}`
}
