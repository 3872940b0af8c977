import type { Ctx, Service } from '@ronghe/kit/module'
import { toNumber, type WaterfallStep } from '@ronghe/oee'
import type { factory } from '../contract.ts'
import { isoOf } from '../micros.ts'
import { type Computed, computeReport } from '../oee/report.ts'
import { listOeeDays } from '../store/oee.ts'
import { pageOfSpans } from '../store/states.ts'
import { known } from './equipment.ts'
import { figureOf, shareOf } from './figures.ts'
import { type Span, shownSpans, spanFault, spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'states' | 'oee' | 'oeeDays'>

const reportDaysMax = 92
const statesDaysMax = 3660

export const states: Routes = {
  async states(ctx, { params, query }) {
    await known(ctx, params.equipmentId)
    const span = spanOf(query, statesDaysMax)
    const { page = 1, pageSize = 20 } = query
    const { rows, total } = await pageOfSpans(ctx.sql, params.equipmentId, span, page, pageSize)
    return {
      total,
      rows: rows.map((one) => ({
        startsAt: isoOf(Math.max(one.fromMicros, span.fromMicros)),
        endsAt: isoOf(Math.min(one.toMicros, span.toMicros)),
        state: one.state as 'unknown',
        reason: one.reason,
      })),
    }
  },

  async oee(ctx, { params, query }) {
    const machine = await known(ctx, params.equipmentId)
    const asked = spanOf(query, reportDaysMax)
    // What has not happened yet is neither lost nor unknown: a window ends now at the latest.
    const window = { ...asked, toMicros: Math.min(asked.toMicros, ctx.now.getTime() * 1000) }
    if (window.toMicros <= window.fromMicros) throw spanFault('from')
    const computed = await computeReport(ctx.sql, ctx.house.series, machine, window)
    return reportShown(ctx, machine.id, window, computed)
  },

  oeeDays: (ctx, { query }) => listOeeDays(ctx.sql, ctx.caller.locale, query),
}

function reportShown(ctx: Ctx, equipmentId: string, window: Span, computed: Computed) {
  const { attribution, report, shown, inputs, inputsHash } = computed
  const { fromMicros, toMicros } = window
  const range = `${Math.floor(fromMicros / 1000)}~${Math.ceil(toMicros / 1000)}`
  const proof = `/factory/equipment/${equipmentId}?tab=states&range=${range}`
  const about = { at: isoOf(toMicros), proof }
  // What rests on counts is a word where a person counted.
  const counted = { ...about, basis: inputs.countedBy?.basis ?? ('evidenced' as const) }
  const { times } = report.figures
  const output = report.elements.output
  return {
    equipmentId,
    from: isoOf(fromMicros),
    to: isoOf(toMicros),
    classes: Object.entries(attribution.totals).map(([timeClass, micros]) => ({ timeClass, micros })),
    availability: shareOf(shown.availability, times.production, times.plannedBusy, about),
    effectiveness: figureOf(shown.effectiveness, counted),
    quality: figureOf(shown.quality, counted),
    oee: figureOf(shown.oee, counted),
    nee: figureOf(shown.nee, counted),
    knownShare: shareOf(shown.knownShare, times.plannedBusy - times.unknown, times.plannedBusy, about),
    overSpeed: report.figures.overSpeed,
    countedBy: inputs.countedBy?.source ?? 'counter',
    partsTotal: output ? Number(output.produced) : null,
    partsGood: output && inputs.rejectsKnown ? Number(output.good) : null,
    losses: report.losses.map(({ reason, timeClass, micros, events }) => ({
      reason: reason ?? '',
      timeClass,
      micros,
      count: events,
    })),
    waterfall: report.waterfall
      .filter((step) => step.step !== 'quality' || inputs.rejectsKnown)
      .flatMap(stepOf),
    ...shownSpans(attribution.intervals),
    inputsHash,
    computedAt: ctx.now.toISOString(),
  }
}

function stepOf({ step, loss, left }: WaterfallStep) {
  if (!loss || !left) return []
  return [{ step, micros: toNumber(left), lostMicros: toNumber(loss) }]
}
