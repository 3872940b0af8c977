import { pathOf, valueAt } from '../paths.ts'
import { microsOf, timeMicrosOf } from '../times.ts'
import type { FileConfig } from './schema.ts'

/** What a line told: its time, NaN where it names none, and its values by column. */
export type Line = { timeMicros: number; values: ReadonlyMap<string, unknown> }

const levels = new Set(['NORMAL', 'WARNING', 'FAULT', 'UNAVAILABLE'])
const conditionFields = 7

/** Reads the lines of a recording one after the other; null is a line that says nothing (a heading). */
export type LineReader = (line: string) => Line | null

export function lineReader(config: FileConfig): LineReader {
  if (config.format === 'csv') return csvReader(config)
  return config.format === 'shdr' ? (line) => shdrLine(line, config) : (line) => jsonLine(line, config)
}

/** The heading is the first line; it also tells the delimiter. */
function csvReader(config: FileConfig): LineReader {
  const { timeColumn = 'time', timeFormat, zone } = config
  let heading: string[] | undefined
  let delimiter = ','
  return (line) => {
    if (!heading) {
      delimiter = delimiterOf(line)
      heading = cellsOf(line.replace(/^\uFEFF/, ''), delimiter)
      return null
    }
    const cells = cellsOf(line, delimiter)
    const values = new Map(heading.map((name, index): [string, unknown] => [name, cells[index]]))
    const timeMicros = timeMicrosOf(values.get(timeColumn), timeFormat, zone)
    values.delete(timeColumn)
    for (const [name, value] of values) if (value === undefined || value === '') values.delete(name)
    return { timeMicros, values }
  }
}

/** time|key|value|key|value …; a condition has a line of its own, with its level where the value stands. */
function shdrLine(line: string, config: FileConfig): Line {
  const [time = '', ...fields] = line.split('|')
  const values = new Map<string, unknown>()
  const isCondition = fields.length === conditionFields - 1 && levels.has(fields[1] ?? '')
  for (let at = 0; at + 1 < (isCondition ? 2 : fields.length); at += 2) {
    // An adapter of several devices writes device:key.
    const key = (fields[at] ?? '').replace(/^[^:]*:/, '')
    const value = fields[at + 1]
    values.set(key, value === 'UNAVAILABLE' ? null : value)
  }
  return { timeMicros: microsOf(time.split('@')[0] ?? '', config.zone), values }
}

function jsonLine(line: string, config: FileConfig): Line {
  const { timeColumn = 'time', timeFormat, zone } = config
  let root: unknown
  try {
    root = JSON.parse(line)
  } catch {
    return { timeMicros: Number.NaN, values: new Map() }
  }
  const timeMicros = timeMicrosOf(valueAt(root, pathOf(timeColumn) ?? []), timeFormat, zone)
  const values = new Map<string, unknown>()
  if (config.tags !== 'all') {
    for (const { column, name } of config.tags) {
      const value = valueAt(root, pathOf(column ?? name) ?? [])
      if (value !== undefined) values.set(column ?? name, value)
    }
    return { timeMicros, values }
  }
  for (const [name, value] of Object.entries(root as object)) {
    if (name !== timeColumn && typeof value !== 'object') values.set(name, value)
  }
  return { timeMicros, values }
}

function delimiterOf(line: string): string {
  const counts = [',', ';', '\t'].map((one): [string, number] => [one, line.split(one).length])
  return counts.toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ','
}

/** Cells of a line (RFC 4180, without breaks inside of quotes). */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!
    if (character === '"' && isQuoted && line[at + 1] === '"') {
      cell += '"'
      at++
    } else if (character === '"') isQuoted = !isQuoted
    else if (character === delimiter && !isQuoted) {
      cells.push(cell.trim())
      cell = ''
    } else cell += character
  }
  return [...cells, cell.trim()]
}
