import { mkdir, open, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { House } from '@ronghe/kit/module'

/** Documents up to this length are not put on disk. */
export const inlineBytesMax = 2_097_152
export const pieceBytes = 262_144

/** `content`: a short document, whole; null where it lies on disk. */
export type Received = { content: Buffer | null; path: string; bytes: number } | { tooLarge: true }

/** Where a job's document waits until it is captured. */
export function spoolPath(house: House, jobId: string): string {
  return join(resolve(house.config.DATA_DIR), 'trace', 'spool', `${jobId}.document`)
}

/**
 * Takes a body in. A short one stays in memory; a long one goes to disk piece by piece, is flushed there,
 * and is
 * read from there again, so that memory does not grow with it.
 */
export async function receive(house: House, jobId: string, body: Readable): Promise<Received> {
  const path = spoolPath(house, jobId)
  const short: Buffer[] = []
  let bytes = 0
  let file: Awaited<ReturnType<typeof open>> | null = null
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > house.config.TRACE_CAPTURE_BYTES_MAX) return { tooLarge: true }
      if (bytes <= inlineBytesMax) short.push(piece)
      else {
        if (!file) {
          await mkdir(join(path, '..'), { recursive: true })
          file = await open(path, 'w')
          await file.write(Buffer.concat(short.splice(0)))
        }
        await file.write(piece)
      }
    }
    if (!file) return { content: Buffer.concat(short), path, bytes }
    await file.sync()
    return { content: null, path, bytes }
  } finally {
    await file?.close()
    if (bytes > house.config.TRACE_CAPTURE_BYTES_MAX) await forget(house, jobId)
  }
}

/** The document is captured or refused. */
export async function forget(house: House, jobId: string): Promise<void> {
  await rm(spoolPath(house, jobId), { force: true })
}
