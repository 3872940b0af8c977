import type { Happening } from '@ronghe/alarm'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { tellPages } from '../alarms/tell.ts'
import type { factory } from '../contract.ts'
import { ownId } from '../policy.ts'
import { type WatchRow, watchesForUpdate } from '../store/alarm-watches.ts'
import * as store from '../store/alarms.ts'
import { acknowledgingTag } from '../store/conditions.ts'
import { acknowledge, answer, auditAlarm, note, type Said, withQuiet } from './alarm-answers.ts'
import { sendCommand } from './commands.ts'

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
    return onEach(ctx, body.watchIds, (watch) => answerAll(ctx, watch, comment))
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

/** Every announcement that waits is answered at once, and at its controller where that is allowed. */
async function answerAll(ctx: Ctx, watch: WatchRow, comment: string | null): Promise<string | null> {
  const { personId, personName } = ctx.caller
  if (!(await acknowledge(ctx, watch, { personId, personName, comment }))) return 'notUnacknowledged'
  const { kind, signal } = watch.body
  const tag =
    kind === 'reported' && signal ? await acknowledgingTag(ctx.sql, watch.equipmentId, signal) : null
  const said = comment ?? ctx.t('factory.alarmAction.acknowledged')
  if (tag) await sendCommand(ctx, tag, { value: `${personName}: ${said}`, reason: said })
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

async function quietly(ctx: Ctx, watch: WatchRow, happening: Happening, said: Said): Promise<string | null> {
  const refusal = await withQuiet(ctx, watch, happening, said)
  if (!refusal) await auditAlarm(ctx, watch, said)
  return refusal
}
