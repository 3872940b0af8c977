import { burstFirsts } from '@ronghe/alarm'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { AlarmGroupBody } from '../contract/alarm-groups.ts'
import type { factory } from '../contract.ts'
import { mustOwn, ownId } from '../policy.ts'
import * as store from '../store/alarm-groups.ts'

type Routes = Pick<
  Service<typeof factory>,
  'alarmGroups' | 'addAlarmGroup' | 'changeAlarmGroup' | 'removeAlarmGroup'
>

export const alarmGroups: Routes = {
  async alarmGroups(ctx) {
    const rows = await store.listGroups(ctx.sql, ctx.caller.locale, ctx.now)
    return {
      rows: rows.map((row) => ({
        ...row,
        machines: Number(row.machines),
        weekBursts: Number(row.weekBursts),
      })),
    }
  },

  async addAlarmGroup(ctx, { body }) {
    const organisationId = ownId(ctx)
    await mustBeOurs(ctx, organisationId, body)
    const id = ctx.newId()
    await store.insertGroup(ctx.sql, { id, organisationId, body }, ctx.now)
    await note(ctx, { id, organisationId }, 'factory.alarmGroup.added', { after: body })
    return { id }
  },

  async changeAlarmGroup(ctx, { params, body: { version, ...body } }) {
    const before = await own(ctx, params.groupId)
    if (before.version !== version) throw new Fault('factory.alarm.changedSince')
    await mustBeOurs(ctx, before.organisationId, body)
    await store.changeGroup(ctx.sql, before.id, body)
    await note(ctx, before, 'factory.alarmGroup.changed', { before: before.body, after: body })
    return { done: true }
  },

  async removeAlarmGroup(ctx, { params }) {
    const before = await own(ctx, params.groupId)
    await store.removeGroup(ctx.sql, before.id, ctx.now)
    await note(ctx, before, 'factory.alarmGroup.removed', { before: before.body })
    return { done: true }
  },
}

export type BurstMark = { burstGroup: string; burstWindowSeconds: number; burstFollowers: number }
const noBurst = { burstGroup: null, burstWindowSeconds: null, burstFollowers: null }

/** Marks the rows that are the first of a burst; of several groups the one with the most followers counts. */
export async function withBursts<T extends { id: string }>(
  ctx: Ctx,
  rows: readonly T[],
): Promise<(T & (BurstMark | typeof noBurst))[]> {
  const near = await store.neighboursOf(
    ctx.sql,
    ctx.caller.locale,
    rows.map(({ id }) => id),
  )
  const marks = new Map<string, BurstMark>()
  for (const [group, members] of Map.groupBy(near, ({ groupId }) => groupId)) {
    const { groupName, windowSeconds } = members[0]!
    const raised = members.map((one) => ({
      ...{ id: one.id, group, rank: one.rank, fromMicros: Number(one.raisedMicros), toMicros: null },
    }))
    for (const { id, followers } of burstFirsts(raised, windowSeconds * 1_000_000)) {
      if (followers <= (marks.get(id)?.burstFollowers ?? 0)) continue
      marks.set(id, { burstGroup: groupName, burstWindowSeconds: windowSeconds, burstFollowers: followers })
    }
  }
  return rows.map((row) => ({ ...row, ...(marks.get(row.id) ?? noBurst) }))
}

async function own(ctx: Ctx, id: string): Promise<store.OwnGroup> {
  const row = await store.groupForUpdate(ctx.sql, id)
  mustOwn(ctx, row)
  if (!row) throw new Fault('kit.notFound')
  return row
}

async function mustBeOurs(ctx: Ctx, organisationId: string, body: AlarmGroupBody): Promise<void> {
  const { unitId, equipmentIds = [] } = body
  const fields: { field: string; rule: string }[] = []
  if (!unitId && equipmentIds.length === 0)
    fields.push({ field: 'unitId', rule: 'factory.alarmRule.noGroup' })
  const strangers = await store.strangersIn(ctx.sql, organisationId, body)
  if (strangers.unit) fields.push({ field: 'unitId', rule: 'factory.alarmRule.otherUnit' })
  if (strangers.equipment) fields.push({ field: 'equipmentIds', rule: 'factory.alarmRule.otherMachine' })
  if (fields.length > 0) throw new Fault('factory.alarm.invalid', {}, fields)
}

async function note(
  ctx: Ctx,
  { id, organisationId }: { id: string; organisationId: string },
  action: string,
  more: { before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.audit({ action, subject: 'alarmGroup', subjectId: id, organisationId, ...more })
}
