import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { ingestOf } from '../ingest/start.ts'
import { mustOwn, ownId } from '../policy.ts'
import { discoveredDevices } from '../store/discovered.ts'
import * as store from '../store/edges.ts'
import { judged } from './one-edge.ts'

type Routes = Pick<Service<typeof factory>, 'edges' | 'discovered' | 'addEdge' | 'renewEdge' | 'revokeEdge'>

const passwordBytes = 24

export const edges: Routes = {
  async edges(ctx, { query }) {
    const { rows, total } = await store.listEdges(ctx.sql, query)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        stateAt: row.stateAt?.toISOString() ?? null,
        stateReason: row.stateReason && ctx.t(row.stateReason),
        createdAt: row.createdAt.toISOString(),
        revokedAt: row.revokedAt?.toISOString() ?? null,
        program: judged(row.program),
      })),
    }
  },

  async discovered(ctx, { params }) {
    const edge = await ownEdge(ctx, params.edgeId)
    const rows = await discoveredDevices(ctx.sql, edge.id)
    return { rows: rows.map((row) => ({ ...row, foundAt: row.foundAt.toISOString() })) }
  },

  async addEdge(ctx, { body }) {
    const organisationId = ownId(ctx)
    if (await store.edgeByCode(ctx.sql, organisationId, body.code)) {
      throw new Fault('factory.edge.codeTaken', {}, [{ field: 'code', rule: 'fault.factory.edge.codeTaken' }])
    }
    const id = ctx.newId()
    const password = newPassword(ctx)
    await store.insertEdge(
      ctx.sql,
      { id, organisationId, ...body, secretHash: hashOf(password), isSample: false },
      ctx.now,
    )
    await note(ctx, 'factory.edge.added', id, organisationId, body)
    return credential(ctx, id, password)
  },

  async renewEdge(ctx, { params }) {
    const edge = await ownEdge(ctx, params.edgeId)
    const password = newPassword(ctx)
    if (!(await store.renewSecret(ctx.sql, edge.id, hashOf(password))))
      throw new Fault('factory.edge.revoked')
    await note(ctx, 'factory.edge.renewed', edge.id, edge.organisationId, undefined)
    await ctx.emit('edge.changed', { edgeId: edge.id, organisationId: edge.organisationId })
    return credential(ctx, edge.id, password)
  },

  async revokeEdge(ctx, { params }) {
    const edge = await ownEdge(ctx, params.edgeId)
    if (!(await store.revokeEdge(ctx.sql, edge.id, ctx.now))) throw new Fault('factory.edge.revoked')
    await note(ctx, 'factory.edge.revoked', edge.id, edge.organisationId, undefined)
    await ctx.emit('edge.changed', { edgeId: edge.id, organisationId: edge.organisationId })
    return { done: true }
  },
}

/** The caller's own edge; a fault otherwise. */
export async function ownEdge(ctx: Ctx, id: string) {
  const edge = await store.edgeById(ctx.sql, id)
  mustOwn(ctx, edge)
  if (!edge) throw new Fault('kit.notFound')
  return edge
}

export function newPassword(ctx: Ctx): string {
  return Buffer.from(ctx.house.clock.randomBytes(passwordBytes)).toString('base64url')
}

/** SHA-256 as the broker compares it. */
export function hashOf(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}

async function credential(ctx: Ctx, id: string, password: string) {
  const edge = await store.edgeById(ctx.sql, id)
  const { MQTT_HOST, PUBLIC_URL } = ctx.house.config
  const server = `mqtt://${reachableHost(MQTT_HOST, PUBLIC_URL)}:${ingestOf(ctx.house).port}`
  return { id, password, server, group: edge?.group ?? '', node: edge?.code ?? '' }
}

/**
 * The address an edge can reach: of a broker that listens everywhere, the name by which people reach the
 * server.
 */
export function reachableHost(host: string, publicUrl: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host
  return publicUrl === '' ? hostname() : new URL(publicUrl).hostname
}

/** A credential or a machine of the edge changed: it signs in anew, after the change is committed. */
export async function onEdgeChanged(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  ingestOf(ctx.house).disconnect(String(payload.edgeId))
}

async function note(
  ctx: Ctx,
  action: string,
  id: string,
  organisationId: string,
  after: unknown,
): Promise<void> {
  await ctx.audit({ action, subject: 'edge', subjectId: id, organisationId, ...(after ? { after } : {}) })
}
