import { readUnbracketed, writeUnbracketed } from './elements.ts'
import { checkDigit } from './lint.ts'

/** The symbols a scanner tells apart by the three characters in front of its data (ISO/IEC 15424). */
export type Symbology =
  | 'QR'
  | 'DM'
  | 'DotCode'
  | 'DataBarExpanded'
  | 'GS1_128_CCA'
  | 'EAN13'
  | 'EAN8'
  | 'DataBarOmni'
  | 'DataBarLimited'
  | 'UPCA'
  | 'UPCE'
  | 'GS1_128_CCC'

export type Scan = { readonly symbology: Symbology; readonly data: string }

const separator = '\u001d'
const matrix: Readonly<Record<string, { symbology: Symbology; isGs1: boolean }>> = {
  ']Q1': { symbology: 'QR', isGs1: false },
  ']Q3': { symbology: 'QR', isGs1: true },
  ']d1': { symbology: 'DM', isGs1: false },
  ']d2': { symbology: 'DM', isGs1: true },
  ']J0': { symbology: 'DotCode', isGs1: false },
  ']J1': { symbology: 'DotCode', isGs1: true },
  ']e0': { symbology: 'DataBarExpanded', isGs1: true },
  ']C1': { symbology: 'GS1_128_CCA', isGs1: true },
}

/**
 * What a scanner sent: an element string with FNC1 written `^`, the digits of a retail code, or plain text,
 * in which a `^` in front is written `\^`. Null when the data are none of the symbol's.
 */
export function readScan(text: string): Scan | null {
  const identifier = text.slice(0, 3)
  const [data = '', composite] = text.slice(3).split('|]e0')
  if (identifier === ']E0') return retail('EAN13', 13, data, composite)
  if (identifier === ']E4') return retail('EAN8', 8, data, composite)
  const symbol = matrix[identifier]
  if (!symbol) return null
  const { symbology, isGs1 } = symbol
  if (isGs1) {
    const read = elementsOf(text.slice(3))
    return read === null ? null : { symbology, data: read }
  }
  if (/^https?:\/\//i.test(data) && !/\/\d{2,4}\/./.test(data)) return null
  return { symbology, data: escaped(text.slice(3)) }
}

function elementsOf(data: string): string | null {
  if (data === '' || data.includes('^')) return null
  const read = readUnbracketed(`^${data.replaceAll(separator, '^')}`)
  return 'elements' in read ? writeUnbracketed(read.elements) : null
}

function retail(symbology: Symbology, length: number, data: string, composite?: string): Scan | null {
  if (data.length !== length || !/^\d+$/.test(data)) return null
  if (checkDigit(data.slice(0, -1)) !== Number(data.at(-1))) return null
  if (composite === undefined) return { symbology, data }
  const read = elementsOf(composite)
  return read === null ? null : { symbology, data: `${data}|${read}` }
}

/** Plain text whose start would be read as FNC1 gets a backslash more. */
function escaped(text: string): string {
  return /^\\*\^/.test(text) ? `\\${text}` : text
}

const writers: Readonly<Record<Symbology, { plain: string | null; gs1: string | null; length: number }>> = {
  QR: { plain: ']Q1', gs1: ']Q3', length: 0 },
  DM: { plain: ']d1', gs1: ']d2', length: 0 },
  DotCode: { plain: ']J0', gs1: ']J1', length: 0 },
  DataBarExpanded: { plain: null, gs1: ']e0', length: 0 },
  GS1_128_CCA: { plain: null, gs1: ']C1', length: 0 },
  GS1_128_CCC: { plain: null, gs1: ']C1', length: 0 },
  EAN13: { plain: ']E0', gs1: null, length: 13 },
  UPCA: { plain: ']E0', gs1: null, length: 12 },
  UPCE: { plain: ']E0', gs1: null, length: 12 },
  EAN8: { plain: ']E4', gs1: null, length: 8 },
  DataBarOmni: { plain: null, gs1: ']e0', length: 14 },
  DataBarLimited: { plain: null, gs1: ']e0', length: 14 },
}

/** What a scanner would send for the data; null when the symbol cannot carry them. */
export function writeScan({
  symbology,
  data,
}: {
  symbology: Symbology | 'NONE'
  data: string
}): string | null {
  if (symbology === 'NONE') return null
  const { plain, gs1, length } = writers[symbology]
  if (length > 0) return digitsOnly(symbology, length, data)
  const [linear = '', composite] = data.split('|^')
  if (!data.startsWith('^')) {
    return plain === null ? null : plain + data.replace(/^\\(\\*\^)/, '$1')
  }
  if (composite === undefined) return gs1 + linear.slice(1).replaceAll('^', separator)
  // A composite symbol is sent as one element string; what goes before must be told apart from it.
  const read = readUnbracketed(linear)
  if (!('elements' in read)) return null
  const joined = writeUnbracketed([...read.elements, ...elementsIn(`^${composite}`)])
  return `]e0${joined.slice(1).replaceAll('^', separator)}`
}

function elementsIn(text: string) {
  const read = readUnbracketed(text)
  return 'elements' in read ? read.elements : []
}

function digitsOnly(symbology: Symbology, length: number, data: string): string | null {
  const [linear = '', composite] = data.split('|^')
  const key = linear.startsWith('^01') ? linear.slice(3) : linear
  const wide = symbology.startsWith('DataBar') ? 14 : symbology === 'EAN8' ? 8 : 13
  const whole = filled(key, length, wide)
  if (whole === null) return null
  if (symbology === 'DataBarLimited' && !/^[01]/.test(whole)) return null
  const extra = composite === undefined ? '' : composite.replaceAll('^', separator)
  if (symbology.startsWith('DataBar')) return `]e001${whole}${extra}`
  const { plain } = writers[symbology]
  return composite === undefined ? `${plain}${whole}` : `${plain}${whole}|]e0${extra}`
}

/** The digits with their check digit, filled up or cut to what the symbol sends. */
function filled(key: string, length: number, wide: number): string | null {
  if (!/^\d+$/.test(key)) return null
  const checked = key.length === length - 1 ? `${key}${checkDigit(key)}` : key
  if (checked.length < length || checkDigit(checked.slice(0, -1)) !== Number(checked.at(-1))) return null
  if (!/^0*$/.test(checked.slice(0, Math.max(0, checked.length - wide)))) return null
  return checked.slice(-wide).padStart(wide, '0')
}
