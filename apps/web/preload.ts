import { readdirSync, readFileSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { Preload, Preloads } from '@ronghe/kit/http'

export type Chunk = { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] }
export type Manifest = Record<string, Chunk>

/** What a page made of the component library stands in; those that are light do without. */
const library = '../../kit/ui/library.tsx'
const rooms = join(import.meta.dirname, '../../modules')
const entry = /\bpath:\s*'([^']+)'[\s\S]*?\bload:\s*\(\)\s*=>\s*import\('([^']+)'\)/g

type Page = { room: string; source: string; asks: string[]; isLight: boolean }

/** The source of every page and what it asks for, by its address, as the rooms' `web/` folders say it. */
export function sourcesOfPages(): Map<string, Page> {
  const pages = new Map<string, Page>()
  for (const room of readdirSync(rooms)) {
    const folder = join(rooms, room, 'web')
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue
      const text = readFileSync(join(folder, file), 'utf8')
      for (const [whole, path = '', source = ''] of text.matchAll(entry)) {
        const asks = /\basks:\s*\[([^\]]*)\]/.exec(whole)?.[1]?.match(/\/[^']+/g) ?? []
        const isLight = /\bisLight: true\b/.test(whole)
        pages.set(path, { room, source: resolve(folder, file, '..', source), asks: [...asks], isLight })
      }
    }
  }
  return pages
}

/** Files that a browser fetches for these chunks before anything of them runs. */
export function filesOf(manifest: Manifest, names: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const waiting = [...names]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    waiting.push(...(manifest[name]?.imports ?? []))
  }
  return new Set([...seen].flatMap((name) => [manifest[name]?.file ?? name, ...(manifest[name]?.css ?? [])]))
}

/**
 * For the server: it names these files in the answer to the address, so that a browser asks for all at once.
 * `script` is what asks for the first answers. Otherwise it learns of each only from the one before,
 * and on a mobile network every such step costs 150 ms.
 */
export async function writePreloads(outDir: string, script: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(outDir, '.vite/manifest.json'), 'utf8')) as Manifest
  const shell = filesOf(manifest, ['index.html'])
  const beyond = (names: readonly string[]) =>
    [...filesOf(manifest, names)].filter((file) => !shell.has(file)).sort()
  const wordsOf = (room: string, language: 'zh' | 'en', isLight: boolean) => {
    const file = `(kit/ui|kit|registry|${room})/i18n/${language}\\.json`
    const own = isLight ? '' : `|locale/${language}_..\\.js`
    const spoken = new RegExp(`(${file}|titles/${language}${own})$`)
    return beyond(Object.keys(manifest).filter((name) => spoken.test(name)))
  }
  const pages: Preload[] = [...sourcesOfPages()].map(([path, { room, source, isLight }]) => {
    const own = relative(import.meta.dirname, source)
    const files = beyond(isLight ? [own] : [own, library])
    // The words of the overview come with the titles.
    const spoken = path === '/' ? 'registry' : room
    return { path, files, words: { zh: wordsOf(spoken, 'zh', isLight), en: wordsOf(spoken, 'en', isLight) } }
  })
  await writeFile(
    join(outDir, '.vite/preloads.json'),
    JSON.stringify({ shell: [script, ...(await inOrder(outDir, shell))], pages } satisfies Preloads),
  )
}

/** The largest file first: it takes as long as all others beside it. */
async function inOrder(outDir: string, files: ReadonlySet<string>): Promise<string[]> {
  const sized = [...files].map(async (file) => ({ file, size: (await stat(join(outDir, file))).size }))
  return (await Promise.all(sized)).sort((a, b) => b.size - a.size).map(({ file }) => file)
}
