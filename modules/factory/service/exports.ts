import { createReadStream } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { ExportQuestion } from '../contract/exports.ts'
import type { factory } from '../contract.ts'
import { exporterOf, exportPath } from '../history/exports.ts'
import { ownId } from '../policy.ts'
import * as store from '../store/exports.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<
  Service<typeof factory>,
  'exports' | 'addExport' | 'cancelExport' | 'removeExport' | 'exportFile'
>

const spanDaysMax = 3660
/** Most that an organisation may have waiting. */
const openMax = 20
/** An export is no reason to fill the disk that the telemetry needs. */
const bytesFreeMin = 2 * 1024 ** 3
const mediaTypes = { parquet: 'application/vnd.apache.parquet', csv: 'text/csv; charset=utf-8' }

export const exports: Routes = {
  async exports(ctx, { query }) {
    const { rows, total } = await store.listExports(ctx.sql, ownId(ctx), query)
    return { total, rows: rows.map(shown) }
  },

  async addExport(ctx, { body }) {
    const organisationId = ownId(ctx)
    const { kind, format, question } = body
    await check(ctx, organisationId, kind, question)
    const id = ctx.newId()
    const { personId, personName } = ctx.caller
    if (!personId) throw new Fault('kit.forbidden')
    const row = { id, organisationId, personId, personName: personName ?? '', kind, format, question }
    await store.insertExport(ctx.sql, row, ctx.now)
    await audit(ctx, 'factory.export.asked', id, { kind, format, ...question })
    await ctx.emit('export.asked', { exportId: id, organisationId })
    return { id }
  },

  async cancelExport(ctx, { params }) {
    const row = await own(ctx, params.exportId)
    if (!(await store.endExport(ctx.sql, row.id, { state: 'cancelled', at: ctx.now })))
      throw new Fault('factory.export.ended')
    await audit(ctx, 'factory.export.cancelled', row.id)
    await ctx.emit('export.cancelled', { exportId: row.id, organisationId: row.organisationId })
    return { done: true }
  },

  async removeExport(ctx, { params }) {
    const row = await own(ctx, params.exportId)
    if (row.state === 'waiting' || row.state === 'running') throw new Fault('factory.export.open')
    await store.removeExport(ctx.sql, row.id)
    await audit(ctx, 'factory.export.removed', row.id)
    await rm(exportPath(ctx.house, row), { force: true })
    return { done: true }
  },

  async exportFile(ctx, { params }) {
    const row = await own(ctx, params.exportId)
    const path = exportPath(ctx.house, row)
    if (row.state !== 'done') throw new Fault('factory.export.noFile')
    await access(path).catch(() => {
      throw new Fault('factory.export.noFile')
    })
    await audit(ctx, 'factory.export.fetched', row.id)
    const minute = row.createdAt.toISOString().slice(0, 16).replace(/[-:]/g, '')
    const name = `history-${row.kind}-${minute}.${row.format}`
    return { name, mediaType: mediaTypes[row.format], content: createReadStream(path) }
  },
}

/** Somebody asked for a file, or wants one no more. */
export async function onExportAsked(ctx: Ctx): Promise<void> {
  exporterOf(ctx.house)?.wake()
}

export async function onExportCancelled(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  exporterOf(ctx.house)?.cancel(String(payload.exportId))
}

async function own(ctx: Ctx, id: string): Promise<store.ExportRow> {
  const row = await store.exportById(ctx.sql, ownId(ctx), id)
  if (!row) throw new Fault('kit.notFound')
  return row
}

async function check(
  ctx: Ctx,
  organisationId: string,
  kind: store.ExportRow['kind'],
  question: ExportQuestion,
): Promise<void> {
  spanOf(question, spanDaysMax)
  if (kind === 'aggregates') {
    for (const field of ['intervalMs', 'aggregates'] as const) {
      if (question[field] !== undefined) continue
      throw new Fault('kit.input.invalid', {}, [{ field: `question.${field}`, rule: 'rule.required' }])
    }
  }
  const signals = await store.signalsToExport(ctx.sql, organisationId, question.tags)
  if (signals.length !== question.tags.length) throw new Fault('kit.notFound')
  if (kind === 'aggregates' && signals.some(({ valueType }) => valueType === 'text')) {
    const field = { field: 'question.tags', rule: 'fault.factory.history.textSignal' }
    throw new Fault('factory.history.textSignal', {}, [field])
  }
  if ((await store.openExports(ctx.sql, organisationId)) >= openMax)
    throw new Fault('factory.export.tooMany', { max: openMax })
  const { bytesFree } = await ctx.house.series.stats()
  if (bytesFree < bytesFreeMin) throw new Fault('factory.export.diskTight')
}

function shown(row: store.ExportRow) {
  const { question, rows, bytes } = row
  return {
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    askedBy: row.personName,
    kind: row.kind,
    format: row.format,
    signals: question.tags.length,
    from: question.from,
    to: question.to,
    state: row.state,
    progress: row.progress,
    rowCount: Number(rows),
    bytes: Number(bytes),
    failure: row.failure,
    endedAt: row.endedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  }
}

async function audit(ctx: Ctx, action: string, id: string, after?: object): Promise<void> {
  const organisationId = ownId(ctx)
  await ctx.audit({ action, subject: 'export', subjectId: id, organisationId, ...(after ? { after } : {}) })
}
