import { actorName } from '@ronghe/kit/auth'
import { regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { mustOwn, ownId } from '../policy.ts'
import { edgeById } from '../store/edges.ts'
import { metersAmong } from '../store/energy-meters.ts'
import * as store from '../store/equipment.ts'
import { boardTags } from '../store/tags.ts'
import { todayFigures } from './figures.ts'
import { newestValues } from './signals.ts'

type Routes = Pick<
  Service<typeof factory>,
  'tree' | 'board' | 'equipment' | 'oneEquipment' | 'addEquipment' | 'changeEquipment' | 'equipmentHistory'
>

const nodesMax = 20_000
const boardSignals = 4

export const equipment: Routes = {
  tree: async (ctx, { query }) => ({
    rows: await store.plantTree(ctx.sql, query.organisation, ctx.now, nodesMax),
  }),

  async board(ctx, { query }) {
    const filter = { ...query, isRetired: false, sort: query.sort ?? '-lastSignalAt' }
    const { rows, total } = await store.listEquipment(ctx.sql, ctx.caller.locale, filter, ctx.now)
    const tags = await boardTags(
      ctx.sql,
      rows.map((row) => row.id),
      boardSignals,
    )
    const values = await newestValues(ctx, tags)
    const meters = await metersAmong(
      ctx.sql,
      rows.map((row) => row.id),
    )
    const figures = await todayFigures(
      ctx,
      rows.map((row) => row.id),
    )
    return {
      total,
      rows: rows.map((row) => ({
        equipmentId: row.id,
        name: row.name,
        nameEn: row.nameEn,
        organisationName: row.organisationName,
        unitName: row.unitName,
        state: row.state,
        stateSince: row.stateSince?.toISOString() ?? null,
        lastSignalAt: row.lastSignalAt?.toISOString() ?? null,
        isConnected: row.firstSignalAt !== null,
        isMeter: meters.has(row.id),
        isSample: row.isSample,
        oeeToday: figures.get(row.id)!,
        signals: values
          .filter((tag) => tag.equipmentId === row.id)
          .map(({ name, label, labelEn, unit, value }) => ({ name, label, labelEn, unit, value })),
      })),
    }
  },

  async equipment(ctx, { query }) {
    const filter = { ...query, prefix: regionPrefix(query.region ?? null) }
    const { rows, total } = await store.listEquipment(ctx.sql, ctx.caller.locale, filter, ctx.now)
    return { total, rows: rows.map(shown) }
  },

  oneEquipment: async (ctx, { params }) => shown(await known(ctx, params.equipmentId)),

  async addEquipment(ctx, { body }) {
    const organisationId = ownId(ctx)
    await check(ctx, organisationId, body, null)
    const id = ctx.newId()
    await store.insertEquipment(ctx.sql, { ...valuesOf(body), id, organisationId, isSample: false }, ctx.now)
    await ctx.emit('equipment.added', { equipmentId: id, organisationId })
    await note(ctx, 'factory.equipment.added', id, organisationId, { after: body })
    if (body.edgeId) await ctx.emit('edge.changed', { edgeId: body.edgeId, organisationId })
    return { id }
  },

  async changeEquipment(ctx, { params, body }) {
    const before = await known(ctx, params.equipmentId)
    mustOwn(ctx, before)
    await check(ctx, before.organisationId, body, before.id)
    const changed = await store.updateEquipment(ctx.sql, before.id, body.version, valuesOf(body), ctx.now)
    if (!changed) throw new Fault('factory.equipment.changedSince')
    await ctx.emit('equipment.changed', { equipmentId: before.id, organisationId: before.organisationId })
    await note(ctx, 'factory.equipment.changed', before.id, before.organisationId, {
      before: shown(before),
      after: body,
    })
    const after = valuesOf(body)
    const moved = (['edgeId', 'device', 'retiredOn'] as const).some((key) => before[key] !== after[key])
    const { organisationId } = before
    for (const edgeId of moved ? new Set([before.edgeId, after.edgeId]) : [])
      if (edgeId) await ctx.emit('edge.changed', { edgeId, organisationId })
    return { done: true }
  },

  async equipmentHistory(ctx, { params, query }) {
    await known(ctx, params.equipmentId)
    const { rows, total } = await store.equipmentAudit(ctx.sql, params.equipmentId, query)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        seq: Number(row.seq),
        at: row.at.toISOString(),
        personName: actorName(row.personName, ctx.t),
        actionName: ctx.t(`action.${row.action}`),
        before: row.before ?? null,
        after: row.after ?? null,
      })),
    }
  },
}

/** A machine the caller may see. */
export async function known(ctx: Ctx, id: string): Promise<store.EquipmentRow> {
  const row = await store.equipmentById(ctx.sql, ctx.caller.locale, id, ctx.now)
  if (!row) throw new Fault('kit.notFound')
  return row
}

function shown({ isOnline: _online, ...row }: store.EquipmentRow) {
  return {
    ...row,
    firstSignalAt: row.firstSignalAt?.toISOString() ?? null,
    lastSignalAt: row.lastSignalAt?.toISOString() ?? null,
    stateSince: row.stateSince?.toISOString() ?? null,
  }
}

type Given = {
  unitId: string
  code: string
  name: string
  nameEn?: string
  maker?: string
  model?: string
  serialNumber?: string
  firmware?: string
  builtOn?: string
  commissionedOn?: string
  retiredOn?: string
  isNumericalControl: boolean
  isNetworked: boolean
  process?: string
  isKeyProcess: boolean
  edgeId?: string
  device?: string
}

export function valuesOf(body: Given): store.EquipmentValues {
  return {
    unitId: body.unitId,
    code: body.code,
    name: body.name.trim(),
    nameEn: body.nameEn || null,
    maker: body.maker || null,
    model: body.model || null,
    serialNumber: body.serialNumber || null,
    firmware: body.firmware || null,
    builtOn: body.builtOn || null,
    commissionedOn: body.commissionedOn || null,
    retiredOn: body.retiredOn || null,
    isNumericalControl: body.isNumericalControl,
    isNetworked: body.isNetworked,
    process: body.process || null,
    isKeyProcess: body.isKeyProcess,
    edgeId: body.edgeId || null,
    device: body.device || null,
  }
}

/** The rules that join fields and rows; each names its field. */
async function check(ctx: Ctx, organisationId: string, body: Given, ownRow: string | null): Promise<void> {
  const bad = (code: string, field: string) => new Fault(code, {}, [{ field, rule: `fault.${code}` }])
  const unit = await store.unitById(ctx.sql, body.unitId)
  if (unit?.organisationId !== organisationId) throw bad('factory.unit.unknown', 'unitId')
  const namesake = await store.equipmentByCode(ctx.sql, organisationId, body.code)
  if (namesake && namesake.id !== ownRow) throw bad('factory.equipment.codeTaken', 'code')
  const { commissionedOn, retiredOn } = body
  if (commissionedOn && retiredOn && retiredOn < commissionedOn)
    throw bad('factory.equipment.retiredBefore', 'retiredOn')
  if ((body.edgeId === undefined) !== (body.device === undefined)) {
    throw new Fault('kit.input.invalid', {}, [
      { field: body.edgeId ? 'device' : 'edgeId', rule: 'rule.required' },
    ])
  }
  if (!body.edgeId || !body.device) return
  const edge = await edgeById(ctx.sql, body.edgeId)
  if (edge?.organisationId !== organisationId) throw bad('factory.edge.unknown', 'edgeId')
  const other = await store.machineOfDevice(ctx.sql, body.edgeId, body.device)
  if (other && other !== ownRow) throw bad('factory.equipment.deviceTaken', 'device')
}

/** Writes what was done to a machine into the audit; it is the machine's history. */
export async function note(
  ctx: Ctx,
  action: string,
  id: string,
  organisationId: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.audit({ action, subject: 'equipment', subjectId: id, organisationId, ...change })
}
