import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { mayCapture } from '../policy.ts'

/** Registers, numbers and links are kept for an organisation, by whoever acts for it. */
export function ownId(ctx: Ctx): string {
  if (!mayCapture(ctx.caller)) throw new Fault('kit.forbidden')
  return ctx.caller.organisationId
}

/** What an official sees of a firm is still the firm's to change. */
export function mustOwn<T extends { organisationId: string }>(ctx: Ctx, row: T | null, code: string): T {
  if (row?.organisationId !== ownId(ctx)) throw new Fault(row ? 'kit.forbidden' : code)
  return row
}
