import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { calendarOf, today } from '../supervision/acts.ts'
import { act, applicationAt, mustRun, programmeOf, tellFirm, tellPayer } from './acts.ts'
import { wrong } from './programmes.ts'
import { mustBeThrough } from './reviews.ts'
import { applicationById, listApplications } from './store/applications.ts'
import { holdProgramme } from './store/programmes.ts'
import * as store from './store/reviews.ts'

type Routes = Pick<
  Service<typeof governance>,
  'openNotice' | 'fundNotices' | 'object' | 'decideObjection' | 'decideApplication'
>

/** Public notice in working days, as is usual for such lists (不少于 5 个工作日). */
const noticeDays = 5

/** Public notice with objections, and the leader's decision after it. */
export const decisions: Routes = {
  async openNotice(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    if (found.state !== 'reviewing') throw new Fault('governance.item.notNow')
    await mustBeThrough(ctx, found)
    const noticeFrom = today(ctx)
    const noticeTo = (await calendarOf(ctx)).after(noticeFrom, noticeDays)
    await act(ctx, found, 'notice', { marks: { noticeFrom, noticeTo } })
    await tellFirm(ctx, found, 'governance.notice.noticed', noticeTo)
    return { noticeTo }
  },

  async fundNotices(ctx, { query }) {
    const filter = { ...query, state: 'noticed' }
    const { rows, total } = await elevated(ctx.sql, ctx.caller, () =>
      listApplications(ctx.sql, filter, null, ctx.caller.locale),
    )
    return {
      total,
      rows: rows.map((one) => ({
        id: one.id,
        number: one.number,
        title: one.title,
        programmeZh: one.programmeZh,
        programmeEn: one.programmeEn,
        organisationName: one.organisationName,
        askedFen: one.askedFen,
        noticeFrom: one.noticeFrom ?? '',
        noticeTo: one.noticeTo ?? '',
        isSample: one.isSample,
      })),
    }
  },

  async object(ctx, { params, body }) {
    const id = ctx.newId()
    await elevated(ctx.sql, ctx.caller, async () => {
      const found = await applicationById(ctx.sql, params.applicationId)
      if (found?.state !== 'noticed' || today(ctx) > (found.noticeTo ?? ''))
        throw new Fault('governance.objection.notNow')
      const about = { id, applicationId: found.id, organisationId: found.organisationId }
      await store.insertObjection(ctx.sql, { ...body, ...about }, ctx.now)
      await tellPayer(ctx, found, 'governance.fund', 'governance.notice.objected')
    })
    return { id }
  },

  async decideObjection(ctx, { params, body }) {
    await elevated(ctx.sql, ctx.caller, async () => {
      const one = await store.objectionById(ctx.sql, params.objectionId)
      if (!one) throw new Fault('kit.notFound')
      const found = await applicationById(ctx.sql, one.applicationId, true)
      if (!found) throw new Fault('kit.notFound')
      mustRun(ctx, found)
      if (one.decision !== null) throw new Fault('governance.objection.decided')
      await store.decideObjection(ctx.sql, one.id, { ...body, by: ctx.caller.personName ?? '' }, ctx.now)
      await ctx.audit({
        action: 'governance.objection.decided',
        subject: 'governance.application',
        subjectId: found.id,
        organisationId: found.organisationId,
        after: { objection: one.id, decision: body.decision },
        reason: body.comment,
      })
    })
    return { done: true }
  },

  async decideApplication(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    if (found.state !== 'noticed') throw new Fault('governance.item.notNow')
    const { comment } = body
    if (body.decision === 'refuse') {
      if (!comment) throw new Fault('governance.item.commentNeeded')
      await act(ctx, found, 'refuse', { comment })
      await tellFirm(ctx, found, 'governance.notice.fundRefused', comment)
      return { done: true }
    }
    if (today(ctx) <= (found.noticeTo ?? '')) throw new Fault('governance.notice.running')
    const objections = await elevated(ctx.sql, ctx.caller, () => store.objectionsOf(ctx.sql, found.id))
    if (objections.some((one) => one.decision !== 'dismissed')) throw new Fault('governance.objection.open')
    const grantFen = body.grantFen ?? found.askedFen
    if (grantFen > found.askedFen) throw wrong('grantFen', 'governance.application.tooMuch')
    await elevated(ctx.sql, ctx.caller, () => holdProgramme(ctx.sql, found.programmeId))
    const programme = await programmeOf(ctx, found.programmeId)
    if (programme.grantedFen + grantFen > programme.budgetFen)
      throw wrong('grantFen', 'governance.programme.budget')
    await act(ctx, found, 'approve', { comment, amountFen: grantFen, marks: { grantFen } })
    await tellFirm(ctx, found, 'governance.notice.fundGranted', comment)
    return { done: true }
  },
}
