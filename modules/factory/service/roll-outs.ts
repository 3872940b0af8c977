import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { ownId } from '../policy.ts'
import * as store from '../store/roll-outs.ts'
import { oneVersion, saveConfiguration } from './edge-configurations.ts'
import { ownEdge } from './edges.ts'
import { judged } from './one-edge.ts'

type Routes = Pick<Service<typeof factory>, 'rollOutConfiguration' | 'rollOuts' | 'rollOut' | 'rollBack'>

export const rollOuts: Routes = {
  async rollOutConfiguration(ctx, { params, body }) {
    const from = await ownEdge(ctx, params.edgeId)
    const { devices, version } = await oneVersion(ctx, from.id, params.version)
    const id = ctx.newId()
    const { personName } = ctx.caller
    const { organisationId, id: edgeId } = from
    const one = { id, organisationId, edgeId, version, note: body.note ?? null, personName }
    await store.insertRollOut(ctx.sql, one, ctx.now)
    // Always in the same order, so that two who roll out at once wait for one another.
    for (const target of [...new Set(body.edges)].sort()) {
      const given = await saveConfiguration(ctx, await ownEdge(ctx, target), devices, body.note)
      await store.markRolledOut(ctx.sql, id, target, given)
    }
    return { done: true }
  },

  async rollOuts(ctx, { query }) {
    const { rows, total } = await store.listRollOuts(ctx.sql, ownId(ctx), query)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        rolledBackAt: row.rolledBackAt?.toISOString() ?? null,
      })),
    }
  },

  async rollOut(ctx, { params }) {
    const { rolledBackAt, rolledBackReason } = await own(ctx, params.rollOutId)
    const rows = await store.targetsOf(ctx.sql, params.rollOutId)
    return {
      rolledBackAt: rolledBackAt?.toISOString() ?? null,
      rolledBackReason,
      rows: rows.map((row) => ({
        ...row,
        refusal: row.refusal?.[ctx.caller.locale] ?? null,
        program: judged(row.program),
      })),
    }
  },

  async rollBack(ctx, { params, body }) {
    const one = await own(ctx, params.rollOutId)
    if (one.rolledBackAt) throw new Fault('factory.rollOut.rolledBack')
    const sums = { edges: 0, left: 0 }
    for (const { edgeId, version, state } of await store.targetsOf(ctx.sql, one.id)) {
      // What was configured since is not this roll-out's to take back; a first version has none before it.
      if (state === 'superseded' || version === 1) {
        sums.left++
        continue
      }
      const { devices } = await oneVersion(ctx, edgeId, version - 1)
      await saveConfiguration(ctx, await ownEdge(ctx, edgeId), devices, body.reason)
      sums.edges++
    }
    const at = ctx.now
    await store.noteRollBack(ctx.sql, one.id, { at, by: ctx.caller.personName, reason: body.reason })
    await ctx.audit({
      action: 'factory.rollOut.rolledBack',
      subject: 'organisation',
      subjectId: ownId(ctx),
      organisationId: ownId(ctx),
      after: { rollOutId: one.id, ...sums },
      reason: body.reason,
    })
    return sums
  },
}

async function own(ctx: Parameters<typeof ownId>[0], id: string): Promise<store.RollOutRow> {
  const [row] = (await store.listRollOuts(ctx.sql, ownId(ctx), { id })).rows
  if (!row) throw new Fault('kit.notFound')
  return row
}
