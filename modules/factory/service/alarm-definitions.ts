import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { bodyFaults, conditionLine } from '../alarms/body.ts'
import { tryOn } from '../alarms/try.ts'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import type { factory } from '../contract.ts'
import { microsOf } from '../micros.ts'
import { mustOwn, ownId } from '../policy.ts'
import * as store from '../store/alarm-definitions.ts'
import { equipmentById } from '../store/equipment.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'alarmDefinitions'
  | 'oneAlarmDefinition'
  | 'addAlarmDefinition'
  | 'changeAlarmDefinition'
  | 'retireAlarmDefinition'
  | 'restoreAlarmDefinition'
  | 'tryAlarm'
>

const tryDaysMax = 31
const tryMachinesMax = 20
/** Signals may count from so far back when an alarm is added. */
const countsFromMsMax = 31 * 86_400_000

export const alarmDefinitions: Routes = {
  async alarmDefinitions(ctx, { query }) {
    const { rows, total } = await store.listDefinitions(ctx.sql, ctx.caller.locale, query, ctx.now)
    return { total, rows: rows.map((row) => shown(ctx, row)) }
  },

  async oneAlarmDefinition(ctx, { params }) {
    const filter = { id: params.definitionId, pageSize: 1 }
    const [row] = (await store.listDefinitions(ctx.sql, ctx.caller.locale, filter, ctx.now)).rows
    if (!row) throw new Fault('kit.notFound')
    const versions = await store.versionsOf(ctx.sql, row.id)
    return {
      definition: shown(ctx, row),
      body: row.body,
      versions: versions.map((one) => ({ ...one, createdAt: one.createdAt.toISOString() })),
    }
  },

  async addAlarmDefinition(ctx, { body }) {
    const organisationId = ownId(ctx)
    const sound = await mustBeSound(ctx, body.body)
    if (await store.definitionByCode(ctx.sql, organisationId, body.code)) {
      const field = { field: 'code', rule: 'fault.factory.alarm.codeTaken' }
      throw new Fault('factory.alarm.codeTaken', {}, [field])
    }
    const countsFrom = countsFromOf(ctx, body.countsFrom)
    return { id: await add(ctx, organisationId, { ...body, body: sound, countsFrom }) }
  },

  async changeAlarmDefinition(ctx, { params, body }) {
    const before = await own(ctx, params.definitionId)
    if (before.version !== body.version) throw new Fault('factory.alarm.changedSince')
    await change(ctx, before, await mustBeSound(ctx, body.body), body.note ?? null)
    return { done: true }
  },

  async retireAlarmDefinition(ctx, { params }) {
    await retire(ctx, params.definitionId, ctx.now, 'factory.alarmDefinition.retired')
    return { done: true }
  },

  async restoreAlarmDefinition(ctx, { params }) {
    await retire(ctx, params.definitionId, null, 'factory.alarmDefinition.restored')
    return { done: true }
  },

  async tryAlarm(ctx, { body }) {
    const organisationId = ownId(ctx)
    const sound = await mustBeSound(ctx, body.body)
    const window = spanOf(body, tryDaysMax)
    const machines = await store.machinesOfBody(ctx.sql, organisationId, sound, ctx.caller.locale)
    const tried = []
    for (const machine of machines.slice(0, tryMachinesMax)) {
      const tags = await tagsOfMachine(ctx.sql, machine.id)
      tried.push(await tryOn(ctx.house.series, sound, { ...machine, tags }, window))
    }
    return { machines: tried, leftOut: Math.max(0, machines.length - tryMachinesMax) }
  },
}

export async function add(
  ctx: Ctx,
  organisationId: string,
  one: { code: string; body: AlarmBody; note?: string | undefined; countsFrom: Date },
): Promise<string> {
  const id = ctx.newId()
  const { personId, personName } = ctx.caller
  const { code, body, countsFrom } = one
  const row = { id, organisationId, code, body, note: one.note ?? null, countsFrom, isSample: false }
  await store.insertDefinition(ctx.sql, { ...row, personId, personName }, ctx.now)
  await note(ctx, organisationId, id, 'factory.alarmDefinition.added', { after: { code, ...body } })
  return id
}

/** The next version of a definition, where it is another one. */
export async function change(
  ctx: Ctx,
  before: store.KeptDefinition,
  body: AlarmBody,
  why: string | null,
): Promise<void> {
  const { id, organisationId } = before
  const { personId, personName } = ctx.caller
  const version = before.version + 1
  const row = { id, organisationId, version, body, note: why, personId, personName }
  await store.changeDefinition(ctx.sql, row, ctx.now)
  await note(ctx, organisationId, id, 'factory.alarmDefinition.changed', {
    before: before.body,
    after: body,
    ...(why ? { reason: why } : {}),
  })
}

async function retire(ctx: Ctx, id: string, at: Date | null, action: string): Promise<void> {
  const one = await own(ctx, id)
  await store.retireDefinition(ctx.sql, id, at)
  await note(ctx, one.organisationId, id, action, { before: { code: one.code } })
}

async function own(ctx: Ctx, id: string): Promise<store.KeptDefinition> {
  const row = await store.definitionForUpdate(ctx.sql, id)
  mustOwn(ctx, row)
  if (!row) throw new Fault('kit.notFound')
  return row
}

async function note(
  ctx: Ctx,
  organisationId: string,
  id: string,
  action: string,
  more: { before?: unknown; after?: unknown; reason?: string },
): Promise<void> {
  await ctx.audit({ action, subject: 'alarmDefinition', subjectId: id, organisationId, ...more })
}

/** The body without empty texts, or a fault that names every field that is wrong. */
export async function mustBeSound(ctx: Ctx, given: AlarmBody): Promise<AlarmBody> {
  const body = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== '' && value !== null),
  ) as AlarmBody
  const faults = bodyFaults(body)
  for (const id of body.equipmentIds ?? []) {
    const machine = await equipmentById(ctx.sql, ctx.caller.locale, id, ctx.now)
    if (machine?.organisationId === ctx.caller.organisationId) continue
    faults.push({ field: 'equipmentIds', rule: 'factory.alarmRule.otherMachine' })
    break
  }
  if (faults.length > 0) {
    const fields = faults.map((fault) => ({ ...fault, field: `body.${fault.field}` }))
    throw new Fault('factory.alarm.invalid', {}, fields)
  }
  return body
}

function countsFromOf(ctx: Ctx, asked: string | undefined): Date {
  if (!asked) return ctx.now
  const at = new Date(Math.floor(microsOf(asked) / 1000))
  const earliest = ctx.now.getTime() - countsFromMsMax
  if (at.getTime() > ctx.now.getTime() || at.getTime() < earliest) {
    const field = { field: 'countsFrom', rule: 'factory.alarmRule.countsFrom', values: { days: 31 } }
    throw new Fault('factory.alarm.invalid', {}, [field])
  }
  return at
}

function shown(ctx: Ctx, row: store.DefinitionRow) {
  const { code, body, machines, machinesMissing, weekCount, countsFrom, retiredAt, ...rest } = row
  return {
    ...rest,
    alarmCode: code,
    name: ctx.caller.locale === 'en' ? (body.nameEn ?? body.name) : body.name,
    nameEn: body.nameEn ?? null,
    kind: body.kind,
    priority: body.priority,
    condition: conditionLine(body),
    groupName: body.groupName ?? null,
    machines: Number(machines),
    machinesMissing: Number(machinesMissing),
    weekCount: Number(weekCount),
    countsFrom: countsFrom.toISOString(),
    retiredAt: retiredAt?.toISOString() ?? null,
  }
}
