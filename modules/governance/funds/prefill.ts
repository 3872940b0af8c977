import { assess } from '@ronghe/assess/contract'
import { factory } from '@ronghe/factory/contract'
import { holds } from '@ronghe/kit/auth'
import type { Ctx } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { entryKeys, entryKinds } from './entries.ts'
import { entryEvidence, entryPage, keepEvidence } from './entry-evidence.ts'
import type { EntryKey, FilledEntry } from './rows.ts'
import { fillEntries } from './store/entries.ts'

type Known = {
  value: string | number | null
  isProved: boolean
  /** Null where the entry's own page has the rows. */
  proof: string | null
  kept?: FilledEntry['kept']
  reason?: string
}
type Found = Partial<Record<EntryKey, Known>>

/** Fills an application's form in with what the platform knows now, and keeps the rows behind it (G26). */
export async function fillIn(ctx: Ctx, application: { id: string; organisationId: string }): Promise<void> {
  const entries = (await prefill(ctx, application.organisationId)).map((one) => {
    return one.kept ? { ...one, proof: entryPage(application.id, one.key) } : one
  })
  await fillEntries(ctx.sql, application, entries)
  await keepEvidence(ctx, application, entries)
}

/** What the rooms know of a firm, for the form of its application; what they do not know says why. */
async function prefill(ctx: Ctx, organisationId: string): Promise<FilledEntry[]> {
  const found: Found = {
    ...(await ofRegistry(ctx, organisationId)),
    ...(holds(ctx.caller, 'factory.read') ? await ofFactory(ctx, organisationId) : {}),
    ...(holds(ctx.caller, 'assess.read') ? await ofAssess(ctx, organisationId) : {}),
  }
  return entryKeys.map((key) => {
    const { source, unit } = entryKinds[key]
    const known = found[key]
    const value = known?.value ?? null
    return {
      ...{ key, source, unit, at: ctx.now, proof: known?.proof ?? null, kept: known?.kept ?? null },
      value: value === null ? null : String(value),
      reason: value === null ? (known ? (known.reason ?? 'governance.missing.notSaid') : noRight) : null,
      basis: known?.isProved && value !== null ? 'evidenced' : 'declared',
    }
  })
}

const noRight = 'governance.missing.noRight'

/** Name, code and division are proved once an official has checked the firm; what it typed is declared. */
async function ofRegistry(ctx: Ctx, organisationId: string): Promise<Found> {
  const firm = await ctx.read(registry).organisation({ params: { organisationId } })
  const proof = `/registry/organisations/${organisationId}`
  const checked = (value: string | null) => ({ value, isProved: firm.verification === 'approved', proof })
  const typed = (value: string | number | null) => ({ value, isProved: false, proof })
  return {
    name: checked(firm.name),
    creditCode: checked(firm.creditCode),
    region: checked(`${firm.regionCode} ${firm.regionName}`),
    trade: typed(firm.tradeCode === null ? null : `${firm.tradeCode} ${firm.tradeName ?? ''}`.trim()),
    sizeClass: typed(firm.sizeClass),
    employees: typed(firm.employees),
    revenue: typed(firm.revenueFen === null ? null : yuanOf(firm.revenueFen)),
  }
}

/** Fen as yuan with two digits, exactly. */
export function yuanOf(fen: number): string {
  const [sign, whole] = fen < 0 ? ['-', -BigInt(fen)] : ['', BigInt(fen)]
  return `${sign}${whole / 100n}.${String(whole % 100n).padStart(2, '0')}`
}

/** Each entry with the rows that it is made of today, which are kept with it. */
async function ofFactory(ctx: Ctx, organisationId: string): Promise<Found> {
  const { rows } = await ctx.read(factory).firmEvidence({ params: { organisationId } })
  const found: Found = {}
  for (const key of entryKeys) {
    const kept = entryEvidence(key, rows)
    if (kept === null) continue
    const reason = rows.find(({ query }) => query === kept.query)?.reason ?? null
    found[key] = {
      ...{ value: kept.value, kept, proof: null, isProved: !registered.includes(key) },
      ...(reason ? { reason } : {}),
    }
  }
  return found
}

/** What stands in the register of equipment is what people typed there. */
const registered: readonly EntryKey[] = ['machines', 'machinesDescribed']

/** The last accepted assessment, proved only where every answer of it is; and the certificates in force. */
async function ofAssess(ctx: Ctx, organisationId: string): Promise<Found> {
  const asked = {
    organisation: organisationId,
    status: 'accepted' as const,
    sort: '-submittedAt',
    pageSize: 1,
  }
  const [run] = (await ctx.read(assess).runs({ query: asked })).rows
  const isProved = run !== undefined && run.questions > 0 && run.evidenced === run.questions
  const proof = run ? `/assess/runs/${run.id}?tab=score` : '/assess/runs'
  const reason = 'governance.missing.noAssessment'
  const level = run ? await levelOf(ctx, run.id) : null
  const held = { organisation: organisationId, status: 'valid' as const, pageSize: 200 }
  const { rows } = await ctx.read(assess).certificates({ query: held })
  const inForce = rows.filter((one) => one.status === 'valid')
  return {
    assessScore: { value: run?.total ?? null, isProved, proof, reason },
    assessLevel: { value: level, isProved, proof, reason },
    certificates: {
      value: inForce.length === 0 ? null : inForce.map((one) => `${one.nameZh} ${one.number}`).join('、'),
      isProved: true,
      proof: `/assess/certificates?organisation=${organisationId}&status=valid`,
      reason: 'governance.missing.noCertificate',
    },
  }
}

/** The step that was reached, in words: of the first ladder that has one. */
async function levelOf(ctx: Ctx, runId: string): Promise<string | null> {
  const { verdict } = await ctx.read(assess).score({ params: { runId } })
  for (const { steps, reached } of verdict.ladders) {
    const step = steps.find(({ code }) => code === reached)
    if (step) return step.name[ctx.caller.locale]
  }
  return null
}
