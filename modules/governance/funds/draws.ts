import { createHash } from 'node:crypto'
import { elevated, type Sql } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import { drawExperts, type Expert } from './review.ts'
import type { ApplicationRow } from './rows.ts'
import * as store from './store/draws.ts'
import { activeExperts, drawReview } from './store/reviews.ts'

type Asked = { seed: string; recused: readonly string[]; wanted: number }

/** Draws experts for an application, and keeps pool and choice so that the draw can be made again (G14). */
export async function drawFor(ctx: Ctx, one: ApplicationRow, asked: Asked): Promise<Expert[]> {
  const { seed, recused, wanted } = asked
  const about = { applicationId: one.id, applicantId: one.organisationId, seed, recused }
  return elevated(ctx.sql, ctx.caller, async () => {
    const pool = (await activeExperts(ctx.sql)).toSorted((a, b) => (a.personId < b.personId ? -1 : 1))
    const drawn = drawExperts(pool, about, wanted)
    if (drawn.length < wanted) throw new Fault('governance.review.poolTooSmall')
    for (const { personId } of drawn) await drawReview(ctx.sql, one.id, personId, ctx.now)
    const chosen = drawn.map(({ personId }) => personId)
    const kept = { id: ctx.newId(), applicationId: one.id, organisationId: one.organisationId }
    await store.insertDraw(ctx.sql, { ...kept, ...asked, pool, chosen, at: ctx.now })
    await ctx.audit({
      ...{ action: 'governance.experts.drawn', subject: 'governance.draw', subjectId: kept.id },
      ...{ organisationId: one.organisationId, after: { hash: hashOf({ ...about, wanted, pool, chosen }) } },
    })
    return drawn
  })
}

type Drawn = Pick<store.DrawRow, 'applicationId' | 'seed' | 'recused' | 'wanted' | 'pool' | 'chosen'>

/** Of all that a draw follows from and led to, each in its order. */
function hashOf({ applicationId, seed, recused, wanted, pool, chosen }: Drawn): string {
  const experts = pool.map(({ personId, organisationId }) => `${personId} ${organisationId}`)
  const text = [applicationId, seed, wanted, ...experts, 'recused', ...recused, 'chosen', ...chosen].join(
    '\n',
  )
  return createHash('sha256').update(text).digest('hex')
}

export type UnequalDraw = { kind: 'fundDraw'; id: string; organisationId: string | null; parts: string[] }

const first = '00000000-0000-0000-0000-000000000000'

/** Draws experts of funds again from every kept pool and seed, and names each that comes out otherwise. */
export async function verifyDraws(
  sql: Sql,
): Promise<{ draws: number; equal: number; unequal: UnequalDraw[] }> {
  const unequal: UnequalDraw[] = []
  const name = (id: string, organisationId: string | null, parts: string[]) =>
    parts.length > 0 && unequal.push({ kind: 'fundDraw', id, organisationId, parts })
  let draws = 0
  for (let after = first; ; ) {
    const rows = await store.drawsAfter(sql, after)
    for (const one of rows) name(one.id, one.organisationId, drawFaults(one))
    draws += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < store.drawsBatch) break
    after = last.id
  }
  const removed = await store.removedDraws(sql)
  for (const id of removed) name(id, null, ['removed'])
  draws += removed.length
  return { draws, equal: draws - unequal.length, unequal }
}

function drawFaults(one: store.KeptDraw): string[] {
  const { applicationId, organisationId, seed, recused, pool, wanted, chosen } = one
  const again = drawExperts(pool, { applicationId, applicantId: organisationId, seed, recused }, wanted)
  return [
    ...(again.map(({ personId }) => personId).join() === chosen.join() ? [] : ['chosen']),
    ...(one.shownSeed === seed ? [] : ['seed']),
    ...(one.chainedHash === hashOf(one) ? [] : ['chain']),
    ...one.strangers.map((id) => `experts/${id}`),
  ]
}
