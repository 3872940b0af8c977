import { type Alarm, type Happening, next, type Refusal } from '@ronghe/alarm'
import type { Ctx } from '@ronghe/kit/module'
import { insertAction, setQuiet } from '../store/alarm-actions.ts'
import { seeCalls } from '../store/alarm-routes.ts'
import type { WatchRow } from '../store/alarm-watches.ts'
import * as store from '../store/alarms.ts'

/** What is written of an action beside its kind. */
export type Said = { kind: string; reason?: string | null; until?: Date | null; alarmId?: string | null }

/** A row of the journal, and what keeps its watch quiet, as the engine's alarm. */
export function alarmOf(row: store.AlarmRow, watch: WatchRow): Alarm {
  return {
    isActive: row.clearedMicros === null,
    isUnacknowledged: row.isUnacknowledged,
    isLatched: row.isLatched,
    shelvedTo: watch.shelvedTo ? watch.shelvedTo.getTime() * 1000 : null,
    isSuppressed: watch.isSuppressed,
    isOutOfService: watch.isOutOfService,
  }
}

/** A watch of which nothing is open, as the engine's alarm. */
function restingOf(watch: WatchRow): Alarm {
  return {
    isActive: false,
    isUnacknowledged: false,
    isLatched: false,
    shelvedTo: watch.shelvedTo ? watch.shelvedTo.getTime() * 1000 : null,
    isSuppressed: watch.isSuppressed,
    isOutOfService: watch.isOutOfService,
  }
}

/**
 * Something that keeps a watch quiet begins or ends: the watch, its open rows and the action are written. The
 * answer is why it was refused; null: it was done.
 */
export async function withQuiet(
  ctx: Ctx,
  watch: WatchRow,
  happening: Happening,
  said: Said,
  atMicros?: number,
): Promise<Refusal | null> {
  const manner = watch.body
  const whole = next(restingOf(watch), happening, manner)
  if (whole.refusal) return whole.refusal
  for (const row of await store.openAlarms(ctx.sql, [watch.id])) {
    const { alarm, effects } = next(alarmOf(row, watch), happening, manner)
    const announcedAt = effects.includes('announced')
      ? new Date(atMicros === undefined ? ctx.now : Math.round(atMicros / 1000))
      : null
    const isEnded = !alarm.isActive && !alarm.isUnacknowledged && !alarm.isLatched
    const { isUnacknowledged, isLatched } = alarm
    await store.answerAlarm(
      ctx.sql,
      { id: row.id, isUnacknowledged, isLatched, isEnded, announcedAt },
      ctx.now,
    )
    if (announcedAt) {
      const { organisationId, equipmentId } = watch
      await ctx.emit('alarm.announced', { organisationId, equipmentId, alarmId: row.id })
    }
  }
  await setQuiet(
    ctx.sql,
    watch.id,
    happening,
    { by: ctx.caller.personName, reason: said.reason ?? null },
    ctx.now,
  )
  await insertAction(ctx.sql, actionOf(ctx, watch, said), ctx.now)
  return null
}

export type Answerer = { personId: string | null; personName: string | null; comment: string | null }

/**
 * Answers what waits of an alarm, or what of it was raised by a moment; false where nothing does. A person's
 * answer is audited; a controller's has its place in the actions alone.
 */
export async function acknowledge(
  ctx: Ctx,
  watch: WatchRow,
  by: Answerer,
  toMicros = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const waiting = (await store.openAlarms(ctx.sql, [watch.id])).filter(
    (row) => row.isUnacknowledged && row.raisedMicros <= toMicros,
  )
  for (const row of waiting) {
    await answer(ctx, watch, row, { kind: 'acknowledge' })
    await store.acknowledgeAlarm(ctx.sql, row.id, by, ctx.now)
    if (by.personId) await seeCalls(ctx.sql, row.id, by.personId, ctx.now)
    const said = { kind: 'acknowledged', reason: by.comment, alarmId: row.id }
    if (by.personId) await note(ctx, watch, said)
    else await insertAction(ctx.sql, { ...actionOf(ctx, watch, said), personName: by.personName }, ctx.now)
  }
  return waiting.length > 0
}

/** What the engine makes of a row is written; a refusal writes nothing. */
export async function answer(
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

/** What a person did stands among the actions and in the audit. */
export async function note(ctx: Ctx, watch: WatchRow, said: Said): Promise<void> {
  await insertAction(ctx.sql, actionOf(ctx, watch, said), ctx.now)
  await auditAlarm(ctx, watch, said)
}

export async function auditAlarm(ctx: Ctx, watch: WatchRow, said: Said): Promise<void> {
  await ctx.audit({
    action: `factory.alarm.${said.kind}`,
    subject: 'alarm',
    subjectId: said.alarmId ?? watch.id,
    organisationId: watch.organisationId,
    after: { code: watch.code, equipmentId: watch.equipmentId, until: said.until?.toISOString() ?? null },
    ...(said.reason ? { reason: said.reason } : {}),
  })
}

/** A row of the actions. */
function actionOf(ctx: Ctx, watch: WatchRow, said: Said) {
  return {
    id: ctx.newId(),
    organisationId: watch.organisationId,
    watchId: watch.id,
    alarmId: said.alarmId ?? null,
    kind: said.kind,
    personId: ctx.caller.personId,
    personName: ctx.caller.personId ? ctx.caller.personName : null,
    reason: said.reason ?? null,
    until: said.until ?? null,
  }
}
