import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Package, packagesOf } from './packages.ts'

/** A breach of a house rule; `path` is relative to the house, `line` counts from 1. */
export type Fault = { path: string; line: number; rule: string; message: string }

/** What a rule finds; the runner adds the rule's name. */
export type Finding = { path: string; line: number; message: string }

/** One house rule: a name, the reason a newcomer reads, and a check without side effects. */
export type Rule = {
  readonly name: string
  readonly why: string
  check(house: House): Finding[]
}

export type SourceFile = { readonly path: string; readonly text: string; readonly lines: readonly string[] }

/** The tree as the rules see it: on disk, or a few files in memory that prove a rule. */
export type House = {
  readonly files: readonly SourceFile[]
  readonly packages: readonly Package[]
  /** The file at this path, if the tree has it. */
  at(path: string): SourceFile | undefined
  /** The workspace that the path lies in; undefined for files of the root. */
  packageOf(path: string): Package | undefined
}

const foldersLeftOut = new Set(['node_modules', 'built', 'recordings', 'screenshots', 'coverage'])
const dotFoldersRead = new Set(['.ci'])
const fileBytesMax = 2_000_000
const textEndings = /\.(ts|tsx|mts|mjs|js|json|jsonc|md|sql|css|html|txt|sh|yml|yaml|toml|svg)$/
const textNames = /(^|\/)(\.gitignore|\.npmrc|LICENSE|NOTICE|run)$/

/** Builds a house from texts by path. */
export function houseOf(texts: Readonly<Record<string, string>>): House {
  const byPath = new Map<string, SourceFile>()
  for (const path of Object.keys(texts).sort()) {
    const text = texts[path] ?? ''
    byPath.set(path, { path, text, lines: text.split('\n') })
  }
  const files = [...byPath.values()]
  const packages = packagesOf(files)
  const folders = [...packages].sort((a, b) => b.folder.length - a.folder.length)
  return {
    files,
    packages,
    at: (path) => byPath.get(path),
    packageOf: (path) => folders.find(({ folder }) => path.startsWith(`${folder}/`)),
  }
}

/** Reads the text files below `root`, but not what is installed, built, recorded or the data of a run. */
export function readHouse(root: string): House {
  if (!existsSync(join(root, 'package.json'))) throw new Error(`${root} holds no package.json`)
  const texts: Record<string, string> = {}
  for (const path of pathsBelow(root, '')) {
    const text = readFileSync(join(root, path), 'utf8')
    if (text.length <= fileBytesMax) texts[path] = text
  }
  return houseOf(texts)
}

function pathsBelow(root: string, folder: string): string[] {
  const paths: string[] = []
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isFile() && (textEndings.test(path) || textNames.test(path))) paths.push(path)
    if (entry.isDirectory() && isRead(entry.name, path)) paths.push(...pathsBelow(root, path))
  }
  return paths
}

function isRead(name: string, path: string): boolean {
  if (name.startsWith('.')) return dotFoldersRead.has(name)
  return !foldersLeftOut.has(name) && path !== 'data'
}

/** Code that people write: TypeScript and the plain modules that start it. */
export function codeFiles(house: House): SourceFile[] {
  return house.files.filter(({ path }) => isCode(path))
}

export function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|mjs)$/.test(path) && !path.endsWith('.d.ts') && !isGenerated(path)
}

export function isGenerated(path: string): boolean {
  return path.split('/').includes('generated')
}

/**
 * Tests, and what only tests use: folders `test`, a room's door `./testing`, samples that prove a rule. The
 * tool of that name runs the tests and is none.
 */
export function isTest(path: string): boolean {
  if (path.startsWith('tools/test/') && !path.endsWith('.test.ts')) return false
  return /(\.(test|sample)|\/testing)\.(ts|tsx|mts|mjs)$/.test(path) || path.split('/').includes('test')
}

export function isBench(path: string): boolean {
  return /\.bench\.(ts|mts|mjs)$/.test(path) || path.startsWith('bench/')
}

/** What ships: neither tests, benchmarks nor the tools around the house. */
export function isProduct(path: string): boolean {
  return /^(engines|kit|modules|apps|regions)\//.test(path) && !isTest(path) && !isBench(path)
}
