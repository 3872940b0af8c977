import type { EvidenceRow } from '@ronghe/kit/contract'
import { sizeClassOf } from '../size-class.ts'
import { systemEvidence, systemEvidenceQueries } from './system-rules.ts'

type Made = { value: string | null; reason: string | null }

/** 规上工业: yearly revenue of at least 20 million yuan; not read in the original. */
const scaleFen = 2_000_000_000n

function factsOf(rows: readonly EvidenceRow[]) {
  const { employees = null, revenueFen = null, isKey = null } = rows[0]?.facts ?? {}
  const revenue = revenueFen === null ? null : BigInt(revenueFen as string)
  return { employees: employees as number | null, revenue, isKey: isKey === true }
}

const unknown: Made = { value: null, reason: 'registry.missing.noRevenue' }

/** By query and version. A rule that is here is never changed: what was kept by it must come out again. */
const rules: Readonly<Record<string, (rows: readonly EvidenceRow[]) => Made>> = {
  'registry.sizeClass@1': (rows) => {
    const { employees, revenue } = factsOf(rows)
    const value = sizeClassOf(employees, revenue)
    return value === null ? unknown : { value, reason: null }
  },
  'registry.aboveScale@1': (rows) => {
    const { revenue } = factsOf(rows)
    return revenue === null ? unknown : { value: revenue >= scaleFen ? 'yes' : 'no', reason: null }
  },
  'registry.revenue@1': (rows) => {
    const { revenue } = factsOf(rows)
    // In 10,000 yuan (万元), the unit of the calls.
    return revenue === null ? unknown : { value: String(revenue / 1_000_000n), reason: null }
  },
  /** A legal person of the region, as its officials verified by its licence. */
  'registry.verified@1': (rows) => {
    const isVerified = rows[0]?.facts.verification === 'approved'
    return isVerified
      ? { value: 'yes', reason: null }
      : { value: null, reason: 'registry.missing.notVerified' }
  },
  /** Members who sign in with a second factor, in whole per cent of all, rounded down. */
  'registry.secondFactor@1': (rows) => {
    const { members = 0, secured = 0 } = rows[0]?.facts ?? {}
    if (Number(members) === 0) return { value: null, reason: 'registry.missing.noMembers' }
    return { value: String(Math.floor((100 * Number(secured)) / Number(members))), reason: null }
  },
  /** Small and micro firms whose licence is verified, with a site in the one park that it runs. */
  'registry.hostedFirms@1': (rows) => {
    const parks = new Set(rows.filter(({ kind }) => kind === 'registry.park').map(({ id }) => id))
    if (parks.size === 0) return { value: null, reason: 'registry.missing.noPark' }
    if (parks.size > 1) return { value: null, reason: 'registry.missing.severalParks' }
    const small = rows.filter(({ kind, facts }) => {
      const isSmall = facts.sizeClass === 'small' || facts.sizeClass === 'micro'
      return kind === 'registry.tenant' && isSmall && facts.verification === 'approved'
    })
    return { value: String(small.length), reason: null }
  },
  'registry.keyRoster@1': (rows) => ({ value: factsOf(rows).isKey ? 'yes' : 'no', reason: null }),
}

/** What the registration itself answers; the rest follows from the ledger of systems. */
export const firmQueries: readonly string[] = Object.keys(rules)
export const registryEvidenceQueries: readonly string[] = [...firmQueries, ...systemEvidenceQueries]

/** What the rows prove by the rule of a version; null for a rule that this room does not have. */
export function registryEvidence(query: string, version: number, rows: readonly EvidenceRow[]): Made | null {
  return rules[`${query}@${version}`]?.(rows) ?? systemEvidence(query, version, rows)
}
