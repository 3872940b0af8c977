import {
  type AasElement,
  aasxMediaType,
  aasxOf,
  environmentOf,
  readAas,
  submodelIn,
  templateFaults,
  templates,
} from '@ronghe/kit/aas'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { aggregatesOf } from '../history/aggregates.ts'
import { isoOf } from '../micros.ts'
import { factsOf, shellOf } from '../nameplate/shell.ts'
import { timeSeriesOf } from '../nameplate/time-series.ts'
import { mustOwn } from '../policy.ts'
import { type EquipmentRow, updateEquipment } from '../store/equipment.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { known } from './equipment.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'nameplate' | 'timeSeries' | 'importNameplate'>

const meansDaysMax = 366
const meansMax = 100_000
const signalsMax = 50
const bytesMax = 20_000_000
const kept = ['maker', 'model', 'serialNumber', 'firmware', 'builtOn'] as const

export const nameplates: Routes = {
  async nameplate(ctx, { params, query }) {
    const machine = await known(ctx, params.equipmentId)
    const { id, name, nameEn, maker, model, serialNumber, firmware, builtOn, code } = machine
    const missing = (['maker', 'model'] as const).filter((field) => !machine[field])
    if (!maker || !model) {
      const fields = missing.map((field) => ({ field, rule: 'rule.required' }))
      throw new Fault('factory.nameplate.incomplete', {}, fields)
    }
    const uri = `${baseOf(ctx)}/factory/equipment/${id}`
    const facts = { id, uri, name, nameEn, maker, model, serialNumber, firmware, builtOn }
    return packed(code, shellOf(facts), query.package)
  },

  async timeSeries(ctx, { params, query }) {
    const machine = await known(ctx, params.equipmentId)
    const { id, name, nameEn, maker, model, code } = machine
    const uri = `${baseOf(ctx)}/factory/equipment/${id}`
    const { means, signals, from, to } = await meansOf(ctx, id, query)
    const submodel = timeSeriesOf({
      ...{ uri, api: `${baseOf(ctx)}/api/factory/tags`, name, nameEn, means, signals, from, to },
      ...{ intervalSeconds: query.intervalSeconds, at: ctx.now.toISOString() },
      description: {
        zh: ctx.house.translate('zh', 'factory.timeSeries.record'),
        en: ctx.house.translate('en', 'factory.timeSeries.record'),
      },
    })
    const plates = maker && model ? shellOf({ ...machine, uri, maker, model }).submodels : []
    const environment = environmentOf({ uri, idShort: 'Machine', submodels: [...plates, submodel] })
    return packed(`${code}-time-series`, environment, query.package)
  },

  async importNameplate(ctx, { params, query }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const submodel = await uploadedPlate(ctx)
    const faults = templateFaults(submodel, templates.nameplate).map(({ field, rule }) => ({
      ...{ field, rule, message: ctx.t(`factory.nameplateRule.${rule}`) },
    }))
    const facts = factsOf(submodel)
    const changes = kept.flatMap((field) => {
      const after = facts[field]
      return !after || after === machine[field] ? [] : [{ field, before: machine[field], after }]
    })
    const written = query.dryRun === false && faults.length === 0 && changes.length > 0
    if (written) await write(ctx, machine, changes)
    return { faults, changes, written }
  },
}

function packed(
  name: string,
  environment: ReturnType<typeof environmentOf>,
  kind: 'json' | 'aasx' | undefined,
) {
  if (kind === 'aasx') return { name: `${name}.aasx`, mediaType: aasxMediaType, content: aasxOf(environment) }
  const content = Buffer.from(JSON.stringify(environment, null, 2), 'utf8')
  return { name: `${name}.aas.json`, mediaType: 'application/json', content }
}

type Asked = { from: string; to: string; intervalSeconds: number; tag?: string[] }

/** Time-weighted means of a machine's numeric signals; those that are asked for must be its own. */
async function meansOf(ctx: Ctx, equipmentId: string, query: Asked) {
  const window = spanOf(query, meansDaysMax)
  const all = (await tagsOfMachine(ctx.sql, equipmentId)).filter((one) => one.valueType === 'number')
  const signals = query.tag ? all.filter((one) => query.tag?.includes(one.id)) : all.slice(0, signalsMax)
  if (query.tag && signals.length < query.tag.length) throw new Fault('kit.notFound')
  const intervalMicros = query.intervalSeconds * 1_000_000
  const asked = Math.ceil((window.toMicros - window.fromMicros) / intervalMicros) * signals.length
  if (asked > meansMax) {
    const values = { asked, max: meansMax }
    const field = { field: 'intervalSeconds', rule: 'fault.factory.history.tooMuch', values }
    throw new Fault('factory.history.tooMuch', values, [field])
  }
  const { series } = ctx.house
  const numbers = await series.resolve(signals.map((one) => one.id))
  const scaled = signals.map(({ scale, shift }, index) => ({ number: numbers[index] ?? 0, scale, shift }))
  const question = { ...window, intervalMicros, aggregates: ['timeAverage'] as const, isStepped: true }
  const results = signals.length === 0 ? [] : await aggregatesOf(series, scaled, question)
  const means = results.map(([list = []]) => list.map(({ value }) => value))
  return { means, signals, from: isoOf(window.fromMicros), to: isoOf(window.toMicros) }
}

function baseOf(ctx: Ctx): string {
  const { PUBLIC_URL, HOST, PORT } = ctx.house.config
  return (PUBLIC_URL || `http://${HOST}:${PORT}`).replace(/\/$/, '')
}

/** The nameplate of the uploaded environment, in JSON or in a package; anything else is refused in words. */
async function uploadedPlate(ctx: Ctx): Promise<AasElement> {
  const { content } = await ctx.upload()
  const refused = (code: string) => new Fault(code, {}, [{ field: 'file', rule: `fault.${code}` }])
  if (content.length > bytesMax) throw refused('factory.nameplate.unreadable')
  let environment: unknown
  try {
    environment = readAas(content).environment
  } catch {
    throw refused('factory.nameplate.unreadable')
  }
  const submodel = submodelIn(environment, templates.nameplate)
  if (!submodel) throw refused('factory.nameplate.absent')
  return submodel
}

async function write(
  ctx: Ctx,
  machine: EquipmentRow,
  changes: readonly { field: (typeof kept)[number]; after: string }[],
): Promise<void> {
  const values = { ...machine, ...Object.fromEntries(changes.map((one) => [one.field, one.after])) }
  if (!(await updateEquipment(ctx.sql, machine.id, machine.version, values, ctx.now)))
    throw new Fault('factory.equipment.changedSince')
  const { id: equipmentId, organisationId } = machine
  await ctx.emit('equipment.changed', { equipmentId, organisationId })
  await ctx.audit({
    action: 'factory.nameplate.imported',
    subject: 'equipment',
    subjectId: equipmentId,
    organisationId,
    after: changes,
  })
}
