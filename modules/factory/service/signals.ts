import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { Series } from '@ronghe/kit/series'
import type { factory } from '../contract.ts'
import { ingestOf } from '../ingest/start.ts'
import { isoOf } from '../micros.ts'
import { mustOwn } from '../policy.ts'
import { qualityName, shownValue } from '../states/signals.ts'
import { askStates } from '../store/derivation.ts'
import { lostSince } from '../store/device-sessions.ts'
import * as store from '../store/tags.ts'
import { known } from './equipment.ts'
import { spanOf } from './spans.ts'
import { tooMany, trendOf } from './trend.ts'

type Routes = Pick<Service<typeof factory>, 'tags' | 'changeTag' | 'trend' | 'points'>

const spanDaysMax = 3660
const pointsMax = 100_000

export const signals: Routes = {
  async tags(ctx, { params }) {
    await known(ctx, params.equipmentId)
    const rows = await newestValues(ctx, await store.tagsOfMachine(ctx.sql, params.equipmentId))
    const lost = (await lostSince(ctx.sql, params.equipmentId))?.toISOString() ?? null
    // What was good before its edge or device was lost is stale (6.4.7); the history stays as it was told.
    const isStale = (row: { quality: string; at: string | null }) => {
      return lost !== null && row.quality === 'good' && (row.at ?? '') <= lost
    }
    return {
      rows: rows.map(({ organisationId: _owner, ...row }) => ({
        ...row,
        quality: isStale(row) ? ('stale' as const) : row.quality,
      })),
    }
  },

  async changeTag(ctx, { params, body }) {
    const [tag] = await store.tagsByIds(ctx.sql, [params.tagId])
    mustOwn(ctx, tag ?? null)
    if (body.scale === 0) throw new Fault('kit.input.invalid', {}, [{ field: 'scale', rule: 'rule.invalid' }])
    await store.changeTag(ctx.sql, params.tagId, body)
    // States and counts read scaled values by their meaning.
    if (body.meaning !== undefined || body.scale !== undefined || body.shift !== undefined)
      await askStates(ctx.sql, tag?.equipmentId ?? '')
    await ctx.audit({
      action: 'factory.tag.changed',
      subject: 'equipment',
      subjectId: tag?.equipmentId ?? '',
      organisationId: tag?.organisationId ?? null,
      before: tag,
      after: body,
    })
    const { equipmentId, organisationId } = tag!
    await ctx.emit('tag.changed', { tagId: params.tagId, equipmentId, organisationId })
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
    const span = spanOf(query, spanDaysMax)
    const [series = 0] = await ctx.house.series.resolve([tag.id])
    const found = await ctx.house.series.raw({ series, ...span, limit: pointsMax + 1 })
    const total = found.timeMicros.length
    if (total > pointsMax) throw tooMany(pointsMax)
    const { page = 1, pageSize = 20 } = query
    const rows = []
    for (let index = (page - 1) * pageSize; index < Math.min(total, page * pageSize); index++) {
      rows.push({
        at: isoOf(found.timeMicros[index] ?? 0),
        value: shownValue(tag, found.value[index] ?? Number.NaN, found.text[index] ?? null),
        quality: qualityName(found.quality[index] ?? 0),
      })
    }
    return { rows, total }
  },
}

/** What is live is shown in the new scale from now on. */
export async function onTagChanged(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  ingestOf(ctx.house).forgetTag(String(payload.tagId))
}

/** Tags with their newest values, scaled. */
export function newestValues(ctx: Ctx, tags: readonly store.TagRow[]) {
  return newestOf(ctx.house.series, tags)
}

export async function newestOf(series: Series, tags: readonly store.TagRow[]) {
  if (tags.length === 0) return []
  const numbers = await series.resolve(tags.map((tag) => tag.id))
  const last = await series.last([...numbers])
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
