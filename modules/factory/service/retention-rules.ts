import type { Static } from '@ronghe/kit/contract'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { classesOf } from '../history/thinning.ts'
import { mustOwn, ownId } from '../policy.ts'
import { keepRetention, retentionOf, type Tiers, thinnableTags } from '../store/retention.ts'
import * as store from '../store/retention-rules.ts'
import { known } from './equipment.ts'
import { checkOrder } from './retention.ts'

type Routes = Pick<
  Service<typeof factory>,
  'retentionRules' | 'addRetentionRule' | 'changeRetentionRule' | 'removeRetentionRule'
>
type Body = Static<(typeof factory)['routes']['addRetentionRule']['body']>

const rulesMax = 200
const none: Tiers = { rawDays: null, minuteDays: null, hourDays: null }

export const retentionRules: Routes = {
  async retentionRules(ctx) {
    const organisationId = ownId(ctx)
    const rows = await store.retentionRules(ctx.sql, organisationId, ctx.caller.locale)
    const tags = await thinnableTags(ctx.sql, organisationId)
    const classes = classesOf(tags, { rules: rows, rest: none })
    return {
      rows: rows.map((row) => ({
        ...row,
        signals: classes.get(row)?.length ?? 0,
        changedAt: row.changedAt.toISOString(),
      })),
      rest: classes.get(none)?.length ?? 0,
    }
  },

  async addRetentionRule(ctx, { body }) {
    const organisationId = ownId(ctx)
    if ((await store.retentionRules(ctx.sql, organisationId)).length >= rulesMax)
      throw new Fault('factory.retention.rulesMax', { max: rulesMax })
    // The row of the rest also bears when was thinned, and how much.
    if (!(await retentionOf(ctx.sql, organisationId)))
      await keepRetention(ctx.sql, organisationId, none, ctx.caller.personName, ctx.now)
    const id = ctx.newId()
    await keep(ctx, id, body, null)
    return { id }
  },

  async changeRetentionRule(ctx, { params, body }) {
    const before = await own(ctx, params.ruleId)
    await keep(ctx, params.ruleId, body, before)
    return { done: true }
  },

  async removeRetentionRule(ctx, { params }) {
    const before = await own(ctx, params.ruleId)
    await store.removeRetentionRule(ctx.sql, ownId(ctx), params.ruleId)
    await audit(ctx, 'factory.retentionRule.removed', { before: said(before) })
    return { done: true }
  },
}

async function own(ctx: Ctx, id: string): Promise<store.RetentionRuleRow> {
  const rows = await store.retentionRules(ctx.sql, ownId(ctx))
  const found = rows.find((row) => row.id === id)
  if (!found) throw new Fault('kit.notFound')
  return found
}

async function keep(ctx: Ctx, id: string, body: Body, before: store.RetentionRuleRow | null): Promise<void> {
  const { reason, ...one } = body
  checkOrder(one)
  if (one.equipmentId !== null) mustOwn(ctx, await known(ctx, one.equipmentId))
  if (!(await store.keepRetentionRule(ctx.sql, ownId(ctx), { id, ...one }, ctx.caller.personName, ctx.now))) {
    const field = { field: 'rank', rule: 'fault.factory.retention.rankTaken' }
    throw new Fault('factory.retention.rankTaken', {}, [field])
  }
  const action = before ? 'factory.retentionRule.changed' : 'factory.retentionRule.added'
  await audit(ctx, action, { after: one, reason, ...(before ? { before: said(before) } : {}) })
}

function said({
  rank,
  name,
  meaning,
  pattern,
  equipmentId,
  rawDays,
  minuteDays,
  hourDays,
}: store.RetentionRule) {
  return { rank, name, meaning, pattern, equipmentId, rawDays, minuteDays, hourDays }
}

async function audit(ctx: Ctx, action: string, more: object): Promise<void> {
  const organisationId = ownId(ctx)
  await ctx.audit({ action, subject: 'organisation', subjectId: organisationId, organisationId, ...more })
}
