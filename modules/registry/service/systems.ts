import { holds } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { registry } from '../contract.ts'
import * as parts from '../store/system-parts.ts'
import * as store from '../store/systems.ts'
import { ownId } from './members.ts'
import {
  chinaToday,
  knownSystem,
  mayConfirm,
  mustFit,
  noteSystem,
  ownSystem,
  systemValues,
} from './system-values.ts'

type Routes = Pick<
  Service<typeof registry>,
  | 'systems'
  | 'system'
  | 'systemHistory'
  | 'addSystem'
  | 'changeSystem'
  | 'removeSystem'
  | 'systemKinds'
  | 'keepSystemKind'
>

/** The ledger of a firm's information systems (M10, M11). */
export const systems: Routes = {
  async systems(ctx, { query }) {
    const found = await store.listSystems(ctx.sql, ctx.caller.locale, query, chinaToday(ctx))
    return { ...found, rows: found.rows.map(shown) }
  },

  async system(ctx, { params }) {
    const row = await knownSystem(ctx, params.systemId)
    const links = await parts.linksOf(ctx.sql, { systemId: row.id })
    const papers = await parts.papersOf(ctx.sql, row.id)
    return {
      system: shown(row),
      links,
      papers: papers.map(({ fileHash: _hash, systemId: _system, addedAt, ...one }) => {
        return { ...one, addedAt: addedAt.toISOString() }
      }),
      mayWrite: isWriter(ctx, row),
      mayConfirm: row.status === 'asked' && (await mayConfirm(ctx, row)),
    }
  },

  async systemHistory(ctx, { params }) {
    const row = await knownSystem(ctx, params.systemId)
    const rows = await parts.changesOf(ctx.sql, row.id)
    return {
      total: rows.length,
      rows: rows.map(({ seq, at, ...one }) => ({ ...one, seq: Number(seq), at: at.toISOString() })),
    }
  },

  async addSystem(ctx, { body }) {
    const organisationId = ownId(ctx)
    const values = systemValues(body)
    await mustFit(ctx, organisationId, values, null)
    const id = ctx.newId()
    await store.insertSystem(ctx.sql, { ...values, id, organisationId, isSample: false }, ctx.now)
    await noteSystem(ctx, { id, organisationId }, 'added', { after: values })
    return { id }
  },

  async changeSystem(ctx, { params, body }) {
    const before = await ownSystem(ctx, params.systemId)
    const values = systemValues(body)
    await mustFit(ctx, before.organisationId, values, before.id)
    const of = { id: before.id, version: body.version }
    if (!(await store.updateSystem(ctx.sql, of, values, ctx.now)))
      throw new Fault('registry.system.changedSince')
    await store.unsettle(ctx.sql, before.id, ctx.now)
    await noteSystem(ctx, before, 'changed', { before: valuesOf(before), after: values })
    return { done: true }
  },

  async removeSystem(ctx, { params }) {
    const before = await ownSystem(ctx, params.systemId)
    // The other end of a link exchanges less than what was confirmed of it.
    for (const { fromId } of await parts.linksOf(ctx.sql, { systemId: before.id }))
      if (fromId !== before.id) await store.unsettle(ctx.sql, fromId, ctx.now)
    await store.removeSystem(ctx.sql, before.id, ctx.now)
    await noteSystem(ctx, before, 'removed', { before: valuesOf(before) })
    return { done: true }
  },

  async systemKinds(ctx) {
    const rows = await parts.listKinds(ctx.sql)
    return { rows, total: rows.length }
  },

  async keepSystemKind(ctx, { body }) {
    const before = (await parts.listKinds(ctx.sql)).find(({ code }) => code === body.code)
    await parts.keepKind(ctx.sql, body)
    await ctx.audit({
      ...{ action: 'registry.system.kindKept', subject: 'registry.systemKind', subjectId: body.code },
      ...{ organisationId: ctx.caller.organisationId, after: body, ...(before ? { before } : {}) },
    })
    return { done: true }
  },
}

export function isWriter(ctx: Ctx, { organisationId }: { organisationId: string }): boolean {
  return holds(ctx.caller, 'registry.system.write') && ctx.caller.organisationId === organisationId
}

function shown({ regionCode: _region, decidedAt, ...row }: store.SystemRow) {
  return { ...row, decidedAt: decidedAt?.toISOString() ?? null }
}

/** What of a system a person types. */
function valuesOf(row: store.SystemRow): store.SystemValues {
  const { kindCode, name, supplier, isOwn, usedSince, usedUntil, processes } = row
  const { coverageOf, covered, total, countedHow } = row
  return {
    kindCode,
    name,
    supplier,
    isOwn,
    usedSince,
    usedUntil,
    processes,
    coverageOf,
    covered,
    total,
    countedHow,
  }
}
