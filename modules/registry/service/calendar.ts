import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { registry } from '../contract.ts'
import * as store from '../store/calendar.ts'

type Routes = Pick<Service<typeof registry>, 'calendarDays' | 'setCalendarDay' | 'removeCalendarDay'>

/** The working calendar: changed by officials, with a trail, since deadlines follow from it. */
export const calendar: Routes = {
  calendarDays: (ctx, { query }) => store.listCalendar(ctx.sql, query),

  async setCalendarDay(ctx, { body }) {
    const before = await store.calendarDay(ctx.sql, body.day)
    const after = { ...body, source: body.source ?? null, isVerified: body.isVerified ?? false }
    await store.setCalendarDay(ctx.sql, after, ctx.now)
    await ctx.audit({
      action: 'registry.calendar.changed',
      subject: 'calendarDay',
      subjectId: body.day,
      organisationId: null,
      before,
      after,
    })
    return { done: true }
  },

  async removeCalendarDay(ctx, { params }) {
    const before = await store.calendarDay(ctx.sql, params.day)
    if (!before) throw new Fault('kit.notFound')
    await store.removeCalendarDay(ctx.sql, params.day)
    await ctx.audit({
      action: 'registry.calendar.removed',
      subject: 'calendarDay',
      subjectId: params.day,
      organisationId: null,
      before,
    })
    return { done: true }
  },
}
