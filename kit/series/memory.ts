import type { Thinned } from './port.ts'

/**
 * A set of points stored together: a hot table (`day` null), or the Parquet files of `days` closed UTC
 * days that follow one another, with `rows` in all.
 */
export type Part = { part: number; day: number | null; days: number; rows: number }

export type ClosedPart = Part & { day: number }

/**
 * What the worker knows without asking the database; always equal to what is durable. Arrays are indexed
 * by series number, which begin at 1.
 */
export type Memory = {
  revision: number
  commit: number
  committedAtMicros: number | null
  nextPart: number
  parts: Part[]
  hotPoints: number
  closedPoints: number
  journalEntries: number
  thinned: Map<number, Thinned>
  seriesOf: Map<string, number>
  sources: Map<string, { source: number; offset: number }>
  /** Newest time of each series; -Infinity where it has no point. */
  newestMicros: Float64Array<ArrayBuffer>
  /**
   * The newest point's value, quality and text, where `known` is 1; elsewhere they are still on disk only.
   */
  known: Uint8Array<ArrayBuffer>
  value: Float64Array<ArrayBuffer>
  quality: Uint16Array<ArrayBuffer>
  text: (string | null)[]
}

export function emptyMemory(): Memory {
  return {
    revision: 0,
    commit: 0,
    committedAtMicros: null,
    nextPart: 1,
    parts: [],
    hotPoints: 0,
    closedPoints: 0,
    journalEntries: 0,
    thinned: new Map(),
    seriesOf: new Map(),
    sources: new Map(),
    newestMicros: new Float64Array(0),
    known: new Uint8Array(0),
    value: new Float64Array(0),
    quality: new Uint16Array(0),
    text: [],
  }
}

/** Makes room for series numbers up to the count of keys. */
export function makeRoom(memory: Memory): void {
  const needed = memory.seriesOf.size + 1
  const had = memory.newestMicros.length
  if (needed <= had) return
  const room = Math.max(needed, had * 2, 1024)
  const newestMicros = new Float64Array(room).fill(Number.NEGATIVE_INFINITY)
  newestMicros.set(memory.newestMicros)
  const known = new Uint8Array(room)
  known.set(memory.known)
  const value = new Float64Array(room)
  value.set(memory.value)
  const quality = new Uint16Array(room)
  quality.set(memory.quality)
  const text = memory.text.concat(new Array<null>(room - had).fill(null))
  Object.assign(memory, { newestMicros, known, value, quality, text })
}

/** The hot part that new points go into. */
export function activePart(memory: Memory): number {
  return Math.max(...hotParts(memory.parts))
}

export function hotParts(parts: readonly Part[]): number[] {
  return parts.filter(({ day }) => day === null).map(({ part }) => part)
}

/** The closed parts with any day from one to another inclusive. */
export function closedParts(parts: readonly Part[], fromDay: number, toDay: number): ClosedPart[] {
  return parts.filter(
    (part): part is ClosedPart => part.day !== null && part.day <= toDay && part.day + part.days > fromDay,
  )
}
