import { type Alarm, type Happening, next, type Refusal } from '@ronghe/alarm'
import type { Ctx } from '@ronghe/kit/module'
import { insertAction, setQuiet } from '../store/alarm-actions.ts'
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
export function restingOf(watch: WatchRow): Alarm {
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

/** A row of the actions. */
export function actionOf(ctx: Ctx, watch: WatchRow, said: Said) {
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
