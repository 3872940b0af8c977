import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { roomOf } from '../history/room.ts'
import { thinTo } from '../history/thinning.ts'
import { isoOf } from '../micros.ts'
import { mustOwn, ownId } from '../policy.ts'
import * as store from '../store/retention.ts'
import { retentionRules } from '../store/retention-rules.ts'
import { tagsByIds } from '../store/tags.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'storage'
  | 'retention'
  | 'tryRetention'
  | 'changeRetention'
  | 'thinHistory'
  | 'holds'
  | 'hold'
  | 'releaseHold'
>

export const retention: Routes = {
  async storage(ctx) {
    const stats = await ctx.house.series.stats()
    const bytesUsed = stats.databaseBytes + stats.logBytes + stats.parquetBytes
    const closed = stats.points - stats.hotPoints
    return {
      state: roomOf(stats),
      bytesFree: stats.bytesFree,
      bytesUsed,
      points: stats.points,
      closedDays: stats.days,
      bytesPerPoint: closed > 0 ? stats.parquetBytes / closed : null,
      waitingPoints: stats.waitingPoints,
      committedAt: stats.committedAtMicros === null ? null : isoOf(stats.committedAtMicros),
    }
  },

  async retention(ctx) {
    const organisationId = ownId(ctx)
    const row = await store.retentionOf(ctx.sql, organisationId)
    const held = await store.listHolds(ctx.sql, organisationId, ctx.caller.locale, { pageSize: 1 })
    return {
      rawDays: row?.rawDays ?? null,
      minuteDays: row?.minuteDays ?? null,
      hourDays: row?.hourDays ?? null,
      changedAt: row?.changedAt.toISOString() ?? null,
      changedBy: row?.changedBy ?? null,
      thinnedAt: row?.thinnedAt?.toISOString() ?? null,
      thinnedPoints: Number(row?.thinnedPoints ?? 0),
      heldSignals: held.total,
    }
  },

  async tryRetention(ctx, { body }) {
    checkOrder(body)
    return thinned(ctx, body, true)
  },

  async changeRetention(ctx, { body }) {
    const organisationId = ownId(ctx)
    checkOrder(body)
    const { reason, ...tiers } = body
    const before = await store.retentionOf(ctx.sql, organisationId)
    await store.keepRetention(ctx.sql, organisationId, tiers, ctx.caller.personName, ctx.now)
    await ctx.audit({
      action: 'factory.retention.changed',
      subject: 'organisation',
      subjectId: organisationId,
      organisationId,
      before: before && { rawDays: before.rawDays, minuteDays: before.minuteDays, hourDays: before.hourDays },
      after: tiers,
      reason,
    })
    return { done: true }
  },

  async thinHistory(ctx) {
    const organisationId = ownId(ctx)
    const row = await store.retentionOf(ctx.sql, organisationId)
    const none: store.Tiers = { rawDays: null, minuteDays: null, hourDays: null }
    const freed = await thinned(ctx, row ?? none, false)
    await store.noteThinning(ctx.sql, organisationId, freed.points, ctx.now)
    await ctx.audit({
      action: 'factory.history.thinned',
      subject: 'organisation',
      subjectId: organisationId,
      organisationId,
      after: freed,
    })
    return freed
  },

  async holds(ctx, { query }) {
    const { rows, total } = await store.listHolds(ctx.sql, ownId(ctx), ctx.caller.locale, query)
    return { total, rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) }
  },

  async hold(ctx, { body }) {
    const [tag] = await tagsByIds(ctx.sql, [body.tagId])
    mustOwn(ctx, tag ?? null)
    const organisationId = ownId(ctx)
    await store.insertHold(ctx.sql, { ...body, organisationId, personName: ctx.caller.personName }, ctx.now)
    await auditHold(ctx, 'factory.hold.added', body.tagId, body.reason)
    return { done: true }
  },

  async releaseHold(ctx, { params }) {
    if (!(await store.removeHold(ctx.sql, ownId(ctx), params.tagId))) throw new Fault('kit.notFound')
    await auditHold(ctx, 'factory.hold.released', params.tagId)
    return { done: true }
  },
}

async function auditHold(ctx: Ctx, action: string, tagId: string, reason?: string): Promise<void> {
  const organisationId = ownId(ctx)
  const why = reason === undefined ? {} : { reason }
  await ctx.audit({ action, subject: 'tag', subjectId: tagId, organisationId, ...why })
}

async function thinned(ctx: Ctx, tiers: store.Tiers, isTrial: boolean) {
  const tags = await store.thinnableTags(ctx.sql, ownId(ctx))
  const keeping = { rules: await retentionRules(ctx.sql, ownId(ctx)), rest: tiers }
  const { points, bytes, series } = await thinTo(ctx.house.series, tags, keeping, ctx.now, isTrial)
  return { points, bytes, signals: series }
}

/** Points are not kept longer than their minutes, nor those longer than their hours. */
export function checkOrder({ rawDays, minuteDays, hourDays }: store.Tiers): void {
  const of = (days: number | null) => days ?? Number.POSITIVE_INFINITY
  const field = of(rawDays) > of(minuteDays) ? 'rawDays' : of(minuteDays) > of(hourDays) ? 'minuteDays' : null
  if (!field) return
  throw new Fault('factory.retention.order', {}, [{ field, rule: 'fault.factory.retention.order' }])
}
