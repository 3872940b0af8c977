import type { Ctx } from '@ronghe/kit/module'
import { calendarOf, today } from '../supervision/acts.ts'
import { act } from './acts.ts'
import { drawFor } from './draws.ts'
import { contractOf, recordMovement } from './movements.ts'
import { claimNext, isOpen, issuedVouchers, payNext, signInto } from './payments.ts'
import type { ApplicationRow } from './rows.ts'
import type { SampleApplication } from './sample.ts'
import type { ApplicationState } from './steps.ts'
import { applicationById, type Marks } from './store/applications.ts'
import { tranchesOf } from './store/payments.ts'
import { endReview } from './store/reviews.ts'

type Step = (ctx: Ctx, found: ApplicationRow, one: SampleApplication) => Promise<void>

const fen = (yuan: number) => Math.round(yuan * 100)
const dayMs = 86_400_000
const dayAfter = (ctx: Ctx, days: number) =>
  new Date(ctx.now.getTime() + days * dayMs).toISOString().slice(0, 10)

/** What brings an application to each stage, as its people would do it. */
const steps: readonly [ApplicationState, Step][] = [
  ['submitted', (ctx, found) => act(ctx, found, 'submit')],
  ['checked', (ctx, found) => act(ctx, found, 'pass', { comment: ctx.t('governance.sample.checked') })],
  ['reviewing', draw],
  ['noticed', notice],
  ['approved', (ctx, found) => approve(ctx, found)],
  ['contracted', contract],
  ['completed', (ctx, found, one) => pay(ctx, found, one)],
  [
    'evaluated',
    (ctx, found, one) =>
      act(ctx, found, 'evaluate', { comment: ctx.t('governance.sample.evaluated'), marks: marksOf(one) }),
  ],
]

/** Where an application went that did not go the whole way, and after which stage. */
const ends: Partial<Record<ApplicationState, { after: ApplicationState; step: Step }>> = {
  refused: {
    after: 'submitted',
    step: (ctx, found, one) => act(ctx, found, 'refuse', { comment: one.reason }),
  },
  clawedBack: {
    after: 'contracted',
    step: async (ctx, found, one) => {
      await pay(ctx, found, one)
      const [amountFen, reason] = [fen(one.backYuan ?? 0), one.reason ?? '']
      await act(ctx, await again(ctx, found.id), 'clawBack', { comment: reason, amountFen: -amountFen })
      for (const { place, amountFen } of (await tranchesOf(ctx.sql, found.id)).filter(isOpen)) {
        const about = { key: `${found.number}/${place}/cancelled`, place, amountFen, reason } as const
        await recordMovement(ctx, found, {
          ...{ ...about, purpose: 'tranche', status: 'cancelled', basis: contractOf(found) },
        })
      }
      await recordMovement(ctx, found, {
        ...{ key: `${found.number}/back`, place: null, purpose: 'clawBack', status: 'returned' },
        ...{ amountFen, basis: contractOf(found), reason },
      })
    },
  },
}

/** Brings a draft to its stage, its acts spread from the day it was submitted to today. */
export async function bring(ctx: Ctx, id: string, one: SampleApplication, person: string): Promise<void> {
  const end = ends[one.state as ApplicationState]
  const last = steps.findIndex(([state]) => state === (end?.after ?? one.state))
  const way = [...steps.slice(0, last + 1).map(([, step]) => step), ...(end ? [end.step] : [])]
  for (const [place, step] of way.entries()) {
    const days = one.daysAgo * (1 - place / way.length)
    const then = new Date(ctx.now.getTime() - days * dayMs)
    const caller = { ...ctx.caller, personName: place === 0 ? ctx.t('governance.sample.applicant') : person }
    const at = { ...ctx, caller, now: then }
    await step(at, await again(at, id), one)
  }
  if (one.state === 'contracted')
    await pay({ ...ctx, caller: { ...ctx.caller, personName: person } }, await again(ctx, id), one)
}

async function again(ctx: Ctx, id: string): Promise<ApplicationRow> {
  const found = await applicationById(ctx.sql, id)
  if (!found) throw new Error('the sample has lost an application')
  return found
}

function marksOf({ grade }: SampleApplication): Marks {
  return grade ? { grade: grade as NonNullable<Marks['grade']> } : {}
}

const seed = 'sample'

async function draw(ctx: Ctx, found: ApplicationRow, one: SampleApplication): Promise<void> {
  const scores = one.scoresTenths ?? []
  const wanted = Math.max(one.draws ?? 1, scores.length)
  const drawn = await drawFor(ctx, found, { seed, recused: [], wanted })
  for (const [place, { personId }] of drawn.entries()) {
    const scoreTenths = scores[place]
    if (scoreTenths === undefined) continue
    const end = { state: 'scored', scoreTenths, comment: ctx.t('governance.sample.scored') } as const
    await endReview(ctx.sql, found.id, personId, end, ctx.now)
  }
  await act(ctx, found, 'draw', { marks: { seed } })
}

async function notice(ctx: Ctx, found: ApplicationRow): Promise<void> {
  const noticeFrom = today(ctx)
  const noticeTo = (await calendarOf(ctx)).after(noticeFrom, 5)
  await act(ctx, found, 'notice', { marks: { noticeFrom, noticeTo } })
}

function approve(ctx: Ctx, found: ApplicationRow): Promise<void> {
  const grantFen = found.askedFen
  return act(ctx, found, 'approve', { amountFen: grantFen, marks: { grantFen } })
}

async function contract(ctx: Ctx, found: ApplicationRow, one: SampleApplication): Promise<void> {
  const planned = (one.tranches ?? []).map(({ amountYuan, milestone, dueInDays }) => {
    return { amountFen: fen(amountYuan), milestone, dueOn: dayAfter(ctx, dueInDays) }
  })
  await signInto(ctx, found, found.mode === 'voucher' ? await issuedVouchers(ctx, found) : planned)
}

async function pay(ctx: Ctx, found: ApplicationRow, one: SampleApplication): Promise<void> {
  for (const [place, { claim, invoice, invoiceYuan }] of (one.claims ?? []).entries()) {
    const next = (await tranchesOf(ctx.sql, found.id)).find(isOpen)
    if (!next) throw new Error(`the sample claims more than ${found.title} has`)
    const paper = { claim, invoiceNumber: invoice, invoiceFen: invoiceYuan ? fen(invoiceYuan) : undefined }
    await claimNext(ctx, await again(ctx, found.id), next, paper)
    if (place < (one.paid ?? 0)) await payNext(ctx, await again(ctx, found.id))
  }
}
