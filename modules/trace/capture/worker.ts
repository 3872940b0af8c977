import { createReadStream } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { type Batch, batchesOf } from './batches.ts'
import { type Kept, type Source, scan } from './document.ts'
import { pieceBytes } from './spool.ts'
import type { FromWorker, Handed, ToWorker } from './wire.ts'

/** Reads, judges and prepares documents, so that the main thread has its turns for everybody else. */
const open = new Map<number, AsyncGenerator<Batch>>()
const tell = (message: FromWorker) => parentPort?.postMessage(message)

parentPort?.on('message', (message: ToWorker) => {
  handle(message).catch((error: unknown) => {
    open.delete(message.id)
    tell({ kind: 'failed', id: message.id, message: error instanceof Error ? error.message : String(error) })
  })
})

async function handle(message: ToWorker): Promise<void> {
  const { id } = message
  if (message.kind === 'open') return begin(message)
  if (message.kind === 'close') {
    const batches = open.get(id)
    open.delete(id)
    await batches?.return(undefined)
    return
  }
  const next = await open.get(id)?.next()
  if (!next || next.done) open.delete(id)
  tell({ kind: 'batch', id, batch: next?.done === false ? next.value : null })
}

async function begin({ id, document, order }: Extract<ToWorker, { kind: 'open' }>): Promise<void> {
  const source = sourceOf(document)
  // A short document is read once: its events are kept from the scan.
  const kept: Kept[] | null = 'bytes' in document && document.format === 'json' ? [] : null
  const reading = kept ? { ...order, kept } : order
  const found = await scan(source, reading)
  if ('head' in found) open.set(id, batchesOf(source, found.head, reading))
  tell({ kind: 'scanned', id, scan: found })
}

function sourceOf(document: Handed): Source {
  const { format } = document
  if ('bytes' in document) {
    const text = Buffer.from(
      document.bytes.buffer,
      document.bytes.byteOffset,
      document.bytes.length,
    ).toString()
    return { format, pieces: () => [text] }
  }
  const options = { encoding: 'utf8', highWaterMark: pieceBytes } as const
  return { format, pieces: () => createReadStream(document.path, options) as AsyncIterable<string> }
}
