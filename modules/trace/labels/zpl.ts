import { linkElements, parseLink, writeUnbracketed } from '@ronghe/epcis'
import type { Symbology } from './matrix.ts'
import { partsOf, type Sheet } from './sheet.ts'

export type Printed = { link: string; data: string; lines: readonly string[]; modules: number }

/** Labels in the language of label printers; `dotsPerMm` 8 is 203 dpi, 12 is 300 dpi. */
export function zplOf(
  labels: readonly Printed[],
  symbol: Symbology,
  sheet: Sheet,
  dotsPerMm: number,
): string {
  const { symbolMm, symbolX, symbolY, textX, textY } = partsOf(sheet)
  const dots = (mm: number) => Math.round(mm * dotsPerMm)
  return labels
    .map(({ link, data, lines, modules }) => {
      const size = Math.max(2, Math.min(10, Math.floor(dots(symbolMm) / modules)))
      const code =
        symbol === 'qr'
          ? `^BQN,2,${size}^FH^FDMA,${printable(data)}^FS`
          : `^BXN,${size},200,,,,_,1^FD${functionCodes(link)}^FS`
      const height = dots(3)
      const words = lines.map((line, at) => {
        const y = dots(textY) + at * Math.round(height * 1.3)
        return `^FO${dots(textX)},${y}^A0N,${height}^FH^FD${printable(line)}^FS`
      })
      return [
        '^XA^CI28',
        `^PW${dots(sheet.labelWidthMm)}^LL${dots(sheet.labelHeightMm)}`,
        `^FO${dots(symbolX)},${dots(symbolY)}${code}`,
        ...words,
        '^XZ',
      ].join('\n')
    })
    .join('\n')
}

/** GS1 data begin with FNC1, which also ends what has no fixed length; the printer takes `_1` for it. */
function functionCodes(link: string): string {
  const read = parseLink(link)
  if (!('link' in read)) return ''
  return writeUnbracketed(linkElements(read.link)).replaceAll('_', '_d095').replaceAll('^', '_1')
}

/** What would be a command is written as its code. */
function printable(text: string): string {
  return text.replace(/[\^~\\_]/g, (letter) => `_${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}
