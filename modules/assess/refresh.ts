import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { answerWith, takeAll } from './service/evidence.ts'
import { heldOne } from './service/one-run.ts'
import { noteRefreshed, staleDrafts } from './store/runs.ts'

/** A draft's evidence is asked for again after so long. */
const everyMs = 3_600_000
/** Drafts of one round; the others wait for the next. */
const roundMax = 20

/**
 * Asks for the evidence of drafts anew, so that answers follow what the rooms know; what a person said
 * otherwise, or emptied, stays. Each draft is a transaction of its own.
 */
export async function refreshDrafts(house: House): Promise<number> {
  const stale = await house.act(systemCaller, ({ sql, now }) => {
    return staleDrafts(sql, new Date(now.getTime() - everyMs), now, roundMax)
  })
  for (const id of stale) {
    await house.act(systemCaller, async (ctx) => {
      const one = await heldOne(ctx, id)
      await noteRefreshed(ctx.sql, id, ctx.now)
      if (one?.run.status !== 'draft') return
      const { rows } = await takeAll(ctx, one.run.organisationId, one.run.isSample)
      await answerWith(ctx, one, rows, { leavesEmptied: true })
    })
  }
  return stale.length
}
