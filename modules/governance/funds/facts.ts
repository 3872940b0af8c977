import { factory } from '@ronghe/factory/contract'
import { holds } from '@ronghe/kit/auth'
import type { Ctx } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { FirmFacts } from './eligibility.ts'

/** What the rooms know of the caller's own firm; the factory's part is null for who may not read it. */
export async function factsOf(ctx: Ctx, organisationId: string): Promise<FirmFacts> {
  const firm = await ctx.read(registry).organisation({ params: { organisationId } })
  const summary = holds(ctx.caller, 'factory.read')
    ? (await ctx.read(factory).machinesByFirm({ query: { pageSize: 200 } })).rows.find(
        (one) => one.organisationId === organisationId,
      )
    : undefined
  return {
    kind: firm.kind,
    regionCode: firm.regionCode,
    tradeCode: firm.tradeCode,
    sizeClass: firm.sizeClass,
    isKey: firm.isKey,
    verification: firm.verification,
    revenueFen: firm.revenueFen,
    machines: summary?.machines ?? null,
    machinesConnected: summary?.machinesConnected ?? null,
    rateEvidenced: summary?.rateEvidenced ?? null,
  }
}
