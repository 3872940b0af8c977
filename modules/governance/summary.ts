import type { MachineSummary } from '@ronghe/factory/contract'
import type { Caller } from '@ronghe/kit/auth'
import type { Figure, Static } from '@ronghe/kit/contract'
import { maySeeFirms } from './policy.ts'

type Summary = Static<typeof MachineSummary>
type Basis = Figure['basis']

const pieces = 'C62'
const percentUnit = 'P1'

/** The page whose rows make a division's figures: firms for its officials, sums for all others (G4). */
export function proofOf(caller: Caller, regionCode: string, isKey?: boolean): string {
  const page = maySeeFirms(caller, regionCode) ? 'firms' : 'divisions'
  return `/governance/${page}?region=${regionCode}${isKey === undefined ? '' : `&isKey=${isKey}`}`
}

/** What a division's machines and firms amount to, as figures with their proof. */
export function summaryFigures(total: Summary, at: string, proof: string) {
  const count = (value: number, basis: Basis): Figure => ({ value, unit: pieces, at, basis, proof })
  return {
    firms: count(total.firms, 'declared'),
    firmsConnected: count(total.firmsConnected, 'evidenced'),
    machines: count(total.machines, 'declared'),
    machinesConnected: count(total.machinesConnected, 'evidenced'),
    machinesOnline: count(total.machinesOnline, 'evidenced'),
    keyProcess: count(total.keyProcess, 'declared'),
    rateEvidenced: rateFigure(total, 'evidenced', at, proof),
    rateDeclared: rateFigure(total, 'declared', at, proof),
  }
}

/**
 * The mean of the firms' own rates, as the statistics define it. It differs from the share of all machines
 * together, so the figure says of both which is which (G5).
 */
function rateFigure(total: Summary, basis: Basis, at: string, proof: string): Figure {
  const isEvidenced = basis === 'evidenced'
  const rate = isEvidenced ? total.rateEvidenced : total.rateDeclared
  const numerator = isEvidenced ? total.keyProcessControlledEvidenced : total.keyProcessControlledDeclared
  const denominator = total.keyProcess
  const about = { unit: percentUnit, at, basis, numerator, denominator, proof }
  if (rate === null) return { ...about, value: null, reason: 'governance.reason.noKeyProcess' }
  const pooled = Math.round((numerator / denominator) * 1000) / 10
  const values = { firms: total.firmsWithKeyProcess, numerator, denominator, pooled }
  return { ...about, value: percent(rate), method: { key: 'governance.method.meanOfFirms', values } }
}

/** Percent with two decimals. */
function percent(share: number): number {
  return Math.round(share * 10_000) / 100
}
