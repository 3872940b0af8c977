import type { Ctx } from '@ronghe/kit/module'
import { insertMeter, listMeters } from '../store/energy-meters.ts'
import { insertFactor, insertTariff, isDayTaken } from '../store/energy-rates.ts'
import { insertTarget } from '../store/energy-targets.ts'
import { unitByCode } from '../store/equipment.ts'
import { addRules, rulesOf } from '../store/rules.ts'
import { tagsOfMachine } from '../store/tags.ts'
import type { Source } from './flow.ts'
import type { Period } from './tariff.ts'

type Words = { zh: string; en: string }

/** Meters, rates and targets of a sample region, and the rules by which its metered machines work. */
export type SampleEnergy = {
  meters: readonly {
    organisation: string
    name: Words
    parent: string | null
    unit: string
    equipment: string | null
    signal: { equipment: string; tag: string }
    reading: Source['kind']
    measuredIn: Source['unit']
  }[]
  tariffs: readonly {
    organisation: string
    name: Words
    validFrom: string
    timeZone: string
    source: Words
    periods: readonly Period[]
  }[]
  factors: readonly { organisation: string; validFrom: string; kgPerKwh: string; source: Words }[]
  targets: readonly {
    organisation: string
    meter: string
    period: 'day' | 'month' | 'piece'
    kwh: string
    validFrom: string
  }[]
  rules: readonly { organisation: string; equipment: string; note: Words; rules: unknown }[]
}

/** Ids by the codes of the sample: `organisation` and `organisation/equipment`. */
export type SampleIds = { owner(organisation: string): string; machine(key: string): string }

/** Loads what is not there yet; a firm that has meters keeps them as they are. */
export async function keepEnergy(ctx: Ctx, sample: SampleEnergy, ids: SampleIds): Promise<void> {
  const fresh = new Set<string>()
  for (const { organisation } of sample.meters) {
    const known = await listMeters(ctx.sql, 'zh', { organisation: ids.owner(organisation), pageSize: 1 })
    if (known.total === 0) fresh.add(organisation)
  }
  await keepRates(ctx, sample, ids)
  const meters = new Map<string, string>()
  for (const one of sample.meters) if (fresh.has(one.organisation)) await keepMeter(ctx, one, ids, meters)
  for (const one of sample.targets) {
    const meterId = meters.get(`${one.organisation}/${one.meter}`)
    if (!meterId) continue
    const { period, kwh, validFrom } = one
    await insertTarget(
      ctx.sql,
      { ...made(ctx, ids.owner(one.organisation)), meterId, period, kwh, validFrom, note: null },
      ctx.now,
    )
  }
  for (const { organisation, equipment, rules, note } of sample.rules) {
    const machine = {
      id: ids.machine(`${organisation}/${equipment}`),
      organisationId: ids.owner(organisation),
    }
    if ((await rulesOf(ctx.sql, machine))?.origin === 'equipment') continue
    const { organisationId, id: equipmentId } = machine
    const one = { id: ctx.newId(), organisationId, equipmentId, rules, note: note.zh, by: null }
    await addRules(ctx.sql, one, ctx.now)
  }
}

function made(ctx: Ctx, organisationId: string) {
  return { id: ctx.newId(), organisationId, isSample: true, by: null, personName: null }
}

async function keepRates(ctx: Ctx, sample: SampleEnergy, ids: SampleIds): Promise<void> {
  for (const { organisation, name, source, ...values } of sample.tariffs) {
    const owner = ids.owner(organisation)
    if (await isDayTaken(ctx.sql, 'tariff', owner, values.validFrom)) continue
    const shown = { name: name.zh, source: source.zh, isVerified: false }
    await insertTariff(ctx.sql, { ...values, ...shown, ...made(ctx, owner) }, ctx.now)
  }
  for (const { organisation, source, ...values } of sample.factors) {
    const owner = ids.owner(organisation)
    if (await isDayTaken(ctx.sql, 'factor', owner, values.validFrom)) continue
    const shown = { source: source.zh, isVerified: false }
    await insertFactor(ctx.sql, { ...values, ...shown, ...made(ctx, owner) }, ctx.now)
  }
}

async function keepMeter(
  ctx: Ctx,
  one: SampleEnergy['meters'][number],
  ids: SampleIds,
  meters: Map<string, string>,
): Promise<void> {
  const { organisation, name, parent, signal, equipment, reading, measuredIn } = one
  const owner = ids.owner(organisation)
  const unit = await unitByCode(ctx.sql, owner, one.unit)
  const tags = await tagsOfMachine(ctx.sql, ids.machine(`${organisation}/${signal.equipment}`))
  const tag = tags.find(({ name: tagName }) => tagName === signal.tag)
  if (!unit || !tag) throw new Error(`the sample meter ${name.zh} names what is not there`)
  const values = {
    name: name.zh,
    nameEn: name.en,
    parentId: parent === null ? null : (meters.get(`${organisation}/${parent}`) ?? null),
    unitId: unit.id,
    equipmentId: equipment === null ? null : ids.machine(`${organisation}/${equipment}`),
    tagId: tag.id,
    reading,
    measuredIn,
  }
  const row = { ...made(ctx, owner), ...values }
  await insertMeter(ctx.sql, row, ctx.now)
  meters.set(`${organisation}/${name.zh}`, row.id)
}
