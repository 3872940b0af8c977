import type { Batch } from './batches.ts'
import type { Scan } from './document.ts'

/** A document as it is handed to a worker thread: its bytes, or where on disk they are. */
export type Handed = { format: 'json' | 'xml' } & ({ bytes: Uint8Array } | { path: string })

export type Order = {
  judges: boolean
  eventsMax: number
  latestMs: number
}

/** `open` reads and judges a document, `next` asks for one batch more of it, `close` lets go of it. */
export type ToWorker =
  | { kind: 'open'; id: number; document: Handed; order: Order }
  | { kind: 'next' | 'close'; id: number }

export type FromWorker =
  | { kind: 'scanned'; id: number; scan: Scan }
  | { kind: 'batch'; id: number; batch: Batch | null }
  | { kind: 'failed'; id: number; message: string }
