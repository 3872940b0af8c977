import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { StartFault } from '../start/fault.ts'

export type Manifest = {
  format: 1
  /** Version of Ronghe that wrote it. */
  version: string
  createdAt: string
  /** Is the database in it? Not, when another server is used. */
  database: boolean
  files: { name: string; bytes: number; sha256: string }[]
}

const manifestName = 'manifest.json'

/**
 * Writes the manifest of everything below `directory`, last of all, so that an interrupted backup has none.
 */
export async function writeManifest(
  directory: string,
  about: Pick<Manifest, 'version' | 'createdAt' | 'database'>,
): Promise<Manifest> {
  const files: Manifest['files'] = []
  for (const name of await namesBelow(directory)) files.push(await describe(directory, name))
  const manifest: Manifest = { format: 1, ...about, files }
  await writeFile(path.join(directory, manifestName), JSON.stringify(manifest, null, 1), {
    mode: 0o600,
    flush: true,
  })
  return manifest
}

/** Reads the manifest and compares every file with it; throws `restore.manifest` or `restore.changed`. */
export async function verifiedManifest(directory: string): Promise<Manifest> {
  const manifest = await readFile(path.join(directory, manifestName), 'utf8').then(
    (text) => JSON.parse(text) as Manifest,
    (error: Error) => {
      throw new StartFault('restore.manifest', { from: directory, reason: error.message })
    },
  )
  if (manifest.format !== 1) {
    throw new StartFault('restore.manifest', { from: directory, reason: `format ${manifest.format}` })
  }
  for (const wanted of manifest.files) {
    const found = await describe(directory, wanted.name).catch(() => null)
    if (found?.bytes !== wanted.bytes || found.sha256 !== wanted.sha256) {
      throw new StartFault('restore.changed', { name: wanted.name })
    }
  }
  return manifest
}

async function namesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort()
}

async function describe(directory: string, name: string): Promise<Manifest['files'][number]> {
  const place = path.join(directory, name)
  const hash = createHash('sha256')
  await pipeline(createReadStream(place), hash)
  return { name, bytes: (await stat(place)).size, sha256: hash.digest('hex') }
}
