import { elevated } from '@ronghe/kit/db'
import type { Ctx } from '@ronghe/kit/module'
import { today } from '../supervision/acts.ts'
import { programmeOf } from './acts.ts'
import { shownEntries } from './entries.ts'
import { shownHit } from './hits.ts'
import { mostFen, sharePpm } from './modes.ts'
import { isExpired } from './payments.ts'
import { outcomeOf } from './review.ts'
import type { ApplicationRow, ReviewRow } from './rows.ts'
import * as applications from './store/applications.ts'
import { duplicatesOf } from './store/duplicates.ts'
import { entriesOf } from './store/entries.ts'
import { paymentsOf } from './store/movements.ts'
import { tranchesOf } from './store/payments.ts'
import { objectionsOf, reviewsOf } from './store/reviews.ts'

export function shownApplicationRow(one: ApplicationRow) {
  const { id, number, title, programmeId, programmeZh, programmeEn, organisationId, organisationName } = one
  const { investmentFen, askedFen, grantFen, state, noticeTo, isSample, otherwise } = one
  return {
    ...{ id, number, title, programmeId, programmeZh, programmeEn, organisationId, organisationName },
    ...{ investmentFen, askedFen, grantFen, state, noticeTo, isSample, otherwise },
    updatedAt: one.updatedAt.toISOString(),
  }
}

/** The application with its trail. Scores and objections are for officials; the firm sees the outcome. */
export async function shownApplication(ctx: Ctx, one: ApplicationRow) {
  const programme = await programmeOf(ctx, one.programmeId)
  const isOfficial = ctx.caller.reach !== 'own' && one.organisationId !== ctx.caller.organisationId
  return elevated(ctx.sql, ctx.caller, async () => ({
    ...shownApplicationRow(one),
    summary: one.summary,
    mode: one.mode,
    request: one.request,
    sharePpm: heldPpm(one),
    version: one.version,
    isMine: one.organisationId === ctx.caller.organisationId,
    isOurs: one.payerId === ctx.caller.organisationId,
    grantMaxFen: Number(mostFen(programme, one.request, one.investmentFen)),
    judged: one.judged ?? [],
    noticeFrom: one.noticeFrom,
    grade: one.grade,
    subjects: (await applications.subjectsOf(ctx.sql, one.id)).map(({ kind, label }) => ({ kind, label })),
    entries: shownEntries(await entriesOf(ctx.sql, one.id)),
    duplicates: isOfficial
      ? (await duplicatesOf(ctx.sql, one.id, ctx.caller.locale)).map((row) => shownHit(ctx, row))
      : [],
    review: isOfficial ? outcome(one, await reviewsOf(ctx.sql, one.id), programme.spreadMaxTenths) : null,
    objections: isOfficial
      ? (await objectionsOf(ctx.sql, one.id)).map(({ applicationId: _, ...row }) => ({
          ...row,
          at: row.at.toISOString(),
        }))
      : [],
    tranches: (await tranchesOf(ctx.sql, one.id)).map((row) => ({
      ...row,
      claimedAt: row.claimedAt?.toISOString() ?? null,
      paidAt: row.paidAt?.toISOString() ?? null,
      cancelledAt: row.cancelledAt?.toISOString() ?? null,
      isExpired: isExpired(row, today(ctx)),
    })),
    payments: (await paymentsOf(ctx.sql, one.id)).map((row) => ({ ...row, at: row.at.toISOString() })),
    events: (await applications.fundEventsOf(ctx.sql, one.id)).map((row) => ({
      ...row,
      at: row.at.toISOString(),
    })),
  }))
}

function heldPpm({ request, grantFen, askedFen }: ApplicationRow): number | null {
  return request?.mode === 'equity' ? sharePpm(request.preMoneyFen, grantFen ?? askedFen) : null
}

function outcome(one: ApplicationRow, rows: readonly ReviewRow[], spreadMaxTenths: number) {
  if (one.seed === null) return null
  const scores = rows.flatMap((row) => (row.scoreTenths === null ? [] : [row.scoreTenths]))
  const count = (state: ReviewRow['state']) => rows.filter((row) => row.state === state).length
  return {
    seed: one.seed,
    drawn: rows.length,
    scored: count('scored'),
    recused: count('recused'),
    ...outcomeOf(scores, spreadMaxTenths),
    experts: rows.map(({ state, scoreTenths, comment }, at) => {
      return { place: at + 1, state, scoreTenths, comment: comment || null }
    }),
  }
}
