import { createHash } from 'node:crypto'
import { type Answer, canonicalJson, recompute, type Score, score } from '@ronghe/scoring'
import type { Facts } from './facts.ts'
import { type Scheme, scorerOf } from './scheme.ts'

export type Adjustment = {
  kind: 'addition' | 'deduction' | 'veto'
  points: number
  isWithdrawn: boolean
}
export type Scored = { text: string; hash: string; total: number | null }

/** What a body's facts and adjustments are worth, with the whole derivation. */
export function scored(
  of: { id: string; schemeNumber: number; scheme: Scheme },
  facts: Facts,
  adjustments: readonly Adjustment[],
): Scored {
  const counted = adjustments.filter((one) => !one.isWithdrawn)
  const sum = (kind: Adjustment['kind']) =>
    counted.filter((one) => one.kind === kind).reduce((all, one) => all + Math.round(one.points * 100), 0)
  const answers: Record<string, Answer> = {}
  for (const { kind } of of.scheme.indicators) {
    const { good, all } = facts[kind] ?? { good: 0, all: 0 }
    if (all > 0) answers[kind] = percentText(good, all)
  }
  if (of.scheme.additionsMax > 0) answers.additions = percentText(sum('addition'), 10_000)
  if (of.scheme.deductionsMax > 0) answers.deductions = percentText(sum('deduction'), 10_000)
  answers.vetoes = String(counted.filter((one) => one.kind === 'veto').length)
  const made = score(scorerOf(of.id, of.schemeNumber, of.scheme), { facts: {}, answers })
  const text = canonicalJson(made)
  const hasFacts = of.scheme.indicators.some((one) => answers[one.kind] !== undefined)
  const total = made.total === null || !hasFacts ? null : Number(made.total)
  return { text, hash: createHash('sha256').update(text).digest('hex'), total }
}

/** Does the kept derivation say the same when it is computed anew, and does its hash fit? */
export function isSound(
  of: { id: string; schemeNumber: number; scheme: Scheme },
  kept: { text: string; hash: string },
): boolean {
  if (createHash('sha256').update(kept.text).digest('hex') !== kept.hash) return false
  return recompute(scorerOf(of.id, of.schemeNumber, of.scheme), JSON.parse(kept.text) as Score).length === 0
}

/** `part`, to four digits, of `all` in percent, six digits behind the point, the rest cut off. */
export function percentText(part: number, all: number): string {
  const millionths = (BigInt(Math.round(part * 10_000)) * 10_000n) / BigInt(all)
  return `${millionths / 1_000_000n}.${String(millionths % 1_000_000n).padStart(6, '0')}`
}

/** Ranks by total, the highest first; the same total has the same rank, and without one there is none. */
export function ranked<T extends { total: number | null }>(
  units: readonly T[],
): (T & { rank: number | null })[] {
  return units.map((one) => {
    const { total } = one
    if (total === null) return { ...one, rank: null }
    return { ...one, rank: 1 + units.filter((other) => other.total !== null && other.total > total).length }
  })
}
