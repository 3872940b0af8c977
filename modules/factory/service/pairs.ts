import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { pairDeskOf } from '../pair/desk.ts'
import { mustOwn } from '../policy.ts'
import { newestConfiguration } from '../store/edge-health.ts'
import { edgeById } from '../store/edges.ts'
import * as store from '../store/pairs.ts'
import { copyConfiguration } from './edge-configurations.ts'
import { ownEdge } from './edges.ts'

type Routes = Pick<Service<typeof factory>, 'edgePair' | 'makePair' | 'endPair' | 'handOver' | 'pairTurns'>

/** Only the newest turn of each device is shown. */
const turnsShown = 1

export const pairs: Routes = {
  async edgePair(ctx, { params }) {
    const edge = await edgeById(ctx.sql, params.edgeId)
    if (!edge) throw new Fault('kit.notFound')
    const pair = await store.pairOfEdge(ctx.sql, edge.id)
    if (!pair) return { pair: null }
    const primary = await member(ctx, pair.primaryId)
    const standby = await member(ctx, pair.standbyId)
    const turns = await store.turnsOf(ctx.sql, pair.id, turnsShown)
    const devices = turns.map(({ device, edgeId }) => ({
      ...{ device, edgeId },
      edgeName: edgeId === primary.id ? primary.name : standby.name,
    }))
    const { id, createdAt, personName } = pair
    return { pair: { id, primary, standby, createdAt: createdAt.toISOString(), personName, devices } }
  },

  async makePair(ctx, { params, body }) {
    const primary = await ownEdge(ctx, params.edgeId)
    const standby = await ownEdge(ctx, body.standbyId)
    if (primary.id === standby.id) throw new Fault('factory.pair.same')
    if (standby.equipmentCount > 0) throw new Fault('factory.pair.hasMachines')
    for (const { id } of [primary, standby]) {
      if (await store.pairOfEdge(ctx.sql, id)) throw new Fault('factory.pair.taken')
      if (!pairDeskOf(ctx.house).isPaired(id)) throw new Fault('factory.pair.notStarted')
    }
    const { organisationId } = primary
    const { personName } = ctx.caller
    const id = ctx.newId()
    await store.insertPair(
      ctx.sql,
      { id, organisationId, primaryId: primary.id, standbyId: standby.id, personName },
      ctx.now,
    )
    await store.forgetDiscovered(ctx.sql, standby.id)
    // What it tells belongs to its partner from its next session on.
    await ctx.emit('edge.changed', { edgeId: standby.id, organisationId })
    if (await newestConfiguration(ctx.sql, primary.id)) await copyConfiguration(ctx, primary, standby)
    await note(ctx, 'factory.pair.made', { id, organisationId }, { after: { standbyId: standby.id } })
    return { id }
  },

  async endPair(ctx, { params, body }) {
    const pair = await ownPair(ctx, params.pairId)
    const { standbyId, organisationId } = pair
    await store.removePair(ctx.sql, pair.id)
    await ctx.emit('edge.changed', { edgeId: standbyId, organisationId })
    await note(ctx, 'factory.pair.ended', pair, { before: pair, reason: body.reason })
    return { done: true }
  },

  async handOver(ctx, { params, body }) {
    const pair = await ownPair(ctx, params.pairId)
    const { organisationId, id: pairId } = pair
    if (body.edgeId !== pair.primaryId && body.edgeId !== pair.standbyId) throw new Fault('kit.notFound')
    const desk = pairDeskOf(ctx.house)
    for (const { device, edgeId } of await store.turnsOf(ctx.sql, pairId, turnsShown)) {
      if (edgeId === body.edgeId) continue
      const fromMicros = (await desk.newestMicros(pair, device)) + 1
      const one = { organisationId, pairId, device, edgeId: body.edgeId, fromMicros, why: body.reason }
      await store.changeTurn(ctx.sql, { ...one, personName: ctx.caller.personName }, ctx.now)
    }
    await note(ctx, 'factory.pair.handedOver', pair, { after: { edgeId: body.edgeId }, reason: body.reason })
    return { done: true }
  },

  async pairTurns(ctx, { params, query }) {
    if (!(await store.onePair(ctx.sql, params.pairId))) throw new Fault('kit.notFound')
    const { rows, total } = await store.listTurns(ctx.sql, params.pairId, query)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        id: String(row.id),
        at: row.at.toISOString(),
        why: row.why.startsWith('factory.pair.why.') ? ctx.t(row.why) : row.why,
      })),
    }
  },
}

export async function onPairChanged(ctx: Ctx): Promise<void> {
  pairDeskOf(ctx.house).refresh()
}

async function member(ctx: Ctx, id: string) {
  const edge = await edgeById(ctx.sql, id)
  if (!edge) throw new Fault('kit.notFound')
  const isStarted = pairDeskOf(ctx.house).isPaired(id)
  return { id, name: edge.name, isOnline: edge.isOnline, isStarted }
}

async function ownPair(ctx: Ctx, id: string): Promise<store.Pair> {
  const pair = await store.onePair(ctx.sql, id)
  mustOwn(ctx, pair)
  if (!pair) throw new Fault('kit.notFound')
  return pair
}

async function note(
  ctx: Ctx,
  action: string,
  pair: { id: string; organisationId: string },
  more: { before?: unknown; after?: unknown; reason?: string },
): Promise<void> {
  const { id, organisationId } = pair
  await ctx.audit({ action, subject: 'edge', subjectId: id, organisationId, ...more })
  await ctx.emit('pair.changed', { pairId: id, organisationId })
}
