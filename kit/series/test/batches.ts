import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Batch, QUALITY_GOOD } from '../port.ts'

export type Row = {
  series: number
  timeMicros: number
  value?: number
  text?: string | null
  quality?: number
}

/** A batch from rows. */
export function batchOf(
  rows: readonly Row[],
  source = 'edge/stream',
  offset: number | null = null,
  offsetBefore?: number,
): Batch {
  return {
    source,
    offset,
    ...(offsetBefore === undefined ? {} : { offsetBefore }),
    series: Int32Array.from(rows, ({ series }) => series),
    timeMicros: Float64Array.from(rows, ({ timeMicros }) => timeMicros),
    value: Float64Array.from(rows, ({ value }) => value ?? Number.NaN),
    text: rows.map(({ text }) => text ?? null),
    quality: Uint16Array.from(rows, ({ quality }) => quality ?? QUALITY_GOOD),
  }
}

/** A directory that goes when the test ends. */
export function directoryFor(test: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'ronghe-series-'))
  test.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/**
 * Numbers from a seed, the same on every machine: `draw(n)` is a whole number from 0 to n - 1 (mulberry32).
 */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit)
  }
}
