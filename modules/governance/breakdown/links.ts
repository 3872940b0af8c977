import type { Caller } from '@ronghe/kit/auth'
import { assessedPage, certificatesPage } from '../assessed.ts'
import { maySeeFirms } from '../policy.ts'
import type { GoalRow } from '../rows.ts'

export type Cut = {
  by: 'division' | 'trade' | 'park'
  depth: 'section' | 'division' | 'group' | 'class'
  region: string
  trade?: string | undefined
  park?: string | undefined
  isKey?: boolean | undefined
}

const deeper = { section: 'division', division: 'group', group: 'class', class: null } as const

function addressOf(path: string, query: Readonly<Record<string, string | boolean | undefined>>): string {
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return `${path}?${new URLSearchParams(known.map(([key, value]) => [key, String(value)])).toString()}`
}

/** The group's own filters in place of the ones of the whole. */
function within(cut: Cut, key: string): Pick<Cut, 'region' | 'trade' | 'park' | 'isKey'> {
  const { by, region, trade, park, isKey } = cut
  return {
    region: by === 'division' ? key : region,
    trade: by === 'trade' ? key : trade,
    park: by === 'park' ? key : park,
    isKey,
  }
}

/**
 * The rows that make a group's figures: its firms for who answers for them, for all others sums of its parts,
 * and where there are none the way to sign in (G4).
 */
export function proofOf(caller: Caller, cut: Cut, key: string): string | null {
  if (key === '') return null
  const own = within(cut, key)
  const firms = addressOf('/governance/firms', own)
  if (maySeeFirms(caller, own.region)) return firms
  const isCity = own.region.endsWith('00')
  if (cut.by === 'trade' && isCity) return addressOf('/governance/breakdown', { by: 'division', ...own })
  if (cut.by === 'park') return addressOf('/governance/breakdown', { by: 'trade', ...own })
  if (cut.by === 'division' && isCity) return addressOf('/governance/breakdown', { by: 'division', ...own })
  return addressOf('/sign-in', { next: firms })
}

/** The rows behind what `assess` counts of a group, and behind the figures of the chosen goal. */
export function countedProofs(
  caller: Caller,
  cut: Cut,
  key: string,
  of: { goals: readonly GoalRow[]; goal: GoalRow | undefined },
) {
  const proof = proofOf(caller, cut, key)
  const { isKey: _key, ...own } = within(cut, key)
  const narrowing = Object.fromEntries(
    Object.entries(own).filter((one): one is [string, string] => one[1] !== undefined),
  )
  const maySee = key !== '' && maySeeFirms(caller, own.region)
  // Certificates are public; the sites and trades of their holders are for who sees the firms.
  const isPublic = key !== '' && own.trade === undefined && own.park === undefined
  const counted = of.goals.flatMap((goal) => (goal.proof && 'assessed' in goal.proof ? [goal.proof] : []))
  const framework = counted[0]?.assessed
  const schemes = countedSchemes(of.goals)
  const pageOf = (goal: GoalRow) => {
    if (goal.evidence !== 'factory' && goal.evidence !== 'assess')
      return addressOf(`/governance/goals/${goal.key}`, { tab: 'reports' })
    if (goal.evidence !== 'assess' || !goal.proof) return keyFirms(proof, goal)
    if ('assessed' in goal.proof) return maySee ? assessedPage(goal.proof.assessed, narrowing) : proof
    return maySee || isPublic ? certificatesPage(goal.proof, narrowing) : proof
  }
  return {
    assessedProof: maySee && framework !== undefined ? assessedPage(framework, narrowing) : proof,
    certifiedProof: maySee || isPublic ? certificatesPage({ certificates: schemes }, narrowing) : proof,
    goalProof: of.goal ? pageOf(of.goal) : null,
  }
}

/** The rates of goals are those of key firms. */
function keyFirms(proof: string | null, goal: GoalRow): string | null {
  if (goal.evidence !== 'factory' || !proof?.startsWith('/governance/')) return proof
  return proof.includes('isKey=') ? proof : `${proof}&isKey=true`
}

/** Schemes of the certificates that goals count. */
export function countedSchemes(goals: readonly GoalRow[]): string[] {
  const schemes = goals.flatMap(({ proof }) => (proof && 'certificates' in proof ? proof.certificates : []))
  return [...new Set(schemes)]
}

/** One step further down: a trade's parts, a city's counties, the trades in a park. */
export function nextOf(cut: Cut, key: string): string | null {
  if (key === '') return null
  const own = within(cut, key)
  if (cut.by === 'trade') {
    const depth = deeper[cut.depth]
    return depth === null ? null : addressOf('/governance/breakdown', { by: 'trade', depth, ...own })
  }
  if (cut.by === 'park') return addressOf('/governance/breakdown', { by: 'trade', ...own })
  return own.region.endsWith('00') ? addressOf('/governance/breakdown', { by: 'division', ...own }) : null
}
