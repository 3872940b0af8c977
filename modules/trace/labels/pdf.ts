import {
  beginText,
  endText,
  moveText,
  type PDFDocument,
  PDFHexString,
  PDFName,
  type PDFPage,
  type PDFRef,
  PDFString,
  rgb,
  setFontAndSize,
  showText,
} from 'pdf-lib'
import { type Label, quiet, type Symbology } from './matrix.ts'
import { partsOf, placeOf, type Sheet } from './sheet.ts'

const pointsPerMm = 72 / 25.4
const fontName = 'Song'
const black = rgb(0, 0, 0)

/** The labels as a document to print at 100 %. */
export async function pdfOf(labels: readonly Label[], symbol: Symbology, sheet: Sheet): Promise<Uint8Array> {
  // Loaded when somebody prints: nobody else needs it.
  const { PDFDocument: Document } = await import('pdf-lib')
  const document = await Document.create()
  const font = chineseFont(document)
  const pages = Math.max(1, Math.ceil(labels.length / (sheet.columns * sheet.rows)))
  const made = Array.from({ length: pages }, () => {
    const page = document.addPage([sheet.widthMm * pointsPerMm, sheet.heightMm * pointsPerMm])
    page.node.setFontDictionary(PDFName.of(fontName), font)
    return page
  })
  labels.forEach((label, number) => {
    const { page, x, y } = placeOf(sheet, number)
    drawLabel(made[page]!, label, symbol, sheet, x, y)
  })
  return document.save()
}

function drawLabel(page: PDFPage, label: Label, symbol: Symbology, sheet: Sheet, x: number, y: number): void {
  const { symbolMm, symbolX, symbolY, textX, textY, textWidthMm } = partsOf(sheet)
  const modules = label.matrix.length + 2 * quiet[symbol]
  const moduleMm = symbolMm / modules
  const left = x + symbolX + quiet[symbol] * moduleMm
  const top = y + symbolY + quiet[symbol] * moduleMm
  page.drawSvgPath(pathOf(label.matrix, moduleMm * pointsPerMm), {
    x: left * pointsPerMm,
    y: (sheet.heightMm - top) * pointsPerMm,
    color: black,
    borderWidth: 0,
  })
  const longest = Math.max(...label.lines.map(widthOf), 1)
  const sizePt = Math.max(4, Math.min(9, (textWidthMm * pointsPerMm) / longest))
  label.lines.forEach((line, at) => {
    const baseline = sheet.heightMm - (y + textY) - ((at + 1) * sizePt * 1.3) / pointsPerMm
    page.pushOperators(
      beginText(),
      setFontAndSize(fontName, sizePt),
      moveText((x + textX) * pointsPerMm, baseline * pointsPerMm),
      showText(PDFHexString.of(utf16(line))),
      endText(),
    )
  })
}

/** One path of a rectangle for every run of dark modules. */
export function pathOf(matrix: Label['matrix'], size: number): string {
  const parts: string[] = []
  matrix.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue
      const begin = x
      while (row[x + 1]) x += 1
      const [left, right] = [begin * size, (x + 1) * size]
      parts.push(`M${left} ${y * size}H${right}V${(y + 1) * size}H${left}Z`)
    }
  })
  return parts.join('')
}

/** Widths in ems: letters of Latin are half as wide as Chinese ones. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) < 0x2e80 ? 0.5 : 1), 0)
}

function utf16(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()
}

/** The Song face that PDF readers bring along (ISO 32000-1 section 9.7.5.2), so that no font is embedded. */
function chineseFont(document: PDFDocument): PDFRef {
  const { context } = document
  const name = 'STSong-Light'
  const descriptor = context.register(
    context.obj({
      ...{ Type: 'FontDescriptor', FontName: name, Flags: 6, FontBBox: [-25, -254, 1000, 880] },
      ...{ ItalicAngle: 0, Ascent: 880, Descent: -120, CapHeight: 880, StemV: 93 },
    }),
  )
  const descendant = context.register(
    context.obj({
      ...{ Type: 'Font', Subtype: 'CIDFontType0', BaseFont: name, FontDescriptor: descriptor, DW: 1000 },
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('GB1'), Supplement: 4 },
      // Latin letters of this face stand at 814 and following, half as wide.
      W: [1, 95, 500, 814, 939, 500],
    }),
  )
  return context.register(
    context.obj({
      ...{ Type: 'Font', Subtype: 'Type0', BaseFont: name, Encoding: 'UniGB-UTF16-H' },
      DescendantFonts: [descendant],
    }),
  )
}
