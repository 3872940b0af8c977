import { elevated } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { governance } from '../contract.ts'
import { act, applicationAt, mustRun, noteOnly, programmeOf, tellExperts, tellPayer } from './acts.ts'
import { drawFor } from './draws.ts'
import { blindEntries } from './entries.ts'
import { wrong } from './programmes.ts'
import { outcomeOf } from './review.ts'
import type { ApplicationRow, ReviewRow } from './rows.ts'
import { applicationById } from './store/applications.ts'
import { entriesOf } from './store/entries.ts'
import * as store from './store/reviews.ts'

type Routes = Pick<
  Service<typeof governance>,
  'drawExperts' | 'experts' | 'joinExperts' | 'admitExpert' | 'myReviews' | 'review'
>

const seedBytes = 16

/** Experts drawn by lot, blind to who applies, recused where they stand too near. */
export const reviews: Routes = {
  async drawExperts(ctx, { params, body }) {
    const found = await applicationAt(ctx, params.applicationId, body.version)
    mustRun(ctx, found)
    if (found.state !== 'checked' && found.state !== 'reviewing') throw new Fault('governance.item.notNow')
    const programme = await programmeOf(ctx, found.programmeId)
    const drawn = await reviewsOf(ctx, found.id)
    const standing = drawn.filter((one) => one.state !== 'recused')
    const { isDispersed } = outcomeOf(scoresOf(drawn), programme.spreadMaxTenths)
    const isThrough = standing.length >= programme.experts && standing.every((one) => one.state === 'scored')
    const missing = Math.max(0, programme.experts - standing.length) + (isThrough && isDispersed ? 1 : 0)
    if (missing === 0) throw new Fault('governance.review.enough')
    const seed = found.seed ?? Buffer.from(ctx.house.clock.randomBytes(seedBytes)).toString('hex')
    const recused = drawn.map((one) => one.personId)
    const chosen = await drawFor(ctx, found, { seed, recused, wanted: missing })
    if (found.state === 'checked') await act(ctx, found, 'draw', { marks: { seed } })
    else await noteOnly(ctx, found, 'drawMore')
    const people = chosen.map((one) => one.personId)
    await tellExperts(ctx, found, people, 'governance.notice.drawn')
    return { done: true }
  },

  experts: (ctx, { query }) => store.listExperts(ctx.sql, query, ctx.caller.locale),

  async joinExperts(ctx, { body }) {
    const { personId, personName, organisationId } = ctx.caller
    if (!personId || !organisationId) throw new Fault('kit.forbidden')
    const one = { personId, organisationId, name: personName ?? '', fields: body.fields, isActive: false }
    await store.joinExperts(ctx.sql, one, ctx.now)
    return { done: true }
  },

  async admitExpert(ctx, { params, body }) {
    const isDone = await elevated(ctx.sql, ctx.caller, () =>
      store.admitExpert(ctx.sql, params.personId, body.isActive),
    )
    if (!isDone) throw new Fault('kit.notFound')
    await ctx.audit({
      action: 'governance.expert.admitted',
      subject: 'governance.expert',
      subjectId: params.personId,
      organisationId: ctx.caller.organisationId,
      after: body,
    })
    return { done: true }
  },

  async myReviews(ctx) {
    const { personId } = ctx.caller
    if (!personId) throw new Fault('kit.forbidden')
    return elevated(ctx.sql, ctx.caller, async () => {
      const rows = []
      for (const row of await store.reviewsFor(ctx.sql, personId))
        rows.push({ ...row, entries: blindEntries(await entriesOf(ctx.sql, row.applicationId)) })
      return { rows }
    })
  },

  async review(ctx, { params, body }) {
    const { personId } = ctx.caller
    if (!personId) throw new Fault('kit.forbidden')
    if (body.act === 'score' && body.scoreTenths === undefined)
      throw wrong('scoreTenths', 'governance.review.scoreNeeded')
    const state = body.act === 'score' ? 'scored' : 'recused'
    const scoreTenths = body.act === 'score' ? (body.scoreTenths ?? 0) : null
    await elevated(ctx.sql, ctx.caller, async () => {
      const one = await applicationById(ctx.sql, params.applicationId, true)
      const end = { state, scoreTenths, comment: body.comment } as const
      if (!one || !(await store.endReview(ctx.sql, one.id, personId, end, ctx.now)))
        throw new Fault('governance.review.notDrawn')
      await ctx.audit({
        action: `governance.review.${state}`,
        subject: 'governance.application',
        subjectId: one.id,
        organisationId: one.organisationId,
        after: { scoreTenths },
      })
      await tellPayer(ctx, one, 'governance.fund', `governance.notice.review.${state}`)
    })
    return { done: true }
  },
}

function reviewsOf(ctx: Ctx, applicationId: string): Promise<ReviewRow[]> {
  return elevated(ctx.sql, ctx.caller, () => store.reviewsOf(ctx.sql, applicationId))
}

export function scoresOf(rows: readonly ReviewRow[]): number[] {
  return rows.flatMap((one) => (one.scoreTenths === null ? [] : [one.scoreTenths]))
}

/** Enough have scored, nobody is missing, and their scores lie near enough. */
export async function mustBeThrough(ctx: Ctx, found: ApplicationRow): Promise<void> {
  const programme = await programmeOf(ctx, found.programmeId)
  const standing = (await reviewsOf(ctx, found.id)).filter((one) => one.state !== 'recused')
  const scored = standing.filter((one) => one.state === 'scored')
  if (scored.length < programme.experts || scored.length < standing.length)
    throw new Fault('governance.review.missing')
  if (scored.length > programme.experts) return
  if (outcomeOf(scoresOf(scored), programme.spreadMaxTenths).isDispersed)
    throw new Fault('governance.review.dispersed')
}
