import type { Ctx } from '@ronghe/kit/module'
import { type CountRule, hasCountRule, keepCountRule } from '../store/counts.ts'
import { unitByCode } from '../store/equipment.ts'
import { keepStopRules, stopRulesOf } from '../store/stop-rules.ts'
import { keepTarget, targetAt } from '../store/targets.ts'

/** How the sample's parts are counted, what counts as a stop, what is to be reached. */
export type SampleShopFloor = {
  counting: readonly ({ organisation: string; equipment: string } & CountRule)[]
  stopRules: readonly ({ organisation: string; unit: string } & Parameters<typeof keepStopRules>[2])[]
  targets: readonly { organisation: string; unit: string; validFrom: string; targetPercent: number }[]
}
type Ids = { owner: (code: string) => string; machine: (key: string) => string }

/** Loads what is not there yet; what a person changed stays. */
export async function keepShopFloor(ctx: Ctx, sample: Partial<SampleShopFloor>, ids: Ids): Promise<void> {
  for (const { organisation, equipment, ...rule } of sample.counting ?? []) {
    const machine = {
      id: ids.machine(`${organisation}/${equipment}`),
      organisationId: ids.owner(organisation),
    }
    if (!(await hasCountRule(ctx.sql, machine.id))) await keepCountRule(ctx.sql, machine, rule, null, ctx.now)
  }
  for (const { organisation, unit: code, ...rules } of sample.stopRules ?? []) {
    const unit = await unitOf(ctx, ids.owner(organisation), code)
    if ((await stopRulesOf(ctx.sql, null, [unit.id])).length > 0) continue
    const { organisationId } = unit
    const owner = { id: ctx.newId(), organisationId, unitId: unit.id, equipmentId: null }
    await keepStopRules(ctx.sql, owner, rules, null, ctx.now)
  }
  for (const { organisation, unit: code, validFrom, targetPercent } of sample.targets ?? []) {
    const { id: unitId, organisationId } = await unitOf(ctx, ids.owner(organisation), code)
    if (await targetAt(ctx.sql, [unitId], validFrom)) continue
    await keepTarget(ctx.sql, { unitId, organisationId, validFrom, targetPercent }, null, ctx.now)
  }
}

async function unitOf(ctx: Ctx, organisationId: string, code: string) {
  const unit = await unitByCode(ctx.sql, organisationId, code)
  if (!unit) throw new Error(`the sample names an unknown unit ${code}`)
  return unit
}
