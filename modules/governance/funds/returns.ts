import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { today } from '../supervision/acts.ts'
import { act, applicationAt, mustRun, noteOnly, tellFirm } from './acts.ts'
import { contractOf, recordMovement } from './movements.ts'
import { isExpired, isOpen } from './payments.ts'
import { wrong } from './programmes.ts'
import type { ApplicationRow, TrancheRow } from './rows.ts'
import { paymentsOf } from './store/movements.ts'
import { tranchesOf } from './store/payments.ts'

type Routes = Pick<
  Service<typeof governance>,
  'evaluateApplication' | 'clawBack' | 'exitApplication' | 'expireVouchers'
>

/** After the money: performance review, claw-back, exit from a firm, vouchers nobody redeemed in time. */
export const returns: Routes = {
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
    const { amountFen, reason } = body
    const [paid, tranches] = await elevated(ctx.sql, ctx.caller, async () => [
      (await paymentsOf(ctx.sql, found.id)).reduce((sum, one) => sum + one.amountFen, 0),
      await tranchesOf(ctx.sql, found.id),
    ])
    if (amountFen > paid) throw wrong('amountFen', 'governance.payment.moreThanPaid')
    await act(ctx, found, 'clawBack', { comment: reason, amountFen: -amountFen })
    await cancel(ctx, found, tranches.filter(isOpen), reason)
    await recordMovement(ctx, found, {
      ...{ key: `${found.number}/back`, place: null, purpose: 'clawBack', status: 'returned' },
      ...{ amountFen, basis: contractOf(found), reason },
    })
    await tellFirm(ctx, found, 'governance.notice.clawedBack', reason)
    return { done: true }
  },

  async exitApplication(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    if (found.mode !== 'equity') throw new Fault('governance.item.notNow')
    const { proceedsFen, exitWay, basis, comment } = body
    const told = `${ctx.t(`governance.value.exitWay.${exitWay}`)} · ${comment}`
    await act(ctx, found, 'exit', { comment: told, amountFen: -proceedsFen })
    await recordMovement(ctx, found, {
      ...{ key: `${found.number}/exit`, place: null, purpose: 'exit', status: 'returned' },
      ...{ amountFen: proceedsFen, basis, reason: comment },
    })
    await tellFirm(ctx, found, 'governance.notice.exited', comment)
    return { done: true }
  },

  async expireVouchers(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    if (found.state !== 'contracted' || found.mode !== 'voucher') throw new Fault('governance.item.notNow')
    const tranches = await elevated(ctx.sql, ctx.caller, () => tranchesOf(ctx.sql, found.id))
    const late = tranches.filter((one) => isExpired(one, today(ctx)))
    if (late.length === 0) throw new Fault('governance.voucher.noneExpired')
    const reason = ctx.t('governance.fundEvent.expire')
    await cancel(ctx, found, late, reason)
    const amountFen = late.reduce((sum, one) => sum + one.amountFen, 0)
    const isAll = tranches.filter(isOpen).length === late.length
    if (isAll) await act(ctx, found, 'complete', { comment: reason })
    else await noteOnly(ctx, found, 'expire', { amountFen })
    await tellFirm(ctx, found, 'governance.notice.expired')
    return { done: true }
  },
}

/** What was planned and will not be paid. */
async function cancel(
  ctx: Ctx,
  found: ApplicationRow,
  tranches: readonly TrancheRow[],
  reason: string,
): Promise<void> {
  for (const { place, amountFen } of tranches) {
    await recordMovement(ctx, found, {
      ...{ key: `${found.number}/${place}/cancelled`, place, status: 'cancelled', amountFen, reason },
      ...{ purpose: found.mode === 'voucher' ? 'voucher' : 'tranche', basis: contractOf(found) },
    })
  }
}
