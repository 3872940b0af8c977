import { isTerm } from '@ronghe/epcis'
import { factory } from '@ronghe/factory/contract'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { shapeOf } from '../allocation/service.ts'
import type { trace } from '../contract.ts'
import { masterKey, writtenKey } from '../master/key.ts'
import { fieldFault } from '../master/masters.ts'
import { mustOwn, ownId } from '../master/policy.ts'
import { elementsOf, meaningOf } from '../story.ts'
import type { RuleLine, RuleSays } from './contract.ts'
import { eventsOf, numbersNeeded, observed } from './map.ts'
import { happenedIn } from './source.ts'
import * as store from './store.ts'

type Routes = Pick<
  Service<typeof trace>,
  'rules' | 'rule' | 'addRule' | 'changeRule' | 'switchRule' | 'tryRule'
>
const eventsShown = 50

/** Rules by which what machines do becomes events. */
export const rules: Routes = {
  async rules(ctx, { query }) {
    const { rows, total } = await store.listRules(ctx.sql, query)
    return { rows: rows.map((row) => lineOf(ctx, row)), total }
  },

  async rule(ctx, { params }) {
    const row = await store.findRule(ctx.sql, params.ruleId)
    if (!row) throw new Fault('trace.makingRule.unknown')
    const versions = await store.versionsOf(ctx.sql, row.id)
    return {
      ...lineOf(ctx, row),
      says: row.says,
      waiting: await store.waitingItems(ctx.sql, row.id),
      versions: versions.map((one) => ({ ...one, changedAt: one.changedAt.toISOString() })),
    }
  },

  async addRule(ctx, { body }) {
    const organisationId = ownId(ctx)
    const { says, equipmentName } = await sound(ctx, organisationId, body.says)
    const name = await freeName(ctx, organisationId, body.name, null)
    const row: store.RuleRow = {
      ...{ id: ctx.newId(), organisationId, name, equipmentId: says.equipmentId, equipmentName, says },
      ...{
        version: 1,
        isActive: false,
        isSample: false,
        since: ctx.now,
        lookedBackAt: null,
        through: ctx.now,
        captured: 0,
        failure: null,
      },
      ...{ failedAt: null, changedAt: ctx.now, changedBy: ctx.caller.personName },
    }
    await store.upsertRule(ctx.sql, row, null)
    await note(ctx, 'trace.makingRule.added', row, { after: { name, says } })
    return { id: row.id }
  },

  async changeRule(ctx, { params, body }) {
    const before = mustOwn(ctx, await store.findRule(ctx.sql, params.ruleId), 'trace.makingRule.unknown')
    if (before.version !== body.version) throw new Fault('trace.makingRule.changedSince')
    const { says, equipmentName } = await sound(ctx, before.organisationId, body.says)
    const name = await freeName(ctx, before.organisationId, body.name, before.id)
    const row: store.RuleRow = {
      ...{ ...before, name, says, equipmentId: says.equipmentId, equipmentName },
      ...{ version: before.version + 1, changedAt: ctx.now, changedBy: ctx.caller.personName },
    }
    await store.upsertRule(ctx.sql, row, body.note?.trim() || null)
    await note(ctx, 'trace.makingRule.changed', row, { before: { says: before.says }, after: { name, says } })
    return { version: row.version }
  },

  async switchRule(ctx, { params, body }) {
    const row = mustOwn(ctx, await store.findRule(ctx.sql, params.ruleId), 'trace.makingRule.unknown')
    const from = body.from ? new Date(body.from) : ctx.now
    if (from > ctx.now) throw fieldFault('from', 'trace.rule.past')
    // What became events already would become others under new numbers.
    if (row.captured > 0 && body.isActive && body.from && from < row.through)
      throw fieldFault('from', 'trace.rule.afterCaptured')
    const isFresh = body.isActive && (body.from !== undefined || row.captured === 0)
    const [since, through] = isFresh ? [from, from] : [row.since, row.through]
    await store.switchRule(ctx.sql, row.id, { isActive: body.isActive, since, through })
    await note(ctx, 'trace.makingRule.switched', row, { after: { isActive: body.isActive, through } })
    return { done: true }
  },

  async tryRule(ctx, { body }) {
    const organisationId = ownId(ctx)
    const { says } = await sound(ctx, organisationId, body.says)
    const made = await happenedIn(ctx, says, body)
    const numbers = Array.from(
      { length: numbersNeeded(says, made.parts) },
      (_, at) => `${says.prefix}${at + 1}`,
    )
    const trial = { id: 'trial', isSample: false, says }
    const { events: items, items: things } = eventsOf(trial, made.parts, numbers)
    const events = [...items, ...observed(trial, made.states)]
    return {
      until: made.until,
      good: things.filter(({ isGood }) => isGood).length,
      refused: things.filter(({ isGood }) => !isGood).length,
      events: events.slice(0, eventsShown),
      eventsInAll: events.length,
    }
  },
}

/** The rule as it is kept: everything it names exists and is the organisation's own. */
async function sound(
  ctx: Ctx,
  organisationId: string,
  given: RuleSays,
): Promise<{ says: RuleSays; equipmentName: string }> {
  const params = { equipmentId: given.equipmentId }
  const machine = await ctx
    .read(factory)
    .oneEquipment({ params })
    .catch(() => null)
  if (machine?.organisationId !== organisationId)
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
  if (given.starts && given.numbering !== 'lot') throw fieldFault('says.numbering', 'trace.rule.shiftIsLot')
  const key = masterKey('product', given.product)
  if (!key) throw fieldFault('says.product', 'trace.rule.identifier.product')
  const says: RuleSays = { ...shared, product: writtenKey(key) }
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

async function freeName(ctx: Ctx, organisationId: string, given: string, own: string | null) {
  const name = given.trim()
  const known = await store.ruleByName(ctx.sql, organisationId, name)
  if (known !== null && known !== own) throw new Fault('trace.makingRule.nameTaken', { name })
  return name
}

function lineOf(ctx: Ctx, row: store.RuleRow): RuleLine {
  const { says, failure, failedAt, through, changedAt, ...rest } = row
  const words = failure
    ? [{ rule: `fault.${failure.code}`, values: failure.values }, ...failure.fields].map((one) =>
        ctx.t(one.rule, one.values),
      )
    : []
  return {
    ...rest,
    product: says.product,
    through: through.toISOString(),
    failure: failure ? words.join(' ') : null,
    failedAt: failedAt?.toISOString() ?? null,
    changedAt: changedAt.toISOString(),
  }
}

async function note(ctx: Ctx, action: string, row: store.RuleRow, what: object): Promise<void> {
  await ctx.audit({
    ...{ action, subject: 'trace.makingRule', subjectId: row.id, organisationId: row.organisationId },
    ...what,
  })
}
