import type { Finding, Judged } from './contract.ts'

export type FindingFault = {
  field: 'value' | 'most' | 'isPassed'
  rule: 'valueOrText' | 'boundsOrder' | 'verdictNeeded' | 'verdictContradicts'
}

/** Pure: what is wrong with a finding; null when it can be judged. */
export function findingFault(finding: Finding): FindingFault | null {
  const { value, text, least, most, isPassed } = finding
  if ((value === undefined) === !text?.trim()) return { field: 'value', rule: 'valueOrText' }
  if (least !== undefined && most !== undefined && least > most) return { field: 'most', rule: 'boundsOrder' }
  const byLimits = withinLimits(finding)
  if (byLimits === null && isPassed === undefined) return { field: 'isPassed', rule: 'verdictNeeded' }
  // Better than its limits is nobody: whoever lets it pass says so by other limits.
  if (byLimits === false && isPassed === true) return { field: 'isPassed', rule: 'verdictContradicts' }
  return null
}

/** Pure: between its limits or not; null where a value or every limit is missing. */
export function withinLimits({ value, least, most }: Finding): boolean | null {
  if (value === undefined || (least === undefined && most === undefined)) return null
  return (least === undefined || value >= least) && (most === undefined || value <= most)
}

/** Pure: a finding with its verdict; what lies within its limits may still be said to have failed. */
export function judged(finding: Finding): Judged {
  const { text, ...rest } = finding
  const words = text?.trim()
  return { ...rest, ...(words ? { text: words } : {}), isPassed: isGood(finding) }
}

function isGood(finding: Finding): boolean {
  return withinLimits(finding) !== false && finding.isPassed !== false
}

/** Pure: one that failed fails all. */
export function verdictOf(findings: readonly Judged[]): 'passed' | 'failed' {
  return findings.every(({ isPassed }) => isPassed) ? 'passed' : 'failed'
}
