import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { calendarOf, today } from '../supervision/acts.ts'
import { appraisalAt, appraisalPage, move, mustOwn, note, tell, unitsMax } from './acts.ts'
import { compute } from './compute.ts'
import type { AppraisalRow } from './rows.ts'
import { schemeFaults } from './scheme.ts'
import { shownAppraisal } from './shown.ts'
import * as store from './store/appraisals.ts'
import * as units from './store/units.ts'

type Routes = Pick<
  Service<typeof governance>,
  | 'appraisals'
  | 'appraisal'
  | 'draftAppraisal'
  | 'changeAppraisal'
  | 'moveAppraisal'
  | 'decideAppraisal'
  | 'publishAppraisal'
>
type Draft = Parameters<Routes['draftAppraisal']>[1]['body']

/** The appraisal as a whole: scheme, approval, computing, showing, the final ranking. */
export const appraisals: Routes = {
  async appraisals(ctx, { query }) {
    const { rows, total } = await store.listAppraisals(ctx.sql, query)
    return { rows: rows.map(shownAppraisal), total }
  },

  async appraisal(ctx, { params }) {
    const row = await appraisalAt(ctx, params.appraisalId, null)
    const { rows } = await units.unitsOf(ctx.sql, row.id, { pageSize: unitsMax })
    const schemes = await store.schemesOf(ctx.sql, row.id)
    const trail = await store.trailOf(ctx.sql, row.id)
    const { appealDays, scheme, schemeNumber, version, draftedByName } = row
    return {
      ...shownAppraisal(row),
      ...{ appealDays, scheme, schemeNumber, version },
      draftedByName: row.isOverseen ? draftedByName : '',
      departments: rows.map((one) => one.departmentCode),
      isOurs: row.organisationId === ctx.caller.organisationId,
      isDraftedByMe: row.draftedBy !== null && row.draftedBy === ctx.caller.personId,
      schemes: schemes.map((one) => ({ ...one, at: one.at.toISOString() })),
      trail: trail.map((one) => ({ ...one, at: one.at.toISOString() })),
    }
  },

  async draftAppraisal(ctx, { body }) {
    const { organisationId, personId, personName } = ctx.caller
    if (!organisationId) throw new Fault('kit.forbidden')
    mustFit(body)
    const id = ctx.newId()
    const by = { draftedBy: personId, draftedByName: personName ?? '', isSample: false }
    await store.insertAppraisal(ctx.sql, { ...body, id, organisationId, ...by }, ctx.now)
    await keepUnits(ctx, id, body.departments)
    await note(ctx, id, 'draft', { after: body })
    return { id }
  },

  async changeAppraisal(ctx, { params, body }) {
    const row = await appraisalAt(ctx, params.appraisalId, body.version)
    mustOwn(ctx, row)
    if (row.state !== 'drafted') throw new Fault('governance.item.notNow')
    mustFit(body)
    await store.changeAppraisal(ctx.sql, row, body, ctx.caller.personName ?? '', ctx.now)
    await keepUnits(ctx, row.id, body.departments)
    await note(ctx, row.id, 'change', { after: body })
    return { done: true }
  },

  async moveAppraisal(ctx, { params, body }) {
    const { action, comment, version } = body
    const row = await appraisalAt(ctx, params.appraisalId, version)
    mustOwn(ctx, row)
    if (action === 'withdraw' && !comment) throw new Fault('governance.item.commentNeeded')
    if (action === 'close') mustBeOver(ctx, row)
    if (action === 'compute' && row.toOn >= today(ctx)) throw new Fault('governance.appraisal.tooEarly')
    const until = action === 'show' ? (await calendarOf(ctx)).after(today(ctx), row.appealDays) : undefined
    await move(ctx, row, action, until ? { appealUntil: until } : {})
    await note(ctx, row.id, action, { comment })
    if (action === 'compute') await compute(ctx, row)
    if (action === 'submit' || action === 'close') await tellLeader(ctx, row, action)
    if (action === 'show') await tellUnits(ctx, row, 'governance.notice.appraisalShown', { day: until ?? '' })
    return { done: true }
  },

  async decideAppraisal(ctx, { params, body }) {
    const row = await appraisalAt(ctx, params.appraisalId, body.version)
    mustOwn(ctx, row)
    if (row.draftedBy === ctx.caller.personId) throw new Fault('governance.item.ownDraft')
    if (body.decision === 'return' && !body.comment) throw new Fault('governance.item.commentNeeded')
    await move(ctx, row, body.decision)
    await note(ctx, row.id, body.decision, { comment: body.comment })
    const isFinal = row.state === 'closing'
    const word = `governance.notice.appraisal${isFinal ? 'Final' : 'Issued'}`
    if (body.decision === 'approve') await tellUnits(ctx, row, word, { day: row.toOn })
    const to = { organisationId: row.organisationId, may: 'governance.supervise' }
    const told = `governance.notice.appraisal${body.decision === 'approve' ? 'Approved' : 'Returned'}`
    await tell(ctx, to, told, appraisalPage(row.id), { title: row.titleZh, comment: body.comment ?? '' })
    return { done: true }
  },

  async publishAppraisal(ctx, { params, body }) {
    const row = await appraisalAt(ctx, params.appraisalId, body.version)
    mustOwn(ctx, row)
    if (row.state !== 'final') throw new Fault('governance.item.notNow')
    await store.moveTo(ctx.sql, row.id, { state: 'final', isPublished: body.isPublished }, ctx.now)
    await note(ctx, row.id, body.isPublished ? 'publish' : 'unpublish')
    return { done: true }
  },
}

function mustFit(body: Draft): void {
  const faults = schemeFaults(body.scheme)
  const order = 'governance.appraisal.period'
  if (body.toOn < body.fromOn) throw new Fault(order, {}, [{ field: 'toOn', rule: `fault.${order}` }])
  if (faults.length > 0) throw new Fault('governance.appraisal.scheme', {}, faults)
}

async function keepUnits(ctx: Ctx, id: string, departments: readonly string[]): Promise<void> {
  if (await units.setUnits(ctx.sql, id, departments)) return
  const rule = 'fault.governance.department.unknown'
  throw new Fault('governance.department.unknown', {}, [{ field: 'departments', rule }])
}

/** Results become final only when nobody may appeal any more and every appeal is decided. */
function mustBeOver(ctx: Ctx, { appealUntil, openAppeals }: AppraisalRow): void {
  if (openAppeals > 0) throw new Fault('governance.appraisal.appealOpen')
  if (appealUntil !== null && appealUntil >= today(ctx)) throw new Fault('governance.appraisal.appealRunning')
}

async function tellLeader(ctx: Ctx, row: AppraisalRow, action: 'submit' | 'close'): Promise<void> {
  const to = { organisationId: row.organisationId, may: 'governance.approve' }
  const word = `governance.notice.appraisal${action === 'submit' ? 'Submitted' : 'Closing'}`
  await tell(ctx, to, word, appraisalPage(row.id), { title: row.titleZh })
}

async function tellUnits(ctx: Ctx, row: AppraisalRow, word: string, blanks: Record<string, string>) {
  const { rows } = await units.unitsOf(ctx.sql, row.id, { pageSize: unitsMax })
  for (const { organisationId, departmentCode } of rows) {
    const to = { organisationId, may: 'governance.handle' }
    await tell(ctx, to, word, appraisalPage(row.id, departmentCode), { title: row.titleZh, ...blanks })
  }
}
