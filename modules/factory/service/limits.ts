import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import type { Limits } from '../ingest/limits.ts'
import { ingestOf } from '../ingest/start.ts'
import { mayLimit, mustLimit } from '../policy.ts'
import * as store from '../store/limits.ts'

type Routes = Pick<
  Service<typeof factory>,
  'limits' | 'defaultLimits' | 'setDefaultLimits' | 'setLimits' | 'dropLimits'
>

export const limits: Routes = {
  async limits(ctx, { query }) {
    const { rows, total } = await store.listLimits(ctx.sql, ctx.caller.locale, ctx.now, query)
    return {
      total,
      rows: rows.map(({ pointsTodayCount, ...row }) => {
        const { heldSinceMs, ...rate } = ingestOf(ctx.house).rate(row.organisationId)
        return {
          ...row,
          changedAt: row.changedAt?.toISOString() ?? null,
          pointsToday: pointsTodayCount,
          heldBy: limitOf(row.heldBy),
          heldAt: row.heldAt?.toISOString() ?? null,
          heldSince: heldSinceMs === null ? null : new Date(heldSinceMs).toISOString(),
          ...rate,
          mayChange: mayLimit(ctx),
        }
      }),
    }
  },

  async defaultLimits(ctx) {
    return { ...(await store.defaultLimits(ctx.sql)), mayChange: mayLimit(ctx) }
  },

  async setDefaultLimits(ctx, { body }) {
    mustLimit(ctx)
    const { reason, ...after } = body
    const before = await store.defaultLimits(ctx.sql)
    await store.setDefaultLimits(ctx.sql, after)
    await ctx.audit({
      action: 'factory.limits.changed',
      subject: 'limits',
      subjectId: 'default',
      organisationId: null,
      before,
      after,
      reason,
    })
    const { rows } = await store.listLimits(ctx.sql, 'zh', ctx.now, { isOwn: false, pageSize: 100_000 })
    for (const row of rows) ingestOf(ctx.house).setLimits(row.organisationId, after)
    return { done: true }
  },

  async setLimits(ctx, { params, body }) {
    const { reason, ...after } = body
    const before = await limited(ctx, params.organisationId)
    const by = { reason, personName: ctx.caller.personName, at: ctx.now }
    await store.setLimits(ctx.sql, params.organisationId, after, by)
    await note(ctx, params.organisationId, before, after, reason)
    return { done: true }
  },

  async dropLimits(ctx, { params, body }) {
    const before = await limited(ctx, params.organisationId)
    await store.dropLimits(ctx.sql, params.organisationId)
    await note(ctx, params.organisationId, before, await store.defaultLimits(ctx.sql), body.reason)
    return { done: true }
  },
}

/** What an organisation with edges may bring now; a fault where the caller may not change it. */
async function limited(ctx: Ctx, organisationId: string): Promise<Limits> {
  mustLimit(ctx)
  const filter = { organisation: organisationId, pageSize: 1 }
  const { rows } = await store.listLimits(ctx.sql, 'zh', ctx.now, filter)
  if (rows.length === 0) throw new Fault('kit.notFound')
  return store.limitsOf(ctx.sql, organisationId)
}

async function note(ctx: Ctx, organisationId: string, before: Limits, after: Limits, reason: string) {
  await ctx.audit({
    action: 'factory.limits.changed',
    subject: 'limits',
    subjectId: organisationId,
    organisationId,
    before,
    after,
    reason,
  })
  ingestOf(ctx.house).setLimits(organisationId, after)
}

function limitOf(text: string | null): 'points' | 'messages' | 'day' | null {
  return text === 'points' || text === 'messages' || text === 'day' ? text : null
}
