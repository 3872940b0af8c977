import { linkElements, parseLink, writeBracketed } from '@ronghe/epcis'
import bwipjs from 'bwip-js'

export type Symbology = 'qr' | 'dataMatrix'
/** Rows of modules, true is dark; no quiet zone. */
export type Matrix = readonly (readonly boolean[])[]
/** What stands on a label: the code and what people read. */
export type Label = { matrix: Matrix; data: string; lines: readonly string[] }

/** Modules of light around a symbol: four of a QR code, one of Data Matrix (GS1 General Specifications 5). */
export const quiet: Readonly<Record<Symbology, number>> = { qr: 4, dataMatrix: 1 }

/**
 * The label of a digital link: as QR the link itself at the given domain, as GS1 DataMatrix its application
 * identifiers. Null where the link has none.
 */
export function labelOf(link: string, symbol: Symbology, domain: string, name: string | null): Label | null {
  const read = parseLink(link)
  if (!('link' in read)) return null
  const elements = linkElements(read.link)
  const text = writeBracketed(elements)
  const url = domain.replace(/\/+$/, '') + new URL(link).pathname
  const data = symbol === 'qr' ? url : text
  const lines = [...(name ? [name] : []), ...elements.map(({ ai, value }) => `(${ai}) ${value}`)]
  return { matrix: matrixOf(symbol, data), data, lines }
}

/** Draws the symbol; throws where the data do not fit it. */
export function matrixOf(symbol: Symbology, data: string): Matrix {
  const options = symbol === 'qr' ? { eclevel: 'M' } : {}
  const bcid = symbol === 'qr' ? 'qrcode' : 'gs1datamatrix'
  const [drawn] = bwipjs.raw(bcid, data, options as never) as unknown as {
    pixs: number[]
    pixx: number
    pixy: number
  }[]
  if (!drawn) throw new Error(`no symbol for ${data}`)
  const { pixs, pixx, pixy } = drawn
  return Array.from({ length: pixy }, (_, row) => pixs.slice(row * pixx, (row + 1) * pixx).map(Boolean))
}
