import { createHash } from 'node:crypto'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { factory } from '../contract.ts'
import { ingestOf } from '../ingest/start.ts'
import { isoOf, microsOf } from '../micros.ts'
import { mustOwn, ownId } from '../policy.ts'
import * as edges from '../store/edges.ts'
import * as store from '../store/tags.ts'
import { known } from './equipment.ts'
import { trendOf } from './trend.ts'

type Routes = Pick<
  Service<typeof factory>,
  'edges' | 'addEdge' | 'renewEdge' | 'revokeEdge' | 'tags' | 'changeTag' | 'trend' | 'points'
>

const passwordBytes = 24
const spanDaysMax = 3660
const pointsMax = 100_000

export const signals: Routes = {
  async edges(ctx, { query }) {
    const { rows, total } = await edges.listEdges(ctx.sql, query)
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        stateAt: row.stateAt?.toISOString() ?? null,
        stateReason: row.stateReason && ctx.t(row.stateReason),
        createdAt: row.createdAt.toISOString(),
        revokedAt: row.revokedAt?.toISOString() ?? null,
      })),
    }
  },

  async addEdge(ctx, { body }) {
    const organisationId = ownId(ctx)
    if (await edges.edgeByCode(ctx.sql, organisationId, body.code)) {
      throw new Fault('factory.edge.codeTaken', {}, [{ field: 'code', rule: 'fault.factory.edge.codeTaken' }])
    }
    const id = ctx.newId()
    const password = newPassword(ctx)
    await edges.insertEdge(
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
    if (!(await edges.renewSecret(ctx.sql, edge.id, hashOf(password))))
      throw new Fault('factory.edge.revoked')
    await note(ctx, 'factory.edge.renewed', edge.id, edge.organisationId, undefined)
    ingestOf(ctx.house).disconnect(edge.id)
    return credential(ctx, edge.id, password)
  },

  async revokeEdge(ctx, { params }) {
    const edge = await ownEdge(ctx, params.edgeId)
    if (!(await edges.revokeEdge(ctx.sql, edge.id, ctx.now))) throw new Fault('factory.edge.revoked')
    await note(ctx, 'factory.edge.revoked', edge.id, edge.organisationId, undefined)
    ingestOf(ctx.house).disconnect(edge.id)
    return { done: true }
  },

  async tags(ctx, { params }) {
    await known(ctx, params.equipmentId)
    const rows = await newestValues(ctx, await store.tagsOfMachine(ctx.sql, params.equipmentId))
    return { rows: rows.map(({ organisationId: _owner, ...row }) => row) }
  },

  async changeTag(ctx, { params, body }) {
    const [tag] = await store.tagsByIds(ctx.sql, [params.tagId])
    mustOwn(ctx, tag ?? null)
    if (body.scale === 0) throw new Fault('kit.input.invalid', {}, [{ field: 'scale', rule: 'rule.invalid' }])
    await store.changeTag(ctx.sql, params.tagId, body)
    await ctx.audit({
      action: 'factory.tag.changed',
      subject: 'equipment',
      subjectId: tag?.equipmentId ?? '',
      organisationId: tag?.organisationId ?? null,
      before: tag,
      after: body,
    })
    return { done: true }
  },

  async trend(ctx, { query }) {
    const span = spanOf(query, spanDaysMax)
    const ids = [...new Set(query.tag)]
    const tags = await store.tagsByIds(ctx.sql, ids)
    if (tags.length !== ids.length) throw new Fault('kit.notFound')
    const ordered = ids.map((id) => tags.find((tag) => tag.id === id)!)
    return { rows: await trendOf(ctx.house.series, ordered, span, query.points ?? 600) }
  },

  async points(ctx, { params, query }) {
    const [tag] = await store.tagsByIds(ctx.sql, [params.tagId])
    if (!tag) throw new Fault('kit.notFound')
    const { fromMicros, toMicros } = spanOf(query, spanDaysMax)
    const [series = 0] = await ctx.house.series.resolve([tag.id])
    const found = await ctx.house.series.raw({ series, fromMicros, toMicros, limit: pointsMax })
    const { page = 1, pageSize = 20 } = query
    const rows = []
    const last = Math.min(found.timeMicros.length, page * pageSize)
    for (let index = (page - 1) * pageSize; index < last; index++) {
      rows.push({
        at: isoOf(found.timeMicros[index] ?? 0),
        value: shownValue(tag, found.value[index] ?? Number.NaN, found.text[index] ?? null),
        quality: qualityName(found.quality[index] ?? 0),
      })
    }
    return { rows, total: found.timeMicros.length }
  },
}

/** Tags with their newest values, scaled. */
export async function newestValues(ctx: Ctx, tags: readonly store.TagRow[]) {
  if (tags.length === 0) return []
  const numbers = await ctx.house.series.resolve(tags.map((tag) => tag.id))
  const last = await ctx.house.series.last([...numbers])
  return tags.map((tag, index) => {
    const point = last[index]
    return {
      ...tag,
      value: point ? shownValue(tag, point.value, point.text) : null,
      quality: point ? qualityName(point.quality) : ('none' as const),
      at: point ? isoOf(point.timeMicros) : null,
    }
  })
}

/** Shown value = sent value × scale + shift. */
export function shownValue(tag: Pick<store.TagRow, 'scale' | 'shift'>, value: number, text: string | null) {
  if (text !== null) return text
  return Number.isNaN(value) ? null : value * tag.scale + tag.shift
}

function qualityName(quality: number): 'good' | 'bad' | 'stale' {
  if (quality === 192) return 'good'
  return quality === 500 ? 'stale' : 'bad'
}

/** The asked span in microseconds; refuses one that ends before it begins or is longer than allowed. */
export function spanOf(
  query: { from: string; to: string },
  daysMax: number,
): { fromMicros: number; toMicros: number } {
  const fromMicros = microsOf(query.from)
  const toMicros = microsOf(query.to)
  if (fromMicros < 0 || toMicros <= fromMicros) {
    throw new Fault('factory.span.invalid', {}, [{ field: 'to', rule: 'fault.factory.span.invalid' }])
  }
  if (toMicros - fromMicros > daysMax * 86_400_000_000) {
    const values = { days: daysMax }
    throw new Fault('factory.span.tooLong', values, [
      { field: 'to', rule: 'fault.factory.span.tooLong', values },
    ])
  }
  return { fromMicros, toMicros }
}

async function ownEdge(ctx: Ctx, id: string) {
  const edge = await edges.edgeById(ctx.sql, id)
  mustOwn(ctx, edge)
  if (!edge) throw new Fault('kit.notFound')
  return edge
}

function newPassword(ctx: Ctx): string {
  return Buffer.from(ctx.house.clock.randomBytes(passwordBytes)).toString('base64url')
}

/** SHA-256 as the broker compares it. */
export function hashOf(password: string): string {
  return createHash('sha256').update(password).digest('hex')
}

async function credential(ctx: Ctx, id: string, password: string) {
  const edge = await edges.edgeById(ctx.sql, id)
  const host = ctx.house.config.MQTT_HOST
  const server = `mqtt://${host}:${ingestOf(ctx.house).port}`
  return { id, password, server, group: edge?.group ?? '', node: edge?.code ?? '' }
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
