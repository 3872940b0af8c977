import {
  type AasElement,
  aasxMediaType,
  aasxOf,
  readAas,
  submodelIn,
  templateFaults,
  templates,
} from '@ronghe/kit/aas'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { factsOf, shellOf } from '../nameplate/shell.ts'
import { mustOwn } from '../policy.ts'
import { type EquipmentRow, updateEquipment } from '../store/equipment.ts'
import { known } from './equipment.ts'

type Routes = Pick<Service<typeof factory>, 'nameplate' | 'importNameplate'>

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
    const environment = shellOf(facts)
    if (query.package === 'aasx') {
      return { name: `${code}.aasx`, mediaType: aasxMediaType, content: aasxOf(environment) }
    }
    const content = Buffer.from(JSON.stringify(environment, null, 2), 'utf8')
    return { name: `${code}.aas.json`, mediaType: 'application/json', content }
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
