import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A program by its files: whoever has the same hash runs the same. */
export type Program = { version: string; hash: string }

const here = fileURLToPath(new URL('../../', import.meta.url))
/** What the edge program is made of: its own folder, and the tools it shares with the server. */
const edgeFolders = ['apps/edge', 'kit']
const left = new Set(['node_modules', 'test', 'ui', 'sql', 'http', 'series', 'db', 'files', 'sheet'])

/**
 * The edge program of the copy that this process runs from: SHA-256 over the paths and contents of its files,
 * tests left out.
 */
export function edgeProgram(root = here): Program {
  const sum = createHash('sha256')
  for (const path of edgeFolders.flatMap((folder) => filesIn(root, folder)).toSorted()) {
    const content = readFileSync(join(root, path))
    sum.update(`${path} ${content.length}\n`).update(content)
  }
  const { version } = JSON.parse(readFileSync(join(root, 'apps/edge/package.json'), 'utf8')) as Program
  return { version, hash: sum.digest('hex') }
}

function filesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return left.has(entry.name) ? [] : filesIn(root, path)
    return /\.(ts|json)$/.test(entry.name) && !/\.(test|bench)\.ts$/.test(entry.name) ? [path] : []
  })
}
