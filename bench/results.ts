import { readFile, writeFile } from 'node:fs/promises'

/** One figure of a benchmark; with a peer, the same figure of the peer from the same run. */
export type Row = {
  engine: string
  name: string
  value: number
  unit: string
  peer: { name: string; value: number } | null
  /** How many times better ours is; below 1 the peer is better. */
  ratio: number | null
  conditions: string
}

export type Results = { machine: string; measuredAt: Record<string, string>; rows: Row[] }

/** The results that are kept, or none. */
export async function readResults(file: string): Promise<Results> {
  const text = await readFile(file, 'utf8').catch(() => null)
  const kept = text === null ? {} : (JSON.parse(text) as Partial<Results>)
  return { machine: kept.machine ?? '', measuredAt: kept.measuredAt ?? {}, rows: kept.rows ?? [] }
}

/** Replaces the rows of an engine; those of the others stay. */
export function withRows(results: Results, engine: string, rows: readonly Row[], at: string): Results {
  return {
    ...results,
    measuredAt: { ...results.measuredAt, [engine]: at },
    rows: [...results.rows.filter((row) => row.engine !== engine), ...rows],
  }
}

export async function writeResults(folder: string, results: Results): Promise<void> {
  await writeFile(`${folder}results.json`, `${JSON.stringify(results, null, 2)}\n`)
  await writeFile(`${folder}RESULTS.md`, pageOf(results))
}

/** The page for people: conditions first, then the figures; where a peer is better, it says so. */
export function pageOf({ machine, measuredAt, rows }: Results): string {
  const lines = ['# Measurements', '', `Machine: ${machine}. Others may have been using it.`, '']
  for (const engine of new Set(rows.map((row) => row.engine))) {
    const own = rows.filter((row) => row.engine === engine)
    lines.push(`## ${engine}`, '', `Measured ${measuredAt[engine] ?? ''}.`, '')
    for (const conditions of new Set(own.map((row) => row.conditions))) {
      lines.push(...wrapped(`Conditions: ${conditions}.`), '', '| what | ours | peer | ours against it |')
      lines.push('| --- | --- | --- | --- |')
      for (const row of own.filter((one) => one.conditions === conditions)) lines.push(lineOf(row))
      lines.push('')
    }
  }
  return lines.join('\n')
}

function lineOf({ name, value, unit, peer, ratio }: Row): string {
  const theirs = peer === null ? '–' : `${peer.name}: ${shown(peer.value)} ${unit}`
  const verdict =
    ratio === null ? '–' : ratio >= 1 ? `${shown(ratio)} × better` : `${shown(1 / ratio)} × worse`
  return `| ${name} | ${shown(value)} ${unit} | ${theirs} | ${verdict} |`
}

function shown(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}

/** A paragraph in lines of at most 108 characters. */
function wrapped(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length >= 108) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
