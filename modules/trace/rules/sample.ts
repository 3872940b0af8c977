import { factory } from '@ronghe/factory/contract'
import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { Check, RuleSays } from './contract.ts'
import { ruleByName, upsertRule } from './store.ts'

/** A rule of the sample; machines and signals go by the names of the sample plant. */
export type SampleRule = Omit<RuleSays, 'equipmentId' | 'checks'> & {
  name: string
  /** Of whom it is, where not of the firm. */
  creditCode?: string
  /** Without it of no machine. */
  equipment?: string
  /** From so long before now on. */
  daysBack: number
  checks: readonly (Omit<Check, 'tagId'> & { tag: string })[]
}

const dayMs = 86_400_000

type Firm = { creditCode: string; rules: readonly SampleRule[] }

/** Enters the rules of firms, on and marked as sample; answers how many are new. */
export async function loadSampleRules(house: House, { creditCode, rules }: Firm): Promise<number> {
  return house.act(systemCaller, async (ctx) => {
    let added = 0
    for (const rule of rules) added += (await enter(ctx, rule.creditCode ?? creditCode, rule)) ? 1 : 0
    return added
  })
}

/** False where the firm or its machine is not there, or has such a rule already. */
async function enter(ctx: Ctx, creditCode: string, rule: SampleRule): Promise<boolean> {
  const { name, equipment, daysBack, checks, creditCode: _, ...says } = rule
  const { rows } = await ctx.read(registry).organisations({ query: { q: creditCode } })
  const organisationId = rows[0]?.id
  if (!organisationId || (await ruleByName(ctx.sql, organisationId, name))) return false
  const machine = equipment === undefined ? null : await machineOf(ctx, organisationId, equipment, checks)
  if (machine === undefined) return false
  const from = new Date(ctx.now.getTime() - daysBack * dayMs)
  const whole = { ...says, checks: machine?.checks ?? [], ...(machine ? { equipmentId: machine.id } : {}) }
  const row = {
    ...{ id: ctx.newId(), organisationId, name, equipmentId: machine?.id ?? null },
    ...{ equipmentName: machine?.name ?? '', says: whole, version: 1, isActive: true, isSample: true },
    ...{ since: from, through: from, lookedBackAt: null, captured: 0, failure: null, failedAt: null },
    ...{ changedAt: ctx.now, changedBy: null },
  }
  await upsertRule(ctx.sql, row, null)
  return true
}

async function machineOf(ctx: Ctx, organisation: string, code: string, checks: SampleRule['checks']) {
  const { rows } = await ctx.read(factory).equipment({ query: { q: code, organisation } })
  const machine = rows.find((one) => one.code === code)
  if (!machine) return undefined
  const { rows: tags } = await ctx.read(factory).tags({ params: { equipmentId: machine.id } })
  const found = checks.map(({ tag, ...check }) => {
    return { ...check, tagId: tags.find((one) => one.name === tag)?.id ?? '' }
  })
  return { id: machine.id, name: machine.name, checks: found }
}
