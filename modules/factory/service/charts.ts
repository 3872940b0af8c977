import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { ChartDefinition } from '../contract/history.ts'
import type { factory } from '../contract.ts'
import { ownId } from '../policy.ts'
import * as store from '../store/charts.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'charts' | 'chart' | 'addChart' | 'changeChart' | 'removeChart'>

/** Most charts that one person keeps. */
const chartsMax = 500
const spanDaysMax = 3660

export const charts: Routes = {
  async charts(ctx, { query }) {
    const reader = readerOf(ctx)
    const { rows, total } = await store.listCharts(ctx.sql, reader, query)
    return { rows: rows.map((row) => shown(row, reader)), total }
  },

  async chart(ctx, { params }) {
    const reader = readerOf(ctx)
    const row = await store.chartById(ctx.sql, reader, params.chartId)
    if (!row) throw new Fault('kit.notFound')
    return shown(row, reader)
  },

  async addChart(ctx, { body }) {
    const reader = readerOf(ctx)
    checkSpan(body.definition)
    const { namesake, count } = await store.chartsOf(ctx.sql, reader, body.name)
    if (namesake) throw nameTaken()
    if (count >= chartsMax) throw new Fault('factory.chart.tooMany', { max: chartsMax })
    const id = ctx.newId()
    const personName = ctx.caller.personName ?? ''
    await store.insertChart(ctx.sql, { id, ...reader, personName, ...body, isSample: false }, ctx.now)
    return { id }
  },

  async changeChart(ctx, { params, body }) {
    const reader = readerOf(ctx)
    await own(ctx, reader, params.chartId)
    if (body.definition) checkSpan(body.definition)
    if (body.name !== undefined) {
      const { namesake } = await store.chartsOf(ctx.sql, reader, body.name)
      if (namesake && namesake !== params.chartId) throw nameTaken()
    }
    await store.changeChart(ctx.sql, params.chartId, body, ctx.now)
    return { done: true }
  },

  async removeChart(ctx, { params }) {
    await own(ctx, readerOf(ctx), params.chartId)
    await store.removeChart(ctx.sql, params.chartId)
    return { done: true }
  },
}

function readerOf(ctx: Ctx): store.Reader {
  const { personId } = ctx.caller
  if (!personId) throw new Fault('kit.forbidden')
  return { organisationId: ownId(ctx), personId }
}

/** A chart is changed by whom it belongs to; others who see it cannot. */
async function own(ctx: Ctx, reader: store.Reader, id: string): Promise<void> {
  const row = await store.chartById(ctx.sql, reader, id)
  if (!row) throw new Fault('kit.notFound')
  if (row.personId !== reader.personId) throw new Fault('kit.forbidden')
}

function shown(row: store.ChartRow, reader: store.Reader) {
  const { organisationId: _of, personId, changedAt, ...rest } = row
  return { ...rest, isOwn: personId === reader.personId, changedAt: changedAt.toISOString() }
}

function checkSpan({ span, from, to }: ChartDefinition): void {
  if (span !== 'fixed') return
  const field = from === undefined ? 'definition.from' : 'definition.to'
  if (from === undefined || to === undefined)
    throw new Fault('factory.chart.spanMissing', {}, [{ field, rule: 'rule.required' }])
  spanOf({ from, to }, spanDaysMax, 'definition.to')
}

function nameTaken(): Fault {
  return new Fault('factory.chart.nameTaken', {}, [{ field: 'name', rule: 'fault.factory.chart.nameTaken' }])
}
