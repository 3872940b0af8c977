import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { escalate, publish, usualLevels } from '../andon/escalate.ts'
import type { factory } from '../contract.ts'
import { mustOwn, ownId } from '../policy.ts'
import * as store from '../store/andon.ts'
import { unitById } from '../store/equipment.ts'
import { known } from './equipment.ts'

type Routes = Pick<
  Service<typeof factory>,
  'andonCalls' | 'callAndon' | 'answerAndon' | 'resolveAndon' | 'andonLevels' | 'changeAndonLevels'
>

export const andon: Routes = {
  async andonCalls(ctx, { query }) {
    const { organisationId } = ctx.caller
    const filter = { ...query, ...(organisationId ? { organisation: organisationId } : {}) }
    const { rows, total } = await store.listCalls(ctx.sql, ctx.caller.locale, filter)
    return { total, rows: rows.map(shown) }
  },

  async callAndon(ctx, { body }) {
    const place = await placeOf(ctx, body)
    mustOwn(ctx, place)
    const id = ctx.newId()
    const one = { ...place, id, kind: body.kind, note: body.note || null }
    await store.insertCall(ctx.sql, one, byOf(ctx), ctx.now)
    await escalate(ctx)
    publish(ctx, one)
    await audit(ctx, 'factory.andon.called', id, place.organisationId, { after: body })
    return { id }
  },

  async answerAndon(ctx, { params }) {
    const call = await openCall(ctx, params.callId)
    if (call.answeredAt) throw new Fault('factory.andon.answered')
    await store.answerCall(ctx.sql, call.id, byOf(ctx), ctx.now)
    publish(ctx, call)
    await audit(ctx, 'factory.andon.answered', call.id, call.organisationId, {})
    return { done: true }
  },

  async resolveAndon(ctx, { params, body }) {
    const call = await openCall(ctx, params.callId)
    await store.resolveCall(ctx.sql, call.id, body.resolution, byOf(ctx), ctx.now)
    publish(ctx, call)
    await audit(ctx, 'factory.andon.resolved', call.id, call.organisationId, { after: body })
    return { done: true }
  },

  async andonLevels(ctx) {
    const own = ctx.caller.organisationId ? await store.levelsOf(ctx.sql, ctx.caller.organisationId) : []
    const levels = (own.length > 0 ? own : usualLevels).map(({ afterMinutes, may }) => ({
      afterMinutes,
      may: may as 'factory.operate',
    }))
    return { levels, isUsual: own.length === 0 }
  },

  async changeAndonLevels(ctx, { body }) {
    const organisationId = ownId(ctx)
    const inOrder = body.levels.every(
      (one, at) => one.afterMinutes >= (body.levels[at - 1]?.afterMinutes ?? 0),
    )
    if (!inOrder) {
      throw new Fault('factory.andon.order', {}, [{ field: 'levels', rule: 'fault.factory.andon.order' }])
    }
    const before = await store.levelsOf(ctx.sql, organisationId)
    await store.replaceLevels(ctx.sql, organisationId, body.levels)
    await audit(ctx, 'factory.andon.levels', organisationId, organisationId, { before, after: body })
    return { done: true }
  },
}

/** The machine with its unit, or the unit; one of the two. */
async function placeOf(ctx: Ctx, body: { unitId?: string; equipmentId?: string }) {
  if (body.equipmentId) {
    const { id, unitId, organisationId } = await known(ctx, body.equipmentId)
    return { organisationId, unitId, equipmentId: id }
  }
  if (!body.unitId) throw new Fault('kit.input.invalid', {}, [{ field: 'unitId', rule: 'rule.required' }])
  const unit = await unitById(ctx.sql, body.unitId)
  if (!unit) throw new Fault('kit.notFound')
  return { organisationId: unit.organisationId, unitId: body.unitId, equipmentId: null }
}

async function openCall(ctx: Ctx, id: string): Promise<store.CallRow> {
  const call = await store.callForUpdate(ctx.sql, id)
  mustOwn(ctx, call)
  if (!call) throw new Fault('kit.notFound')
  if (call.resolvedAt) throw new Fault('factory.andon.resolved')
  return call
}

function byOf(ctx: Ctx): store.By {
  return { id: ctx.caller.personId, name: ctx.caller.personName }
}

function shown({ organisationId: _, ...call }: store.CallRow) {
  const { calledAt, answeredAt, resolvedAt } = call
  const seconds = (until: Date | null) => until && (until.getTime() - calledAt.getTime()) / 1000
  return {
    ...call,
    status: resolvedAt ? ('resolved' as const) : answeredAt ? ('answered' as const) : ('called' as const),
    calledAt: calledAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
    resolvedAt: resolvedAt?.toISOString() ?? null,
    secondsToAnswer: seconds(answeredAt),
    secondsToResolve: seconds(resolvedAt),
  }
}

async function audit(
  ctx: Ctx,
  action: string,
  subjectId: string,
  organisationId: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.audit({ action, subject: 'andon', subjectId, organisationId, ...change })
}
