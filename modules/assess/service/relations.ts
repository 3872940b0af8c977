import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import type { assess } from '../contract.ts'
import { isProvincial, mayDeclare } from '../policy.ts'
import * as store from '../store/relations.ts'
import { nameOf, within } from './one-run.ts'

type Routes = Pick<Service<typeof assess>, 'relations' | 'addRelation' | 'removeRelation'>

/** Who is tied to whom, and therefore judges nothing of him (A8). */
export const relations: Routes = {
  async relations(ctx, { query }) {
    const { organisationId, reach, locale } = ctx.caller
    const isOfficial = reach === 'region' || reach === 'all'
    const filter = { ...query, organisationId: isOfficial ? null : organisationId }
    if (!isOfficial && !organisationId) throw new Fault('kit.forbidden')
    const list = () => store.listRelations(ctx.sql, locale, filter)
    // What others declared with it concerns the organisation as much as what it declared itself.
    const { rows, total } = isOfficial ? await list() : await within(ctx, list)
    return {
      total,
      rows: rows.map(({ organisationId: _one, relatedId: _other, at, ...rest }) => {
        return { ...rest, at: at.toISOString() }
      }),
    }
  },

  async addRelation(ctx, { body }) {
    const { organisationId } = ctx.caller
    if (!organisationId || !mayDeclare(ctx.caller) || organisationId === body.relatedId)
      throw new Fault('kit.forbidden')
    await ctx.read(registry).organisation({ params: { organisationId: body.relatedId } })
    const by = { id: ctx.newId(), byName: nameOf(ctx.caller), at: ctx.now, note: body.note ?? null }
    const one = { ...by, organisationId, relatedId: body.relatedId, kind: body.kind }
    if (!(await store.insertRelation(ctx.sql, one))) throw new Fault('assess.relation.exists')
    await ctx.audit({
      ...{ action: 'assess.relation.added', subject: 'assess.relation', subjectId: one.id, organisationId },
      after: { relatedId: body.relatedId, kind: body.kind },
    })
    return { done: true }
  },

  async removeRelation(ctx, { params, body }) {
    if (!isProvincial(ctx.caller)) throw new Fault('kit.forbidden')
    const found = await within(ctx, () => store.removeRelation(ctx.sql, params.relationId))
    if (!found) throw new Fault('kit.notFound')
    const { organisationId, relatedId, kind } = found
    await ctx.audit({
      ...{
        action: 'assess.relation.removed',
        subject: 'assess.relation',
        subjectId: found.id,
        organisationId,
      },
      before: { relatedId, kind },
      after: { reason: body.reason },
    })
    return { done: true }
  },
}
