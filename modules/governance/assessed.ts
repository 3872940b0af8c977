import { assess } from '@ronghe/assess/contract'
import type { Figure } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'

/** What of the records of `assess` proves a goal; `underWay` counts open certifications too. */
export type GoalProof = { certificates: string[]; underWay?: boolean } | { assessed: string }

/**
 * The count that certificates or assessments give. What an official or an agency issued is evidence; nobody
 * declares it, so the other figure says so.
 */
export async function assessedFigures(
  ctx: Ctx,
  proof: GoalProof,
  about: { region: string; unit: string; at: string },
): Promise<{ evidenced: Figure; declared: Figure; count: number }> {
  const { region, unit, at } = about
  const framework = 'assessed' in proof ? { framework: proof.assessed } : {}
  const summary = await ctx.read(assess).summary({ query: { region, ...framework } })
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

function certificatesOf(summary: Summary, proof: { certificates: string[]; underWay?: boolean }): number {
  const valid = summary.certificates
    .filter((one) => proof.certificates.includes(one.scheme))
    .reduce((sum, one) => sum + one.valid, 0)
  return valid + (proof.underWay ? summary.underWay : 0)
}
