import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { trace } from '../contract.ts'
import { fieldFault } from '../master/masters.ts'
import { mustOwn, ownId } from '../master/policy.ts'
import type { RuleLine } from './contract.ts'
import { sound } from './sound.ts'
import * as store from './store.ts'
import { tried } from './trial.ts'

type Routes = Pick<
  Service<typeof trace>,
  'rules' | 'rule' | 'addRule' | 'changeRule' | 'switchRule' | 'tryRule'
>

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
      ...{
        id: ctx.newId(),
        organisationId,
        name,
        equipmentId: says.equipmentId ?? null,
        equipmentName,
        says,
      },
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
      ...{ ...before, name, says, equipmentId: says.equipmentId ?? null, equipmentName },
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
    return tried(ctx, { id: 'trial', organisationId, isSample: false, says }, body)
  },
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
