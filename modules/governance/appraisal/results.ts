import { holds } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { today } from '../supervision/acts.ts'
import { itemById } from '../supervision/store/items.ts'
import { appraisalAt, appraisalPage, mustOwn, note, ofUnit, rescore, tell } from './acts.ts'
import type { AppraisalRow, UnitRow } from './rows.ts'
import { isSound } from './score.ts'
import { shownAppeal, shownAppraisal, shownResult } from './shown.ts'
import * as appraisals from './store/appraisals.ts'
import * as store from './store/units.ts'

type Routes = Pick<
  Service<typeof governance>,
  | 'appraisalResults'
  | 'appraisalUnit'
  | 'adjustUnit'
  | 'withdrawAdjustment'
  | 'appealAppraisal'
  | 'appraisalAppeals'
  | 'decideAppeal'
>

/** Results with their derivation; what is added or taken away with a reason; appeals. */
export const appraisalResults: Routes = {
  async appraisalResults(ctx, { params, query }) {
    const row = await appraisalAt(ctx, params.appraisalId, null)
    const { rows, total } = await store.unitsOf(ctx.sql, row.id, query)
    return { rows: rows.map(shownResult), total }
  },

  async appraisalUnit(ctx, { params }) {
    const row = await appraisalAt(ctx, params.appraisalId, null)
    const unit = await unitAt(ctx, row, params.departmentCode)
    const { score, scoreHash, isDetailed } = unit
    const of = { appraisal: row.id, department: unit.departmentCode, pageSize: 100 }
    const appeals = ctx.caller.organisationId === null ? [] : (await store.listAppeals(ctx.sql, of)).rows
    return {
      ...shownResult(unit),
      appraisal: shownAppraisal(row),
      version: row.version,
      indicators: indicatorsOf(row, unit),
      adjustments: ofUnit(await store.adjustmentsOf(ctx.sql, row.id), unit).map((one) => ({
        ...{ id: one.id, kind: one.kind, points: one.points, reason: one.reason, itemId: one.itemId },
        ...{ isByAppeal: one.appealId !== null, personName: one.personName, at: one.at.toISOString() },
        withdrawnReason: one.withdrawnReason,
      })),
      appeals: appeals.map((one) => shownAppeal(ctx.caller, one)),
      scoreHash,
      isSound: score === null || scoreHash === null ? null : isSound(row, { text: score, hash: scoreHash }),
      computedAt: unit.computedAt?.toISOString() ?? null,
      isDetailed,
      mayAppeal: holds(ctx.caller, 'governance.handle') && isOwn(ctx, unit) && appealFault(ctx, row) === null,
      isOurs: row.organisationId === ctx.caller.organisationId,
      earlier: await store.finalOf(ctx.sql, unit.departmentCode, row.organisationId, row.toOn),
    }
  },

  async adjustUnit(ctx, { params, body }) {
    const { kind, points, reason, itemId, version } = body
    const row = await adjustable(ctx, params.appraisalId, version)
    const unit = await unitAt(ctx, row, params.departmentCode)
    if (itemId !== undefined && !(await itemById(ctx.sql, itemId))) throw itemUnknown()
    if (kind !== 'veto' && points === 0) throw pointsNeeded()
    const id = ctx.newId()
    const about = { id, appraisalId: row.id, departmentCode: unit.departmentCode, kind, reason }
    const by = { itemId: itemId ?? null, appealId: null, personName: ctx.caller.personName ?? '' }
    await store.insertAdjustment(ctx.sql, { ...about, ...by, points: kind === 'veto' ? 0 : points }, ctx.now)
    await changed(ctx, row, kind, { departmentCode: unit.departmentCode, comment: reason, after: { points } })
    return { id }
  },

  async withdrawAdjustment(ctx, { params, body }) {
    const row = await adjustable(ctx, params.appraisalId, body.version)
    if (!(await store.withdrawAdjustment(ctx.sql, row.id, params.adjustmentId, body.reason, ctx.now)))
      throw new Fault('kit.notFound')
    await changed(ctx, row, 'withdrawAdjustment', { comment: body.reason })
    return { done: true }
  },

  async appealAppraisal(ctx, { params, body }) {
    const row = await appraisalAt(ctx, params.appraisalId, null)
    const unit = await unitAt(ctx, row, params.departmentCode)
    const { organisationId, personId, personName } = ctx.caller
    if (organisationId === null || !isOwn(ctx, unit)) throw new Fault('governance.item.notOurs')
    const fault = appealFault(ctx, row)
    if (fault !== null) throw new Fault(fault)
    const { text, indicator = null } = body
    if (indicator !== null && !row.scheme.indicators.some((one) => one.kind === indicator)) {
      const rule = 'fault.governance.appraisal.indicatorUnknown'
      throw new Fault('governance.appraisal.indicatorUnknown', {}, [{ field: 'indicator', rule }])
    }
    const id = ctx.newId()
    const by = { organisationId, madeBy: personId, madeByName: personName ?? '' }
    const one = { id, appraisalId: row.id, departmentCode: unit.departmentCode, indicator, text, ...by }
    if (!(await store.insertAppeal(ctx.sql, one, ctx.now)))
      throw new Fault('governance.appraisal.appealTwice')
    await note(ctx, row.id, 'appeal', { departmentCode: unit.departmentCode, comment: text })
    const to = { organisationId: row.organisationId, may: 'governance.approve' }
    const blanks = { title: row.titleZh, department: unit.nameZh }
    const link = appraisalPage(row.id, unit.departmentCode)
    await tell(ctx, to, 'governance.notice.appealMade', link, blanks)
    return { id }
  },

  async appraisalAppeals(ctx, { query }) {
    const { rows, total } = await store.listAppeals(ctx.sql, query)
    return { rows: rows.map((one) => shownAppeal(ctx.caller, one)), total }
  },

  async decideAppeal(ctx, { params, body }) {
    const appeal = (await store.listAppeals(ctx.sql, { id: params.appealId })).rows[0]
    if (!appeal) throw new Fault('kit.notFound')
    const held = await appraisals.appraisalById(ctx.sql, appeal.appraisalId, true)
    if (!held) throw new Fault('governance.appraisal.unknown')
    mustOwn(ctx, held)
    if (appeal.madeBy === ctx.caller.personId) throw new Fault('governance.item.ownDraft')
    const { reason, points = 0 } = body
    const decision = body.decision === 'uphold' ? 'upheld' : 'refused'
    const by = ctx.caller.personName ?? ''
    if (!(await store.decideAppeal(ctx.sql, appeal.id, { decision, reason, by }, ctx.now)))
      throw new Fault('governance.appraisal.appealDecided')
    const { departmentCode } = appeal
    if (decision === 'upheld' && points > 0)
      await store.insertAdjustment(
        ctx.sql,
        {
          ...{ id: ctx.newId(), appraisalId: held.id, departmentCode, kind: 'addition', points, reason },
          ...{ itemId: null, appealId: appeal.id, personName: by },
        },
        ctx.now,
      )
    await changed(ctx, held, decision === 'upheld' ? 'appealUpheld' : 'appealRefused', {
      departmentCode,
      comment: reason,
    })
    const to = { organisationId: appeal.organisationId, may: 'governance.handle' }
    const word = `governance.notice.appeal${decision === 'upheld' ? 'Upheld' : 'Refused'}`
    await tell(ctx, to, word, appraisalPage(held.id, departmentCode), { title: held.titleZh, reason })
    return { done: true }
  },
}

/** Why nobody may appeal now; by the server's clock, the last day counts whole. */
function appealFault(ctx: Ctx, { state, appealUntil }: AppraisalRow) {
  if (state !== 'shown') return 'governance.item.notNow' as const
  return appealUntil !== null && appealUntil < today(ctx)
    ? ('governance.appraisal.appealLate' as const)
    : null
}

function isOwn(ctx: Ctx, unit: UnitRow): boolean {
  return unit.organisationId !== null && unit.organisationId === ctx.caller.organisationId
}

async function unitAt(ctx: Ctx, { id }: AppraisalRow, department: string): Promise<UnitRow> {
  const [unit] = (await store.unitsOf(ctx.sql, id, { department })).rows
  if (!unit) throw new Fault('governance.appraisal.unknown')
  return unit
}

/** Before results are shown; afterwards only an appeal changes them. */
async function adjustable(ctx: Ctx, id: string, version: number): Promise<AppraisalRow> {
  const row = await appraisalAt(ctx, id, version)
  mustOwn(ctx, row)
  if (row.state !== 'issued' && row.state !== 'computed') throw new Fault('governance.item.notNow')
  return row
}

/** Scores anew where there are scores, and moves the version on. */
async function changed(ctx: Ctx, row: AppraisalRow, action: string, more: Parameters<typeof note>[3]) {
  await note(ctx, row.id, action, more)
  if (row.state !== 'issued') await rescore(ctx, row)
  await appraisals.moveTo(ctx.sql, row.id, { state: row.state }, ctx.now)
}

function indicatorsOf(row: AppraisalRow, unit: UnitRow) {
  const values = shownResult(unit)
  return row.scheme.indicators.map(({ kind, nameZh, nameEn, weight }) => {
    const { good, all, rows } = unit.facts?.[kind] ?? { good: 0, all: 0, rows: [] }
    const counted = { good: Math.round(good * 10_000) / 10_000, all, value: values[kind] }
    return { kind, nameZh, nameEn, weight, ...counted, rows: unit.isDetailed ? rows : [] }
  })
}

function itemUnknown() {
  return new Fault('governance.item.unknown', {}, [
    { field: 'itemId', rule: 'fault.governance.item.unknown' },
  ])
}

function pointsNeeded() {
  const rule = 'fault.governance.appraisal.pointsNeeded'
  return new Fault('governance.appraisal.pointsNeeded', {}, [{ field: 'points', rule }])
}
