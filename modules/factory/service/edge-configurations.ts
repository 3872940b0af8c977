import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { canonical } from '../canonical.ts'
import type { Device } from '../configuration/devices.ts'
import { missingPasswords, withoutPasswords, withPasswords } from '../configuration/devices.ts'
import { opened, sealedText } from '../configuration/vault.ts'
import type { factory } from '../contract.ts'
import { EdgeRefusal } from '../ingest/requests.ts'
import { ingestOf } from '../ingest/start.ts'
import * as store from '../store/edge-health.ts'
import { pairOfEdge } from '../store/pairs.ts'
import { ownEdge, hashOf as textHash } from './edges.ts'
import { oneEdge } from './one-edge.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'oneEdge'
  | 'edgeLog'
  | 'edgeConfigurations'
  | 'edgeConfiguration'
  | 'checkEdge'
  | 'configureEdge'
  | 'edgeCertificates'
  | 'trustCertificate'
  | 'rebirthEdge'
  | 'browseEdge'
>

type Certificates = Awaited<ReturnType<Routes['edgeCertificates']>>
type Browsed = Awaited<ReturnType<Routes['browseEdge']>>

type Edge = { id: string; organisationId: string }

const textLengthMax = 1_000_000

export const edgeConfigurations: Routes = {
  oneEdge,

  async edgeLog(ctx, { params, query }) {
    await oneEdge(ctx, { params })
    const { rows, total } = await store.listLog(ctx.sql, params.edgeId, ctx.caller.locale, query)
    return { total, rows: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
  },

  async edgeConfigurations(ctx, { params, query }) {
    const edge = await ownEdge(ctx, params.edgeId)
    const { rows, total } = await store.listConfigurations(ctx.sql, edge.id, query)
    return { total, rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) }
  },

  async edgeConfiguration(ctx, { params }) {
    const edge = await ownEdge(ctx, params.edgeId)
    const { version, hash, devices } = await oneVersion(ctx, edge.id, params.version)
    return { version, hash, devices: devices.map(withoutPasswords) }
  },

  async checkEdge(ctx, { params, body }) {
    const edge = await ownEdge(ctx, params.edgeId)
    const devices = await wholeDevices(ctx, edge.id, body.devices)
    type Checked = { faults: { field: string; zh: string; en: string }[] }
    const { faults } = (await asked(ctx, edge.id, 'check', { devices })) as Checked
    const { locale } = ctx.caller
    return { faults: faults.map((fault) => ({ field: fault.field, reason: fault[locale] })) }
  },

  async configureEdge(ctx, { params, body }) {
    const edge = await ownEdge(ctx, params.edgeId)
    const devices = await wholeDevices(ctx, edge.id, body.devices)
    const newest = await store.newestConfiguration(ctx.sql, edge.id)
    if (body.basedOn !== undefined && body.basedOn !== (newest?.version ?? 0)) {
      throw new Fault('factory.edge.configuredSince')
    }
    const version = await saveConfiguration(ctx, edge, devices, body.note)
    // Two edges of a pair read the same machines.
    const pair = await pairOfEdge(ctx.sql, edge.id)
    const partner = pair && (pair.primaryId === edge.id ? pair.standbyId : pair.primaryId)
    if (partner) await saveConfiguration(ctx, await ownEdge(ctx, partner), devices, body.note)
    return { version }
  },

  async edgeCertificates(ctx, { params }) {
    const edge = await ownEdge(ctx, params.edgeId)
    return (await asked(ctx, edge.id, 'certificates')) as Certificates
  },

  async rebirthEdge(ctx, { params, body }) {
    const edge = await ownEdge(ctx, params.edgeId)
    await ctx.audit({
      ...{ action: 'factory.edge.reborn', subject: 'edge', subjectId: edge.id },
      ...{ organisationId: edge.organisationId, reason: body.reason },
    })
    await ingestOf(ctx.house).rebirth(edge.id)
    return { done: true }
  },

  async trustCertificate(ctx, { params, body }) {
    const edge = await ownEdge(ctx, params.edgeId)
    const { reason, ...given } = body
    await ctx.audit({
      action: body.trusted ? 'factory.certificate.trusted' : 'factory.certificate.distrusted',
      subject: 'edge',
      subjectId: edge.id,
      organisationId: edge.organisationId,
      after: given,
      reason,
    })
    await asked(ctx, edge.id, 'trust', given)
    return { done: true }
  },

  async browseEdge(ctx, { params, body }) {
    const edge = await ownEdge(ctx, params.edgeId)
    const [device] = await wholeDevices(ctx, edge.id, [body.device])
    return (await asked(ctx, edge.id, 'browse', { device, nodeId: body.nodeId ?? null })) as Browsed
  },
}

/** Gives an edge the machines that another has now. */
export async function copyConfiguration(ctx: Ctx, from: Edge, to: Edge): Promise<void> {
  const newest = await store.newestConfiguration(ctx.sql, from.id)
  if (newest) await saveConfiguration(ctx, to, (await opened(ctx.house, newest)).devices, undefined)
}

/** A version was saved: its edge is given it when it is there, else at its next birth. */
export async function onEdgeConfigured(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  ingestOf(ctx.house).configure(String(payload.edgeId))
}

/** A version of an edge's machines, passwords included. */
export async function oneVersion(ctx: Ctx, edgeId: string, version: number) {
  const found = await store.oneConfiguration(ctx.sql, edgeId, version)
  if (!found) throw new Fault('kit.notFound')
  return opened(ctx.house, found)
}

/** Devices with the passwords that the newest version knows where a person left them as they were. */
async function wholeDevices(ctx: Ctx, edgeId: string, given: readonly Device[]): Promise<Device[]> {
  if (missingPasswords(given).length === 0) return [...given]
  const newest = await store.newestConfiguration(ctx.sql, edgeId)
  const known = newest ? (await opened(ctx.house, newest)).devices : []
  const devices = given.map((device) => withPasswords(device, known))
  const missing = missingPasswords(devices)
  if (missing.length > 0) {
    const fields = missing.map((field) => ({ field, rule: 'fault.factory.edge.passwordMissing' }))
    throw new Fault('factory.edge.passwordMissing', {}, fields)
  }
  return devices
}

/** Saves machines as the next version of an edge, which is given it when this is committed. */
export async function saveConfiguration(
  ctx: Ctx,
  edge: Edge,
  devices: readonly Device[],
  note: string | undefined,
): Promise<number> {
  const text = canonical(devices)
  if (text.length > textLengthMax) throw new Fault('kit.body.tooLarge', { bytesMax: textLengthMax })
  const { organisationId, id: edgeId } = edge
  const one = {
    id: ctx.newId(),
    organisationId,
    edgeId,
    text: await sealedText(ctx.house, organisationId, devices),
    hash: textHash(text),
    note: note ?? null,
    by: ctx.caller.personId,
    personName: ctx.caller.personName,
  }
  const version = await store.addConfiguration(ctx.sql, one, ctx.now)
  await ctx.audit({
    action: 'factory.edge.configured',
    subject: 'edge',
    subjectId: edgeId,
    organisationId,
    after: { version, hash: one.hash, devices: devices.map((device) => device.device) },
  })
  await ctx.emit('edge.configured', { edgeId, organisationId })
  return version
}

/** The edge's answer; what it refuses is a fault in the caller's language. */
async function asked(ctx: Ctx, edgeId: string, kind: string, more: object = {}): Promise<unknown> {
  try {
    return await ingestOf(ctx.house).ask(edgeId, kind, more)
  } catch (error) {
    if (!(error instanceof EdgeRefusal)) throw error
    // Nothing is wrong then: somebody has to look at the certificate first.
    if (error.words.key === 'edge.opcua.untrusted') throw new Fault('factory.edge.untrusted')
    throw new Fault('factory.edge.refuses', { reason: error.words[ctx.caller.locale] })
  }
}
