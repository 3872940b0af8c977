import { holds } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import type { Case } from '../contract/cases.ts'
import { chinaDay } from '../days.ts'
import { isOfficialOf, isProvincial } from '../policy.ts'
import { type CaseFacts, type Party, type Procedure, reviewsSuffice } from '../procedure/procedure.ts'
import * as store from '../store/cases.ts'
import { objectionsOf } from '../store/objections.ts'
import { type ReviewRow, reviewsOf } from '../store/reviews.ts'
import { runById } from '../store/runs.ts'
import { within } from './one-run.ts'

export type OneCase = { row: store.CaseRow; procedure: Procedure }

/** A case that the caller may see, with its procedure; 404 otherwise. */
export async function oneCase(ctx: Ctx, id: string): Promise<OneCase> {
  const [row] = (await store.listCases(ctx.sql, ctx.caller.locale, { id })).rows
  if (!row) throw new Fault('kit.notFound')
  return { row, procedure: JSON.parse(row.content) as Procedure }
}

/** What the caller is to a case; an official of another city is nothing. */
export function partiesOf(ctx: Ctx, row: store.CaseRow): Party[] {
  const { caller } = ctx
  const own = caller.organisationId
  const parties: Party[] = []
  if (own === row.organisationId && holds(caller, 'assess.fill')) parties.push('firm')
  if (own !== null && own === row.consultantId && holds(caller, 'assess.certify')) parties.push('consultant')
  if (own !== null && own === row.bodyId && holds(caller, 'assess.certify')) parties.push('body')
  if (holds(caller, 'assess.decide') && isOfficialOf(caller, row))
    parties.push(isProvincial(caller) ? 'region' : 'city')
  return parties
}

/** Everything that moves ask for, as it stands now. */
export async function factsOf(ctx: Ctx, { row, procedure }: OneCase): Promise<CaseFacts> {
  return within(ctx, async () => {
    const documents = new Set((await store.documentsOf(ctx.sql, row.id)).map(({ kind }) => kind))
    const wrong = await store.nonconformitiesOf(ctx.sql, { caseId: row.id })
    const reviews = await reviewsOf(ctx.sql, row.id)
    const objections = await objectionsOf(ctx.sql, { caseId: row.id })
    return {
      run: await runHolds(ctx, row, procedure),
      window: await windowHolds(ctx, row, procedure),
      documents: procedure.documents.every(({ code, isNeeded }) => !isNeeded || documents.has(code)),
      parties: row.bodyId !== null,
      closed: wrong.every(({ status }) => status === 'closed'),
      reviews: reviewsSuffice(scoresOf(reviews), procedure),
      notice: row.noticeUntil !== null && chinaDay(ctx.now) > row.noticeUntil,
      objections: objections.every(({ upheld }) => upheld === false),
    }
  })
}

export function scoresOf(reviews: readonly ReviewRow[]): number[] {
  return reviews.flatMap(({ status, score }) => (status === 'scored' && score !== null ? [score] : []))
}

/** The assessment that the procedure asks for was submitted and reached its step. */
async function runHolds(ctx: Ctx, row: store.CaseRow, { framework }: Procedure): Promise<boolean> {
  if (!framework) return true
  const run = row.runId ? await runById(ctx.sql, ctx.caller.locale, row.runId) : null
  if (!run || (run.status !== 'submitted' && run.status !== 'accepted')) return false
  return framework.step === undefined || Object.values(run.reached ?? {}).includes(framework.step)
}

/** A case that was sent back may be handed in again as long, also after its call has ended. */
const returnedMs = 10 * 86_400_000

/** Until when the firm may apply: the end of the window that its assessment was made in. */
export async function callEndOf(ctx: Ctx, { row, procedure }: OneCase): Promise<string | null> {
  const isFirst = row.stage === procedure.stages[0]?.code
  if (!isFirst || !procedure.framework || !row.runId) return null
  const run = await runById(ctx.sql, ctx.caller.locale, row.runId)
  if (!run) return null
  const wasReturned = (await store.eventsOf(ctx.sql, row.id)).length > 0
  const again = wasReturned ? row.stageAt.getTime() + returnedMs : 0
  return new Date(Math.max(run.closesAt.getTime(), again)).toISOString()
}

/** The call is open by the server's clock at the start of the request (A6). */
async function windowHolds(ctx: Ctx, row: store.CaseRow, procedure: Procedure): Promise<boolean> {
  if (!procedure.framework || row.stage !== procedure.stages[0]?.code) return true
  const end = await callEndOf(ctx, { row, procedure })
  return end !== null && ctx.now.toISOString() < end
}

export function shownCase({ row, procedure }: OneCase): Case {
  const { content: _content, stageAt, ...rest } = row
  const stage = procedure.stages.find(({ code }) => code === row.stage)
  return {
    ...rest,
    nameZh: procedure.name.zh,
    nameEn: procedure.name.en,
    stageName: stage?.name ?? { zh: row.stage, en: row.stage },
    stageAt: stageAt.toISOString(),
  }
}
