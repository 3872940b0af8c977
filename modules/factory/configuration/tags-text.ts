/** Tags of a device as rows of text, as they are pasted from a spreadsheet: comma or tab between columns. */

export type AdapterName = 'mtconnect' | 'opcua' | 'modbus' | 'mqtt' | 'sparkplug' | 'file'
export type Tag = { name: string; [setting: string]: unknown }
export type TagsFault = { line: number; word: 'columns' | 'number' | 'name' }

type Column = { name: string; kind: 'text' | 'number' | 'boolean' }
const text = (name: string): Column => ({ name, kind: 'text' })
const number = (name: string): Column => ({ name, kind: 'number' })

/** Columns of each adapter in their order; the first two or three say which value it is. */
export const columnsOf: Readonly<Record<AdapterName, readonly Column[]>> = {
  mtconnect: [text('name'), text('dataItem'), text('type'), text('unit'), number('deadband')],
  opcua: [text('name'), text('nodeId'), text('type'), text('unit'), number('samplingMs'), number('deadband')],
  modbus: [
    text('name'),
    text('table'),
    number('address'),
    text('encoding'),
    text('unit'),
    number('scale'),
    number('offset'),
    text('wordOrder'),
    text('byteOrder'),
    number('length'),
    number('bit'),
    number('deadband'),
    { name: 'writable', kind: 'boolean' },
    number('writeMin'),
    number('writeMax'),
  ],
  mqtt: [
    text('name'),
    text('topic'),
    text('path'),
    text('type'),
    text('unit'),
    text('each'),
    text('timePath'),
    text('timeFormat'),
    number('scale'),
    number('offset'),
    number('deadband'),
  ],
  sparkplug: [
    text('name'),
    text('metric'),
    text('unit'),
    number('deadband'),
    { name: 'writable', kind: 'boolean' },
  ],
  file: [
    text('name'),
    text('column'),
    text('type'),
    text('unit'),
    number('scale'),
    number('offset'),
    number('deadband'),
  ],
}

/**
 * Tags in a text, a line each; empty cells and lines are left out. A line of column names is skipped.
 */
export function tagsIn(given: string, adapter: AdapterName): { tags: Tag[]; faults: TagsFault[] } {
  const columns = columnsOf[adapter]
  const tags: Tag[] = []
  const faults: TagsFault[] = []
  for (const [index, line] of given.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const cells = line.split(line.includes('\t') ? '\t' : ',').map((cell) => cell.trim())
    if (cells[0] === 'name' && cells[1] === columns[1]?.name) continue
    const read = tagOf(cells, columns)
    if (typeof read === 'string') faults.push({ line: index + 1, word: read })
    else tags.push(read)
  }
  return { tags, faults }
}

function tagOf(cells: readonly string[], columns: readonly Column[]): Tag | TagsFault['word'] {
  if (cells.length > columns.length) return 'columns'
  if (!cells[0]) return 'name'
  const tag: Tag = { name: cells[0] }
  for (const [index, { name, kind }] of columns.entries()) {
    const cell = cells[index] ?? ''
    if (cell === '' || name === 'name') continue
    if (kind === 'number' && !Number.isFinite(Number(cell))) return 'number'
    if (kind === 'number') tag[name] = Number(cell)
    else tag[name] = kind === 'boolean' ? /^(true|1|yes|是)$/i.test(cell) : cell
  }
  return tag
}

/** The text of tags, with a first line of column names; settings that have no column are told apart. */
export function textOf(tags: readonly Tag[], adapter: AdapterName): { text: string; isWhole: boolean } {
  const columns = columnsOf[adapter]
  const names = new Set(columns.map((column) => column.name))
  const isPlain = (value: unknown) => value === undefined || typeof value !== 'object'
  const isWhole = tags.every((tag) =>
    Object.entries(tag).every(([name, value]) => names.has(name) && isPlain(value)),
  )
  const lines = tags.map((tag) => columns.map(({ name }) => String(tag[name] ?? '')).join(','))
  return { text: [columns.map(({ name }) => name).join(','), ...lines].join('\n'), isWhole }
}
