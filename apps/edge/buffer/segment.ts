import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { decodeFrames, encodeFrame, type Frame, type Head } from './frames.ts'

/** One file of the log. `last` is the offset of its last record, `first - 1` while it has none. */
export type Segment = {
  path: string
  first: number
  last: number
  bytes: number
  headBytes: number
  /** Thinned already: dropped records have left only marks and newest values. */
  thinned: boolean
}

const suffix = '.log'

/** Path of the segment whose first record has the given offset; names sort like offsets. */
export function segmentPath(directory: string, first: number): string {
  return join(directory, `${String(first).padStart(16, '0')}${suffix}`)
}

/** Paths of all segments, oldest first. */
export function segmentPaths(directory: string): string[] {
  const names = readdirSync(directory).filter((name) => /^\d{16}\.log$/.test(name))
  return names.sort().map((name) => join(directory, name))
}

/** All frames of a segment up to the first damage. */
export function readSegment(path: string): { frames: Frame[]; validBytes: number; bytes: number } {
  const bytes = readFileSync(path)
  const { frames, validBytes } = decodeFrames(bytes)
  return { frames, validBytes, bytes: bytes.length }
}

/** The head of a segment, or null where the segment does not begin with one. */
export function headOf(frames: readonly Frame[]): Head | null {
  const [frame] = frames
  return frame && 'head' in frame ? frame.head : null
}

/** Offset of the last record in the frames, or `first - 1` where there is none. */
export function lastOf(frames: readonly Frame[], first: number): number {
  let last = first - 1
  for (const frame of frames) if ('entry' in frame) last = frame.entry.last
  return last
}

/** Writes a whole segment so that it is there completely or not at all, even when power fails in between. */
export function writeSegment(directory: string, path: string, frames: readonly Frame[]): number {
  const bytes = Buffer.concat(frames.map(encodeFrame))
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w')
  try {
    writeAll(file, bytes)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
  syncDirectory(directory)
  return bytes.length
}

/** Writes all bytes or throws; a short write (full disk) is tried on until the system names the reason. */
export function writeAll(file: number, bytes: Buffer): void {
  let written = 0
  while (written < bytes.length) written += writeSync(file, bytes, written, bytes.length - written)
}

/** Makes new and removed names durable. */
export function syncDirectory(directory: string): void {
  const file = openSync(directory, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
