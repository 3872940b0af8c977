import { parse as parseCsv } from 'csv-parse/sync'
import type { FileAnswer } from '../contract/index.ts'
import { Fault } from '../errors/index.ts'
import { trapOf } from './guard.ts'

export type Column = { key: string; title: string }
export type SheetInput = {
  title: string
  columns: readonly Column[]
  rows: readonly Record<string, unknown>[]
  format: 'csv' | 'xlsx'
}

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** A table as a file. CSV has a byte order mark, so that spreadsheets read Chinese. */
export async function sheetOf({ title, columns, rows, format }: SheetInput): Promise<FileAnswer> {
  const name = `${title}.${format}`
  const head = columns.map((column) => column.title)
  const lines = rows.map((row) => columns.map((column) => cellOf(row[column.key])))
  if (format === 'csv') {
    const text = [head, ...lines].map(csvLine).join('')
    return { name, mediaType: mediaTypes.csv, content: Buffer.from(`\uFEFF${text}`) }
  }
  const book = await newWorkbook()
  const sheet = book.addWorksheet(title.replace(/[[\]*?:\\/]/g, ' ').slice(0, 31) || 'Sheet1', {
    views: [{ state: 'frozen', ySplit: 1 }],
  })
  sheet.addRow(head).font = { bold: true }
  sheet.addRows(lines)
  sheet.columns.forEach((column, index) => {
    const longest = Math.max(widthOf(head[index]), ...lines.slice(0, 200).map((line) => widthOf(line[index])))
    column.width = Math.min(60, longest + 2)
  })
  return { name, mediaType: mediaTypes.xlsx, content: new Uint8Array(await book.xlsx.writeBuffer()) }
}

/** The library is five hundred files, which a program that meets no workbook need not read. */
async function newWorkbook() {
  const { default: exceljs } = await import('exceljs')
  return new exceljs.Workbook()
}

/** One line of an uploaded table: its number as people see it in the sheet, and its cells by title. */
export type Line = { row: number; cells: Record<string, string> }

/**
 * Reads an XLSX or CSV upload: the first sheet, the first line as titles, at most `rowsMax` lines, all cells
 * as text.
 */
export async function readSheet(file: { name: string; content: Buffer }, rowsMax: number): Promise<Line[]> {
  const isZip = file.content.subarray(0, 2).toString('latin1') === 'PK'
  const table = isZip ? await readXlsx(file.content, rowsMax) : readCsv(file.content, rowsMax)
  const titles = (table[0]?.cells ?? []).map((title) => title.trim())
  const lines = table.slice(1).filter((line) => line.cells.some((cell) => cell.trim() !== ''))
  if (titles.length === 0 || lines.length === 0) throw invalid('sheet.rule.empty')
  if (titles.length > columnsMax) throw invalid('sheet.rule.tooWide', { limit: columnsMax })
  if (lines.length > rowsMax) throw invalid('sheet.rule.tooLong', { limit: rowsMax })
  return lines.map(({ row, cells }) => ({
    row,
    cells: Object.fromEntries(titles.map((title, index) => [title, (cells[index] ?? '').trim()])),
  }))
}

type Row = { row: number; cells: string[] }

/** More than any table here has; titles count for every line. */
const columnsMax = 500
/** Empty lines between and after those that count. */
const blankRowsMax = 10_000

/** What the reader would spread over every cell, and nobody reads here. */
const ignoreNodes = ['dataValidations', 'conditionalFormatting', 'drawing', 'extLst']

async function readXlsx(content: Buffer, rowsMax: number): Promise<Row[]> {
  const trap = trapOf(content, rowsMax + blankRowsMax)
  if (trap) throw invalid(`sheet.rule.${trap}`, { limit: rowsMax })
  const book = await newWorkbook()
  try {
    await book.xlsx.load(
      content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) as never,
      { ignoreNodes },
    )
  } catch {
    throw invalid('sheet.rule.unreadable')
  }
  const rows: Row[] = []
  book.worksheets[0]?.eachRow((row, number) => {
    const cells: string[] = []
    // Cells beyond the widest table say nothing; a row whose last cell is XFD is not filled up to it.
    row.eachCell((cell, column) => {
      if (column > columnsMax + 1) return
      cells[column - 1] =
        cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : String(cell.text ?? '')
    })
    rows.push({ row: number, cells: Array.from(cells, (cell) => cell ?? '') })
  })
  return rows
}

/** UTF-8, or GB 18030 as Chinese spreadsheets save it. */
function readCsv(content: Buffer, rowsMax: number): Row[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    text = new TextDecoder('gb18030').decode(content)
  }
  const linesMax = rowsMax + blankRowsMax
  let rows: string[][]
  try {
    rows = parseCsv(text, { bom: true, relax_column_count: true, skip_empty_lines: false, to: linesMax + 1 })
  } catch {
    throw invalid('sheet.rule.unreadable')
  }
  if (rows.length > linesMax) throw invalid('sheet.rule.tooLong', { limit: rowsMax })
  return rows.map((cells, index) => ({ row: index + 1, cells: cells.map(withoutGuard) }))
}

function invalid(rule: string, values: Record<string, string | number> = {}): Fault {
  return new Fault('kit.input.invalid', {}, [{ field: 'file', rule, values }])
}

function cellOf(value: unknown): string | number | boolean {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A line of a CSV file, with its end. */
export function csvLine(cells: readonly (string | number | boolean)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** Text that a spreadsheet would run as a formula is kept as text (OWASP, CSV injection). */
function csvCell(value: string | number | boolean): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The mark that an export puts before such text is not part of it, so that a file comes back as it went. */
function withoutGuard(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
}

function widthOf(value: unknown): number {
  return Array.from(String(value ?? '')).reduce((width, letter) => width + (letter > '\u2E80' ? 2 : 1), 0)
}
