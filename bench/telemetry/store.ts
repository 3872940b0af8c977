import type { PointSet } from './points.ts'

/** A store under measurement. All are asked the same through their usual door. */
export type Store = {
  name: string
  /** When an answer to a write means that a kill -9 does not lose it. */
  durability: string
  /** Writes batches that were made beforehand; resolves when all are acknowledged. */
  prepare(set: PointSet, batchRows: number): (() => Promise<unknown>)[]
  /** Mean by bucket of the first `signals` of a set over all its time; answers how many buckets came back. */
  means(set: PointSet, signals: number, bucketMs: number): Promise<number>
  count(set: PointSet): Promise<number>
  /** Brings what was written into its final form on the disk, as far as it can be asked for. */
  settle(): Promise<void>
  bytes(): Promise<number>
  /** Kills it without warning and starts it again on the same directory. */
  crash(): Promise<void>
  close(): Promise<void>
}

/** Runs writes with at most `width` under way. */
export async function inParallel(writes: readonly (() => Promise<unknown>)[], width = 32): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let write = writes[next++]; write; write = writes[next++]) await write()
  }
  await Promise.all(Array.from({ length: width }, lane))
}
