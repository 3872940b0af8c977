import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import type { AdjustmentRow, AppraisalRow, UnitRow } from './rows.ts'
import { ranked, scored } from './score.ts'
import type { AppraisalAct } from './steps.ts'
import { moveAppraisal } from './steps.ts'
import * as store from './store/appraisals.ts'
import * as units from './store/units.ts'

export const unitsMax = 100

/** The appraisal in the version that was seen, held until this transaction ends. */
export async function appraisalAt(ctx: Ctx, id: string, version: number | null): Promise<AppraisalRow> {
  const row = await store.appraisalById(ctx.sql, id, version !== null)
  if (!row) throw new Fault('governance.appraisal.unknown')
  if (version !== null && row.version !== version) throw new Fault('governance.item.changedSince')
  return row
}

export function mustOwn(ctx: Ctx, { organisationId }: AppraisalRow): void {
  if (organisationId !== ctx.caller.organisationId) throw new Fault('governance.item.notOurs')
}

export async function move(
  ctx: Ctx,
  { id, state }: AppraisalRow,
  act: AppraisalAct,
  more: { appealUntil?: string } = {},
): Promise<void> {
  const next = moveAppraisal(state, act)
  if (next === null) throw new Fault('governance.item.notNow')
  await store.moveTo(ctx.sql, id, { state: next, ...more }, ctx.now)
}

/** Notes what was done in the appraisal's own trail and in the audit. */
export async function note(
  ctx: Ctx,
  appraisalId: string,
  action: string,
  more: { departmentCode?: string; comment?: string | undefined; after?: unknown } = {},
): Promise<void> {
  const { departmentCode = null, comment = null, after } = more
  const personName = ctx.caller.personName ?? ''
  const event = { id: ctx.newId(), appraisalId, departmentCode, personName, action, comment }
  await store.insertEvent(ctx.sql, event, ctx.now)
  await ctx.audit({
    action: `governance.appraisal.${action}`,
    subject: 'governance.appraisal',
    subjectId: appraisalId,
    organisationId: ctx.caller.organisationId,
    after: { departmentCode, comment, ...(after ? { after } : {}) },
    ...(comment ? { reason: comment } : {}),
  })
}

export async function tell(
  ctx: Ctx,
  to: { organisationId: string | null; may: string },
  word: string,
  link: string,
  blanks: Record<string, string>,
): Promise<void> {
  if (to.organisationId === null) return
  await ctx.notify({ to: { organisationId: to.organisationId, may: to.may }, word, blanks, link })
}

export function appraisalPage(id: string, departmentCode?: string): string {
  const page = `/governance/appraisals/${id}`
  return departmentCode ? `${page}/units/${departmentCode}` : page
}

/** Scores every body from the facts that are kept and what was added or taken away, and ranks them. */
export async function rescore(ctx: Ctx, appraisal: AppraisalRow): Promise<void> {
  const { rows } = await units.unitsOf(ctx.sql, appraisal.id, { pageSize: unitsMax })
  const adjustments = await units.adjustmentsOf(ctx.sql, appraisal.id)
  const all = rows.map((unit) => ({
    unit,
    ...scored(appraisal, unit.facts ?? {}, ofUnit(adjustments, unit)),
  }))
  for (const { unit, ...score } of ranked(all))
    await units.keepScore(ctx.sql, appraisal.id, unit.departmentCode, score)
}

export function ofUnit(all: readonly AdjustmentRow[], { departmentCode }: Pick<UnitRow, 'departmentCode'>) {
  return all
    .filter((one) => one.departmentCode === departmentCode)
    .map((one) => ({ ...one, isWithdrawn: one.withdrawnAt !== null }))
}
