import { readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { encodeFrame } from './frames.ts'
import { headOf, lastOf, readSegment, type Segment, segmentPaths } from './segment.ts'
import { Table } from './table.ts'

export type Recovered = {
  stream: string | undefined
  segments: Segment[]
  table: Table
  /** Records that damage inside the log has cost. */
  damaged: number
}

/**
 * Reads the whole log as it was left by a kill, a power cut or a bad disk. What follows the first damage in
 * a segment is not counted as its content (the newest segment is cut there when it is opened for writing);
 * segments that a thinned one covers, left by a crash while thinning, are removed.
 */
export function openSegments(directory: string): Recovered {
  const recovered: Recovered = { stream: undefined, segments: [], table: new Table(), damaged: 0 }
  for (const name of readdirSync(directory)) if (name.endsWith('.new')) unlinkSync(join(directory, name))
  for (const path of segmentPaths(directory)) {
    const { frames, validBytes } = readSegment(path)
    const head = headOf(frames)
    const before = recovered.segments.at(-1)
    const last = head ? lastOf(frames, head.first) : 0
    const isCovered = head && before && last >= head.first && last <= before.last
    if (!head || isCovered) {
      unlinkSync(path)
      continue
    }
    recovered.stream ??= head.stream
    if (before) recovered.damaged += Math.max(head.first - before.last - 1, 0)
    for (const frame of frames) recovered.table.apply(frame)
    const thinned = frames.some(
      (frame) => 'entry' in frame && frame.entry.last - frame.entry.first + 1 > frame.entry.records.length,
    )
    const headBytes = encodeFrame({ head }).length
    recovered.segments.push({ path, first: head.first, last, bytes: validBytes, headBytes, thinned })
  }
  return recovered
}
