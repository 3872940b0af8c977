import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { bodyFaults } from '../alarms/body.ts'
import { readRows, signalsOf, stepDown, stepUp } from '../anomaly/read.ts'
import { scoreRows } from '../anomaly/watch.ts'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import type { AnomalySettings } from '../contract/anomalies.ts'
import type { factory } from '../contract.ts'
import { microsOf } from '../micros.ts'
import { mustOwn } from '../policy.ts'
import { definitionByCode, definitionsOnSignal, insertDefinition } from '../store/alarm-definitions.ts'
import * as store from '../store/anomaly-watches.ts'
import { keepTag, type TagRow, tagsByIds, tagsOfMachine } from '../store/tags.ts'
import { known } from './equipment.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'anomalyWatches'
  | 'oneAnomalyWatch'
  | 'addAnomalyWatch'
  | 'learnAnomalyWatch'
  | 'pauseAnomalyWatch'
  | 'retireAnomalyWatch'
  | 'anomalyScores'
>

const learnDaysMax = 92
const learnRowsMax = 50_000
const shownRowsMax = 3000
/** The score's own signals: `anomaly.1`, `anomaly.2` … of a machine. */
const scoreName = /^anomaly\.\d+$/

export const anomalyWatches: Routes = {
  async anomalyWatches(ctx, { query }) {
    const { rows, total } = await store.listWatches(ctx.sql, ctx.caller.locale, query)
    return { total, rows: rows.map((row) => shown(ctx, row)) }
  },

  async oneAnomalyWatch(ctx, { params }) {
    const watch = await one(ctx, params.watchId)
    const { rows } = await store.listWatches(ctx.sql, ctx.caller.locale, { id: watch.id })
    const [row] = rows
    if (!row) throw new Fault('kit.notFound')
    const { model, settings, tagId, rowsLearned } = watch
    const tags = await tagsByIds(ctx.sql, settings.tagIds)
    const [score] = await tagsByIds(ctx.sql, [tagId])
    return {
      ...shown(ctx, row),
      ...{ settings, tagId, rowsLearned },
      components: model?.componentCount ?? null,
      moved: model ? model.threshold / model.thresholdLearned : null,
      tags: settings.tagIds.map((id, index) => {
        const tag = tags.find((each) => each.id === id)
        return {
          tagId: id,
          name: labelOf(ctx, tag),
          unit: tag?.unit ?? null,
          usual: model?.centre[index] ?? null,
        }
      }),
      alarms: score ? await definitionsOnSignal(ctx.sql, watch, score.name) : [],
    }
  },

  async addAnomalyWatch(ctx, { params, body }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const tags = await mustBeLearnable(ctx, machine.id, body.settings)
    if (await store.isNameTaken(ctx.sql, machine.id, body.name))
      throw new Fault('factory.anomaly.nameTaken', {}, [
        { field: 'name', rule: 'fault.factory.anomaly.nameTaken' },
      ])
    const { personId, personName } = ctx.caller
    const owner = { organisationId: machine.organisationId, equipmentId: machine.id }
    const score = await scoreTag(ctx, owner, tags, body.name)
    const id = ctx.newId()
    const row = { ...owner, id, name: body.name, settings: body.settings, tagId: score.id, personId }
    await store.insertWatch(ctx.sql, { ...row, personName, isSample: false }, ctx.now)
    if (body.alarmPriority) await addAlarm(ctx, owner, { ...body, signal: score.name })
    await note(ctx, 'factory.anomalyWatch.added', row, body)
    return { id }
  },

  async learnAnomalyWatch(ctx, { params, body }) {
    const watch = await own(ctx, params.watchId)
    await mustBeLearnable(ctx, watch.equipmentId, body.settings)
    await store.askLearning(ctx.sql, watch.id, body.settings, ctx.now)
    await note(ctx, 'factory.anomalyWatch.learnt', watch, body)
    return { done: true }
  },

  async pauseAnomalyWatch(ctx, { params, body }) {
    const watch = await own(ctx, params.watchId)
    await store.pauseWatch(ctx.sql, watch.id, body.isPaused)
    await note(ctx, 'factory.anomalyWatch.paused', watch, body)
    return { done: true }
  },

  async retireAnomalyWatch(ctx, { params }) {
    const watch = await own(ctx, params.watchId)
    await store.retireWatch(ctx.sql, watch.id, ctx.now)
    await note(ctx, 'factory.anomalyWatch.retired', watch, {})
    return { done: true }
  },

  async anomalyScores(ctx, { params, query }) {
    const watch = await one(ctx, params.watchId)
    const { stepSeconds } = watch.settings
    const asked = spanOf(query, learnDaysMax)
    const stepMicros = stepSeconds * 1_000_000
    const toMicros = stepUp(asked.toMicros, stepSeconds)
    const fromMicros = stepDown(asked.fromMicros, stepSeconds)
    const rows = (toMicros - fromMicros) / stepMicros
    if (rows > shownRowsMax) {
      const values = { asked: rows, max: shownRowsMax }
      const field = { field: 'to', rule: 'fault.factory.history.tooMuch', values }
      throw new Fault('factory.history.tooMuch', values, [field])
    }
    const tags = await signalsOf(ctx.house, watch)
    const { model } = watch
    const before = model ? (model.lagCount + model.windowCount) * stepMicros : 0
    const read = await readRows(ctx.house, watch, tags, { fromMicros: fromMicros - before, toMicros })
    const skip = before / stepMicros
    const scored = model && read ? scoreRows({ memory: null }, model, read, stepMicros, ctx.newId).rows : []
    const seen = scored.slice(skip)
    return {
      at: (read?.at ?? []).slice(skip).map((at) => at / 1000),
      score: (read?.at ?? []).slice(skip).map((_, index) => seen[index]?.percent ?? null),
      signals: tags.map((tag, place) => ({
        tagId: tag.id,
        name: labelOf(ctx, tag),
        unit: tag.unit,
        value: (read?.rows ?? []).slice(skip).map((row) => row[place] ?? null),
        share: seen.map(({ parts }) => shareOf(parts, place)),
      })),
    }
  },
}

function shareOf(parts: readonly number[], place: number): number | null {
  const whole = parts.reduce((sum, part) => sum + part, 0)
  return whole > 0 ? (parts[place] ?? 0) / whole : null
}

function shown(ctx: Ctx, row: store.WatchListRow) {
  const { organisationId: _, ...rest } = row
  return {
    ...rest,
    fault: row.fault === null ? null : ctx.t(row.fault),
    evaluatedTo: row.evaluatedTo?.toISOString() ?? null,
    learnedAt: row.learnedAt?.toISOString() ?? null,
  }
}

export function labelOf(ctx: Ctx, tag: TagRow | undefined): string {
  if (!tag) return '–'
  return (ctx.caller.locale === 'zh' ? tag.label : (tag.labelEn ?? tag.label)) ?? tag.name
}

async function one(ctx: Ctx, id: string): Promise<store.WatchRow> {
  const watch = await store.watchById(ctx.sql, id)
  if (!watch) throw new Fault('kit.notFound')
  return watch
}

async function own(ctx: Ctx, id: string): Promise<store.WatchRow> {
  const watch = await store.watchForUpdate(ctx.sql, id)
  mustOwn(ctx, watch)
  if (!watch) throw new Fault('kit.notFound')
  return watch
}

/** Numbers of this machine over a span that is over; enough rows and not too many. Answers the tags. */
async function mustBeLearnable(ctx: Ctx, equipmentId: string, settings: AnomalySettings): Promise<TagRow[]> {
  const invalid = (field: string, rule: string, values = {}) =>
    new Fault('kit.input.invalid', {}, [{ field: `settings.${field}`, rule, values }])
  const tags = await tagsOfMachine(ctx.sql, equipmentId)
  for (const [index, id] of settings.tagIds.entries()) {
    const tag = tags.find((each) => each.id === id)
    const isFit = tag?.valueType === 'number' && !scoreName.test(tag.name)
    if (!isFit) throw invalid(`tagIds.${index}`, 'factory.anomaly.rule.signal')
  }
  const { fromMicros, toMicros } = spanOf(
    { from: settings.learnFrom, to: settings.learnTo },
    learnDaysMax,
    'settings.learnTo',
  )
  if (toMicros > ctx.now.getTime() * 1000) throw invalid('learnTo', 'factory.anomaly.rule.future')
  const rows = (toMicros - fromMicros) / (settings.stepSeconds * 1_000_000)
  if (rows > learnRowsMax) throw invalid('stepSeconds', 'factory.anomaly.rule.rows', { max: learnRowsMax })
  if (rows < 30) throw invalid('learnTo', 'factory.anomaly.rule.rowsFew', { min: 30 })
  if (microsOf(settings.learnFrom) < 0) throw invalid('learnFrom', 'fault.factory.span.invalid')
  return tags
}

/** A signal of the machine for the score, behind its own. */
async function scoreTag(
  ctx: Ctx,
  owner: { organisationId: string; equipmentId: string },
  tags: readonly TagRow[],
  watchName: string,
): Promise<TagRow> {
  const taken = tags.flatMap(({ name }) => (scoreName.test(name) ? Number(name.split('.')[1]) : []))
  const words = (['zh', 'en'] as const).map((locale) =>
    ctx.house.translate(locale, 'factory.anomaly.scoreOf'),
  )
  const tag: TagRow = {
    ...owner,
    id: ctx.newId(),
    name: `anomaly.${Math.max(0, ...taken) + 1}`,
    label: `${words[0]} ${watchName}`,
    labelEn: `${words[1]} ${watchName}`,
    ...{ valueType: 'number', meaning: null, unit: 'P1', scale: 1, shift: 0, place: 5000 },
    isReadOnly: true,
  }
  await keepTag(ctx.sql, tag, ctx.now)
  return tag
}

/** While the score is above its threshold; people change it afterwards as any other definition. */
async function addAlarm(
  ctx: Ctx,
  owner: { organisationId: string; equipmentId: string },
  one: { name: string; signal: string; alarmPriority?: AlarmBody['priority'] },
): Promise<void> {
  const { organisationId, equipmentId } = owner
  const body: AlarmBody = {
    ...{ name: one.name, kind: 'limit', signal: one.signal, level: 'H', limit: 100, deadBand: 10 },
    ...{ priority: one.alarmPriority ?? 'medium', mustAcknowledge: true, latches: false },
    equipmentIds: [equipmentId],
  }
  const faults = bodyFaults(body)
  if (faults.length > 0) throw new Fault('factory.alarm.invalid', {}, faults)
  let number = 1
  while (await definitionByCode(ctx.sql, organisationId, `ANOMALY-${number}`)) number += 1
  const { personId, personName } = ctx.caller
  const row = {
    id: ctx.newId(),
    organisationId,
    code: `ANOMALY-${number}`,
    body,
    note: null,
    countsFrom: ctx.now,
  }
  await insertDefinition(ctx.sql, { ...row, isSample: false, personId, personName }, ctx.now)
}

async function note(
  ctx: Ctx,
  action: string,
  { id, organisationId }: { id: string; organisationId: string },
  after: unknown,
): Promise<void> {
  await ctx.audit({ action, subject: 'anomalyWatch', subjectId: id, organisationId, after })
}
