import type { SourceFile } from './house.ts'

export type Kind = 'engine' | 'kit' | 'module' | 'app' | 'region' | 'tools' | 'bench' | 'template'

/** One workspace of the house, read from its package.json. */
export type Package = {
  readonly name: string
  readonly folder: string
  readonly kind: Kind
  readonly path: string
  /** Door → file, as `exports` says: `.`, `./contract`, … */
  readonly doors: Readonly<Record<string, string>>
  readonly dependencies: readonly string[]
  readonly devDependencies: readonly string[]
}

const kinds: readonly (readonly [RegExp, Kind])[] = [
  [/^engines\/[^/]+$/, 'engine'],
  [/^kit$/, 'kit'],
  [/^modules\/[^/]+$/, 'module'],
  [/^apps\/[^/]+$/, 'app'],
  [/^regions\/[^/]+$/, 'region'],
  [/^tools$/, 'tools'],
  [/^bench$/, 'bench'],
  // The room that new rooms are made from; no workspace, and judged like one where that is possible.
  [/^tools\/new-module\/room$/, 'template'],
]

/** The workspaces among the files, in the order of their folders; a broken package.json makes none. */
export function packagesOf(files: readonly SourceFile[]): Package[] {
  const packages: Package[] = []
  for (const file of files) {
    if (!file.path.endsWith('/package.json')) continue
    const folder = file.path.slice(0, -'/package.json'.length)
    const kind = kinds.find(([pattern]) => pattern.test(folder))?.[1]
    const manifest = kind && manifestOf(file)
    if (!kind || !manifest) continue
    packages.push({
      name: String(manifest.name ?? folder),
      folder,
      kind,
      path: file.path,
      doors: textsOf(manifest.exports),
      dependencies: Object.keys({
        ...textsOf(manifest.dependencies),
        ...textsOf(manifest.peerDependencies),
        ...textsOf(manifest.optionalDependencies),
      }),
      devDependencies: Object.keys(textsOf(manifest.devDependencies)),
    })
  }
  return packages
}

/** The package.json as an object, or null when it is none. */
export function manifestOf(file: SourceFile): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(file.text)
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function textsOf(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {}
  if (value === null || typeof value !== 'object') return texts
  for (const [key, text] of Object.entries(value)) {
    if (typeof text === 'string') texts[key] = text
  }
  return texts
}

/** `@ronghe/kit/db` → name `@ronghe/kit`, door `./db`; `node:fs` and relative paths have no package. */
export function splitSpecifier(specifier: string): { name: string; door: string } | null {
  if (/^(\.|\/|node:|data:|virtual:|#)/.test(specifier)) return null
  const parts = specifier.split('/')
  const size = specifier.startsWith('@') ? 2 : 1
  const rest = parts.slice(size).join('/')
  return { name: parts.slice(0, size).join('/'), door: rest === '' ? '.' : `./${rest.replace(/\?.*$/, '')}` }
}

export function isOurs(name: string): boolean {
  return name.startsWith('@ronghe/')
}
