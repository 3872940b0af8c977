import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { act, applicationAt, mustOwn, mustRun, noteOnly, tellFirm, tellPayer } from './acts.ts'
import { tranchesFit } from './money.ts'
import { wrong } from './programmes.ts'
import { releasePackage } from './releases.ts'
import { listApplications } from './store/applications.ts'
import * as store from './store/payments.ts'

type Routes = Pick<
  Service<typeof governance>,
  'signContract' | 'claimTranche' | 'payTranche' | 'evaluateApplication' | 'clawBack' | 'fundReleases'
>

const releasesMax = 100_000

/** The money: contract, tranches against milestones, performance review, claw-back. */
export const payments: Routes = {
  async signContract(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    const amounts = body.tranches.map((one) => BigInt(one.amountFen))
    if (!tranchesFit(BigInt(found.grantFen ?? 0), amounts)) throw wrong('tranches', 'governance.contract.sum')
    await act(ctx, found, 'contract')
    await elevated(ctx.sql, ctx.caller, () => store.insertTranches(ctx.sql, found, body.tranches))
    await tellFirm(ctx, found, 'governance.notice.contracted')
    return { done: true }
  },

  async claimTranche(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustOwn(ctx, found)
    if (found.state !== 'contracted') throw new Fault('governance.item.notNow')
    const next = (await store.tranchesOf(ctx.sql, found.id)).find((one) => one.paidAt === null)
    if (!next || next.claimedAt !== null) throw new Fault('governance.item.notNow')
    await store.claimTranche(ctx.sql, found.id, next.place, body.claim, ctx.now)
    await noteOnly(ctx, found, 'claim', { comment: body.claim, amountFen: next.amountFen })
    await tellPayer(ctx, found, 'governance.fund', 'governance.notice.claimed')
    return { done: true }
  },

  async payTranche(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    if (found.state !== 'contracted') throw new Fault('governance.item.notNow')
    const paidFen = await elevated(ctx.sql, ctx.caller, async () => {
      const tranches = await store.tranchesOf(ctx.sql, found.id)
      const next = tranches.find((one) => one.paidAt === null)
      if (!next?.claimedAt) throw new Fault('governance.payment.unclaimed')
      const about = { applicationId: found.id, organisationId: found.organisationId, payerId: found.payerId }
      const key = `${found.number}/${next.place}`
      const one = { ...about, id: ctx.newId(), key, place: next.place, amountFen: next.amountFen }
      if (!(await store.insertPayment(ctx.sql, { ...one, reason: next.milestone }, ctx.now)))
        throw new Fault('governance.item.changedSince')
      await emitPaid(ctx.emit, found.id, next.amountFen)
      const isLast = tranches.every((other) => other.paidAt !== null || other.place === next.place)
      const told = { amountFen: next.amountFen, comment: next.milestone }
      if (isLast) await act(ctx, found, 'complete', told)
      else await noteOnly(ctx, found, 'pay', told)
      return next.amountFen
    })
    await tellFirm(ctx, found, 'governance.notice.paid')
    return { paidFen }
  },

  async evaluateApplication(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    await act(ctx, found, 'evaluate', { comment: body.comment, marks: { grade: body.grade } })
    await tellFirm(ctx, found, 'governance.notice.evaluated', body.comment)
    return { done: true }
  },

  async clawBack(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    await elevated(ctx.sql, ctx.caller, async () => {
      const paid = (await store.paymentsOf(ctx.sql, found.id)).reduce((sum, one) => sum + one.amountFen, 0)
      if (body.amountFen > paid) throw wrong('amountFen', 'governance.payment.moreThanPaid')
      const about = { applicationId: found.id, organisationId: found.organisationId, payerId: found.payerId }
      const one = { ...about, id: ctx.newId(), key: `${found.number}/back`, place: null }
      const amountFen = -body.amountFen
      await act(ctx, found, 'clawBack', { comment: body.reason, amountFen })
      await store.insertPayment(ctx.sql, { ...one, amountFen, reason: body.reason }, ctx.now)
      await emitPaid(ctx.emit, found.id, amountFen)
    })
    await tellFirm(ctx, found, 'governance.notice.clawedBack', body.reason)
    return { done: true }
  },

  async fundReleases(ctx) {
    const content = await elevated(ctx.sql, ctx.caller, async () => {
      const { rows } = await listApplications(ctx.sql, { pageSize: releasesMax }, null)
      const awarded = rows.filter((one) => one.grantFen !== null)
      const paid = await Promise.all(awarded.map((one) => store.paymentsOf(ctx.sql, one.id)))
      const address = ctx.house.config.PUBLIC_URL || 'http://localhost'
      return releasePackage(ctx.now, awarded, paid, { address, sample: ctx.t('governance.release.sample') })
    })
    return {
      name: 'ronghe-funds-ocds.json',
      mediaType: 'application/json',
      content: Buffer.from(JSON.stringify(content, null, 1)),
    }
  },
}

type Emit = (event: string, payload: Record<string, unknown>) => Promise<void>

/** Told to whoever keeps the ledger. */
function emitPaid(emit: Emit, applicationId: string, amountFen: number): Promise<void> {
  return emit('fund.paid', { applicationId, amountFen })
}
