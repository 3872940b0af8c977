import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { type Act, moved, type RecallState } from './steps.ts'
import { lockRecall, type RecallRow, recallById, toldIds, visibleIds } from './store/recalls.ts'

export type Part = 'maker' | 'party' | 'official'

/** What the caller is to a recall: whose it is, one that was told, or an official of its region. */
export async function seenRecall(ctx: Ctx, id: string): Promise<{ row: RecallRow; part: Part }> {
  const own = await recallById(ctx.sql, id)
  if (own) return { row: own, part: own.organisationId === ctx.caller.organisationId ? 'maker' : 'official' }
  const { organisationId } = ctx.caller
  if (organisationId !== null && (await toldIds(ctx.sql, organisationId)).includes(id)) {
    const row = await elevated(ctx.sql, ctx.caller, () => recallById(ctx.sql, id))
    if (row) return { row, part: 'party' }
  }
  throw new Fault('trace.recall.unknown')
}

/** Ids of all recalls that the caller sees. */
export async function seenIds(ctx: Ctx): Promise<string[]> {
  const { organisationId } = ctx.caller
  const told = organisationId === null ? [] : await toldIds(ctx.sql, organisationId)
  return [...new Set([...(await visibleIds(ctx.sql)), ...told])]
}

/** The maker’s recall, held for an act, as the maker read it; and the state that the act leads to. */
export async function actOn(
  ctx: Ctx,
  id: string,
  act: Act,
  version: number,
): Promise<{ row: RecallRow; state: RecallState }> {
  const row = await lockRecall(ctx.sql, id)
  if (!row || row.organisationId !== ctx.caller.organisationId) {
    await seenRecall(ctx, id)
    throw new Fault('trace.recall.notYours')
  }
  if (row.version !== version) throw new Fault('trace.recall.changedSince')
  const state = moved(row.state, act)
  if (state === null) throw new Fault('trace.recall.step')
  return { row, state }
}

/** Recalls are made for an organisation, by whoever acts for it. */
export function ownId(ctx: Ctx): string {
  if (ctx.caller.organisationId === null) throw new Fault('kit.forbidden')
  return ctx.caller.organisationId
}
