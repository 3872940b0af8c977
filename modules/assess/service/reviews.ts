import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { outlineOf } from '../form/outline.ts'
import { branchOf } from '../form/worth.ts'
import * as reviews from '../store/reviews.ts'
import { answersOf } from '../store/runs.ts'
import { nameOf, oneRun, shownAnswer, within } from './one-run.ts'
import { scoreOf } from './scores.ts'
import { verdictOf } from './verdict.ts'

type Routes = Pick<Service<typeof assess>, 'joinPool' | 'myReviews' | 'reviewDossier' | 'decideReview'>

/** What experts do: be in the pool, read what they were drawn for, score it or recuse themselves. */
export const expertReviews: Routes = {
  async joinPool(ctx, { body }) {
    const { organisationId, personId } = ctx.caller
    if (!organisationId || !personId) throw new Fault('kit.forbidden')
    const one = { id: ctx.newId(), organisationId, personId, name: nameOf(ctx.caller), isSample: false }
    await within(ctx, () => reviews.keepExpert(ctx.sql, { ...one, ...body }, ctx.now))
    return { done: true }
  },

  async myReviews(ctx, { query }) {
    const { personId } = ctx.caller
    if (!personId) throw new Fault('kit.forbidden')
    const { rows, total } = await within(ctx, () => reviews.reviewsOfPerson(ctx.sql, personId, query))
    return { total, rows: rows.map(shownReview) }
  },

  async decideReview(ctx, { params, body }) {
    const { personId } = ctx.caller
    if (!personId) throw new Fault('kit.forbidden')
    const isScored = body.status === 'scored'
    if (isScored && body.score === undefined)
      throw new Fault('kit.input.invalid', {}, [{ field: 'score', rule: 'rule.required' }])
    const one = { status: body.status, score: isScored ? (body.score ?? null) : null, text: body.text }
    const isDone = await within(ctx, () =>
      reviews.decideReview(ctx.sql, params.reviewId, personId, one, ctx.now),
    )
    if (!isDone) throw new Fault('kit.notFound')
    return { done: true }
  },

  async reviewDossier(ctx, { params }) {
    const { personId } = ctx.caller
    if (!personId) throw new Fault('kit.forbidden')
    return within(ctx, async () => {
      const row = await reviews.reviewOfPerson(ctx.sql, params.reviewId, personId)
      if (!row) throw new Fault('kit.notFound')
      const { runId, ...review } = row
      return { review: shownReview(review), assessment: runId ? await assessmentOf(ctx, runId) : null }
    })
  },
}

const shownReview = (row: reviews.MyReviewRow) => ({ ...row, drawnAt: row.drawnAt.toISOString() })

/** What the firm answered and reached, without its name. */
async function assessmentOf(ctx: Ctx, runId: string) {
  const { run, form } = await oneRun(ctx, runId)
  const rows = await answersOf(ctx.sql, run.id)
  return {
    verdict: verdictOf(form, scoreOf(run, form, rows), ctx.t, ctx.caller.locale),
    outline: outlineOf(form.file, branchOf(form, run.facts).asked),
    answers: rows.map((row) => {
      const { question, value, basis, evidenceValue, reason } = shownAnswer(form, row)
      return { question, value, basis, evidenceValue, reason }
    }),
  }
}
