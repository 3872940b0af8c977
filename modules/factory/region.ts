import { systemCaller } from '@ronghe/kit/auth'
import type { Ctx, House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { bodyFaults } from './alarms/body.ts'
import type { AlarmBody } from './contract/alarm-shapes.ts'
import { keepEnergy, type SampleEnergy } from './energy/load-sample.ts'
import { keepClasses, type SampleRetention } from './history/load-sample.ts'
import { keepShopDay, type SampleShopDay } from './losses/load-day.ts'
import { keepShopFloor, type SampleShopFloor } from './losses/load-sample.ts'
import { keepPictures, type SamplePicture } from './pictures/load-sample.ts'
import { hashOf } from './service/edges.ts'
import { definitionByCode, insertDefinition } from './store/alarm-definitions.ts'
import { hasGroup, insertGroup } from './store/alarm-groups.ts'
import { insertRun, listRuns, replaceShifts, shiftsOf } from './store/calendar.ts'
import * as edges from './store/edges.ts'
import * as equipment from './store/equipment.ts'
import { keepTag } from './store/tags.ts'

export { rollOutSample } from './configuration/load-sample.ts'
export { startSampleAsked } from './history/load-asked.ts'

/** Alarms of the sample count so far back: the sample plant has a history of days. */
const sampleDays = 40

type Words = { zh: string; en: string }

/** Machines, edges, signals and shifts of a sample region; every row is marked as sample. */
export type SampleFactory = Partial<SampleShopFloor & SampleShopDay> & {
  edges: readonly { organisation: string; code: string; name: Words; password: string }[]
  equipment: readonly SampleMachine[]
  machines: readonly { organisation: string; equipment: string; tags: readonly SampleTag[] }[]
  alarms?: readonly SampleAlarm[]
  alarmGroups?: readonly SampleAlarmGroup[]
  runs: readonly {
    organisation: string
    equipment: string
    product: Words
    idealCycleMs: number
    startsAt: string
  }[]
  energy?: SampleEnergy
  retention?: readonly SampleRetention[]
  pictures?: readonly SamplePicture[]
  calendars: readonly {
    organisation: string
    unit: string
    timeZone: string
    validFrom: string
    rows: readonly {
      name: Words
      weekday: number
      startMinute: number
      endMinute: number
      kind: 'shift' | 'break'
    }[]
  }[]
}
/** An alarm on one machine; its body is the contract's without name, machines and the words of people. */
export type SampleAlarm = {
  organisation: string
  equipment: string
  code: string
  name: Words
  body: Readonly<Record<string, unknown>>
  cause?: Words
  consequence?: Words
  response?: Words
  responseMinutes?: number
}
type SampleMachine = {
  organisation: string
  unit: string
  code: string
  name: Words
  maker: Words
  model: string
  serialNumber: string
  firmware: string | null
  builtOn: string
  commissionedOn: string
  retiredOn: string | null
  isNumericalControl: boolean
  isNetworked: boolean
  process: Words
  isKeyProcess: boolean
  connection: { edge: string; device: string } | null
}
type SampleTag = {
  name: string
  label: Words
  type: string
  valueType: 'number' | 'text'
  unit: string | null
  scale: number
  shift: number
  place: number
  category: 'sample' | 'event' | 'condition'
}

/** Loads what is not there yet, in one transaction; answers the edges with their ids. */
export function loadSample(
  house: House,
  sample: SampleFactory,
): Promise<{ edgeId: string; organisation: string; code: string }[]> {
  return house.act(systemCaller, async (ctx) => {
    const { rows } = await ctx.read(registry).organisations({ query: { pageSize: 100_000 } })
    const owners = new Map(rows.map((row) => [row.code, row.id]))
    const known = { owners, edges: new Map<string, string>(), machines: new Map<string, string>() }
    const answer = []
    for (const one of sample.edges) {
      const edgeId = await keepEdge(ctx, idOf(owners, one.organisation), one)
      known.edges.set(`${one.organisation}/${one.code}`, edgeId)
      answer.push({ edgeId, organisation: one.organisation, code: one.code })
    }
    for (const one of sample.equipment) {
      known.machines.set(
        `${one.organisation}/${one.code}`,
        await keepMachine(ctx, idOf(owners, one.organisation), one, known.edges),
      )
    }
    for (const { organisation, equipment: code, tags } of sample.machines) {
      const machine = {
        organisationId: idOf(owners, organisation),
        equipmentId: idOf(known.machines, `${organisation}/${code}`),
      }
      for (const tag of tags) await keepTag(ctx.sql, tagOf(ctx, machine, tag), ctx.now)
    }
    for (const one of sample.alarms ?? [])
      await keepAlarm(
        ctx,
        idOf(owners, one.organisation),
        idOf(known.machines, `${one.organisation}/${one.equipment}`),
        one,
      )
    for (const one of sample.alarmGroups ?? []) await keepAlarmGroup(ctx, idOf(owners, one.organisation), one)
    for (const one of sample.runs)
      await keepRun(
        ctx,
        idOf(owners, one.organisation),
        idOf(known.machines, `${one.organisation}/${one.equipment}`),
        one,
      )
    for (const one of sample.calendars) await keepCalendar(ctx, idOf(owners, one.organisation), one)
    const ids = {
      owner: (code: string) => idOf(owners, code),
      machine: (key: string) => idOf(known.machines, key),
    }
    if (sample.energy) await keepEnergy(ctx, sample.energy, ids)
    await keepClasses(ctx, sample.retention ?? [], ids)
    await keepShopFloor(ctx, sample, ids)
    await keepShopDay(ctx, sample, ids)
    if (sample.pictures) await keepPictures(ctx, sample.pictures, ids)
    return answer
  })
}

async function keepEdge(
  ctx: Ctx,
  organisationId: string,
  one: SampleFactory['edges'][number],
): Promise<string> {
  const known = await edges.edgeByCode(ctx.sql, organisationId, one.code)
  const secretHash = hashOf(one.password)
  if (known) {
    await edges.renewSecret(ctx.sql, known.id, secretHash)
    return known.id
  }
  const id = ctx.newId()
  await edges.insertEdge(
    ctx.sql,
    { id, organisationId, code: one.code, name: one.name.zh, secretHash, isSample: true },
    ctx.now,
  )
  return id
}

async function keepMachine(
  ctx: Ctx,
  organisationId: string,
  one: SampleMachine,
  edgeIds: ReadonlyMap<string, string>,
): Promise<string> {
  const known = await equipment.equipmentByCode(ctx.sql, organisationId, one.code)
  if (known) return known.id
  const unit = await equipment.unitByCode(ctx.sql, organisationId, one.unit)
  if (!unit) throw new Error(`the sample names an unknown unit ${one.unit}`)
  const id = ctx.newId()
  await equipment.insertEquipment(
    ctx.sql,
    {
      id,
      organisationId,
      unitId: unit.id,
      code: one.code,
      name: one.name.zh,
      nameEn: one.name.en,
      maker: one.maker.zh,
      model: one.model,
      serialNumber: one.serialNumber,
      firmware: one.firmware,
      builtOn: one.builtOn,
      commissionedOn: one.commissionedOn,
      retiredOn: one.retiredOn,
      isNumericalControl: one.isNumericalControl,
      isNetworked: one.isNetworked,
      process: one.process.zh,
      isKeyProcess: one.isKeyProcess,
      edgeId: one.connection ? idOf(edgeIds, `${one.organisation}/${one.connection.edge}`) : null,
      device: one.connection?.device ?? null,
      isSample: true,
    },
    ctx.now,
  )
  return id
}

/** A condition has the type of what it warns of; its words are no values of that type. */
function tagOf(ctx: Ctx, machine: { organisationId: string; equipmentId: string }, tag: SampleTag) {
  const { name, valueType, unit, scale, shift, place } = tag
  const shown = { label: tag.label.zh, labelEn: tag.label.en, name, valueType, unit, scale, shift, place }
  return { ...machine, ...shown, id: ctx.newId(), meaning: tag.category === 'condition' ? null : tag.type }
}

/** Signals of the sample count from their very beginning, so that its journal is full at the first start. */
async function keepAlarm(
  ctx: Ctx,
  organisationId: string,
  equipmentId: string,
  one: SampleAlarm,
): Promise<void> {
  if (await definitionByCode(ctx.sql, organisationId, one.code)) return
  const { cause, consequence, response, responseMinutes } = one
  const body = {
    ...one.body,
    name: one.name.zh,
    nameEn: one.name.en,
    equipmentIds: [equipmentId],
    ...(cause ? { cause: cause.zh } : {}),
    ...(consequence ? { consequence: consequence.zh } : {}),
    ...(response ? { response: response.zh } : {}),
    ...(responseMinutes === undefined ? {} : { responseMinutes }),
  } as AlarmBody
  const faults = bodyFaults(body)
  if (faults.length > 0) throw new Error(`the sample alarm ${one.code} is wrong: ${JSON.stringify(faults)}`)
  const countsFrom = new Date(ctx.now.getTime() - sampleDays * 86_400_000)
  const row = { id: ctx.newId(), organisationId, code: one.code, body, note: null, countsFrom }
  await insertDefinition(ctx.sql, { ...row, isSample: true, personId: null, personName: null }, ctx.now)
}

type SampleAlarmGroup = { organisation: string; name: Words; unit: string; windowSeconds: number }

async function keepAlarmGroup(ctx: Ctx, organisationId: string, one: SampleAlarmGroup): Promise<void> {
  const unit = await equipment.unitByCode(ctx.sql, organisationId, one.unit)
  if (!unit || (await hasGroup(ctx.sql, organisationId, one.name.zh))) return
  const { windowSeconds, name } = one
  const body = { name: name.zh, nameEn: name.en, unitId: unit.id, windowSeconds }
  await insertGroup(ctx.sql, { id: ctx.newId(), organisationId, body, isSample: true }, ctx.now)
}

async function keepRun(
  ctx: Ctx,
  organisationId: string,
  equipmentId: string,
  one: SampleFactory['runs'][number],
): Promise<void> {
  if ((await listRuns(ctx.sql, equipmentId, { pageSize: 1 })).total > 0) return
  const { idealCycleMs, startsAt } = one
  await insertRun(ctx.sql, {
    id: ctx.newId(),
    organisationId,
    equipmentId,
    product: one.product.zh,
    idealCycleMs,
    startsAt,
    endsAt: null,
  })
}

async function keepCalendar(
  ctx: Ctx,
  organisationId: string,
  one: SampleFactory['calendars'][number],
): Promise<void> {
  const unit = await equipment.unitByCode(ctx.sql, organisationId, one.unit)
  if (!unit) throw new Error(`the sample names an unknown unit ${one.unit}`)
  if ((await shiftsOf(ctx.sql, [unit.id])).length > 0) return
  const rows = one.rows.map(({ name, ...row }) => ({ ...row, name: name.zh, id: ctx.newId() }))
  await replaceShifts(ctx.sql, { organisationId, unitId: unit.id }, one.validFrom, one.timeZone, rows)
}

function idOf(ids: ReadonlyMap<string, string>, code: string): string {
  const id = ids.get(code)
  if (!id) throw new Error(`the sample names an unknown ${code}`)
  return id
}
