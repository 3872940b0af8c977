import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyDurably, hashOf, MANIFEST, type Manifest } from './copy.ts'
import { bytesOf, sync, takeEmptyDirectory } from './disk.ts'
import { seriesError } from './fault.ts'
import { VERSION } from './schema.ts'

/**
 * Makes a store's directory, which must not exist or be empty, from a backup. Every file is compared with
 * the manifest. Throws `series.backup` where one is missing or changed, `series.target` where the
 * directory is not empty.
 */
export async function restoreSeries(from: string, to: string): Promise<void> {
  const manifest = await readManifest(from)
  for (const { name, bytes, sha256 } of manifest.files) {
    const path = join(from, name)
    if (bytesOf(path) !== bytes || (await hashOf(path)) !== sha256) {
      throw seriesError('series.backup', { directory: from, reason: `${name} is missing or changed` })
    }
  }
  takeEmptyDirectory(to)
  mkdirSync(join(to, 'days'))
  // The database comes last: without it the directory is refused rather than opened half restored.
  for (const { name } of [...manifest.files].reverse()) await copyDurably(join(from, name), join(to, name))
  await sync(join(to, 'days'))
  await sync(to)
}

async function readManifest(directory: string): Promise<Manifest> {
  let manifest: Manifest
  try {
    manifest = JSON.parse(await readFile(join(directory, MANIFEST), 'utf8')) as Manifest
  } catch {
    throw seriesError('series.backup', { directory, reason: `${MANIFEST} is missing or unreadable` })
  }
  if (manifest.version > VERSION)
    throw seriesError('series.version', { version: manifest.version, known: VERSION })
  return manifest
}
