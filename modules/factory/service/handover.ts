import { buffer } from 'node:stream/consumers'
import { Fault } from '@ronghe/kit/errors'
import { fileKind } from '@ronghe/kit/files'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { mustOwn } from '../policy.ts'
import { unitById } from '../store/equipment.ts'
import * as store from '../store/handover.ts'
import { known } from './equipment.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'handover'
  | 'addHandover'
  | 'closeHandover'
  | 'acknowledgeHandover'
  | 'handoverAcknowledgements'
  | 'addHandoverFile'
  | 'handoverFile'
>

const filesMax = 10
const pointsMax = 1000

export const handover: Routes = {
  async handover(ctx, { query }) {
    const { organisationId } = ctx.caller
    const filter = { ...query, ...(organisationId ? { organisation: organisationId } : {}) }
    return entriesOf(ctx, filter)
  },

  async addHandover(ctx, { params, body }) {
    const { organisationId } = await ownUnit(ctx, params.unitId)
    if (body.equipmentId) mustOwn(ctx, await known(ctx, body.equipmentId))
    const id = ctx.newId()
    const place = { unitId: params.unitId, equipmentId: body.equipmentId ?? null }
    const { kind, isPoint } = body
    const one = { ...place, id, organisationId, kind, isPoint, body: body.body.trim(), isSample: false }
    await store.insertEntry(ctx.sql, one, byOf(ctx), ctx.now)
    await audit(ctx, 'factory.handover.added', id, organisationId, { after: body })
    return { id }
  },

  async closeHandover(ctx, { params, body }) {
    const entry = await store.entryOwner(ctx.sql, params.entryId)
    mustOwn(ctx, entry)
    if (!(await store.closeEntry(ctx.sql, params.entryId, body.closing, byOf(ctx), ctx.now)))
      throw new Fault('factory.handover.closed')
    await audit(ctx, 'factory.handover.closed', params.entryId, entry?.organisationId ?? '', { after: body })
    return { done: true }
  },

  async acknowledgeHandover(ctx, { params }) {
    const { organisationId } = await ownUnit(ctx, params.unitId)
    const open = { unit: params.unitId, isPoint: true, isClosed: false, pageSize: pointsMax }
    const { total: points } = await store.listEntries(ctx.sql, ctx.caller.locale, open)
    const one = { id: ctx.newId(), organisationId, unitId: params.unitId, points }
    await store.insertAcknowledgement(ctx.sql, one, byOf(ctx), ctx.now)
    await audit(ctx, 'factory.handover.acknowledged', one.id, organisationId, { after: { points } })
    return { points }
  },

  async handoverAcknowledgements(ctx, { params, query }) {
    if (!(await unitById(ctx.sql, params.unitId))) throw new Fault('kit.notFound')
    const { rows, total } = await store.listAcknowledgements(ctx.sql, params.unitId, query)
    return { total, rows: rows.map((row) => ({ ...row, acknowledgedAt: row.acknowledgedAt.toISOString() })) }
  },

  async addHandoverFile(ctx, { params }) {
    const entry = await store.entryOwner(ctx.sql, params.entryId)
    mustOwn(ctx, entry)
    const there = await store.filesOfEntries(ctx.sql, [params.entryId])
    if (there.length >= filesMax) throw fileFault('factory.handover.files')
    const file = await ctx.upload()
    const kind = fileKind(file.content)
    if (!kind) throw fileFault('factory.document.kind')
    const id = ctx.newId()
    const organisationId = entry?.organisationId ?? ''
    const fileHash = await ctx.house.files.put(file.content)
    const one = { id, organisationId, entryId: params.entryId, name: file.name.slice(0, 200), fileHash }
    const about = { mediaType: kind.mediaType, sizeBytes: file.content.length }
    await store.insertEntryFile(ctx.sql, { ...one, ...about }, ctx.caller.personId, ctx.now)
    await audit(ctx, 'factory.handover.file', params.entryId, organisationId, {
      after: { name: one.name, fileHash },
    })
    return { id }
  },

  async handoverFile(ctx, { params }) {
    const file = await store.entryFile(ctx.sql, params.fileId)
    if (!file) throw new Fault('kit.notFound')
    const content = await buffer(await ctx.house.files.read(file.fileHash))
    return { name: file.name, mediaType: file.mediaType, content }
  },
}

/** Entries as pages show them, with their files. */
export async function entriesOf(ctx: Ctx, filter: store.EntryFilter) {
  const { rows, total } = await store.listEntries(ctx.sql, ctx.caller.locale, filter)
  const files = Map.groupBy(
    await store.filesOfEntries(
      ctx.sql,
      rows.map((row) => row.id),
    ),
    (file) => file.entryId,
  )
  return {
    total,
    rows: rows.map(({ organisationId: _, ...row }) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
      files: (files.get(row.id) ?? []).map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes })),
    })),
  }
}

export async function ownUnit(ctx: Ctx, unitId: string): Promise<{ organisationId: string }> {
  const unit = await unitById(ctx.sql, unitId)
  mustOwn(ctx, unit)
  return { organisationId: unit?.organisationId ?? '' }
}

function byOf(ctx: Ctx): store.By {
  return { id: ctx.caller.personId, name: ctx.caller.personName }
}

function fileFault(code: 'factory.document.kind' | 'factory.handover.files'): Fault {
  return new Fault(code, {}, [{ field: 'file', rule: `fault.${code}` }])
}

async function audit(
  ctx: Ctx,
  action: string,
  subjectId: string,
  organisationId: string,
  change: { after?: unknown },
): Promise<void> {
  await ctx.audit({ action, subject: 'handover', subjectId, organisationId, ...change })
}
