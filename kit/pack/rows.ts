import { createHash } from 'node:crypto'

export type RowFault = { row: number; fault: 'changed' | 'missing' | 'added'; name: string }

/** Enough to name a row among ten thousands that were not changed on purpose to look like it. */
const hashLength = 32
const names = ['key', 'number', 'id', 'code', 'day', 'period'] as const

/** Hashes of the rows of a list, beside that of its bytes; nothing where the content is no list. */
export function hashedRows(content: Buffer): { rows?: string[] } {
  const rows = rowsOf(content)
  return rows === null ? {} : { rows: rows.map(hashOf) }
}

/**
 * Which rows of a list are not as they were listed. Rows keep their place as far as they can: one that was
 * changed is told by the row that now stands there, one that was taken out by its place alone.
 */
export function changedRows(content: Buffer, listed: readonly string[]): { rows?: RowFault[] } {
  const rows = rowsOf(content)
  if (rows === null) return {}
  const hashes = rows.map(hashOf)
  const now = new Set(hashes)
  const before = new Set(listed)
  // Rows that stood there and stand nowhere now, by their hash.
  const left = new Map(listed.flatMap((hash, at) => (now.has(hash) ? [] : [[hash, at + 1]])))
  const faults: RowFault[] = []
  for (const [at, hash] of hashes.entries()) {
    if (before.has(hash)) continue
    const isChanged = left.delete(listed[at] ?? '')
    faults.push({ row: at + 1, fault: isChanged ? 'changed' : 'added', name: nameOf(rows[at]) })
  }
  for (const row of left.values()) faults.push({ row, fault: 'missing', name: '' })
  return { rows: faults.toSorted((a, b) => a.row - b.row) }
}

function rowsOf(content: Buffer): unknown[] | null {
  try {
    const found: unknown = JSON.parse(content.toString('utf8'))
    return Array.isArray(found) ? found : null
  } catch {
    return null
  }
}

function hashOf(row: unknown): string {
  return createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, hashLength)
}

/** What a person finds the row by. */
function nameOf(row: unknown): string {
  if (typeof row !== 'object' || row === null) return String(row)
  const found = names.map((name) => (row as Record<string, unknown>)[name])
  return (
    found.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []))[0] ?? ''
  )
}
