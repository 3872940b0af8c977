import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { calendarOf, today } from '../supervision/acts.ts'
import { endedBefore, lastDayOf } from './periods.ts'
import * as store from './store.ts'

const everyMs = 10 * 60_000
/** Working days after the end of a period in which its report is due. */
const reportDays = 15
const indicatorsMax = 1000

/** The reports that a body still owes: of the last period that has ended, with the day they are due. */
export async function owedReports(ctx: Ctx) {
  const calendar = await calendarOf(ctx)
  const day = today(ctx)
  const { rows } = await store.listIndicators(ctx.sql, { source: 'report', pageSize: indicatorsMax })
  const owed = []
  for (const goal of rows) {
    const period = endedBefore(goal.frequency, day)
    const last = lastDayOf(goal.frequency, period)
    if (last === null || (await store.isReported(ctx.sql, goal.key, period))) continue
    const dueOn = calendar.after(last, reportDays)
    owed.push({ ...goal, period, dueOn, isLate: day > dueOn })
  }
  return owed
}

export function startReminding(house: House): () => Promise<void> {
  return startRounds(house.log, {
    everyMs,
    failed: 'reports',
    isAtOnce: true,
    round: () => remindLate(house),
  })
}

/** Tells a body of each late report on the first day that it is late, and on every Monday from then on. */
export function remindLate(house: House): Promise<void> {
  return house.act(systemCaller, async (ctx) => {
    const day = today(ctx)
    const isMonday = new Date(`${day}T00:00:00Z`).getUTCDay() === 1
    const calendar = await calendarOf(ctx)
    for (const one of await owedReports(ctx)) {
      if (!one.isLate || one.organisationId === null) continue
      if (!isMonday && day !== calendar.after(one.dueOn, 1)) continue
      if (!(await store.noteReminder(ctx.sql, one.key, one.period, day))) continue
      await remind(ctx, one.organisationId, one)
    }
  })
}

async function remind(
  ctx: Ctx,
  organisationId: string,
  one: { key: string; titleZh: string; period: string; dueOn: string },
): Promise<void> {
  const word = 'governance.notice.reportLate'
  await ctx.notify({
    to: { organisationId, may: 'governance.handle' },
    word,
    blanks: { title: one.titleZh, period: one.period, day: one.dueOn },
    link: `/governance/goals/${one.key}?tab=reports`,
  })
}
