export type Cell = string | number | null

/** A chart's data as rows: what a screen reader reads, and what the CSV holds. */
export type ChartTable = { columns: readonly string[]; rows: readonly (readonly Cell[])[] }

/** RFC 4180, with a byte-order mark so that spreadsheet programs read Chinese rightly. */
export function csvOf({ columns, rows }: ChartTable): string {
  return `\uFEFF${[columns, ...rows].map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A file name from a title: no characters that file systems refuse. */
export function fileName(title: string, ending: string): string {
  const name = title
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/\s+/g, '-')
  return `${name || 'chart'}.${ending}`
}
