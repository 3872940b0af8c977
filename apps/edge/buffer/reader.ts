import { closeSync, openSync, readSync } from 'node:fs'
import { decodeFrames, type LogRecord } from './frames.ts'
import type { DiskLog } from './log.ts'
import type { Segment } from './segment.ts'

const chunkBytes = 128 * 1024

export type ReadRecord = { offset: number; record: LogRecord; late: boolean }

/**
 * Consecutive records of one device. `first` is the offset after the batch before, so batches leave no
 * hole.
 */
export type Batch = { device: string; first: number; last: number; records: readonly ReadRecord[] }

/**
 * Reads batches in order behind a cursor that can be set back. It never hands out what is not durable yet.
 */
export class LogReader {
  readonly #log: DiskLog
  #cursor = 0
  #queue: ReadRecord[] = []
  #queueAt = 0
  #segment: Segment | undefined
  #file: number | undefined
  #filePosition = 0
  #rest: Buffer = Buffer.alloc(0)

  constructor(log: DiskLog) {
    this.#log = log
    this.seek(log.acknowledged)
  }

  /** Offset of the last record handed out. */
  get cursor(): number {
    return this.#cursor
  }

  /** The next batch will begin with `offset + 1`. */
  seek(offset: number): void {
    this.close()
    this.#cursor = offset
    this.#queue = []
    this.#queueAt = 0
  }

  /** Up to `recordsMax` records of one device, or null when nothing durable is left to read. */
  next(recordsMax: number): Batch | null {
    if (this.#queueAt >= this.#queue.length && !this.#fill()) return null
    const { table, synced } = this.#log
    const device = table.row(this.#queue[this.#queueAt]!.record[0])?.device ?? ''
    const from = this.#queueAt
    let to = from
    while (to - from < recordsMax) {
      if (to >= this.#queue.length && !this.#fill()) break
      const next = this.#queue[to]!
      if (next.offset > synced || table.row(next.record[0])?.device !== device) break
      to++
    }
    if (to === from) return null
    const records = this.#queue.slice(from, to)
    this.#queueAt = to
    const first = this.#cursor + 1
    this.#cursor = records.at(-1)!.offset
    if (this.#queueAt >= this.#queue.length) {
      this.#queue = []
      this.#queueAt = 0
    }
    return { device, first, last: this.#cursor, records }
  }

  /** Gives the end of a batch back: the next one begins with it, behind `offset`. */
  unread(records: readonly ReadRecord[], offset: number): void {
    this.#queue = [...records, ...this.#queue.slice(this.#queueAt)]
    this.#queueAt = 0
    this.#cursor = offset
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
    this.#segment = undefined
    this.#rest = Buffer.alloc(0)
  }

  /** Appends records from the files to the queue; false when the end is reached. */
  #fill(): boolean {
    if ((this.#queue.at(-1)?.offset ?? this.#cursor) >= this.#log.synced) return false
    for (;;) {
      if (this.#file === undefined && !this.#openNext()) return false
      const chunk = Buffer.allocUnsafe(chunkBytes)
      const read = readSync(this.#file!, chunk, 0, chunkBytes, this.#filePosition)
      if (read > 0) {
        this.#filePosition += read
        if (this.#decode(chunk.subarray(0, read))) return true
      } else if (this.#segment === this.#log.segments.at(-1) || !this.#openNext()) {
        return false
      }
    }
  }

  #decode(chunk: Buffer): boolean {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    const { frames, validBytes } = decodeFrames(bytes)
    this.#rest = Buffer.from(bytes.subarray(validBytes))
    const behind = this.#queue.at(-1)?.offset ?? this.#cursor
    let added = false
    for (const frame of frames) {
      if (!('entry' in frame) || frame.entry.last <= behind) continue
      const { last, records, late } = frame.entry
      for (const [index, record] of records.entries()) {
        const offset = last - records.length + 1 + index
        if (offset <= behind) continue
        this.#queue.push({ offset, record, late: late === true })
        added = true
      }
    }
    return added
  }

  /** Opens the segment after the present one, or the one that holds what follows the cursor. */
  #openNext(): boolean {
    const behind = this.#queue.at(-1)?.offset ?? this.#cursor
    const next = this.#log.segments.find((segment) => {
      if (this.#segment) return segment.first > this.#segment.first
      return segment.last > behind || segment === this.#log.segments.at(-1)
    })
    if (!next || next === this.#segment) return false
    this.close()
    this.#segment = next
    this.#file = openSync(next.path, 'r')
    this.#filePosition = 0
    return true
  }
}
