import { randomUUID } from 'node:crypto'
import { closeSync, fdatasync, fsyncSync, ftruncateSync, mkdirSync, openSync, unlinkSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Position, TagDefinition } from '../observation.ts'
import { AcknowledgedFile } from './acknowledged.ts'
import { type Entry, encodeFrame, type Frame, type LogRecord, type TagRow } from './frames.ts'
import { LogReader } from './reader.ts'
import { openSegments } from './recover.ts'
import { readSegment, type Segment, segmentPath, syncDirectory, writeAll, writeSegment } from './segment.ts'
import type { Table } from './table.ts'
import { thin } from './thin.ts'

const datasync = promisify(fdatasync)
const segmentBytesMin = 64 * 1024
const segmentBytesMax = 8 * 1024 * 1024
/** About so large is the largest frame. What is larger is written in parts, of which a kill may keep some. */
const entryBytesMax = 4 * 1024 * 1024
/** A number with its tag, time and quality. */
const recordBytes = 64

export type LogOptions = {
  directory: string
  bytesMax: number
  /** Size of one file; by default an eighth of `bytesMax` within bounds. */
  segmentBytes?: number
}
export type Append = {
  device: string
  records: readonly LogRecord[]
  position?: Position | undefined
  late?: boolean
  mark?: boolean
}

/**
 * The disk log of store-and-forward: observations get consecutive offsets from 1, stay until they are
 * acknowledged, and are bounded in bytes. One process at a time (see `lock.ts`). All offsets are inclusive.
 */
export class DiskLog {
  readonly stream: string
  readonly table: Table
  /** Records that damage inside the log had cost when it was opened. */
  readonly damaged: number
  /** Offset of the newest record when the log was opened. */
  readonly foundLast: number
  readonly #options: LogOptions
  readonly #segmentBytes: number
  readonly #acknowledged: AcknowledgedFile
  readonly #segments: Segment[]
  #file: number
  #last: number
  #synced = 0
  #syncing = 0
  #retired: number[] = []
  #readers = new Set<LogReader>()

  /** Opens or creates the log, repairs a torn end, and makes what it found durable. */
  constructor(options: LogOptions) {
    mkdirSync(options.directory, { recursive: true })
    this.#options = options
    const eighth = Math.floor(options.bytesMax / 8)
    this.#segmentBytes = options.segmentBytes ?? Math.min(Math.max(eighth, segmentBytesMin), segmentBytesMax)
    const found = openSegments(options.directory)
    this.stream = found.stream ?? randomUUID()
    this.table = found.table
    this.#segments = found.segments
    this.#acknowledged = new AcknowledgedFile(options.directory, this.stream)
    this.damaged = found.damaged
    // A segment is removed only when it is acknowledged, even if the file beside the log was not saved since.
    const removed = (found.segments[0]?.first ?? 1) - 1
    this.#acknowledged.offset = Math.max(this.#acknowledged.offset, removed)
    this.#last = found.segments.at(-1)?.last ?? 0
    this.#file = this.#openActive()
    this.foundLast = this.#last
  }

  /** Offset of the newest record, 0 when there has been none. */
  get last(): number {
    return this.#last
  }

  /** Records up to here are on the disk itself, not only in the system's memory. */
  get synced(): number {
    return this.#synced
  }

  /** The receiver has committed everything up to here. */
  get acknowledged(): number {
    return this.#acknowledged.offset
  }

  /** Records given up because the buffer was full, since the stream began. */
  get dropped(): number {
    return this.#acknowledged.dropped
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0)
  }

  /** Above this, whoever can wait (history, agents with a buffer of their own) should. */
  get crowded(): boolean {
    return this.#last > this.acknowledged && this.bytes > this.#options.bytesMax * 0.75
  }

  get segments(): readonly Segment[] {
    return this.#segments
  }

  /** Numbers for the tags of a device; a tag keeps its number as long as the log lives. */
  define(device: string, definitions: readonly TagDefinition[]): TagRow[] {
    const { rows, fresh } = this.table.define(device, definitions)
    if (fresh.length > 0) this.#write({ tags: fresh })
    return rows
  }

  /**
   * Writes records and the adapter's position, both or neither: records without their position would be
   * read from the machine again, and be twice. Returns the offset of the last record. Throws when the disk
   * refuses.
   */
  append(append: Append): number {
    const parts = partsOf(append.records)
    for (const [at, part] of parts.entries()) {
      const isLast = at === parts.length - 1
      const entry: Entry = {
        first: this.#last + 1,
        last: this.#last + part.length,
        records: part,
        ...(append.late ? { late: true as const } : {}),
        ...(append.mark ? { mark: true as const } : {}),
        // The position counts only once all records before it are written.
        ...(isLast && append.position ? { device: append.device, position: append.position } : {}),
      }
      this.#write({ entry })
    }
    return this.#last
  }

  /** Makes everything appended so far durable; returns the offset up to which that holds. */
  async sync(): Promise<number> {
    const last = this.#last
    if (this.#synced >= last) return this.#synced
    this.#syncing++
    try {
      await datasync(this.#file)
    } finally {
      this.#syncing--
      if (this.#syncing === 0) for (const file of this.#retired.splice(0)) closeSync(file)
    }
    this.#synced = Math.max(this.#synced, last)
    return this.#synced
  }

  /**
   * The receiver has committed everything up to `offset`; what is wholly behind it is removed. Returns
   * false when old.
   */
  acknowledge(offset: number): boolean {
    if (offset <= this.acknowledged) return false
    if (offset > this.#last) this.#jump(offset)
    this.#acknowledged.move(offset)
    while (this.#segments.length > 1 && this.#segments[0]!.last <= offset) this.#removeOldest()
    return true
  }

  /** A reader that starts behind what is acknowledged. */
  reader(): LogReader {
    const reader = new LogReader(this)
    this.#readers.add(reader)
    return reader
  }

  async close(): Promise<void> {
    await this.sync()
    this.#acknowledged.save()
    for (const reader of this.#readers) reader.close()
    closeSync(this.#file)
  }

  #openActive(): number {
    if (this.acknowledged > this.#last) this.#last = this.acknowledged
    const active = this.#segments.at(-1)
    // A log that lost its end may not give an offset twice: the receiver would take the new record for the
    // old one.
    if (!active || active.last < this.#last) return this.#begin(this.#last + 1)
    const file = openSync(active.path, 'r+')
    ftruncateSync(file, active.bytes)
    fsyncSync(file)
    closeSync(file)
    this.#synced = this.#last
    return openSync(active.path, 'a')
  }

  #begin(first: number): number {
    const { directory } = this.#options
    const path = segmentPath(directory, first)
    const bytes = writeSegment(directory, path, [{ head: this.table.head(this.stream, first) }])
    this.#segments.push({ path, first, last: first - 1, bytes, headBytes: bytes, thinned: false })
    this.#synced = first - 1
    return openSync(path, 'a')
  }

  #write(frame: Frame): void {
    const active = this.#segments.at(-1)!
    const bytes = encodeFrame(frame)
    try {
      writeAll(this.#file, bytes)
    } catch (error) {
      ftruncateSync(this.#file, active.bytes)
      throw error
    }
    active.bytes += bytes.length
    this.table.apply(frame)
    if ('entry' in frame) this.#last = active.last = frame.entry.last
    if (active.last >= active.first && active.bytes - active.headBytes >= this.#segmentBytes) this.#rotate()
    while (this.bytes > this.#options.bytesMax && this.#dropOldest());
  }

  #rotate(): void {
    fsyncSync(this.#file)
    if (this.#syncing > 0) this.#retired.push(this.#file)
    else closeSync(this.#file)
    this.#file = this.#begin(this.#last + 1)
  }

  #removeOldest(): void {
    const oldest = this.#segments.shift()!
    unlinkSync(oldest.path)
  }

  /**
   * Thins the oldest segment that is not thin yet into one with its predecessor. False when there is none
   * left.
   */
  #dropOldest(): boolean {
    const victims = this.#segments.slice(0, this.#segments[0]?.thinned ? 2 : 1)
    const victim = victims.at(-1)!
    if (victim === this.#segments.at(-1) || victim.thinned) return false
    const records = victims.flatMap((segment) => this.#unacknowledgedOf(segment))
    const kept = thin(records).sort((a, b) => a[0] - b[0])
    const first = Math.max(victims[0]!.first, this.acknowledged + 1)
    const head = { ...this.table.head(this.stream, first), memory: [], positions: {} }
    const entry: Entry = { first, last: victim.last, records: kept, late: true, mark: true }
    const { directory } = this.#options
    // The thin segment replaces the first victim in one step; a second victim that survives a crash is seen
    // as covered.
    const path = victims[0]!.path
    const bytes = writeSegment(directory, path, [{ head }, { entry }])
    const thinned: Segment = { path, first, last: victim.last, bytes, headBytes: 0, thinned: true }
    if (victim.path !== path) unlinkSync(victim.path)
    this.#segments.splice(0, victims.length, thinned)
    this.#acknowledged.dropped += records.length - kept.length
    this.#acknowledged.save()
    for (const reader of this.#readers) reader.seek(reader.cursor)
    return true
  }

  #unacknowledgedOf(segment: Segment): LogRecord[] {
    return readSegment(segment.path).frames.flatMap((frame) => {
      if (!('entry' in frame)) return []
      const { records, last } = frame.entry
      return records.filter((_, index) => last - records.length + 1 + index > this.acknowledged)
    })
  }

  /**
   * The receiver knows offsets we do not: our disk was set back. What is unacknowledged gets new offsets
   * beyond them.
   */
  #jump(offset: number): void {
    const records = this.#segments.flatMap((segment) => this.#unacknowledgedOf(segment))
    fsyncSync(this.#file)
    closeSync(this.#file)
    const old = this.#segments.splice(0)
    this.#last = offset
    this.#file = this.#begin(offset + 1)
    for (const segment of old) unlinkSync(segment.path)
    syncDirectory(this.#options.directory)
    for (const reader of this.#readers) reader.seek(offset)
    if (records.length > 0) this.append({ device: '', records, late: true })
  }
}

function partsOf(records: readonly LogRecord[]): LogRecord[][] {
  let part: LogRecord[] = []
  const parts = [part]
  let bytes = 0
  for (const record of records) {
    const [, , value] = record
    bytes += recordBytes + (typeof value === 'string' ? value.length : 0)
    if (bytes > entryBytesMax && part.length > 0) {
      part = []
      parts.push(part)
      bytes = 0
    }
    part.push(record)
  }
  return parts
}
