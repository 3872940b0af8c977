import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** Bytes of all files below a directory. */
export async function directoryBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  let bytes = 0
  for (const entry of entries.filter((one) => one.isFile())) {
    const found = await stat(path.join(entry.parentPath, entry.name)).catch(() => null)
    bytes += found?.size ?? 0
  }
  return bytes
}
