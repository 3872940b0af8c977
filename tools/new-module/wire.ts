import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Change = { path: string; change: (text: string, name: string) => string | null }

const changes: readonly Change[] = [
  { path: 'apps/server/package.json', change: withDependency },
  { path: 'apps/web/package.json', change: withDependency },
  { path: 'apps/server/modules.ts', change: withServerRoom },
  { path: 'apps/web/modules.ts', change: withPages },
]

/** Gives the room to server and shell. Answers the files changed, and those that a person has to change. */
export function wire(root: string, name: string): { changed: string[]; left: string[] } {
  const changed: string[] = []
  const left: string[] = []
  for (const { path, change } of changes) {
    const file = join(root, path)
    const text = existsSync(file) ? change(readFileSync(file, 'utf8'), name) : null
    if (text === null) left.push(path)
    else {
      writeFileSync(file, text)
      changed.push(path)
    }
  }
  return { changed, left }
}

/** The package.json with the room among its dependencies; null when it has none. */
export function withDependency(text: string, name: string): string | null {
  const manifest = JSON.parse(text) as { dependencies?: Record<string, string> }
  if (!manifest.dependencies) return null
  manifest.dependencies[`@ronghe/${name}`] = '*'
  const sorted = Object.entries(manifest.dependencies).sort(([left], [right]) => (left < right ? -1 : 1))
  return `${JSON.stringify({ ...manifest, dependencies: Object.fromEntries(sorted) }, null, 2)}\n`
}

/** `modules.ts` of the server with the room at the end; null when the list is not found. */
export function withServerRoom(text: string, name: string): string | null {
  return withEntry(text, `import { ${name}Module } from '@ronghe/${name}'`, `${name}Module`)
}

/** `modules.ts` of the web shell with the room at the end; null when the list is not found. */
export function withPages(text: string, name: string): string | null {
  return withEntry(text, `import * as ${name} from '@ronghe/${name}/web'`, name)
}

const list = /(export const modules[^=]*=\s*\[)([^\]]*?),?(\s*\])/

function withEntry(text: string, statement: string, entry: string): string | null {
  if (!list.test(text)) return null
  const listed = text.replace(list, (_, start: string, entries: string, end: string) => {
    const before = entries.trim() === '' ? '' : `${entries}, `
    return `${start}${before}${entry}${end}`
  })
  return `${statement}\n${listed}`
}
