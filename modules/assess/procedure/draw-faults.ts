import { drawn, poolHash } from './procedure.ts'

/** A draw as it was kept. */
export type KeptDraw = {
  pool: readonly string[]
  poolHash: string
  seed: string
  wanted: number
  chosen: readonly string[]
}
/** What stands beside it: the audit chain, and who was asked to judge. */
export type BesideDraw = {
  chained: { seed: string; poolHash: string } | null
  isSample: boolean
  strangers: readonly string[]
}

/** The kept pool has its hash, and seed and pool give the same experts again. */
export function isEqual(one: KeptDraw): boolean {
  return ownFaults(one).length === 0
}

/** Parts of a draw that do not follow from the others, or that were kept otherwise elsewhere (A11). */
export function drawFaults(one: KeptDraw & BesideDraw): string[] {
  const { chained, isSample, strangers } = one
  const isChained = chained?.seed === one.seed && chained.poolHash === one.poolHash
  const isKnown = chained !== null || !isSample
  return [
    ...ownFaults(one),
    ...(isKnown && !isChained ? ['chain'] : []),
    ...strangers.map((id) => `experts/${id}`),
  ]
}

function ownFaults(one: KeptDraw): string[] {
  const again = drawn(one.pool, one.seed, one.wanted)
  return [
    ...(poolHash(one.pool) === one.poolHash ? [] : ['pool']),
    ...(again.join() === one.chosen.join() ? [] : ['chosen']),
  ]
}
