import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import { ruleFaults, toNumber, type WaterfallStep } from '@ronghe/oee'
import type { factory } from '../contract.ts'
import { isoOf } from '../micros.ts'
import { computeReport } from '../oee/report.ts'
import { mustOwn } from '../policy.ts'
import { effectiveRules } from '../states/rules.ts'
import { listOeeDays } from '../store/oee.ts'
import * as store from '../store/states.ts'
import { known } from './equipment.ts'
import { figureOf } from './figures.ts'
import { spanOf } from './signals.ts'

type Routes = Pick<Service<typeof factory>, 'states' | 'oee' | 'oeeDays' | 'stateRules' | 'changeStateRules'>

const reportDaysMax = 92
const statesDaysMax = 3660
const spansMax = 4000

export const states: Routes = {
  async states(ctx, { params, query }) {
    await known(ctx, params.equipmentId)
    const { fromMicros, toMicros } = spanOf(query, statesDaysMax)
    const all = await store.spansOf(ctx.sql, params.equipmentId, fromMicros, toMicros)
    const { page = 1, pageSize = 20 } = query
    const rows = all.slice((page - 1) * pageSize, page * pageSize).map((one) => ({
      startsAt: isoOf(Math.max(one.fromMicros, fromMicros)),
      endsAt: isoOf(Math.min(one.toMicros, toMicros)),
      state: one.state as 'unknown',
      reason: one.reason,
    }))
    return { rows, total: all.length }
  },

  async oee(ctx, { params, query }) {
    const machine = await known(ctx, params.equipmentId)
    const window = spanOf(query, reportDaysMax)
    const { attribution, report, inputsHash } = await computeReport(
      ctx.sql,
      ctx.house.series,
      machine,
      window,
    )
    const { figures } = report
    const proof = `/factory/equipment/${machine.id}?tab=states&from=${query.from}&to=${query.to}`
    const shown = (one: typeof figures.oee) => figureOf(one, ctx.now, proof)
    const { spans, spansAre } = spansOf(attribution.intervals)
    const output = report.elements.output
    return {
      equipmentId: machine.id,
      from: isoOf(window.fromMicros),
      to: isoOf(window.toMicros),
      classes: Object.entries(attribution.totals).map(([timeClass, micros]) => ({ timeClass, micros })),
      availability: shown(figures.availability),
      effectiveness: shown(figures.effectiveness),
      quality: shown(figures.qualityRatio),
      oee: shown(figures.oee),
      nee: shown(figures.nee),
      knownShare: shown(figures.knownRatio),
      overSpeed: figures.overSpeed,
      partsTotal: output ? Number(output.produced) : null,
      partsGood: output ? Number(output.good) : null,
      losses: report.losses.map(({ reason, timeClass, micros, events }) => ({
        reason: reason ?? '',
        timeClass,
        micros,
        count: events,
      })),
      waterfall: report.waterfall.flatMap(stepOf),
      spans,
      spansAre,
      inputsHash,
      computedAt: ctx.now.toISOString(),
    }
  },

  oeeDays: (ctx, { query }) => listOeeDays(ctx.sql, ctx.caller.locale, query),

  async stateRules(ctx, { params }) {
    const machine = await known(ctx, params.equipmentId)
    const { hash: _hash, createdAt, ...rules } = await effectiveRules(ctx.sql, machine)
    return { ...rules, createdAt: createdAt?.toISOString() ?? null }
  },

  async changeStateRules(ctx, { params, body }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const faults = ruleFaults(body.rules)
    if (faults.length > 0) {
      const fields = faults.map(({ path, fault }) => ({
        field: `rules${path ? `.${path}` : ''}`,
        rule: 'factory.rule.fault',
        values: { fault },
      }))
      throw new Fault('factory.rules.invalid', {}, fields)
    }
    const before = await effectiveRules(ctx.sql, machine)
    const one = {
      id: ctx.newId(),
      organisationId: machine.organisationId,
      equipmentId: machine.id,
      rules: body.rules,
    }
    await store.addRules(ctx.sql, { ...one, note: body.note ?? null, by: ctx.caller.personId }, ctx.now)
    await ctx.audit({
      action: 'factory.rules.changed',
      subject: 'equipment',
      subjectId: machine.id,
      organisationId: machine.organisationId,
      before: before.rules,
      after: body.rules,
      ...(body.note ? { reason: body.note } : {}),
    })
    return { done: true }
  },
}

function stepOf({ step, loss, left }: WaterfallStep) {
  if (!loss || !left) return []
  return [{ step, micros: toNumber(left), lostMicros: toNumber(loss) }]
}

type Attributed = Awaited<ReturnType<typeof computeReport>>['attribution']['intervals']

/** The spans themselves, or where there are too many, equal slots with the longest class of each. */
function spansOf(intervals: Attributed) {
  if (intervals.length <= spansMax) return { spansAre: 'exact' as const, spans: intervals.map(spanShown) }
  const first = intervals[0]?.fromMicros ?? 0
  const last = intervals.at(-1)?.toMicros ?? 0
  const slot = Math.ceil((last - first) / spansMax)
  const longest = new Map<number, Attributed[number]>()
  for (const one of intervals) {
    for (
      let index = Math.floor((one.fromMicros - first) / slot);
      first + index * slot < one.toMicros;
      index++
    ) {
      const fromMicros = Math.max(one.fromMicros, first + index * slot)
      const toMicros = Math.min(one.toMicros, first + (index + 1) * slot)
      const best = longest.get(index)
      if (!best || toMicros - fromMicros > best.toMicros - best.fromMicros)
        longest.set(index, { ...one, fromMicros, toMicros })
    }
  }
  const spans = [...longest.entries()]
    .sort(([a], [b]) => a - b)
    .map(([index, one]) =>
      spanShown({
        ...one,
        fromMicros: first + index * slot,
        toMicros: Math.min(last, first + (index + 1) * slot),
      }),
    )
  return { spansAre: 'coarse' as const, spans }
}

function spanShown(one: Attributed[number]) {
  return {
    startsAt: isoOf(one.fromMicros),
    endsAt: isoOf(one.toMicros),
    timeClass: one.timeClass,
    reason: one.reason,
    source: one.reference,
  }
}
