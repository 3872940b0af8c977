import { assess } from '@ronghe/assess/contract'
import { factory } from '@ronghe/factory/contract'
import { holds } from '@ronghe/kit/auth'
import type { Evidence } from '@ronghe/kit/contract'
import type { Ctx } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { entryKeys, entryKinds } from './entries.ts'
import type { EntryKey, FilledEntry } from './rows.ts'

type Known = { value: string | number | null; isProved: boolean; proof: string; reason?: string }
type Found = Partial<Record<EntryKey, Known>>

/** What the rooms know of a firm, for the form of its application; what they do not know says why. */
export async function prefill(ctx: Ctx, organisationId: string): Promise<FilledEntry[]> {
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
      ...{ key, source, unit, at: ctx.now, proof: known?.proof ?? null },
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

const secondsPerHour = 3600

async function ofFactory(ctx: Ctx, organisationId: string): Promise<Found> {
  const { rows } = await ctx.read(factory).firmEvidence({ params: { organisationId } })
  const proof = `/factory/equipment?organisation=${organisationId}`
  // Counts and the rate stand there as sums, each opening to its machines.
  const sums = `/governance/firms?organisation=${organisationId}`
  const of = (name: string) => rows.find(({ query }) => query === `factory.${name}`)
  const machines = of('describedEquipment')?.rows ?? []
  const seconds = (of('goodParts')?.rows ?? []).map(({ facts }) => Number(facts.productionSeconds ?? 0))
  const tenths = Math.round((10 * seconds.reduce((sum, one) => sum + one, 0)) / secondsPerHour)
  return {
    machines: { value: machines.length, isProved: false, proof: sums },
    machinesDescribed: { value: counted(of('describedEquipment'), 'described'), isProved: false, proof },
    machinesConnected: { value: counted(of('networkedEquipment'), 'networked'), isProved: true, proof: sums },
    keyProcessControl: { ...proved(of('keyProcessControl'), sums), proof: sums },
    oee: proved(of('oee'), proof),
    productionHours: { value: `${Math.floor(tenths / 10)}.${tenths % 10}`, isProved: true, proof },
  }
}

function counted(one: Evidence | undefined, fact: string): number {
  return (one?.rows ?? []).filter(({ facts }) => facts[fact] === true).length
}

function proved(one: Evidence | undefined, proof: string): Known {
  const reason = one?.reason ?? undefined
  return {
    value: one?.value ?? null,
    isProved: true,
    proof: one?.proof ?? proof,
    ...(reason ? { reason } : {}),
  }
}

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
