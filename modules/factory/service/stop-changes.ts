import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { keepShifts } from '../losses/keep.ts'
import { wordsOf } from '../losses/words.ts'
import { isoOf, microsOf } from '../micros.ts'
import { mustOwn } from '../policy.ts'
import { insertCorrection } from '../store/corrections.ts'
import { askDays } from '../store/derivation.ts'
import type { EquipmentRow } from '../store/equipment.ts'
import { newestSpan } from '../store/states.ts'
import {
  type ChangeKind,
  insertStopChange,
  stopChangeForUpdate,
  undoStopChange,
} from '../store/stop-changes.ts'
import { known } from './equipment.ts'
import { type Span, spanFault, spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'classifyStops' | 'splitStop' | 'mergeStops' | 'undoStopChange'>

const stretchDaysMax = 92
/** A stop whose end is this near to the newest state goes on with it. */
const freshMicros = 120_000_000

type Word = Span & { reason: string; overProduction: boolean }

export const stopChanges: Routes = {
  async classifyStops(ctx, { body }) {
    const byMachine = Map.groupBy(body.stops, (one) => one.equipmentId)
    const changeIds: string[] = []
    for (const [equipmentId, stops] of byMachine) {
      const words = stops.map((one) => ({ ...past(ctx, one), reason: body.reason, overProduction: false }))
      changeIds.push(await say(ctx, equipmentId, 'classify', words, body.note))
    }
    return { changeIds }
  },

  async splitStop(ctx, { params, body }) {
    const words: Word[] = []
    let from = body.startsAt
    for (const { endsAt, reason } of body.parts) {
      words.push({ ...past(ctx, { startsAt: from, endsAt }), reason, overProduction: false })
      from = endsAt
    }
    return { changeId: await say(ctx, params.equipmentId, 'split', words, body.note) }
  },

  async mergeStops(ctx, { params, body }) {
    const { reason, overProduction } = body
    const words = [{ ...past(ctx, body), reason, overProduction }]
    return { changeId: await say(ctx, params.equipmentId, 'merge', words, body.note) }
  },

  async undoStopChange(ctx, { params }) {
    const change = await stopChangeForUpdate(ctx.sql, params.changeId)
    mustOwn(ctx, change)
    if (!change) throw new Fault('kit.notFound')
    if (change.isUndone) throw new Fault('factory.correction.withdrawn')
    const { personId, personName } = ctx.caller
    await undoStopChange(ctx.sql, change.id, { id: personId, name: personName }, ctx.now)
    const machine = await known(ctx, change.equipmentId)
    await follow(ctx, machine, { fromMicros: Number(change.fromMicros), toMicros: Number(change.toMicros) })
    await ctx.audit({
      action: 'factory.stop.undone',
      subject: 'equipment',
      subjectId: machine.id,
      organisationId: machine.organisationId,
      before: { changeId: change.id },
    })
    return { done: true }
  },
}

/** A stretch that lies in the past, or a fault at the field that holds its end. */
function past(ctx: Ctx, { startsAt, endsAt }: { startsAt: string; endsAt: string }): Span {
  const window = spanOf({ from: startsAt, to: endsAt }, stretchDaysMax, 'endsAt')
  if (microsOf(endsAt) > ctx.now.getTime() * 1000) {
    const field = { field: 'endsAt', rule: 'fault.factory.correction.future' }
    throw new Fault('factory.correction.future', {}, [field])
  }
  return window
}

/** Says words of a machine's stretches in one act; its figures follow before the answer. */
async function say(
  ctx: Ctx,
  equipmentId: string,
  kind: ChangeKind,
  words: readonly Word[],
  note: string | undefined,
): Promise<string> {
  const machine = await known(ctx, equipmentId)
  mustOwn(ctx, machine)
  const first = words[0]
  if (!first) throw spanFault('endsAt')
  const { organisationId } = machine
  const by = { id: ctx.caller.personId, name: ctx.caller.personName }
  const changeId = ctx.newId()
  await insertStopChange(ctx.sql, { id: changeId, organisationId, equipmentId, kind }, by, ctx.now)
  const { reasonOf } = await wordsOf(ctx).firm(organisationId)
  const newest = await newestSpan(ctx.sql, equipmentId)
  for (const word of words) {
    const isLast = newest !== null && word.toMicros > newest.fromMicros
    const one = {
      ...word,
      ...{ id: ctx.newId(), organisationId, equipmentId, changeId, note: note ?? null },
      state: reasonOf.get(word.reason)?.state ?? null,
      goesOn: isLast && newest.toMicros - word.toMicros < freshMicros,
      ...{ by: by.id, personName: by.name },
    }
    await insertCorrection(ctx.sql, one, ctx.now)
  }
  const whole = {
    fromMicros: Math.min(...words.map((one) => one.fromMicros)),
    toMicros: Math.max(...words.map((one) => one.toMicros)),
  }
  await follow(ctx, machine, whole)
  await ctx.audit({
    action: `factory.stop.${kind === 'classify' ? 'classified' : kind === 'split' ? 'split' : 'merged'}`,
    subject: 'equipment',
    subjectId: machine.id,
    organisationId,
    after: {
      changeId,
      note,
      words: words.map((one) => [isoOf(one.fromMicros), isoOf(one.toMicros), one.reason]),
    },
  })
  return changeId
}

/** The shifts that were touched at once, so that a page that asks again sees it; the days as they come. */
async function follow(ctx: Ctx, machine: EquipmentRow, touched: Span): Promise<void> {
  await askDays(ctx.sql, { equipmentId: machine.id }, touched.fromMicros)
  await keepShifts(ctx, machine, touched, ctx.now.getTime() * 1000)
}
