import { factory } from '@ronghe/factory/contract'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { Check, RuleSays } from './contract.ts'
import { ruleByName, upsertRule } from './store.ts'

/** A rule of the sample; machines and signals go by the names of the sample plant. */
export type SampleRule = Omit<RuleSays, 'equipmentId' | 'checks'> & {
  name: string
  equipment: string
  /** From so long before now on. */
  daysBack: number
  checks: readonly (Omit<Check, 'tagId'> & { tag: string })[]
}

const dayMs = 86_400_000

/** Enters the rules of a firm, on and marked as sample; answers how many are new. */
export async function loadSampleRules(
  house: House,
  { creditCode, rules }: { creditCode: string; rules: readonly SampleRule[] },
): Promise<number> {
  return house.act(systemCaller, async (ctx) => {
    const { rows } = await ctx.read(registry).organisations({ query: { q: creditCode } })
    const organisationId = rows[0]?.id
    if (!organisationId) return 0
    let added = 0
    for (const { name, equipment, daysBack, checks, ...says } of rules) {
      const query = { q: equipment, organisation: organisationId }
      const { rows: machines } = await ctx.read(factory).equipment({ query })
      const machine = machines.find(({ code }) => code === equipment)
      if (!machine || (await ruleByName(ctx.sql, organisationId, name))) continue
      const { rows: tags } = await ctx.read(factory).tags({ params: { equipmentId: machine.id } })
      const found = checks.map(({ tag, ...check }) => ({
        ...{ ...check, tagId: tags.find((one) => one.name === tag)?.id ?? '' },
      }))
      const from = new Date(ctx.now.getTime() - daysBack * dayMs)
      const row = {
        ...{ id: ctx.newId(), organisationId, name, equipmentId: machine.id, equipmentName: machine.name },
        ...{ says: { ...says, equipmentId: machine.id, checks: found }, version: 1, isActive: true },
        ...{ isSample: true, since: from, through: from, lookedBackAt: null, captured: 0 },
        ...{ failure: null, failedAt: null, changedAt: ctx.now, changedBy: null },
      }
      await upsertRule(ctx.sql, row, null)
      added += 1
    }
    return added
  })
}
