import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { AlarmRouteBody } from '../contract/alarm-routing.ts'
import type { factory } from '../contract.ts'
import { mustOwn, ownId } from '../policy.ts'
import { alarmById } from '../store/alarm-lists.ts'
import * as store from '../store/alarm-routes.ts'

type Routes = Pick<
  Service<typeof factory>,
  'alarmRoutes' | 'addAlarmRoute' | 'changeAlarmRoute' | 'removeAlarmRoute' | 'alarmCalls' | 'seeAlarm'
>

export const alarmRouting: Routes = {
  alarmRoutes: async (ctx) => ({ rows: await store.routesOf(ctx.sql, null, ctx.caller.locale) }),

  async addAlarmRoute(ctx, { body }) {
    const organisationId = ownId(ctx)
    mustBeSound(body)
    const id = ctx.newId()
    await store.insertRoute(ctx.sql, { id, organisationId, body }, ctx.now)
    await note(ctx, id, organisationId, 'factory.alarmRoute.added', { after: body })
    return { id }
  },

  async changeAlarmRoute(ctx, { params, body }) {
    const before = await own(ctx, params.routeId)
    mustBeSound(body)
    await store.changeRoute(ctx.sql, before.id, body)
    const changes = { before: before.body, after: body }
    await note(ctx, before.id, before.organisationId, 'factory.alarmRoute.changed', changes)
    return { done: true }
  },

  async removeAlarmRoute(ctx, { params }) {
    const before = await own(ctx, params.routeId)
    await store.removeRoute(ctx.sql, before.id, ctx.now)
    await note(ctx, before.id, before.organisationId, 'factory.alarmRoute.removed', { before: before.body })
    return { done: true }
  },

  async alarmCalls(ctx, { query }) {
    const { rows, total } = await store.listCalls(ctx.sql, ctx.caller.locale, query)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        at: row.at.toISOString(),
        seenAt: row.seenAt?.toISOString() ?? null,
        acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
      })),
    }
  },

  async seeAlarm(ctx, { params }) {
    const alarm = await alarmById(ctx.sql, ctx.caller.locale, params.alarmId, ctx.now)
    if (!alarm) throw new Fault('kit.notFound')
    if (ctx.caller.personId) await store.seeCalls(ctx.sql, params.alarmId, ctx.caller.personId, ctx.now)
    return { done: true }
  },
}

async function own(ctx: Ctx, id: string) {
  const row = await store.routeForUpdate(ctx.sql, id)
  mustOwn(ctx, row)
  if (!row) throw new Fault('kit.notFound')
  return row
}

/** Each level tells somebody, later ones later; quiet hours have both ends. */
function mustBeSound(body: AlarmRouteBody): void {
  const fields: { field: string; rule: string }[] = []
  for (const [index, level] of body.levels.entries()) {
    const field = `levels.${index}`
    if (level.roles.length + level.personIds.length === 0)
      fields.push({ field, rule: 'factory.alarmRule.nobody' })
    const before = body.levels[index - 1]
    if (before && level.afterMinutes <= before.afterMinutes)
      fields.push({ field: `${field}.afterMinutes`, rule: 'factory.alarmRule.notLater' })
  }
  if (Boolean(body.quietFrom) !== Boolean(body.quietTo))
    fields.push({ field: body.quietFrom ? 'quietTo' : 'quietFrom', rule: 'factory.alarmRule.notAText' })
  if (fields.length > 0) throw new Fault('factory.alarm.invalid', {}, fields)
}

async function note(
  ctx: Ctx,
  id: string,
  organisationId: string,
  action: string,
  more: { before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.audit({ action, subject: 'alarmRoute', subjectId: id, organisationId, ...more })
}
