import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'
import { asks } from './asks.ts'
import { makeFolder } from './make-folder.ts'
import { writePreloads } from './preload.ts'

export const builtFolder = join(import.meta.dirname, 'built')

const repository = join(import.meta.dirname, '../..')
const sources = ['apps/web', 'kit', 'modules']
const stampFile = join(builtFolder, '.vite/manifest.json')

/**
 * Builds the pages into `built` (or another folder) and puts a compressed copy beside every text file. They
 * are made beside it and take its place whole: who reads it, or builds at the same time, finds no half.
 */
export async function buildWeb(outDir = builtFolder): Promise<void> {
  await makeFolder(outDir, async (folder) => {
    await build({
      configFile: join(import.meta.dirname, 'vite.config.ts'),
      build: { outDir: folder, emptyOutDir: true },
    })
    await writePreloads(folder, await buildAskEarly(folder))
    await compressAll(folder)
  })
}

/**
 * What asks for the first answers is a script of its own that needs no other, so that it runs before any
 * other has come.
 */
async function buildAskEarly(outDir: string): Promise<string> {
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'warn',
    plugins: [asks()],
    build: {
      ...{ outDir, emptyOutDir: false, copyPublicDir: false, target: 'es2022' },
      rolldownOptions: {
        input: join(import.meta.dirname, 'ask-early.ts'),
        output: { format: 'iife', entryFileNames: 'assets/ask-early-[hash].js' },
      },
    },
  })
  const [script] = (await readdir(join(outDir, 'assets'))).filter((name) => name.startsWith('ask-early-'))
  const page = join(outDir, 'index.html')
  const html = await readFile(page, 'utf8')
  const asking = `<script async src="/assets/${script}"></script>`
  await writeFile(page, html.replace('<title>', `${asking}\n    <title>`))
  return `assets/${script}`
}

/** Builds when nothing is built yet or a source is newer than what was built; answers whether it did. */
export async function buildWebIfStale(): Promise<boolean> {
  const builtAt = await stat(stampFile).then(
    (file) => file.mtimeMs,
    () => 0,
  )
  const changedAt = await Promise.all(sources.map((folder) => newest(join(repository, folder))))
  if (builtAt > Math.max(...changedAt)) return false
  await buildWeb()
  return true
}

const shownEndings = /\.(tsx?|json|css|html|svg)$/
const skipped = new Set(['node_modules', 'built', 'sql', 'test', 'recordings'])

async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true })
  const times = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return skipped.has(entry.name) ? 0 : newest(path)
      if (!shownEndings.test(entry.name) || entry.name.endsWith('.test.ts')) return 0
      return (await stat(path)).mtimeMs
    }),
  )
  return Math.max(0, ...times)
}

const squeezed = /\.(js|css|html|svg|json|wasm)$/
const compress = { br: promisify(brotliCompress), gz: promisify(gzip) }

/** The server sends these copies as they are, so that no request waits for a compressor. */
async function compressAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !squeezed.test(entry.name) || path.includes('.vite')) continue
    const content = await readFile(path)
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
    await writeFile(`${path}.gz`, await compress.gz(content, { level: 9 }))
    await writeFile(`${path}.br`, await compress.br(content, brotli))
  }
}

if (import.meta.main) {
  await buildWeb()
  process.stdout.write(`built ${builtFolder}\n`)
}
