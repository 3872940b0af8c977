import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { namespaceDeskOf, scopeOf } from '../namespace/desk.ts'
import { mustOwn, ownId } from '../policy.ts'
import * as store from '../store/namespace.ts'
import { hashOf, newPassword, reachableHost } from './edges.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'namespace'
  | 'switchNamespace'
  | 'namespaceTopics'
  | 'namespaceReaders'
  | 'addNamespaceReader'
  | 'renewNamespaceReader'
  | 'revokeNamespaceReader'
>

export const namespace: Routes = {
  async namespace(ctx) {
    const organisationId = ownId(ctx)
    const found = await store.namespaceOf(ctx.sql, organisationId)
    const isOn = found?.isOn ?? false
    const desk = namespaceDeskOf(ctx.house)
    const { total } = await store.listTopics(ctx.sql, ctx.caller.locale, organisationId, { pageSize: 1 })
    return {
      isOn,
      changedAt: found?.changedAt.toISOString() ?? null,
      personName: found?.personName ?? null,
      address: isOn ? address(ctx) : null,
      root: await store.rootOf(ctx.sql, organisationId),
      topicCount: total,
      connectionCount: desk.connected(organisationId).length,
      problem: isOn ? desk.problem : null,
    }
  },

  async switchNamespace(ctx, { body }) {
    const organisationId = ownId(ctx)
    const before = await store.namespaceOf(ctx.sql, organisationId)
    const one = { organisationId, isOn: body.isOn, personName: ctx.caller.personName }
    await store.keepNamespace(ctx.sql, one, ctx.now)
    await note(ctx, body.isOn ? 'factory.namespace.on' : 'factory.namespace.off', organisationId, before)
    await ctx.emit('namespace.changed', { organisationId })
    return { done: true }
  },

  async namespaceTopics(ctx, { query }) {
    return store.listTopics(ctx.sql, ctx.caller.locale, ownId(ctx), query)
  },

  async namespaceReaders(ctx, { query }) {
    const organisationId = ownId(ctx)
    const { rows, total } = await store.listReaders(ctx.sql, organisationId, query)
    const connected = new Set(namespaceDeskOf(ctx.house).connected(organisationId))
    const shown = []
    for (const { organisationId: owner, unitId, ...row } of rows) {
      shown.push({
        ...row,
        scope: (await scopeOf(ctx.sql, owner, unitId)) ?? '',
        createdAt: row.createdAt.toISOString(),
        revokedAt: row.revokedAt?.toISOString() ?? null,
        lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
        isConnected: connected.has(row.id),
      })
    }
    return { total, rows: shown }
  },

  async addNamespaceReader(ctx, { body }) {
    const organisationId = ownId(ctx)
    const unitId = body.unitId ?? null
    if ((await scopeOf(ctx.sql, organisationId, unitId)) === null) throw new Fault('kit.notFound')
    const id = ctx.newId()
    const password = newPassword(ctx)
    const { personName } = ctx.caller
    const one = { id, organisationId, name: body.name, unitId, secretHash: hashOf(password), personName }
    await store.insertReader(ctx.sql, one, ctx.now)
    await note(ctx, 'factory.namespaceReader.added', id, null, body)
    return credential(ctx, { id, organisationId, unitId }, password)
  },

  async renewNamespaceReader(ctx, { params }) {
    const reader = await ownReader(ctx, params.readerId)
    const password = newPassword(ctx)
    if (!(await store.renewReader(ctx.sql, reader.id, hashOf(password)))) {
      throw new Fault('factory.namespace.revoked')
    }
    await note(ctx, 'factory.namespaceReader.renewed', reader.id, null)
    await ctx.emit('namespaceReader.changed', { readerId: reader.id, organisationId: reader.organisationId })
    return credential(ctx, reader, password)
  },

  async revokeNamespaceReader(ctx, { params }) {
    const reader = await ownReader(ctx, params.readerId)
    if (!(await store.revokeReader(ctx.sql, reader.id, ctx.now))) throw new Fault('factory.namespace.revoked')
    await note(ctx, 'factory.namespaceReader.revoked', reader.id, null)
    await ctx.emit('namespaceReader.changed', { readerId: reader.id, organisationId: reader.organisationId })
    return { done: true }
  },
}

/** It was switched, or a machine came, moved or left. */
export async function onNamespaceChanged(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  namespaceDeskOf(ctx.house).refresh(String(payload.organisationId))
}

/** Its password or right ended: it signs in anew, after the change is committed. */
export async function onReaderChanged(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  namespaceDeskOf(ctx.house).disconnect(String(payload.readerId))
}

async function ownReader(ctx: Ctx, id: string) {
  const reader = await store.oneReader(ctx.sql, id)
  mustOwn(ctx, reader)
  if (!reader) throw new Fault('kit.notFound')
  return reader
}

async function credential(
  ctx: Ctx,
  one: { id: string; organisationId: string; unitId: string | null },
  password: string,
) {
  const scope = (await scopeOf(ctx.sql, one.organisationId, one.unitId)) ?? ''
  return { id: one.id, password, address: address(ctx) ?? '', scope: `${scope}/#` }
}

function address(ctx: Ctx): string | null {
  const { config } = ctx.house
  const port = namespaceDeskOf(ctx.house).port ?? config.NAMESPACE_PORT
  return `mqtt://${reachableHost(config.NAMESPACE_HOST, config.PUBLIC_URL)}:${port}`
}

async function note(ctx: Ctx, action: string, id: string, before: unknown, after?: unknown): Promise<void> {
  const organisationId = ownId(ctx)
  await ctx.audit({
    ...{ action, subject: 'namespace', subjectId: id, organisationId },
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  })
}
