import { type ArchivePart, unzip } from '../archive/index.ts'

/** What a workbook may come to before it is read whole; a larger one is a trap or a mistake. */
const bounds = {
  unpackedBytesMax: 100 * 1024 * 1024,
  partsMax: 2000,
  /** The deepest that a genuine part nests is about ten. */
  depthMax: 64,
  /** Cells that merged areas and named ranges cover: the reader makes one of each. */
  coveredCellsMax: 1_000_000,
  /** Cells of all sheets. */
  cellsMax: 1_000_000,
  /** The last row and column that a workbook can have. */
  rowLast: 1_048_576,
  columnLast: 16_384,
}

export type Trap = 'unreadable' | 'tooLong'

/**
 * What is wrong with a workbook before anything is built of it, or null. It unpacks each part with a bound,
 * whatever the directory claims, and refuses what would grow in the reader: rows beyond `rowsMax`, nesting
 * without end, document types, and areas of a million cells.
 */
export function trapOf(content: Buffer, rowsMax: number): Trap | null {
  const parts = partsOf(content)
  if (!parts || parts.length === 0 || parts.length > bounds.partsMax) return 'unreadable'
  let coveredLeft = bounds.coveredCellsMax
  let cellsLeft = bounds.cellsMax
  for (const part of parts) {
    if (!/\.(xml|rels|vml)$/i.test(part.name)) continue
    const xml = part.content.toString('latin1')
    if (/<!(DOCTYPE|ENTITY)/i.test(xml) || !isShallow(xml)) return 'unreadable'
    if (!isInPlace(xml)) return 'unreadable'
    if (count(xml, '<row') > rowsMax + 1) return 'tooLong'
    cellsLeft -= count(xml, '<c ') + count(xml, '<c>')
    coveredLeft -= coveredCells(xml)
    if (coveredLeft < 0 || cellsLeft < 0) return 'unreadable'
  }
  return null
}

/** Each part as it is; none where one is damaged or unpacks to more than it says, or all to too much. */
function partsOf(content: Buffer): ArchivePart[] | null {
  try {
    return unzip(content, bounds.unpackedBytesMax)
  } catch {
    return null
  }
}

function isShallow(xml: string): boolean {
  let depth = 0
  for (const [tag] of xml.matchAll(/<[^!?<>][^<>]*>/g)) {
    if (tag[1] === '/') depth -= 1
    else if (!tag.endsWith('/>')) depth += 1
    if (depth > bounds.depthMax) return false
  }
  return true
}

/** Do rows and columns lie where a workbook has some? */
function isInPlace(xml: string): boolean {
  for (const [, row, column] of xml.matchAll(/<row [^<>]*?\br="(\d+)"|<col [^<>]*?\bmax="(\d+)"/g))
    if (Number(row ?? 0) > bounds.rowLast || Number(column ?? 0) > bounds.columnLast) return false
  return true
}

function count(text: string, part: string): number {
  let found = 0
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found += 1
  return found
}

function coveredCells(xml: string): number {
  let cells = 0
  const areas =
    /(?:<mergeCell [^<>]*ref="|<definedName[^<>]*>[^<]*?!)\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)/g
  for (const [, left = '', top, right = '', bottom] of xml.matchAll(areas))
    cells += (Math.abs(columnOf(right) - columnOf(left)) + 1) * (Math.abs(Number(bottom) - Number(top)) + 1)
  return cells
}

function columnOf(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)
}
