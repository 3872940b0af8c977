import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import * as assess from '@ronghe/assess/web'
import * as factory from '@ronghe/factory/web'
import * as governance from '@ronghe/governance/web'
import type { Preloads } from '@ronghe/kit/http'
import * as registry from '@ronghe/registry/web'
import * as trace from '@ronghe/trace/web'
import { filesOf, type Manifest, sourcesOfPages } from './preload.ts'
import { builtPages } from './testing.ts'

/** Compressed script of the first view, by the house plan. */
const bytesMax = 190_000

/** The shell, the overview, and the words and formats of one language. */
function firstView(manifest: Manifest, language: RegExp): string[] {
  const names = Object.keys(manifest)
  return names.filter(
    (name) => name === 'index.html' || name.endsWith('governance/web/overview.tsx') || language.test(name),
  )
}

let built: Awaited<ReturnType<typeof builtPages>>
let folder = ''
let manifest: Manifest = {}
before(async () => {
  built = await builtPages()
  folder = built.folder
  manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest
})
after(() => built.remove())

test('the first page has at most 190 kB of script, compressed, in each language', async (t) => {
  const rooms = 'kit/ui|kit|registry'
  const languages = {
    zh: new RegExp(`(${rooms})/i18n/zh\\.json$|titles/zh$`),
    en: new RegExp(`(${rooms})/i18n/en\\.json$|titles/en$`),
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

const preloads = async () =>
  JSON.parse(await readFile(join(folder, '.vite/preloads.json'), 'utf8')) as Preloads

test('a questionnaire opened by its link on a phone is few files and at most 180 kB', async (t) => {
  const { shell, pages } = await preloads()
  const page = pages.find(({ path }) => path === '/assess/runs/$runId')
  assert.ok(page)
  const files = [...shell, ...page.files, ...page.words.zh]
  assert.match(shell[0] ?? '', /ask-early-/)
  assert.match(shell[1] ?? '', /first-/)
  // A browser of today takes Brotli.
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, `${file}.br`))).size))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  t.diagnostic(`questionnaire: ${bytes} bytes in ${files.length} files, Brotli`)
  assert.ok(bytes > 50_000 && bytes <= 180_000, `${bytes} bytes`)
  // Each costs a phone 150 ms for every six that are under way.
  assert.ok(files.length <= 28, `${files.length} files`)
})

test('a light page has nothing of the component library in what it waits for', async () => {
  const { shell, pages } = await preloads()
  const light = [...sourcesOfPages()].filter(([, { isLight }]) => isLight).map(([path]) => path)
  assert.ok(light.includes('/') && light.includes('/assess/runs/$runId'))
  for (const path of light) {
    const page = pages.find((one) => one.path === path)
    const files = [...shell, ...(page?.files ?? []), ...(page?.words.zh ?? [])]
    const holding: string[] = []
    for (const file of files.filter((name) => name.endsWith('.js')))
      if (/anticon-|\bantCls\b|cssVar\b/.test(await readFile(join(folder, file), 'utf8'))) holding.push(file)
    assert.deepEqual(holding, [], path)
  }
})

test('the first answers are asked for by a small script that needs no other', async () => {
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  const [, script = ''] = /<script async src="\/(assets\/ask-early-[^"]+)">/.exec(html) ?? []
  const text = await readFile(join(folder, script), 'utf8')
  assert.ok(text.length < 4000, `${text.length} bytes`)
  assert.doesNotMatch(text, /\bimport\b/)
  assert.match(text, /\/assess\/runs\/\$runId/)
})

test('the server is told what every page needs, in each language', async () => {
  const known = new Map((await preloads()).pages.map((one) => [one.path, one]))
  const rooms = [assess, factory, governance, registry, trace]
  const paths = rooms.flatMap(({ pages }) => pages.map(({ path }) => path as string))
  assert.deepEqual([...known.keys()].sort(), paths.sort())
  for (const { path, files, words } of known.values()) {
    assert.ok(
      files.some((file) => file.endsWith('.js')),
      path,
    )
    assert.ok(words.zh.length >= 4 && words.en.length >= 4, path)
    for (const file of [...files, ...words.zh, ...words.en]) await stat(join(folder, file))
  }
})

test('the drawing library is not among what the first page loads', async () => {
  const overview = await readFile(
    join(import.meta.dirname, '../../modules/governance/web/overview.tsx'),
    'utf8',
  )
  for (const heavy of ['ChartFrame', 'TrendChart', 'Timeline', 'Bars', 'Pareto', 'ListPage', 'ContractForm'])
    assert.doesNotMatch(overview, new RegExp(`\\b${heavy}\\b`))
})
