import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { isEqual } from '../procedure/draw-faults.ts'
import { drawn, poolHash, ticketOf } from '../procedure/procedure.ts'
import type { CaseChange } from '../store/cases.ts'
import * as store from '../store/draws.ts'
import { relationBetween } from '../store/relations.ts'
import * as reviews from '../store/reviews.ts'
import { type OneCase, oneCase, partiesOf } from './one-case.ts'
import { within } from './one-run.ts'

/** How experts were drawn for a case, to be made again by anybody who may see the case (A11). */
export const draws: Pick<Service<typeof assess>, 'draws'> = {
  async draws(ctx, { params }) {
    const { row } = await oneCase(ctx, params.caseId)
    const isOfficial = partiesOf(ctx, row).some((party) => party === 'city' || party === 'region')
    return within(ctx, async () => {
      const rows = await store.drawsOf(ctx.sql, row.id)
      const names = isOfficial ? await store.expertNames(ctx.sql, idsIn(rows)) : new Map<string, string>()
      return {
        rows: rows.map(({ pool, seed, chosen, leftOut, at, ...one }) => ({
          ...one,
          ...{ seed, at: at.toISOString(), isEqual: isEqual({ ...one, pool, seed, chosen }) },
          pool: drawn(pool, seed, pool.length).map((id) => {
            return {
              id,
              name: names.get(id) ?? null,
              ticket: ticketOf(seed, id),
              isChosen: chosen.includes(id),
            }
          }),
          leftOut: leftOut.map(({ id, why }) => ({ name: names.get(id) ?? null, why })),
        })),
      }
    })
  },
}

function idsIn(rows: readonly store.DrawRow[]): string[] {
  return rows.flatMap(({ pool, leftOut }) => [...pool, ...leftOut.map(({ id }) => id)])
}

/**
 * Draws as many experts as the procedure wants, or one more where some were drawn before. Whoever belongs to
 * a side or is tied to the firm is not in the pool. The seed is made now and kept with the pool.
 */
export async function draw(ctx: Ctx, { row, procedure }: OneCase, byName: string): Promise<CaseChange> {
  const before = await reviews.reviewsOf(ctx.sql, row.id)
  const experts = await reviews.activeExperts(ctx.sql)
  const leftOut = await whoIsLeftOut(ctx, row, experts, new Set(before.map(({ expertId }) => expertId)))
  const out = new Set(leftOut.map(({ id }) => id))
  const pool = experts.map(({ id }) => id).filter((id) => !out.has(id))
  const seed = Buffer.from(ctx.house.clock.randomBytes(16)).toString('hex')
  const wanted = before.length === 0 ? (procedure.reviewers ?? 1) : 1
  const chosen = drawn(pool, seed, wanted)
  if (chosen.length < wanted) throw new Fault('assess.case.pool', { count: wanted })
  const about = { caseId: row.id, organisationId: row.organisationId }
  for (const [at, expertId] of chosen.entries()) {
    const personId = experts.find(({ id }) => id === expertId)?.personId ?? ''
    const place = before.length + at
    await reviews.insertReview(ctx.sql, { id: ctx.newId(), place, expertId, personId, ...about }, ctx.now)
  }
  const hash = poolHash(pool)
  const one = { id: ctx.newId(), seed, pool: pool.toSorted(), poolHash: hash, leftOut, wanted, chosen }
  await store.insertDraw(ctx.sql, { ...one, ...about, byName, at: ctx.now })
  await ctx.audit({
    ...{ action: 'assess.experts.drawn', subject: 'assess.draw', subjectId: one.id },
    ...{ organisationId: row.organisationId, after: { seed, poolHash: hash, caseId: row.id } },
  })
  return { seed, poolHash: hash }
}

async function whoIsLeftOut(
  ctx: Ctx,
  row: OneCase['row'],
  experts: readonly reviews.ExpertRow[],
  known: ReadonlySet<string>,
): Promise<store.LeftOut[]> {
  const sides = [row.organisationId, row.consultantId, row.bodyId]
  const out: store.LeftOut[] = []
  for (const { id, organisationId } of experts) {
    if (known.has(id)) out.push({ id, why: 'before' })
    else if (sides.includes(organisationId)) out.push({ id, why: 'side' })
    else if (await relationBetween(ctx.sql, row.organisationId, organisationId)) out.push({ id, why: 'tie' })
  }
  return out
}
