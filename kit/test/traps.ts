import { deflateRawSync } from 'node:zlib'
import { type ArchivePart, unzip, zipOf } from '../archive/index.ts'

/** A right workbook with one part put in the place of another, as a careless or hostile program would. */
async function withPart(name: string, change: (xml: string) => string): Promise<Buffer> {
  const { default: exceljs } = await import('exceljs')
  const book = new exceljs.Workbook()
  const table = book.addWorksheet('Sheet1')
  table.addRow(['code', 'name'])
  table.addRow(['A', 'B'])
  const parts = unzip(Buffer.from(await book.xlsx.writeBuffer()))
  return packed(
    parts.map((part) =>
      part.name === name ? { name, content: Buffer.from(change(part.content.toString())) } : part,
    ),
  )
}

/** The archive's parts deflated, each saying what it unpacks to. */
function packed(parts: readonly ArchivePart[]): Buffer {
  const deflated = parts.map(({ name, content }) => ({
    name,
    content: deflateRawSync(content, { level: 1 }),
  }))
  const archive = zipOf(deflated)
  let at = archive.readUInt32LE(archive.length - 6)
  for (const { name, content } of parts) {
    archive.writeUInt16LE(8, at + 10)
    archive.writeUInt32LE(content.length, at + 24)
    const local = archive.readUInt32LE(at + 42)
    archive.writeUInt16LE(8, local + 8)
    archive.writeUInt32LE(content.length, local + 22)
    at += 46 + Buffer.byteLength(name)
  }
  return archive
}

/** Says of itself that it unpacks to little. */
function lying(content: Buffer): Buffer {
  const copy = Buffer.from(content)
  for (let at = copy.indexOf('PK\x01\x02'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 4))
    copy.writeUInt32LE(1000, at + 24)
  return copy
}

const rows = 'xl/worksheets/sheet1.xml'
const before = (mark: string, text: string) => (xml: string) => xml.replace(mark, `${text}${mark}`)
const doctype = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
const wholeSheet = 'Sheet1!$A$1:$XFD$1048576'

/** Small files that would take a careless reader gigabytes or hours, by what they do. */
export async function workbookTraps(): Promise<Record<string, Buffer>> {
  const blanks = ' '.repeat(101 * 1024 * 1024)
  const bomb = await withPart('docProps/app.xml', () => `<Properties>${blanks}</Properties>`)
  const row = (text: string) => withPart(rows, before('</sheetData>', text))
  return {
    'unpacks to far more': bomb,
    'lies about its size': lying(bomb),
    'nests without end': await row('<a>'.repeat(200_000)),
    'opens tags and closes none': await row('<a '.repeat(1_000_000)),
    'has a million rows': await row('<row/>'.repeat(1_000_000)),
    'has millions of cells': await row(`<row r="9">${'<c r="A9"/>'.repeat(1_000_001)}</row>`),
    'has a row beyond the last': await row('<row r="4000000000"><c r="A4000000000"/></row>'),
    'has columns beyond the last': await withPart(
      rows,
      before('<sheetData', '<cols><col min="1" max="4000000000"/></cols>'),
    ),
    'merges the whole sheet': await withPart(
      rows,
      before('<pageMargins', '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    ),
    'names the whole sheet': await withPart(
      'xl/workbook.xml',
      before('<calcPr', `<definedNames><definedName name="a">${wholeSheet}</definedName></definedNames>`),
    ),
    'declares entities': await withPart(rows, (xml) => xml.replace(/<\?xml[^>]*\?>/, doctype)),
    'is cut off': (await withPart(rows, (xml) => xml)).subarray(0, 3000),
  }
}
