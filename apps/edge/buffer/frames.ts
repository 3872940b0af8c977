import { crc32 } from 'node:zlib'
import type { Position, TagType, Value } from '../observation.ts'

/** One observation in the log: tag number, machine time, value, quality. */
export type LogRecord = readonly [tag: number, timeMicros: number, value: Value, quality: number]

/**
 * A tag's row in the log's own table; its number is the Sparkplug alias, unique in the node for the log's
 * life.
 */
export type TagRow = { id: number; device: string; name: string; type: TagType; unit: string }

/** What is known of a tag at the head of a segment: its newest machine time and when it went stale. */
export type TagMemory = readonly [tag: number, timeMicros: number, staleMicros: number]

/** The first frame of every segment repeats all that older segments said, so that they can be removed. */
export type Head = {
  version: 1
  stream: string
  first: number
  tags: readonly TagRow[]
  memory: readonly TagMemory[]
  positions: Readonly<Record<string, Position>>
}

/** Records written together with the place where their adapter continues: both are kept or neither is. */
export type Entry = {
  /** Offset of the first record. */
  first: number
  /** Offset of the last record; more than the records tell where older ones had to be dropped. */
  last: number
  records: readonly LogRecord[]
  device?: string
  position?: Position
  /** Read after the fact (catch-up), not live. */
  late?: true
  /** Made by the edge (stale marks and their endings), not said by the machine. */
  mark?: true
}

export type Frame = { head: Head } | { tags: readonly TagRow[] } | { entry: Entry }

const headerBytes = 8
/** No frame is longer; a length above it can only be damage. */
const frameBytesMax = 64 * 1024 * 1024

/**
 * Length and CRC-32 (both 32 bit, little endian), then the frame as JSON: exact for doubles, readable in an
 * editor.
 */
export function encodeFrame(frame: Frame): Buffer {
  const body = Buffer.from(JSON.stringify(frame), 'utf8')
  const bytes = Buffer.allocUnsafe(headerBytes + body.length)
  bytes.writeUInt32LE(body.length, 0)
  bytes.writeUInt32LE(crc32(body), 4)
  body.copy(bytes, headerBytes)
  return bytes
}

/**
 * Reads whole, undamaged frames from the start of `bytes` and stops at the first that is not.
 * `validBytes` is where it stopped; `damaged` tells damage from a frame that is merely not complete yet.
 */
export function decodeFrames(bytes: Buffer): { frames: Frame[]; validBytes: number; damaged: boolean } {
  const frames: Frame[] = []
  let at = 0
  while (at + headerBytes <= bytes.length) {
    const length = bytes.readUInt32LE(at)
    // A disk that lost power may show zeros: an empty body with CRC 0 would look right, so it is refused.
    if (length === 0 || length > frameBytesMax) return { frames, validBytes: at, damaged: true }
    if (at + headerBytes + length > bytes.length) break
    const body = bytes.subarray(at + headerBytes, at + headerBytes + length)
    if (crc32(body) !== bytes.readUInt32LE(at + 4)) return { frames, validBytes: at, damaged: true }
    frames.push(JSON.parse(body.toString('utf8')) as Frame)
    at += headerBytes + length
  }
  return { frames, validBytes: at, damaged: false }
}
