import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { addDays, chinaDay } from './days.ts'
import type { Procedure } from './procedure/procedure.ts'
import { refreshDrafts } from './refresh.ts'
import { type DueRow, dueCertificates, noteTold } from './store/certificates.ts'

const everyMs = 60_000
/** Days before a review is due, and before validity ends, at which people are told. */
export const remindDays = 30
const endingDays = 90
/** Certificates of one round; the others wait for the next. */
const roundMax = 200

/** Looks now and then at what is due, and asks for the evidence of drafts anew. */
export function startWatching(house: House): () => Promise<void> {
  return startRounds(house.log, {
    everyMs,
    failed: 'assess',
    isAtOnce: true,
    async round() {
      await remindReviews(house)
      await refreshDrafts(house)
    },
  })
}

/** Tells the firm, and whoever reviews, of reviews that are near or late and of validity that ends; once. */
export function remindReviews(house: House): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    const today = chinaDay(ctx.now)
    const days = { today, remindBy: addDays(today, remindDays), endingBy: addDays(today, endingDays) }
    for (const one of await dueCertificates(ctx.sql, days, roundMax)) {
      const { reviewDueOn: due, validUntil: end } = one
      const isLate = due !== null && due < today
      const isNear = due !== null && due <= days.remindBy && one.remindedFor !== due
      const isEnding = end !== null && end <= days.endingBy && one.endingToldFor !== end
      if (isLate && one.urgedFor !== due) await tell(ctx, one, noticeOf('reviewLate'), due)
      else if (isNear && due !== null) await tell(ctx, one, noticeOf('reviewDue'), due)
      if (isEnding) await tell(ctx, one, noticeOf('ending'), end)
      await noteTold(ctx.sql, one.id, {
        remindedFor: isNear || isLate ? due : one.remindedFor,
        urgedFor: isLate ? due : one.urgedFor,
        endingToldFor: isEnding ? end : one.endingToldFor,
      })
    }
  })
}

async function tell(ctx: Ctx, one: DueRow, word: string, day: string): Promise<void> {
  const { name, moves } = JSON.parse(one.content) as Procedure
  const blanks = { procedure: name.zh, number: one.number, holder: one.holder, day }
  const link = `/assess/cases/${one.caseId}`
  await ctx.notify({ to: { organisationId: one.organisationId, may: 'assess.fill' }, word, blanks, link })
  const by = moves.find(({ effect }) => effect === 'renew')?.by
  if (by === 'body' && one.bodyId)
    await ctx.notify({ to: { organisationId: one.bodyId, may: 'assess.certify' }, word, blanks, link })
  if (by === 'city' || by === 'region')
    await ctx.notify({ to: { regionCode: one.regionCode, may: 'assess.decide' }, word, blanks, link })
}

function noticeOf(what: 'reviewDue' | 'reviewLate' | 'ending'): string {
  return `assess.notice.${what}`
}
