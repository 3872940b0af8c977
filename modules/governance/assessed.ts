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
  about: { unit: string; at: string; goal: string; region: string; maySee: boolean },
): { evidenced: Figure; declared: Figure; count: number } {
  const { unit, at } = about
  const count = 'assessed' in proof ? summary.firms : certificatesOf(summary, proof)
  return {
    evidenced: { value: count, unit, at, basis: 'evidenced', proof: pageOf(proof, about) },
    declared: { value: null, unit, at, basis: 'declared', reason: 'governance.reason.onlyEvidenced' },
    count,
  }
}

/** The firms' own runs for who may see all of them, for all others the sums of its divisions (G4). */
function pageOf(proof: GoalProof, about: { goal: string; region: string; maySee: boolean }): string {
  const { goal, region, maySee } = about
  if (!('assessed' in proof)) return certificatesPage(proof, { region })
  if (!maySee) return `/governance/breakdown?${new URLSearchParams({ goal, region })}`
  return assessedPage(proof.assessed, { region })
}

type Narrowing = Readonly<Record<string, string>>

/** The runs that count firms as assessed. */
export function assessedPage(framework: string, narrowing: Narrowing): string {
  return addressOf('/assess/runs', { framework, isCounted: 'true', ...narrowing })
}

/** The certificates that are counted, and where it counts them the certifications under way. */
export function certificatesPage(
  proof: { certificates: readonly string[]; underWay?: boolean },
  narrowing: Narrowing,
): string {
  const query = { scheme: proof.certificates.join(','), status: 'valid', ...narrowing }
  return addressOf('/assess/certificates', proof.underWay ? { ...query, underWay: 'true' } : query)
}

/** Commas part schemes and stay readable. */
function addressOf(path: string, query: Narrowing): string {
  return `${path}?${new URLSearchParams(query).toString().replaceAll('%2C', ',')}`
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
