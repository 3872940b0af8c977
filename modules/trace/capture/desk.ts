import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Fault } from '@ronghe/kit/errors'
import type { House } from '@ronghe/kit/module'
import type { Batch } from './batches.ts'
import type { Scan } from './document.ts'
import type { FromWorker, Handed, Order, ToWorker } from './wire.ts'

/** Documents that a thread has open at once; others wait for their turn. */
const openMax = 2
/** More than these are told to come again: each holds a body in memory. */
const waitingMax = 64
const heapMegabytesMax = 512

/** A document that a worker thread has read and judged, and gives batch by batch. */
export type Opened = { scan: Scan; batches: AsyncIterable<Batch>; close(): void }

export type Desk = {
  /** Has a worker read a document; close it when it is not captured. */
  open(document: Handed, order: Order): Promise<Opened>
  stop(): Promise<void>
}

const desks = new WeakMap<House, Desk>()

/** The worker threads of a house; they begin with the first document. */
export function deskOf(house: House): Desk {
  const known = desks.get(house)
  if (known) return known
  const made = openDesk(house.config.TRACE_CAPTURE_THREADS || Math.max(1, availableParallelism() - 1))
  desks.set(house, made)
  return made
}

type Waiting = { resolve(message: FromWorker): void; reject(error: Error): void }

type Seat = { worker: Worker; busy: number; waiting: Map<number, Waiting> }

function openDesk(threads: number): Desk {
  const seats: Seat[] = []
  const queue: (() => void)[] = []
  let number = 0

  function seatOf(): Seat | null {
    const free = seats.filter(({ busy }) => busy < openMax).sort((a, b) => a.busy - b.busy)[0]
    if (free && (free.busy === 0 || seats.length >= threads)) return free
    return seats.length < threads ? begin(seats) : null
  }

  async function seated(): Promise<Seat> {
    for (;;) {
      const seat = seatOf()
      if (seat) return seat
      if (queue.length >= waitingMax) throw new Fault('kit.unavailable')
      await new Promise<void>((resolve) => queue.push(resolve))
    }
  }

  return {
    async open(document, order) {
      const seat = await seated()
      seat.busy += 1
      const id = ++number
      let isOpen = true
      const close = () => {
        if (!isOpen) return
        isOpen = false
        seat.busy -= 1
        seat.worker.postMessage({ kind: 'close', id } satisfies ToWorker)
        queue.shift()?.()
      }
      const ask = (message: ToWorker, give: ArrayBuffer[] = []) =>
        new Promise<FromWorker>((resolve, reject) => {
          seat.waiting.set(id, { resolve, reject })
          seat.worker.postMessage(message, give)
        })
      try {
        const told = await ask(
          { kind: 'open', id, document, order },
          'bytes' in document ? [ownBuffer(document)] : [],
        )
        if (told.kind !== 'scanned') throw new Error(`the capture thread answered ${told.kind}`)
        if (!('head' in told.scan)) close()
        return { scan: told.scan, batches: batchesFrom(() => ask({ kind: 'next', id }), close), close }
      } catch (error) {
        close()
        throw error
      }
    },
    async stop() {
      await Promise.all(seats.map(({ worker }) => worker.terminate()))
    },
  }
}

/** One thread more, until it fails or is stopped; who waited for it is told. */
function begin(seats: Seat[]): Seat {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytesMax, maxYoungGenerationSizeMb: 32 },
  })
  const seat: Seat = { worker, busy: 0, waiting: new Map() }
  const lose = (error: Error) => {
    seats.splice(seats.indexOf(seat), seats.includes(seat) ? 1 : 0)
    for (const one of seat.waiting.values()) one.reject(error)
    seat.waiting.clear()
  }
  worker.on('message', (message: FromWorker) => {
    const one = seat.waiting.get(message.id)
    seat.waiting.delete(message.id)
    if (message.kind === 'failed') one?.reject(new Error(message.message))
    else one?.resolve(message)
  })
  worker.on('error', (error) => lose(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => lose(new Error('the capture thread ended')))
  worker.unref()
  seats.push(seat)
  return seat
}

/** The bytes are given away, not copied; a buffer of the pool of Node is not ours alone. */
function ownBuffer(document: { bytes: Uint8Array }): ArrayBuffer {
  const { bytes } = document
  if (bytes.byteLength !== bytes.buffer.byteLength) document.bytes = new Uint8Array(bytes)
  return document.bytes.buffer as ArrayBuffer
}

/** Asks for the next batch while the one before is being stored. */
async function* batchesFrom(next: () => Promise<FromWorker>, close: () => void): AsyncGenerator<Batch> {
  try {
    let coming = next()
    for (;;) {
      const told = await coming
      if (told.kind !== 'batch' || told.batch === null) return
      coming = next()
      // Whoever stops in between leaves it unheard.
      coming.catch(() => {})
      yield told.batch
    }
  } finally {
    close()
  }
}
