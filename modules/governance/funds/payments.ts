import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { today } from '../supervision/acts.ts'
import { act, applicationAt, mustOwn, mustRun, noteOnly, programmeOf, tellFirm, tellPayer } from './acts.ts'
import { subjectKey } from './duplicates.ts'
import { mustBeClear } from './hits.ts'
import { monthsAfter, redeemedFen, vouchersOf } from './modes.ts'
import { tranchesFit } from './money.ts'
import { contractOf, recordMovement } from './movements.ts'
import { wrong } from './programmes.ts'
import type { ApplicationRow, TrancheRow } from './rows.ts'
import { addSubject } from './store/applications.ts'
import * as store from './store/payments.ts'

type Routes = Pick<Service<typeof governance>, 'signContract' | 'claimTranche' | 'payTranche'>

/** Neither paid nor cancelled. */
export function isOpen(one: Pick<TrancheRow, 'paidAt' | 'cancelledAt'>): boolean {
  return one.paidAt === null && one.cancelledAt === null
}

/** A voucher of which the last day is over and that nobody redeemed. */
export function isExpired(one: TrancheRow, today: string): boolean {
  return one.number !== null && isOpen(one) && one.claimedAt === null && one.dueOn < today
}

/** The money: contract, and tranches against milestones or vouchers against invoices. */
export const payments: Routes = {
  async signContract(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    const isVoucher = found.mode === 'voucher'
    const tranches = isVoucher ? await issuedVouchers(ctx, found) : (body.tranches ?? [])
    if (isVoucher && body.tranches) throw wrong('tranches', 'governance.voucher.noTranches')
    const amounts = tranches.map((one) => BigInt(one.amountFen))
    if (!tranchesFit(BigInt(found.grantFen ?? 0), amounts)) throw wrong('tranches', 'governance.contract.sum')
    await signInto(ctx, found, tranches)
    await tellFirm(ctx, found, 'governance.notice.contracted')
    return { done: true }
  },

  async claimTranche(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustOwn(ctx, found)
    if (found.state !== 'contracted') throw new Fault('governance.item.notNow')
    const next = (await store.tranchesOf(ctx.sql, found.id)).find(isOpen)
    if (!next || next.claimedAt !== null) throw new Fault('governance.item.notNow')
    if (found.mode === 'voucher') {
      if (!body.invoiceNumber) throw wrong('invoiceNumber', 'governance.voucher.invoiceNeeded')
      if (!body.invoiceFen) throw wrong('invoiceFen', 'governance.voucher.invoiceNeeded')
      if (today(ctx) > next.dueOn)
        throw new Fault('governance.voucher.expired', { number: next.number ?? '' })
    }
    await claimNext(ctx, found, next, body)
    await tellPayer(ctx, found, 'governance.fund', 'governance.notice.claimed')
    return { done: true }
  },

  async payTranche(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    if (found.state !== 'contracted') throw new Fault('governance.item.notNow')
    const paidFen = await payNext(ctx, found)
    await tellFirm(ctx, found, 'governance.notice.paid')
    return { paidFen }
  },
}

/** The contract with what it plans to pay, tranche by tranche. */
export async function signInto(
  ctx: Ctx,
  found: ApplicationRow,
  tranches: readonly store.NewTranche[],
): Promise<void> {
  await act(ctx, found, 'contract')
  await elevated(ctx.sql, ctx.caller, () => store.insertTranches(ctx.sql, found, tranches))
  const purpose = found.mode === 'voucher' ? 'voucher' : 'tranche'
  for (const [place, one] of tranches.entries()) {
    await recordMovement(ctx, found, {
      ...{ key: `${found.number}/${place}/planned`, place, purpose, status: 'planned' },
      ...{ amountFen: one.amountFen, basis: contractOf(found), reason: one.milestone },
    })
  }
}

type Paper = Parameters<typeof store.claimTranche>[3]

/** Claims a tranche; a voucher's invoice is from now on among what the application has money for (G15). */
export async function claimNext(
  ctx: Ctx,
  found: ApplicationRow,
  next: TrancheRow,
  paper: Paper,
): Promise<void> {
  const { invoiceNumber: label } = paper
  if (label && found.mode === 'voucher') {
    const key = subjectKey(label)
    const isTwice = (await store.tranchesOf(ctx.sql, found.id)).some(
      ({ invoiceNumber }) => invoiceNumber !== null && subjectKey(invoiceNumber) === key,
    )
    if (isTwice) throw wrong('invoiceNumber', 'governance.voucher.invoiceTwice')
    await addSubject(ctx.sql, found, { kind: 'invoice', key, label, serialKey: null })
  }
  await store.claimTranche(ctx.sql, found.id, next.place, paper, ctx.now)
  await noteOnly(ctx, found, 'claim', { comment: paper.claim, amountFen: next.amountFen })
}

/** Pays the next claimed tranche once; the last one completes the application. */
export async function payNext(ctx: Ctx, found: ApplicationRow): Promise<number> {
  const tranches = await elevated(ctx.sql, ctx.caller, () => store.tranchesOf(ctx.sql, found.id))
  const next = tranches.find(isOpen)
  if (!next?.claimedAt) throw new Fault('governance.payment.unclaimed')
  if (found.mode === 'voucher') await mustBeClear(ctx, found.id)
  const paidFen = await amountOf(ctx, found, next)
  const basis = next.invoiceNumber ?? contractOf(found)
  const about = { place: next.place, basis, reason: next.milestone } as const
  const purpose = found.mode === 'voucher' ? 'voucher' : 'tranche'
  const key = `${found.number}/${next.place}`
  const isNew = await recordMovement(ctx, found, {
    ...{ ...about, key, purpose, status: 'paid', amountFen: paidFen },
  })
  if (!isNew) throw new Fault('governance.item.changedSince')
  if (paidFen < next.amountFen) {
    const amountFen = next.amountFen - paidFen
    const rest = { ...about, key: `${key}/cancelled`, purpose, status: 'cancelled', amountFen } as const
    await recordMovement(ctx, found, rest)
  }
  const isLast = tranches.every((other) => !isOpen(other) || other.place === next.place)
  const told = { amountFen: paidFen, comment: next.milestone }
  if (isLast) await act(ctx, found, 'complete', told)
  else await noteOnly(ctx, found, 'pay', told)
  return paidFen
}

/** A voucher pays its share of the invoice, all else the whole tranche. */
async function amountOf(ctx: Ctx, found: ApplicationRow, next: TrancheRow): Promise<number> {
  if (found.mode !== 'voucher') return next.amountFen
  const { shareBasisPoints } = await programmeOf(ctx, found.programmeId)
  const paidFen = redeemedFen(next.amountFen, next.invoiceFen ?? 0, shareBasisPoints)
  if (paidFen === 0) throw new Fault('governance.voucher.nothingToPay')
  return paidFen
}

/** Vouchers of one face that make the grant, each with its number, valid as long as the programme says. */
export async function issuedVouchers(ctx: Ctx, found: ApplicationRow): Promise<store.NewTranche[]> {
  const { terms } = await programmeOf(ctx, found.programmeId)
  if (terms?.mode !== 'voucher') throw new Fault('governance.item.notNow')
  const dueOn = monthsAfter(today(ctx), terms.monthsValid)
  return vouchersOf(found.grantFen ?? 0, terms.faceFen).map((amountFen, place) => {
    const number = `${found.number}-${String(place + 1).padStart(3, '0')}`
    return { amountFen, milestone: number, dueOn, number }
  })
}
