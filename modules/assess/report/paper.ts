import { readFileSync } from 'node:fs'
import type PDFDocument from 'pdfkit'

const fontFile = new URL('./noto-sans-sc.ttf', import.meta.url)
const margin = 48
const bottom = 60
const padding = 4
/** Signs that the font has not, and how they are written instead. */
const written: Readonly<Record<string, string>> = { '≥': '>=', '≤': '<=', '→': '->', '✓': '+', '✗': '-' }
/** What stands for a character that the font has not. */
const missing = '?'

export type Cell = { text: string; isStrong?: boolean }
export type Column = { title: string; share: number; align?: 'left' | 'right' }
export type Paper = {
  title(text: string): void
  heading(text: string): void
  text(text: string, look?: { isMuted?: boolean }): void
  table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): void
  /** Ends the paper, with a line at the foot of each page. */
  end(foot: (page: number, pages: number) => string): Promise<Buffer>
}

let font: Buffer | undefined

/** An A4 paper that takes text, headings and tables from top to bottom; its font is part of it. */
export async function newPaper(about: { title: string; author: string; at: Date }): Promise<Paper> {
  // Loaded when the first report is asked for: most requests print nothing.
  const { default: Document } = await import('pdfkit')
  font ??= readFileSync(fontFile)
  const doc = new Document({
    size: 'A4',
    margins: { top: margin, left: margin, right: margin, bottom },
    bufferPages: true,
    info: { Title: about.title, Author: about.author, CreationDate: about.at },
  })
  const chunks: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  doc.registerFont('sans', font)
  doc.font('sans')
  const width = doc.page.width - 2 * margin
  const clean = cleaner(doc)
  const say = (text: string, size: number, colour: string) => {
    doc.fontSize(size).fillColor(colour).text(clean(text), margin, doc.y, { width })
  }
  return {
    title: (text) => say(text, 18, '#111111'),
    heading(text) {
      if (doc.y > doc.page.height - bottom - 60) doc.addPage()
      doc.moveDown(0.7)
      say(text, 13, '#1f4fa3')
      doc.moveDown(0.2)
    },
    text: (text, look = {}) => say(text, 9.5, look.isMuted ? '#666666' : '#111111'),
    table: (columns, rows) => drawTable(doc, clean, { columns, rows, width }),
    end(foot) {
      const { start, count } = doc.bufferedPageRange()
      for (let at = start; at < start + count; at += 1) {
        doc.switchToPage(at)
        // Below the margin pdfkit would begin another page.
        doc.page.margins.bottom = 0
        doc.fontSize(8).fillColor('#666666')
        doc.text(clean(foot(at - start + 1, count)), margin, doc.page.height - 40, { width, align: 'center' })
      }
      doc.end()
      return whole
    },
  }
}

type Doc = InstanceType<typeof PDFDocument>

/** Texts as the font can show them. */
function cleaner(doc: Doc): (text: string) => string {
  const shapes = (doc as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })
    ._font
  const known = new Map<string, string>()
  const one = (sign: string) => {
    const found = known.get(sign)
    if (found !== undefined) return found
    const has = sign === '\n' || shapes.font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)
    const shown = written[sign] ?? (has ? sign : missing)
    known.set(sign, shown)
    return shown
  }
  return (text) => [...text].map(one).join('')
}

function drawTable(
  doc: Doc,
  clean: (text: string) => string,
  one: { columns: readonly Column[]; rows: readonly (readonly Cell[])[]; width: number },
): void {
  const { columns, rows, width } = one
  const all = columns.reduce((sum, { share }) => sum + share, 0)
  const widths = columns.map(({ share }) => (width * share) / all)
  const head = columns.map(({ title }) => ({ text: title, isStrong: true }))
  const line = (cells: readonly Cell[], isHead: boolean) => {
    doc.fontSize(9)
    const heights = cells.map(({ text }, at) =>
      doc.heightOfString(clean(text) || ' ', { width: (widths[at] ?? 0) - 2 * padding }),
    )
    const height = Math.max(...heights) + 2 * padding
    if (doc.y + height > doc.page.height - bottom) {
      doc.addPage()
      if (!isHead) line(head, true)
    }
    const top = doc.y
    if (isHead) doc.rect(margin, top, width, height).fill('#eef2f9')
    let left = margin
    for (const [at, { text, isStrong }] of cells.entries()) {
      const box = { width: (widths[at] ?? 0) - 2 * padding, align: columns[at]?.align ?? ('left' as const) }
      doc.fillColor(isStrong ? '#111111' : '#333333').text(clean(text), left + padding, top + padding, box)
      left += widths[at] ?? 0
    }
    doc.moveTo(margin, top + height).lineTo(margin + width, top + height)
    doc.lineWidth(0.5).strokeColor('#d5dbe6').stroke()
    doc.y = top + height
  }
  line(head, true)
  for (const row of rows) line(row, false)
  doc.x = margin
}
