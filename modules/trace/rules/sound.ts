import { isTerm } from '@ronghe/epcis'
import { factory } from '@ronghe/factory/contract'
import type { Ctx } from '@ronghe/kit/module'
import { shapeOf } from '../allocation/service.ts'
import { masterKey, writtenKey } from '../master/key.ts'
import { fieldFault } from '../master/masters.ts'
import { elementsOf, meaningOf } from '../story.ts'
import type { RuleSays } from './contract.ts'

/** The rule as it is kept: everything it names exists and is the organisation's own. */
export async function sound(
  ctx: Ctx,
  organisationId: string,
  given: RuleSays,
): Promise<{ says: RuleSays; equipmentName: string }> {
  if (given.starts?.on === 'inspection')
    return { says: inspectionSays(given, given.starts), equipmentName: '' }
  const params = { equipmentId: given.equipmentId ?? '' }
  const machine = await ctx
    .read(factory)
    .oneEquipment({ params })
    .catch(() => null)
  if (!given.equipmentId || machine?.organisationId !== organisationId)
    throw fieldFault('says.equipmentId', 'trace.rule.ownMachine')
  const { rows: tags } = await ctx.read(factory).tags({ params })
  for (const [at, { tagId, type, least, most }] of given.checks.entries()) {
    const tag = tags.find(({ id }) => id === tagId)
    if (tag?.valueType !== 'number') throw fieldFault(`says.checks.${at}.tagId`, 'trace.rule.machineSignal')
    if (!isTerm('measurementType', type))
      throw fieldFault(`says.checks.${at}.type`, 'trace.rule.measurementType', { found: type })
    if (least !== undefined && most !== undefined && least > most)
      throw fieldFault(`says.checks.${at}.most`, 'trace.rule.boundsOrder')
  }
  const shared = {
    ...given,
    ...(given.place ? { place: thing(given.place, 'says.place') } : {}),
    inputs: given.inputs.map((one, at) => ({ ...one, item: thing(one.item, `says.inputs.${at}.item`) })),
  }
  if (given.starts?.on === 'state')
    return { says: stateSays(shared, given.starts), equipmentName: machine.name }
  if (given.starts?.on === 'instrument')
    return { says: instrumentSays(shared, given.starts, tags), equipmentName: machine.name }
  if (given.starts && given.numbering !== 'lot') throw fieldFault('says.numbering', 'trace.rule.shiftIsLot')
  const says: RuleSays = { ...shared, product: productOf(given.product) }
  await shapeOf(ctx, organisationId, {
    ...{ numberKind: says.numbering, subject: says.product, scheme: 'sequence' },
    ...{ prefix: says.prefix, width: says.width },
  })
  return { says, equipmentName: machine.name }
}

type StateStarts = Extract<NonNullable<RuleSays['starts']>, { on: 'state' }>

/** A rule of states makes no items: what would number, check and pack them is left out. */
function stateSays(says: RuleSays, starts: StateStarts): RuleSays {
  if (!isTerm('bizStep', starts.bizStep))
    throw fieldFault('says.starts.bizStep', 'trace.rule.term', { found: starts.bizStep })
  if (!isTerm('disposition', starts.disposition))
    throw fieldFault('says.starts.disposition', 'trace.rule.term', { found: starts.disposition })
  const { alarmsFail: _, ...rest } = says
  return {
    ...rest,
    ...{ product: '', prefix: '', inputs: [], checks: [], packEvery: 0 },
    starts: { ...starts, thing: thing(starts.thing, 'says.starts.thing') },
  }
}

function thing(text: string, field: string): string {
  const { id } = meaningOf(text)
  if (elementsOf(id).length === 0) throw fieldFault(field, 'trace.rule.identifier.any')
  return id
}

type InspectionStarts = Extract<NonNullable<RuleSays['starts']>, { on: 'inspection' }>
type InstrumentStarts = Extract<NonNullable<RuleSays['starts']>, { on: 'instrument' }>

/** A rule of inspections has no machine and makes no items; a product narrows what it takes. */
function inspectionSays(given: RuleSays, starts: InspectionStarts): RuleSays {
  const terms = { bizStep: starts.bizStep, passed: starts.passed, failed: starts.failed }
  for (const [field, term] of Object.entries(terms))
    if (!isTerm(field === 'bizStep' ? 'bizStep' : 'disposition', term))
      throw fieldFault(`says.starts.${field}`, 'trace.rule.term', { found: term })
  for (const [at, { type }] of starts.measures.entries())
    if (!isTerm('measurementType', type))
      throw fieldFault(`says.starts.measures.${at}.type`, 'trace.rule.measurementType', { found: type })
  return {
    ...{ product: given.product === '' ? '' : productOf(given.product), starts },
    ...(given.place ? { place: thing(given.place, 'says.place') } : {}),
    ...noItems,
  }
}

const noItems = { numbering: 'serial' as const, prefix: '', width: 6, inputs: [], checks: [], packEvery: 0 }

/** An instrument makes no items either: product and numbering say what a bare code stands for. */
function instrumentSays(
  says: RuleSays,
  starts: InstrumentStarts,
  tags: readonly { id: string; valueType: string }[],
): RuleSays {
  if (!tags.some(({ id }) => id === starts.codeTagId))
    throw fieldFault('says.starts.codeTagId', 'trace.rule.machineSignalAny')
  if (says.checks.length === 0) throw fieldFault('says.checks', 'trace.rule.required')
  const { alarmsFail: _, ...rest } = says
  const { numbering, checks } = says
  return { ...rest, ...noItems, numbering, checks, product: productOf(says.product), starts }
}

function productOf(text: string): string {
  const key = masterKey('product', text)
  if (!key) throw fieldFault('says.product', 'trace.rule.identifier.product')
  return writtenKey(key)
}
