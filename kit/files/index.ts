import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export { type FileKind, fileKind, mediaTypeOf, strangersPaper } from './kind.ts'

/** Blobs by their SHA-256: the same content is kept once, and a name is a proof. */
export type Files = {
  /** Keeps the content durably and answers its hash (64 hex digits). */
  put(content: Uint8Array): Promise<string>
  /** Streams the content; throws `ENOENT` when it is not there. */
  read(hash: string): Promise<NodeJS.ReadableStream>
  has(hash: string): Promise<boolean>
}

/** Blobs in a folder of the local disk, `ab/cdef…`. */
export function filesIn(directory: string): Files {
  function pathOf(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('files.hash.invalid')
    return join(directory, hash.slice(0, 2), hash.slice(2))
  }
  async function has(hash: string): Promise<boolean> {
    return access(pathOf(hash)).then(
      () => true,
      () => false,
    )
  }
  return {
    has,
    async put(content) {
      const hash = createHash('sha256').update(content).digest('hex')
      if (!(await has(hash))) await writeDurably(pathOf(hash), content)
      return hash
    },
    async read(hash) {
      const path = pathOf(hash)
      await access(path)
      return createReadStream(path)
    },
  }
}

/** Temporary file, fsync, rename: a crash leaves the whole content or none. */
async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.${process.hrtime.bigint()}`
  const file = await open(temporary, 'wx')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}
