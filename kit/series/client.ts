import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { seriesError } from './fault.ts'
import type { Batch, Bucket, BucketSummary, Points, Series } from './port.ts'
import { Turns } from './turns.ts'
import {
  type Answer,
  type CallName,
  type Calls,
  type PackedBatch,
  type PackedBuckets,
  type PackedPoints,
  packTexts,
  unpackFault,
  unpackTexts,
} from './wire.ts'

type Pending = { resolve: (answer: unknown) => void; reject: (error: Error) => void }

/**
 * Questions and answers over one port. The port keeps its thread alive only while an answer is awaited.
 */
export class Caller {
  private readonly port: MessagePort
  private readonly pending = new Map<number, Pending>()
  private readonly whenSettled: (() => void)[] = []
  private nextId = 1
  /** Why nothing can be asked any more. */
  private closed = ''

  constructor(port: MessagePort) {
    this.port = port
    port.on('message', (answer: Answer) => this.settle(answer))
    port.on('close', () => this.lose('the worker is gone'))
    port.unref()
  }

  call<Name extends CallName>(
    name: Name,
    ask: Calls[Name]['ask'],
    transfer: readonly (ArrayBuffer | MessagePort)[] = [],
  ): Promise<Calls[Name]['answer']> {
    if (this.closed) return Promise.reject(seriesError('series.closed', { reason: this.closed }))
    return new Promise((resolve, reject) => {
      const id = this.nextId++
      // The worker answers each question with the shape that `Calls` gives for its name.
      this.pending.set(id, { resolve: resolve as (answer: unknown) => void, reject })
      this.port.ref()
      this.port.postMessage({ id, name, ask }, [...transfer])
    })
  }

  /** Waits for the answers still awaited, then leaves. */
  async close(): Promise<void> {
    if (this.pending.size > 0) await new Promise<void>((wake) => this.whenSettled.push(wake))
    this.closed = 'closed'
    this.port.close()
  }

  private settle(answer: Answer): void {
    const pending = this.pending.get(answer.id)
    this.pending.delete(answer.id)
    if (this.pending.size === 0) this.rest()
    if (answer.ok) pending?.resolve(answer.answer)
    else pending?.reject(unpackFault(answer.fault))
  }

  /** Refuses what is still awaited, and all that follows. */
  lose(reason: string): void {
    this.closed ||= reason
    for (const { reject } of this.pending.values()) reject(seriesError('series.closed', { reason }))
    this.pending.clear()
    this.rest()
  }

  private rest(): void {
    this.port.unref()
    for (const wake of this.whenSettled.splice(0)) wake()
  }
}

/**
 * Bounds how many points are under way over a port. Those beyond wait in line, so batches keep their
 * order.
 */
class Window {
  private rows = 0
  readonly line = new Turns()
  private whenLess: (() => void) | null = null

  async pass<T>(rows: number, rowsMax: () => Promise<number>, send: () => Promise<T>): Promise<T> {
    const { sent } = await this.line.take(async () => {
      const limit = await rowsMax()
      while (this.rows > 0 && this.rows + rows > limit) {
        await new Promise<void>((enter) => (this.whenLess = enter))
      }
      this.rows += rows
      return { sent: send() }
    })
    try {
      return await sent
    } finally {
      this.rows -= rows
      this.whenLess?.()
      this.whenLess = null
    }
  }
}

/** The store behind a port of `connect()`; usable in any thread. */
export function seriesOver(port: MessagePort): Series {
  const caller = new Caller(port)
  return seriesOf(caller, () => caller.close())
}

/** The store behind a caller; `leave` is called once, after the appends asked for before. */
export function seriesOf(caller: Caller, leave: () => Promise<void>): Series {
  const window = new Window()
  let closing: Promise<void> | null = null
  let limits: Promise<{ queueRowsMax: number }> | null = null
  const rowsMax = async () => {
    limits ??= caller.call('limits', null)
    return (await limits).queueRowsMax
  }
  return {
    resolve: (keys) => caller.call('resolve', keys),
    append: (batch) =>
      window.pass(batch.series.length, rowsMax, () => {
        const packed = packBatch(batch)
        return caller.call('append', packed, [
          packed.series.buffer,
          packed.timeMicros.buffer,
          packed.value.buffer,
          packed.quality.buffer,
        ])
      }),
    offset: (source) => caller.call('offset', source),
    thinned: (series) => caller.call('thinned', series),
    raw: async (question) => unpackPoints(await caller.call('raw', question)),
    last: (series, atMicros) => caller.call('last', { series, atMicros: atMicros ?? null }),
    buckets: async (question) => unpackBuckets(await caller.call('buckets', question)),
    summaries: async (question) => {
      const { before, within, after } = await caller.call('summaries', question)
      return { before: unpackPieces(before), within: unpackPieces(within), after: unpackPieces(after) }
    },
    changes: (afterCommit, limit) => caller.call('changes', { afterCommit, limit }),
    maintain: async (nowMicros) => void (await caller.call('maintain', nowMicros)),
    thin: (question) => caller.call('thin', question),
    backup: async (directory) => void (await caller.call('backup', directory)),
    stats: () => caller.call('stats', null),
    connect: () => {
      const { port1, port2 } = new MessageChannel()
      caller.call('connect', port2, [port2]).catch(() => port1.close())
      return port1
    },
    close: () => {
      closing ??= window.line.take(leave)
      return closing
    },
  }
}

/** Copies the columns: a view's whole buffer would travel otherwise, and the caller keeps its own. */
function packBatch(batch: Batch): PackedBatch {
  return {
    source: batch.source,
    offset: batch.offset,
    offsetBefore: batch.offsetBefore ?? null,
    series: new Int32Array(batch.series),
    timeMicros: new Float64Array(batch.timeMicros),
    value: new Float64Array(batch.value),
    quality: new Uint16Array(batch.quality),
    textCount: batch.text.length,
    texts: packTexts(batch.text),
  }
}

function unpackPoints({ timeMicros, value, quality, texts }: PackedPoints): Points {
  return { timeMicros, value, quality, text: unpackTexts(texts, timeMicros.length) }
}

function unpackBuckets(columns: PackedBuckets): Bucket[] {
  const [series, fromMicros, count, min, max, mean, first, last] = columns
  return Array.from(series!, (one, i) => ({
    series: one,
    fromMicros: fromMicros![i]!,
    count: count![i]!,
    min: min![i]!,
    max: max![i]!,
    mean: mean![i]!,
    first: first![i]!,
    last: last![i]!,
  }))
}

/** Names of `BucketSummary` in the order of `PIECE_COLUMNS`. */
const summaryNames = [
  ...(['series', 'fromMicros', 'points', 'good', 'low', 'high', 'total', 'spread', 'worstQuality'] as const),
  ...(['opening', 'openingMicros', 'closing', 'closingMicros', 'first', 'firstMicros'] as const),
  ...(['last', 'lastMicros', 'held', 'slope', 'goodHeld', 'goodSlope', 'goodMicros'] as const),
  ...(['zeroMicros', 'transitions'] as const),
]

function unpackPieces(columns: Float64Array<ArrayBuffer>[]): BucketSummary[] {
  return Array.from(columns[0]!, (_, row) => {
    const entries = summaryNames.map((name, column) => [name, columns[column]![row]!] as const)
    return Object.fromEntries(entries) as BucketSummary
  })
}
