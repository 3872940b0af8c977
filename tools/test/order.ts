import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import took from './took.json' with { type: 'json' }

/** Seconds that a file took in a quiet run on two cores; those not noted are short. */
export const seconds: Readonly<Record<string, number>> = took

const roomSecondsUsual = 5
const groupSecondsMax = 60
const groupFilesMax = 8

/**
 * What runs in one process, the longest first, so that at the end no long one runs alone (longest processing
 * time first). Files of a room share a process: to read its program and its libraries anew, and to run them
 * cold, takes as long as the tests themselves. All others have a process each.
 */
export function processesOf(files: readonly string[], isAlone = false): string[][] {
  const groups = new Map<string, string[][]>()
  for (const file of files.toSorted()) {
    const room = isAlone ? undefined : /^modules\/[^/]+\//.exec(file)?.[0]
    const own = groups.get(room ?? file) ?? []
    groups.set(room ?? file, own)
    const last = own.at(-1)
    if (last && last.length < groupFilesMax && secondsOf([...last, file]) <= groupSecondsMax) last.push(file)
    else own.push([file])
  }
  return [...groups.values()].flat().toSorted((a, b) => secondsOf(b) - secondsOf(a))
}

function secondsOf(group: readonly string[]): number {
  const of = (file: string) => seconds[file] ?? (file.startsWith('modules/') ? roomSecondsUsual : 0)
  return group.reduce((sum, file) => sum + of(file), 0)
}

/**
 * One file for Node's runner for each process: the test file itself, or one written into `folder` with a
 * suite for each of several, named by its whole path: by that the reporter knows it.
 */
export function filesFor(groups: readonly string[][], root: string, folder: string): Promise<string[]> {
  return Promise.all(
    groups.map(async ([first = '', ...others], index) => {
      if (others.length === 0) return path.join(root, first)
      const suites = [first, ...others].map((file) => {
        const place = path.join(root, file)
        const url = pathToFileURL(place).href
        return `describe(${JSON.stringify(place)}, async () => void (await import(${JSON.stringify(url)})))\n`
      })
      const written = path.join(folder, `group-${index}.test.mjs`)
      await writeFile(written, `import { describe } from 'node:test'\n${suites.join('')}`)
      return written
    }),
  )
}
