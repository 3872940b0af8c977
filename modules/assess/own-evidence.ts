import type { Evidence, EvidenceRow } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import { chinaDay } from './days.ts'
import { listCertificates } from './store/certificates.ts'
import { listRuns } from './store/runs.ts'
import { plannedSteps } from './store/steps.ts'

type Made = { value: string | null; reason: string | null }

const maturity = 'GBT39116'
const managed = 'GBT23001'
const centre = 'GX-TECHNOLOGY'
const centres = [centre, 'GX-CENTRE']
const models = ['GX-DEMONSTRATION', 'GX-WORKSHOP', 'GX-FACTORY']

/** By query and version. A rule that is here is never changed: what was kept by it must come out again. */
const rules: Readonly<Record<string, (rows: readonly EvidenceRow[]) => Made>> = {
  /** The level of the newest maturity assessment that was handed in; 0 where it reached none. */
  'assess.maturity@1': ([row]) => {
    if (!row) return { value: null, reason: 'assess.missing.noMaturity' }
    return { value: String(row.facts.level ?? '0'), reason: null }
  },
  'assess.certified@1': (rows) => {
    return rows.length > 0
      ? { value: 'yes', reason: null }
      : { value: null, reason: 'assess.missing.notCertified' }
  },
  /** Full years since the oldest valid recognition as technology centre. */
  'assess.centreYears@1': (rows) => {
    const since = rows.map(({ facts }) => String(facts.issuedOn)).toSorted()[0]
    const today = String(rows[0]?.facts.today)
    if (!since) return { value: null, reason: 'assess.missing.noCentre' }
    const years = Number(today.slice(0, 4)) - Number(since.slice(0, 4))
    return { value: String(today.slice(5) < since.slice(5) ? years - 1 : years), reason: null }
  },
  /**
   * Steps of the firm's own plans that have an owner, a day and money; that they are kept here is proved, and
   * no more.
   */
  'assess.plannedSteps@1': (rows) => {
    const paid = rows.filter(({ facts }) => Number(facts.costFen) > 0)
    return counted(paid, 'assess.missing.noPlan')
  },
  /** Valid recognitions as centre of technology or of manufacturing innovation. */
  'assess.centres@1': (rows) => counted(rows, 'assess.missing.noCentre'),
  /** Valid recognitions of a new mode: workshop, factory, demonstration. */
  'assess.newModes@1': (rows) => counted(rows, 'assess.missing.noNewMode'),
}

function counted(rows: readonly EvidenceRow[], reason: string): Made {
  return rows.length > 0 ? { value: String(rows.length), reason: null } : { value: null, reason }
}

export const ownEvidenceQueries: readonly string[] = Object.keys(rules)

/** What the rows prove by the rule of a version; null for a rule that this room does not have. */
export function ownEvidence(query: string, version: number, rows: readonly EvidenceRow[]): Made | null {
  return rules[`${query}@${version}`]?.(rows) ?? null
}

/** What assessments and certificates of this room prove of a firm. */
export async function ownEvidenceOf(ctx: Ctx, organisationId: string): Promise<Evidence[]> {
  const at = ctx.now.toISOString()
  const made = (name: string, rows: EvidenceRow[], proof: string): Evidence => {
    const found = ownEvidence(`assess.${name}`, 1, rows)
    if (!found) throw new Error(`no rule for assess.${name}`)
    return { query: `assess.${name}`, version: 1, ...found, unit: '', at, rows, proof }
  }
  return [
    made('maturity', await maturityRows(ctx, organisationId), '/assess/runs'),
    made('certified', await certificateRows(ctx, organisationId, [managed]), '/assess/certificates'),
    made('centreYears', await certificateRows(ctx, organisationId, [centre]), '/assess/certificates'),
    made('centres', await certificateRows(ctx, organisationId, centres), '/assess/certificates'),
    made('newModes', await certificateRows(ctx, organisationId, models), '/assess/certificates'),
    made('plannedSteps', await stepRows(ctx, organisationId), '/assess/steps'),
  ]
}

async function maturityRows(ctx: Ctx, organisation: string): Promise<EvidenceRow[]> {
  const filter = { organisation, framework: maturity, sort: '-year', pageSize: 20 }
  const { rows } = await listRuns(ctx.sql, ctx.caller.locale, filter)
  const newest = rows.find(({ status }) => status === 'submitted' || status === 'accepted')
  if (!newest) return []
  const { id, year, total, scoreHash, reached } = newest
  const facts = { level: reached?.level ?? null, year, total, scoreHash }
  return [{ kind: 'assess.run', id, label: `${maturity} ${year}`, facts }]
}

/** Steps that are not given up, due since a year ago or later; who owns one is not named. */
async function stepRows(ctx: Ctx, organisationId: string): Promise<EvidenceRow[]> {
  const since = `${Number(chinaDay(ctx.now).slice(0, 4)) - 1}${chinaDay(ctx.now).slice(4)}`
  const steps = await plannedSteps(ctx.sql, organisationId, since)
  return steps.map(({ id, title, dueOn, costFen, status }) => {
    return {
      kind: 'assess.step',
      id,
      label: title,
      facts: { dueOn, costFen: Number(costFen), stepStatus: status },
    }
  })
}

async function certificateRows(
  ctx: Ctx,
  organisationId: string,
  schemes: readonly string[],
): Promise<EvidenceRow[]> {
  const today = chinaDay(ctx.now)
  const { rows } = await listCertificates(ctx.sql, { organisationId, status: 'valid', pageSize: 200 })
  return rows
    .filter((one) => schemes.includes(one.scheme) && (one.validUntil === null || one.validUntil >= today))
    .map(({ id, number, issuedOn }) => {
      return { kind: 'assess.certificate', id, label: number, facts: { issuedOn, today } }
    })
}
