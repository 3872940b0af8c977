import type { assess } from '@ronghe/assess/contract'
import type { Figure } from '@ronghe/kit/contract'
import type { Reader } from '@ronghe/kit/module'

/** What of the records of `assess` proves a goal; `underWay` counts open certifications too. */
export type GoalProof = { certificates: string[]; underWay?: boolean } | { assessed: string }

export type AssessSummary = Awaited<ReturnType<Reader<typeof assess>['summary']>>

/**
 * The count that certificates or assessments give. What an official or an agency issued is evidence; nobody
 * declares it, so the other figure says so.
 */
export function assessedFigures(
  summary: AssessSummary,
  proof: GoalProof,
  about: { unit: string; at: string },
): { evidenced: Figure; declared: Figure; count: number } {
  const { unit, at } = about
  const count = 'assessed' in proof ? summary.firms : certificatesOf(summary, proof)
  const page =
    'assessed' in proof
      ? '/assess/runs'
      : `/assess/certificates?scheme=${proof.certificates.join(',')}&status=valid`
  return {
    evidenced: { value: count, unit, at, basis: 'evidenced', proof: page },
    declared: { value: null, unit, at, basis: 'declared', reason: 'governance.reason.onlyEvidenced' },
    count,
  }
}

type Summary = { certificates: readonly { scheme: string; valid: number }[]; underWay: number }

/** Valid certificates of the goal's schemes, and certifications under way where it counts them. */
export function certificatesOf(
  summary: Summary,
  proof: { certificates: string[]; underWay?: boolean },
): number {
  const valid = summary.certificates
    .filter((one) => proof.certificates.includes(one.scheme))
    .reduce((sum, one) => sum + one.valid, 0)
  return valid + (proof.underWay ? summary.underWay : 0)
}
