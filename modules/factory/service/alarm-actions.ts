import { type Happening, next } from '@ronghe/alarm'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { tellPages } from '../alarms/tell.ts'
import type { factory } from '../contract.ts'
import { ownId } from '../policy.ts'
import { insertAction } from '../store/alarm-actions.ts'
import { seeCalls } from '../store/alarm-routes.ts'
import { type WatchRow, watchesForUpdate } from '../store/alarm-watches.ts'
import * as store from '../store/alarms.ts'
import { actionOf, alarmOf, type Said, withQuiet } from './alarm-answers.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'acknowledgeAlarms'
  | 'resetAlarms'
  | 'shelveAlarms'
  | 'unshelveAlarms'
  | 'removeAlarmsFromService'
  | 'returnAlarmsToService'
>

export const alarmActions: Routes = {
  acknowledgeAlarms: (ctx, { body }) => {
    const comment = body.comment?.trim() || null
    return onEach(ctx, body.watchIds, (watch) => acknowledge(ctx, watch, comment))
  },

  resetAlarms: (ctx, { body }) => onEach(ctx, body.watchIds, (watch) => reset(ctx, watch)),

  shelveAlarms: (ctx, { body }) => {
    const until = new Date(ctx.now.getTime() + body.minutes * 60_000)
    const happening: Happening = { kind: 'shelve', toMicros: until.getTime() * 1000 }
    return onEach(ctx, body.watchIds, (watch) =>
      quietly(ctx, watch, happening, { kind: 'shelved', reason: body.reason, until }),
    )
  },

  unshelveAlarms: (ctx, { body }) =>
    onEach(ctx, body.watchIds, (watch) => quietly(ctx, watch, { kind: 'unshelve' }, { kind: 'unshelved' })),

  removeAlarmsFromService: (ctx, { body }) =>
    onEach(ctx, body.watchIds, (watch) =>
      quietly(ctx, watch, { kind: 'removeFromService' }, { kind: 'removedFromService', reason: body.reason }),
    ),

  returnAlarmsToService: (ctx, { body }) =>
    onEach(ctx, body.watchIds, (watch) =>
      quietly(ctx, watch, { kind: 'returnToService' }, { kind: 'returnedToService' }),
    ),
}

type Refused = { watchId: string; refusal: string }

/**
 * Does one thing to many alarms of the caller's own firm. One that does not exist for the caller refuses all;
 * one whose state does not fit is told, and the others are done.
 */
async function onEach(
  ctx: Ctx,
  watchIds: readonly string[],
  one: (watch: WatchRow) => Promise<string | null>,
): Promise<{ done: number; refused: Refused[] }> {
  const ids = [...new Set(watchIds)]
  const owner = ownId(ctx)
  const watches = await watchesForUpdate(ctx.sql, ids)
  if (watches.length !== ids.length || watches.some((watch) => watch.organisationId !== owner))
    throw new Fault('kit.notFound')
  const refused: Refused[] = []
  for (const watch of watches) {
    const refusal = await one(watch)
    if (refusal) refused.push({ watchId: watch.id, refusal })
  }
  tellPages(ctx.house, watches)
  return { done: watches.length - refused.length, refused }
}

/** Every announcement of the alarm that waits is answered at once. */
async function acknowledge(ctx: Ctx, watch: WatchRow, comment: string | null): Promise<string | null> {
  const waiting = (await store.openAlarms(ctx.sql, [watch.id])).filter((row) => row.isUnacknowledged)
  if (waiting.length === 0) return 'notUnacknowledged'
  const by = { personId: ctx.caller.personId, personName: ctx.caller.personName, comment }
  for (const row of waiting) {
    await answer(ctx, watch, row, { kind: 'acknowledge' })
    await store.acknowledgeAlarm(ctx.sql, row.id, by, ctx.now)
    if (by.personId) await seeCalls(ctx.sql, row.id, by.personId, ctx.now)
    await note(ctx, watch, { kind: 'acknowledged', reason: comment, alarmId: row.id })
  }
  return null
}

async function reset(ctx: Ctx, watch: WatchRow): Promise<string | null> {
  let refusal: string | null = 'notLatched'
  for (const row of await store.openAlarms(ctx.sql, [watch.id])) {
    const refused = await answer(ctx, watch, row, { kind: 'reset' })
    if (refused) {
      if (refused === 'stillActive') refusal = refused
      continue
    }
    await note(ctx, watch, { kind: 'reset', alarmId: row.id })
    refusal = null
  }
  return refusal
}

/** What the engine makes of a row is written; a refusal writes nothing. */
async function answer(
  ctx: Ctx,
  watch: WatchRow,
  row: store.AlarmRow,
  happening: Happening,
): Promise<string | null> {
  const { alarm, refusal } = next(alarmOf(row, watch), happening, watch.body)
  if (refusal) return refusal
  const { isUnacknowledged, isLatched } = alarm
  const isEnded = !alarm.isActive && !isUnacknowledged && !isLatched
  await store.answerAlarm(
    ctx.sql,
    { id: row.id, isUnacknowledged, isLatched, isEnded, announcedAt: null },
    ctx.now,
  )
  return null
}

async function quietly(ctx: Ctx, watch: WatchRow, happening: Happening, said: Said): Promise<string | null> {
  const refusal = await withQuiet(ctx, watch, happening, said)
  if (!refusal) await audit(ctx, watch, said)
  return refusal
}

async function note(ctx: Ctx, watch: WatchRow, said: Said): Promise<void> {
  await insertAction(ctx.sql, actionOf(ctx, watch, said), ctx.now)
  await audit(ctx, watch, said)
}

async function audit(ctx: Ctx, watch: WatchRow, said: Said): Promise<void> {
  await ctx.audit({
    action: `factory.alarm.${said.kind}`,
    subject: 'alarm',
    subjectId: said.alarmId ?? watch.id,
    organisationId: watch.organisationId,
    after: { code: watch.code, equipmentId: watch.equipmentId, until: said.until?.toISOString() ?? null },
    ...(said.reason ? { reason: said.reason } : {}),
  })
}
