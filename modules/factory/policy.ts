import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'

/** The organisation whose machines the caller changes: its own and no other. */
export function ownId(ctx: Ctx): string {
  if (!ctx.caller.organisationId) throw new Fault('kit.forbidden')
  return ctx.caller.organisationId
}

/** An official sees a firm's machines but changes none; what is not one's own does not exist for a change. */
export function mustOwn(ctx: Ctx, row: { organisationId: string } | null): void {
  if (!row || row.organisationId !== ctx.caller.organisationId) throw new Fault('kit.notFound')
}

/** Limits are the platform's: only who reaches every organisation sets them. */
export function mayLimit(ctx: Ctx): boolean {
  return ctx.caller.reach === 'all'
}

export function mustLimit(ctx: Ctx): void {
  if (!mayLimit(ctx)) throw new Fault('kit.forbidden')
}
