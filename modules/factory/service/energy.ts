import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { isTimeZone } from '../calendar/expand.ts'
import type { factory } from '../contract.ts'
import { millionthsOf } from '../energy/decimal.ts'
import { periodsFault } from '../energy/tariff.ts'
import { mustOwn, ownId } from '../policy.ts'
import { askDaysOfFirm, dropDays } from '../store/energy-days.ts'
import * as meters from '../store/energy-meters.ts'
import * as rates from '../store/energy-rates.ts'
import * as targets from '../store/energy-targets.ts'
import { equipmentById, unitById } from '../store/equipment.ts'
import { tagsByIds } from '../store/tags.ts'
import { knownMeter } from './energy-report.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'energyMeters'
  | 'addEnergyMeter'
  | 'changeEnergyMeter'
  | 'retireEnergyMeter'
  | 'energyTariffs'
  | 'addEnergyTariff'
  | 'withdrawEnergyTariff'
  | 'energyFactors'
  | 'addEnergyFactor'
  | 'withdrawEnergyFactor'
  | 'energyTargets'
  | 'addEnergyTarget'
  | 'withdrawEnergyTarget'
  | 'energyPasses'
>

type MeterBody = Parameters<Routes['addEnergyMeter']>[1]['body']

export const energy: Routes = {
  energyMeters: (ctx, { query }) => meters.listMeters(ctx.sql, ctx.caller.locale, query),

  async addEnergyMeter(ctx, { body }) {
    const organisationId = ownId(ctx)
    await checkMeter(ctx, organisationId, body, null)
    const id = ctx.newId()
    const values = { ...valuesOf(body), id, organisationId, isSample: false }
    await meters.insertMeter(ctx.sql, values, ctx.now)
    await note(ctx, 'factory.energy.meterAdded', 'meter', id, { after: body })
    return { id }
  },

  async changeEnergyMeter(ctx, { params, body }) {
    const before = await knownMeter(ctx, params.meterId)
    mustOwn(ctx, before)
    await checkMeter(ctx, before.organisationId, body, before.id)
    const isChanged = await meters.updateMeter(ctx.sql, before.id, body.version, valuesOf(body))
    if (!isChanged) throw new Fault('factory.energy.meterChangedSince')
    if (readsOtherwise(before, body)) await dropDays(ctx.sql, before.id)
    await note(ctx, 'factory.energy.meterChanged', 'meter', before.id, { before, after: body })
    return { done: true }
  },

  async retireEnergyMeter(ctx, { params }) {
    const before = await knownMeter(ctx, params.meterId)
    mustOwn(ctx, before)
    await meters.retireMeter(ctx.sql, before.id, ctx.now)
    await note(ctx, 'factory.energy.meterRetired', 'meter', before.id, { before })
    return { done: true }
  },

  async energyTariffs(ctx, { query }) {
    return dated(await rates.listTariffs(ctx.sql, ctx.caller.locale, query))
  },

  async addEnergyTariff(ctx, { body }) {
    const organisationId = ownId(ctx)
    if (!isTimeZone(body.timeZone)) throw fieldFault('factory.timeZone.unknown', 'timeZone')
    const fault = periodsFault(body.periods)
    if (fault) {
      const { month, minute } = fault
      const values = { month, hour: Math.floor(minute / 60), minute: String(minute % 60).padStart(2, '0') }
      throw fieldFault('factory.energy.periods', 'periods', values)
    }
    await mustBeFree(ctx, 'tariff', organisationId, body.validFrom)
    const id = ctx.newId()
    await rates.insertTariff(ctx.sql, { ...body, ...made(ctx, id, organisationId) }, ctx.now)
    await askDaysOfFirm(ctx.sql, organisationId, body.validFrom)
    await note(ctx, 'factory.energy.tariffAdded', 'tariff', id, { after: body })
    return { id }
  },

  withdrawEnergyTariff: (ctx, { params }) => withdraw(ctx, 'tariff', params.tariffId),

  async energyFactors(ctx, { query }) {
    return dated(await rates.listFactors(ctx.sql, ctx.caller.locale, query))
  },

  async addEnergyFactor(ctx, { body }) {
    const organisationId = ownId(ctx)
    await mustBeFree(ctx, 'factor', organisationId, body.validFrom)
    const id = ctx.newId()
    await rates.insertFactor(ctx.sql, { ...body, ...made(ctx, id, organisationId) }, ctx.now)
    await askDaysOfFirm(ctx.sql, organisationId, body.validFrom)
    await note(ctx, 'factory.energy.factorAdded', 'factor', id, { after: body })
    return { id }
  },

  withdrawEnergyFactor: (ctx, { params }) => withdraw(ctx, 'factor', params.factorId),

  async energyTargets(ctx, { query }) {
    return dated(await targets.listTargets(ctx.sql, ctx.caller.locale, query))
  },

  async addEnergyTarget(ctx, { body }) {
    const organisationId = ownId(ctx)
    const meter = await meters.meterById(ctx.sql, ctx.caller.locale, body.meterId)
    if (meter?.organisationId !== organisationId) throw fieldFault('factory.energy.meterUnknown', 'meterId')
    if (millionthsOf(body.kwh) === 0n) throw fieldFault('factory.energy.targetZero', 'kwh')
    if (body.period === 'piece' && !meter.equipmentId) throw fieldFault('factory.energy.noMachine', 'period')
    const id = ctx.newId()
    const target = { ...body, note: body.note ?? null, ...made(ctx, id, organisationId) }
    await targets.insertTarget(ctx.sql, target, ctx.now)
    await note(ctx, 'factory.energy.targetAdded', 'target', id, { after: body })
    return { id }
  },

  async withdrawEnergyTarget(ctx, { params }) {
    mustOwn(ctx, await targets.ownerOfTarget(ctx.sql, params.targetId))
    await targets.withdrawTarget(ctx.sql, params.targetId, ctx.now)
    await note(ctx, 'factory.energy.targetWithdrawn', 'target', params.targetId, {})
    return { done: true }
  },

  async energyPasses(ctx, { query }) {
    const { rows, total } = await targets.listPasses(ctx.sql, ctx.caller.locale, query)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        limit: Number(millionthsOf(row.limit)) / 1_000_000,
        passedAt: row.passedAt.toISOString(),
      })),
    }
  },
}

/** The values of a meter as it was typed; an empty name in English is none. */
function valuesOf(body: MeterBody): meters.MeterValues {
  const { name, nameEn, parentId = null, unitId, equipmentId = null, tagId, reading, measuredIn } = body
  return { name, nameEn: nameEn || null, parentId, unitId, equipmentId, tagId, reading, measuredIn }
}

/** Would what was read of a meter come to another energy, or stand beside another machine's states? */
function readsOtherwise(before: meters.MeterRow, after: MeterBody): boolean {
  const { tagId, reading, measuredIn, unitId, equipmentId = null } = after
  const now = [tagId, reading, measuredIn, unitId, equipmentId]
  const then = [before.tagId, before.reading, before.measuredIn, before.unitId, before.equipmentId]
  return now.some((value, index) => value !== then[index])
}

/** Everything a meter names must be the firm's own, its unit must suit, and the tree must stay a tree. */
async function checkMeter(ctx: Ctx, owner: string, body: MeterBody, id: string | null): Promise<void> {
  const unit = await unitById(ctx.sql, body.unitId)
  if (unit?.organisationId !== owner) throw fieldFault('factory.unit.unknown', 'unitId')
  if (body.equipmentId) {
    const machine = await equipmentById(ctx.sql, ctx.caller.locale, body.equipmentId, ctx.now)
    if (machine?.organisationId !== owner) throw fieldFault('factory.energy.machineUnknown', 'equipmentId')
  }
  const [tag] = await tagsByIds(ctx.sql, [body.tagId])
  if (tag?.organisationId !== owner) throw fieldFault('factory.energy.signalUnknown', 'tagId')
  if (tag.valueType !== 'number') throw fieldFault('factory.energy.signalText', 'tagId')
  const reader = await meters.meterOfTag(ctx.sql, body.tagId)
  if (reader !== null && reader !== id) throw fieldFault('factory.energy.signalTaken', 'tagId')
  const isEnergy = body.measuredIn === 'Wh' || body.measuredIn === 'kWh' || body.measuredIn === 'MWh'
  if ((body.reading === 'counter') !== isEnergy) throw fieldFault('factory.energy.unitUnfit', 'measuredIn')
  if (!body.parentId) return
  const parent = await meters.meterById(ctx.sql, ctx.caller.locale, body.parentId)
  if (parent?.organisationId !== owner) throw fieldFault('factory.energy.meterUnknown', 'parentId')
  if (id && (await meters.chainOf(ctx.sql, body.parentId)).includes(id))
    throw fieldFault('factory.energy.circle', 'parentId')
}

/** A fault of one field; its rule has the same words. */
function fieldFault(code: string, field: string, values: Record<string, string | number> = {}): Fault {
  return new Fault(code, values, [{ field, rule: `fault.${code}`, values }])
}

async function mustBeFree(ctx: Ctx, rate: rates.Rate, organisationId: string, day: string): Promise<void> {
  if (await rates.isDayTaken(ctx.sql, rate, organisationId, day))
    throw fieldFault('factory.energy.dayTaken', 'validFrom')
}

function made(ctx: Ctx, id: string, organisationId: string) {
  const { personId: by, personName } = ctx.caller
  return { id, organisationId, isSample: false, by, personName }
}

const withdrawn = {
  tariff: 'factory.energy.tariffWithdrawn',
  factor: 'factory.energy.factorWithdrawn',
} as const

async function withdraw(ctx: Ctx, rate: rates.Rate, id: string): Promise<{ done: true }> {
  const kept = await rates.ownerOfRate(ctx.sql, rate, id)
  mustOwn(ctx, kept)
  await rates.withdrawRate(ctx.sql, rate, id, ctx.now)
  if (kept) await askDaysOfFirm(ctx.sql, kept.organisationId, kept.validFrom)
  await note(ctx, withdrawn[rate], rate, id, {})
  return { done: true }
}

function dated<T extends { createdAt: Date }>({ rows, total }: { rows: readonly T[]; total: number }) {
  return { total, rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) }
}

async function note(
  ctx: Ctx,
  action: string,
  subject: string,
  subjectId: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.audit({ action, subject, subjectId, organisationId: ctx.caller.organisationId, ...change })
}
