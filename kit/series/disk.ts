import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { open, rename, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { seriesError } from './fault.ts'

/** Makes a file's bytes, or a directory's names, durable. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Gives a finished file its name so that after a power cut there is either the whole file or none of that
 * name.
 */
export async function publish(temporary: string, path: string): Promise<void> {
  await sync(temporary)
  await rename(temporary, path)
  await sync(dirname(path))
}

export function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

export async function bytesFree(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory)
  return bavail * bsize
}

/** Creates a directory, or accepts an empty one. Throws `series.target`. */
export function takeEmptyDirectory(directory: string): void {
  if (existsSync(directory) && (!statSync(directory).isDirectory() || readdirSync(directory).length > 0)) {
    throw seriesError('series.target', { directory })
  }
  mkdirSync(directory, { recursive: true })
}
