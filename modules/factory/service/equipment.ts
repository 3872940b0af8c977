import { buffer } from 'node:stream/consumers'
import { regionPrefix } from '@ronghe/kit/db'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { ingestOf } from '../ingest/start.ts'
import { mustOwn, ownId } from '../policy.ts'
import { edgeById } from '../store/edges.ts'
import * as store from '../store/equipment.ts'
import * as files from '../store/files.ts'
import { boardTags } from '../store/tags.ts'
import { todayFigure } from './figures.ts'
import { newestValues } from './signals.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'tree'
  | 'board'
  | 'equipment'
  | 'oneEquipment'
  | 'addEquipment'
  | 'changeEquipment'
  | 'equipmentHistory'
  | 'photo'
  | 'setPhoto'
  | 'documents'
  | 'addDocument'
  | 'document'
  | 'removeDocument'
>

const nodesMax = 5000
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
    const figures = await Promise.all(rows.map((row) => todayFigure(ctx, row.id)))
    return {
      total,
      rows: rows.map((row, index) => ({
        equipmentId: row.id,
        name: row.name,
        nameEn: row.nameEn,
        organisationName: row.organisationName,
        unitName: row.unitName,
        state: row.state,
        stateSince: row.stateSince?.toISOString() ?? null,
        lastSignalAt: row.lastSignalAt?.toISOString() ?? null,
        isConnected: row.firstSignalAt !== null,
        isSample: row.isSample,
        oeeToday: figures[index]!,
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
    if (body.edgeId) ingestOf(ctx.house).disconnect(body.edgeId)
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
    const moved = before.edgeId !== (body.edgeId ?? null) || before.device !== (body.device ?? null)
    if (moved && body.edgeId) ingestOf(ctx.house).disconnect(body.edgeId)
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
        actionName: ctx.t(`action.${row.action}`),
        before: row.before ?? null,
        after: row.after ?? null,
      })),
    }
  },

  async photo(ctx, { params }) {
    await known(ctx, params.equipmentId)
    const hash = await files.photoOf(ctx.sql, params.equipmentId)
    if (!hash) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(hash))
    const kind = kindOf(content)
    return {
      name: `photo.${kind?.ending ?? 'bin'}`,
      mediaType: kind?.mediaType ?? 'application/octet-stream',
      content,
    }
  },

  async setPhoto(ctx, { params }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const { content } = await ctx.upload()
    const kind = kindOf(content)
    if (!kind?.isPicture) throw fileFault('factory.photo.kind')
    await files.setPhoto(ctx.sql, machine.id, await ctx.house.files.put(content))
    await note(ctx, 'factory.equipment.photo', machine.id, machine.organisationId, {})
    return { done: true }
  },

  async documents(ctx, { params }) {
    await known(ctx, params.equipmentId)
    const rows = await files.documentsOf(ctx.sql, params.equipmentId)
    return {
      rows: rows.map(({ fileHash: _hash, ...row }) => ({ ...row, createdAt: row.createdAt.toISOString() })),
    }
  },

  async addDocument(ctx, { params }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const file = await ctx.upload()
    const kind = kindOf(file.content)
    if (!kind) throw fileFault('factory.document.kind')
    const id = ctx.newId()
    const fileHash = await ctx.house.files.put(file.content)
    const document = {
      id,
      name: file.name.slice(0, 200),
      mediaType: kind.mediaType,
      sizeBytes: file.content.length,
      fileHash,
    }
    await files.insertDocument(ctx.sql, { ...document, machine, by: ctx.caller.personId }, ctx.now)
    await note(ctx, 'factory.document.added', machine.id, machine.organisationId, {
      after: { name: file.name, fileHash },
    })
    return { id }
  },

  async document(ctx, { params }) {
    const found = await files.documentById(ctx.sql, params.documentId)
    if (!found) throw new Fault('kit.notFound')
    return {
      name: found.name,
      mediaType: found.mediaType,
      content: await buffer(await ctx.house.files.read(found.fileHash)),
    }
  },

  async removeDocument(ctx, { params }) {
    const found = await files.documentById(ctx.sql, params.documentId)
    mustOwn(ctx, found)
    if (!found || !(await files.removeDocument(ctx.sql, found.id, ctx.now))) throw new Fault('kit.notFound')
    await note(ctx, 'factory.document.removed', found.equipmentId, found.organisationId, {
      before: { name: found.name },
    })
    return { done: true }
  },
}

/** What a file is, told by its first bytes and not by its name. */
function kindOf(content: Buffer): { mediaType: string; ending: string; isPicture: boolean } | null {
  const head = content.subarray(0, 8).toString('hex')
  if (head.startsWith('25504446')) return { mediaType: 'application/pdf', ending: 'pdf', isPicture: false }
  if (head.startsWith('89504e470d0a1a0a')) return { mediaType: 'image/png', ending: 'png', isPicture: true }
  if (head.startsWith('ffd8ff')) return { mediaType: 'image/jpeg', ending: 'jpg', isPicture: true }
  if (head.startsWith('504b0304')) return { mediaType: 'application/zip', ending: 'zip', isPicture: false }
  return null
}

function fileFault(code: string): Fault {
  return new Fault(code, {}, [{ field: 'file', rule: `fault.${code}` }])
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

async function note(
  ctx: Ctx,
  action: string,
  id: string,
  organisationId: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.audit({ action, subject: 'equipment', subjectId: id, organisationId, ...change })
}
