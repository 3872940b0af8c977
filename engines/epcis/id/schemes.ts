import { checkDigit } from '../ai/lint.ts'

/**
 * The schemes of the EPC Tag Data Standard that name a GS1 key, and how the parts of their URN become one.
 * Schemes without a GS1 key (gid, usdod, adi, bic, imovn) stay URNs.
 */
export type Scheme = {
  readonly ai: string
  readonly shape: 'gtin' | 'sscc' | 'digits' | 'text'
  /** `digits`: how many digits prefix and reference have together, before the check digit. */
  readonly length: number
  /** Digits in front of the company prefix. */
  readonly lead: string
  /** The AI that carries the serial; `joined` when the serial follows the key in the same value. */
  readonly serial: string | 'joined' | null
  /** The longest serial. */
  readonly serialMax: number
  readonly serialDigits: boolean
}

function scheme(ai: string, shape: Scheme['shape'], rest: Partial<Scheme> = {}): Scheme {
  return { ai, shape, length: 12, lead: '', serial: null, serialMax: 20, serialDigits: false, ...rest }
}

export const schemes: Readonly<Record<string, Scheme>> = {
  sgtin: scheme('01', 'gtin', { serial: '21' }),
  sscc: scheme('00', 'sscc', { length: 17 }),
  sgln: scheme('414', 'digits', { serial: '254' }),
  grai: scheme('8003', 'digits', { lead: '0', serial: 'joined', serialMax: 16 }),
  giai: scheme('8004', 'text', { length: 30 }),
  gsrn: scheme('8018', 'digits', { length: 17 }),
  gsrnp: scheme('8017', 'digits', { length: 17 }),
  gdti: scheme('253', 'digits', { serial: 'joined', serialMax: 17 }),
  cpi: scheme('8010', 'text', { length: 30, serial: '8011', serialMax: 12, serialDigits: true }),
  sgcn: scheme('255', 'digits', { serial: 'joined', serialMax: 12, serialDigits: true }),
  ginc: scheme('401', 'text', { length: 30 }),
  gsin: scheme('402', 'digits', { length: 16 }),
  itip: scheme('8006', 'gtin', { serial: '21' }),
  upui: scheme('01', 'gtin', { serial: '235', serialMax: 28 }),
  pgln: scheme('417', 'digits'),
  lgtin: scheme('01', 'gtin', { serial: '10' }),
}

/** Which schemes may stand behind `urn:epc:class:` and `urn:epc:idpat:`. */
export const classSchemes: ReadonlySet<string> = new Set(['lgtin'])
export const patternSchemes: ReadonlySet<string> = new Set([
  'sgtin',
  'grai',
  'gdti',
  'sgcn',
  'cpi',
  'itip',
  'upui',
])

/** TDS 6.3.1: what a serial or reference may be made of, other characters as `%XX`. */
export const component = /^(?:%[\dA-Fa-f]{2}|[!')(*+,.0-9:;=A-Za-z_-])+$/
export const partReference = /^(?:%(?:23|2[Ff])|[0-9A-Z-])+$/

/** Counts characters of a component, `%XX` as one. */
export function lengthOf(text: string): number {
  return text.includes('%') ? text.replace(/%[\dA-Fa-f]{2}/g, '.').length : text.length
}

/** The digits with their check digit. */
export function checked(digits: string): string {
  return digits + checkDigit(digits)
}
