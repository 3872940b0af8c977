import { firstOuts, needsOf } from '@ronghe/alarm'
import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { priorities } from '../contract/alarm-shapes.ts'
import { acknowledge, withQuiet } from '../service/alarm-answers.ts'
import { signalsOf } from '../states/signals.ts'
import * as watches from '../store/alarm-watches.ts'
import * as store from '../store/alarms.ts'
import type { Bound } from './bind.ts'
import { saidPriority } from './conditions.ts'
import { type NewAlarm, settle } from './settle.ts'
import { type Step, stepWatch } from './step.ts'
import { tellPages } from './tell.ts'

/** A checkpoint is kept at most this often. */
const checkpointMicros = 60_000_000
/** Points of one signal read in one go. */
const pointsMax = 50_000

type Start = { atMicros: number; memory: watches.WatchRow['memory'] }

/**
 * Evaluates one watch up to `until`, as far as one go reaches. Points from before where it stood are replayed
 * from the checkpoint before them, and the journal is mended by what the replay gives.
 */
export async function evaluateWatch(
  house: House,
  row: watches.WatchRow,
  bound: Bound,
  until: number,
  nowMicros: number,
): Promise<void> {
  const stood = row.evaluatedTo ?? row.countsFrom
  const isReplay = row.pendingFrom !== null && row.pendingFrom < stood
  const start = isReplay ? await startOf(house, row) : { atMicros: stood, memory: row.memory }
  const end = isReplay ? Math.max(until, stood) : until
  if (!start.memory || end <= start.atMicros) return
  const { lookBackMicros } = needsOf(bound.definition)
  const wanted = { fromMicros: Math.max(0, start.atMicros - lookBackMicros), toMicros: end }
  const { signals, toMicros } = await signalsOf(house.series, bound.tags, wanted, pointsMax)
  // A look-back full of points leaves nothing of the window; it is then taken whole.
  const window = { fromMicros: start.atMicros, toMicros: toMicros > start.atMicros ? toMicros : end }
  const { memory } = start
  const announced = await house.act(systemCaller, async (ctx) => {
    const known = await store.alarmsTouching(ctx.sql, row.id, window.fromMicros, window.toMicros)
    const open = known.findLast((one) => one.raisedMicros < window.fromMicros)
    const openSince = memory.alarm.isActive ? (open?.raisedMicros ?? window.fromMicros) : null
    const step = stepWatch(bound, memory, signals, window, openSince)
    return keep(ctx, { row, bound, known, step, window, nowMicros, isReplay, wholeTo: end })
  })
  if (announced.isChanged) tellPages(house, [row], announced.newest)
}

async function startOf(house: House, row: watches.WatchRow): Promise<Start> {
  const found = await house.act(systemCaller, ({ sql }) =>
    watches.checkpointBefore(sql, row.id, row.pendingFrom ?? 0),
  )
  return found ?? { atMicros: row.evaluatedTo ?? row.countsFrom, memory: row.memory }
}

type Work = {
  row: watches.WatchRow
  bound: Bound
  known: readonly store.AlarmRow[]
  step: Step
  window: { fromMicros: number; toMicros: number }
  nowMicros: number
  isReplay: boolean
  wholeTo: number
}

/** One transaction: the journal, and how far it is evaluated. */
async function keep(ctx: Ctx, work: Work) {
  const { row, step, window, known } = work
  const [fresh] = await watches.watchesForUpdate(ctx.sql, [row.id])
  const quiet = fresh?.isOutOfService ? 'outOfService' : fresh?.shelvedTo ? 'shelved' : null
  const { mustAcknowledge, latches } = row.body
  const settled = settle(known, step.told, window.toMicros, work.nowMicros, quiet, {
    mustAcknowledge,
    latches,
  })
  for (const one of settled.changed) await store.changeAlarm(ctx.sql, one, ctx.now)
  if (settled.refuted.length > 0) await store.refuteAlarms(ctx.sql, settled.refuted, ctx.now)
  const news: { name: string; rank: number }[] = []
  for (const one of settled.found) {
    const id = await insert(ctx, work, one)
    if (one.announcedMicros === null || one.isLate) continue
    news.push({ name: row.body.name, rank: rankOf(saidPriority(row.body, one.value)) })
    await ctx.emit('alarm.announced', { ...places(row), alarmId: id })
  }
  if (fresh && step.isSuppressed !== fresh.isSuppressed) {
    const kind = step.isSuppressed ? 'suppress' : 'unsuppress'
    const action = { kind: step.isSuppressed ? 'suppressed' : 'unsuppressed' }
    await withQuiet(ctx, fresh, { kind }, action, step.changedMicros ?? window.toMicros)
  }
  const isChanged = settled.found.length + settled.changed.length + settled.refuted.length > 0
  if (isChanged && row.body.groupName) await markFirst(ctx, row, row.body.groupName, window.fromMicros)
  const isAnswered = await answeredThere(ctx, work)
  await keepPlace(ctx, work)
  return {
    isChanged: isChanged || isAnswered || step.isSuppressed !== fresh?.isSuppressed,
    newest: news.at(-1) ?? null,
  }
}

/** Somebody acknowledged the condition at its controller: what waits of it here is answered too. */
async function answeredThere(ctx: Ctx, { row, bound, window }: Work): Promise<boolean> {
  if (!bound.answered) return false
  const numbers = await ctx.house.series.resolve([bound.answered.id])
  const [point] = await ctx.house.series.last([...numbers], window.toMicros)
  if (point?.value !== 1) return false
  const personName = ctx.house.translate('zh', 'factory.alarm.byController')
  return acknowledge(ctx, row, { personId: null, personName, comment: null }, point.timeMicros)
}

async function keepPlace(ctx: Ctx, { row, step, window, isReplay, wholeTo }: Work): Promise<void> {
  const isWhole = window.toMicros >= wholeTo
  await watches.keepEvaluated(ctx.sql, row, {
    memory: step.memory,
    evaluatedTo: window.toMicros,
    pendingFrom: isWhole ? null : window.toMicros,
    wakeAt: step.wakeMicros,
    isSuppressed: step.isSuppressed,
  })
  if (isReplay) await watches.dropCheckpoints(ctx.sql, row.id, window.fromMicros)
  const newest = await watches.newestCheckpoint(ctx.sql, row.id)
  if (newest === null || window.toMicros - newest >= checkpointMicros)
    await watches.keepCheckpoint(ctx.sql, row.id, window.toMicros, step.memory)
}

async function insert(ctx: Ctx, { row, bound }: Work, one: NewAlarm): Promise<string> {
  const { body } = row
  const id = ctx.newId()
  await store.insertAlarm(
    ctx.sql,
    {
      ...places(row),
      id,
      watchId: row.id,
      definitionId: row.definitionId,
      version: row.version,
      code: row.code,
      name: body.name,
      nameEn: body.nameEn ?? null,
      kind: body.kind,
      rank: rankOf(saidPriority(body, one.value)),
      groupName: body.groupName ?? null,
      sinceMicros: one.sinceMicros,
      raisedMicros: one.fromMicros,
      announcedMicros: one.announcedMicros,
      clearedMicros: one.toMicros,
      isEnded: one.isEnded,
      mustAcknowledge: body.mustAcknowledge,
      latches: body.latches,
      isUnacknowledged: one.isUnacknowledged,
      isLatched: one.isLatched,
      quiet: one.quiet,
      value: one.value,
      peak: one.peak ?? null,
      unit: body.kind === 'limit' || body.kind === 'deviation' ? (bound.main?.unit ?? null) : null,
      message: await messageAt(ctx, bound, one.fromMicros),
      isLate: one.isLate,
    },
    ctx.now,
  )
  return id
}

/** The words that came with a reported condition. */
async function messageAt({ house }: Ctx, bound: Bound, atMicros: number): Promise<string | null> {
  if (!bound.message) return null
  const numbers = await house.series.resolve([bound.message.id])
  const [point] = await house.series.last([...numbers], atMicros)
  return point?.text ?? null
}

/** What came first is told anew of the whole group, as far back as it may have changed. */
async function markFirst(ctx: Ctx, row: watches.WatchRow, group: string, fromMicros: number): Promise<void> {
  const rows = await store.alarmsOfGroup(ctx.sql, row.equipmentId, group, fromMicros)
  const firsts = firstOuts(
    rows.map((one) => ({
      id: one.id,
      group,
      rank: one.rank,
      fromMicros: one.raisedMicros,
      toMicros: one.clearedMicros,
    })),
  )
  const wrong = rows.filter((one) => firsts.has(one.id) !== one.isFirstOut)
  for (const isFirst of [true, false]) {
    const ids = wrong.filter((one) => one.isFirstOut !== isFirst).map((one) => one.id)
    if (ids.length > 0) await store.markFirstOuts(ctx.sql, ids, isFirst)
  }
}

export function rankOf(priority: watches.WatchRow['body']['priority']): number {
  return priorities.indexOf(priority) + 1
}

function places({ organisationId, equipmentId }: watches.WatchRow) {
  return { organisationId, equipmentId }
}
