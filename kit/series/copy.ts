import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesOf, sync } from './disk.ts'
import { VERSION } from './schema.ts'

/** The list of a backup's files, written last, so that an interrupted backup is not taken for one. */
export const MANIFEST = 'backup.json'

export type BackedUpFile = { name: string; bytes: number; sha256: string }
export type Manifest = { version: number; files: BackedUpFile[] }

export async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  await sync(to)
}

export async function writeManifest(directory: string, names: readonly string[]): Promise<void> {
  const files: BackedUpFile[] = []
  for (const name of names) {
    const path = join(directory, name)
    files.push({ name, bytes: bytesOf(path), sha256: await hashOf(path) })
  }
  const manifest: Manifest = { version: VERSION, files }
  const temporary = join(directory, `${MANIFEST}.temporary`)
  await writeFile(temporary, JSON.stringify(manifest, null, 1))
  await sync(temporary)
  await rename(temporary, join(directory, MANIFEST))
  await sync(join(directory, 'days'))
  await sync(directory)
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path)) hash.update(bytes)
  return hash.digest('hex')
}
