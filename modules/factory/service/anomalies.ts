import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { judgedMax, judgedModel } from '../anomaly/judged.ts'
import { tell } from '../anomaly/learn.ts'
import { signalsOf } from '../anomaly/read.ts'
import type { factory } from '../contract.ts'
import { mustOwn } from '../policy.ts'
import * as store from '../store/anomalies.ts'
import { keepThreshold, type WatchRow, watchForUpdate } from '../store/anomaly-watches.ts'
import { tagsByIds } from '../store/tags.ts'
import { labelOf } from './anomaly-watches.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'anomalies' | 'judgeAnomaly' | 'addAnomaly'>

const missedDaysMax = 7

export const anomalies: Routes = {
  async anomalies(ctx, { query }) {
    const { rows, total } = await store.listAnomalies(ctx.sql, ctx.caller.locale, query)
    const ids = rows.flatMap((row) => row.contributions.map(({ tagId }) => tagId))
    const tags = await tagsByIds(ctx.sql, [...new Set(ids)])
    return {
      total,
      rows: rows.map(({ organisationId: _, ...row }) => {
        const contributions = row.contributions.map(({ tagId, share }) => ({
          ...{ tagId, share },
          name: labelOf(
            ctx,
            tags.find((tag) => tag.id === tagId),
          ),
        }))
        return {
          ...row,
          contributions,
          mostly: contributions[0]?.name ?? null,
          startsAt: row.startsAt.toISOString(),
          endsAt: row.endsAt.toISOString(),
          judgedAt: row.judgedAt?.toISOString() ?? null,
        }
      }),
    }
  },

  async judgeAnomaly(ctx, { params, body }) {
    const { rows } = await store.listAnomalies(ctx.sql, ctx.caller.locale, { id: params.anomalyId })
    const [before] = rows
    mustOwn(ctx, before ?? null)
    if (!before) throw new Fault('kit.notFound')
    const watch = await ownWatch(ctx, before.watchId)
    const { personId, personName } = ctx.caller
    const note = body.note || null
    await store.judge(ctx.sql, before.id, { judgement: body.judgement, note, personId, personName }, ctx.now)
    await adapted(ctx, watch)
    await audit(ctx, 'factory.anomaly.judged', before, {
      before: { judgement: before.judgement, note: before.note },
      after: body,
    })
    return { done: true }
  },

  async addAnomaly(ctx, { params, body }) {
    const watch = await ownWatch(ctx, params.watchId)
    const { fromMicros, toMicros } = spanOf({ from: body.startsAt, to: body.endsAt }, missedDaysMax, 'endsAt')
    if (toMicros > ctx.now.getTime() * 1000) {
      const field = { field: 'endsAt', rule: 'factory.anomaly.rule.future' }
      throw new Fault('kit.input.invalid', {}, [field])
    }
    const { organisationId, equipmentId, version } = watch
    const row = { id: ctx.newId(), organisationId, equipmentId, version, watchId: watch.id }
    const kept = { ...row, fromMicros, toMicros, isOpen: false, peak: null, contributions: [] }
    await store.keepAnomaly(ctx.sql, kept)
    const { personId, personName } = ctx.caller
    await store.markMissed(ctx.sql, row.id, { personId, personName, note: body.note || null }, ctx.now)
    await adapted(ctx, watch)
    await audit(ctx, 'factory.anomaly.added', row, { after: body })
    return { id: row.id }
  },
}

async function ownWatch(ctx: Ctx, id: string): Promise<WatchRow> {
  const watch = await watchForUpdate(ctx.sql, id)
  mustOwn(ctx, watch)
  if (!watch) throw new Fault('kit.notFound')
  return watch
}

/** The threshold after all that people said. */
async function adapted(ctx: Ctx, watch: WatchRow): Promise<void> {
  if (!watch.model) return
  const said = await store.judgedStretches(ctx.sql, watch.id, judgedMax)
  const tags = await signalsOf(ctx.house, watch)
  await keepThreshold(ctx.sql, watch.id, await judgedModel(ctx.house, watch, tags, watch.model, said))
  tell(ctx.house, watch)
}

async function audit(
  ctx: Ctx,
  action: string,
  { id, organisationId }: { id: string; organisationId: string },
  more: { before?: unknown; after?: unknown },
): Promise<void> {
  await ctx.audit({ action, subject: 'anomaly', subjectId: id, organisationId, ...more })
}
