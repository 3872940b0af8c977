import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { buildWeb } from './build.ts'

/** Compressed script of the first view, by the house plan. */
const bytesMax = 300_000

type Chunk = { file: string; imports?: string[]; dynamicImports?: string[] }
type Manifest = Record<string, Chunk>

/** Files that a browser fetches for these chunks before anything of them runs. */
function filesOf(manifest: Manifest, names: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const waiting = [...names]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    waiting.push(...(manifest[name]?.imports ?? []))
  }
  return new Set([...seen].map((name) => manifest[name]?.file ?? name))
}

/** The shell, the overview, and the words and formats of one language. */
function firstView(manifest: Manifest, language: RegExp): string[] {
  const names = Object.keys(manifest)
  return names.filter(
    (name) => name === 'index.html' || name.endsWith('governance/web/overview.tsx') || language.test(name),
  )
}

let folder = ''
let manifest: Manifest = {}
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ronghe-web-'))
  await buildWeb(folder)
  manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest
})
after(() => rm(folder, { recursive: true, force: true }))

test('the first page has at most 300 kB of script, compressed, in each language', async (t) => {
  const rooms = 'kit/ui|kit|registry'
  const languages = {
    zh: new RegExp(`(${rooms})/i18n/zh\\.json$|titles/zh$|zh_CN\\.js$|zh-cn\\.js$`),
    en: new RegExp(`(${rooms})/i18n/en\\.json$|titles/en$|en_US\\.js$`),
  }
  for (const [language, words] of Object.entries(languages)) {
    const names = firstView(manifest, words)
    assert.ok(names.length >= 6, `the manifest names the parts: ${names.join(', ')}`)
    const files = [...filesOf(manifest, names)].filter((file) => file.endsWith('.js'))
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, `${file}.gz`))).size))
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    t.diagnostic(`first page (${language}): ${bytes} bytes of script in ${files.length} files, gzip`)
    const largest = files
      .map((file, index) => `${sizes[index]} ${file}`)
      .sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
    assert.ok(bytes > 50_000 && bytes <= bytesMax, `${bytes} bytes:\n${largest.slice(0, 20).join('\n')}`)
  }
})

test('a questionnaire opened by its link on a phone is few files and at most 430 kB', async (t) => {
  const words =
    /(kit\/ui|kit|registry|governance|factory|assess|trace)\/i18n\/zh\.json$|titles\/zh$|zh_CN\.js$/
  const names = Object.keys(manifest).filter(
    (name) => name === 'index.html' || name.endsWith('assess/web/run.tsx') || words.test(name),
  )
  assert.ok(names.length >= 9, names.join(', '))
  // A browser of today takes Brotli.
  const files = [...filesOf(manifest, names)].filter((file) => file.endsWith('.js'))
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, `${file}.br`))).size))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  t.diagnostic(`questionnaire: ${bytes} bytes of script in ${files.length} files, Brotli`)
  assert.ok(bytes > 50_000 && bytes <= 430_000, `${bytes} bytes`)
  // Each costs a phone 150 ms for every six that are under way.
  assert.ok(files.length <= 40, `${files.length} files`)
})

test('the drawing library is not among what the first page loads', async () => {
  const overview = await readFile(
    join(import.meta.dirname, '../../modules/governance/web/overview.tsx'),
    'utf8',
  )
  for (const heavy of ['ChartFrame', 'TrendChart', 'Timeline', 'Bars', 'Pareto', 'ListPage', 'ContractForm'])
    assert.doesNotMatch(overview, new RegExp(`\\b${heavy}\\b`))
})
