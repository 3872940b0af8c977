import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { ruleFaults, toNumber, type WaterfallStep } from '@ronghe/oee'
import type { factory } from '../contract.ts'
import { isoOf } from '../micros.ts'
import { type Computed, computeReport } from '../oee/report.ts'
import { mustOwn } from '../policy.ts'
import { effectiveRules } from '../states/rules.ts'
import { askStates } from '../store/derivation.ts'
import { listOeeDays } from '../store/oee.ts'
import { addRules } from '../store/rules.ts'
import { pageOfSpans } from '../store/states.ts'
import { known } from './equipment.ts'
import { figureOf, shareOf } from './figures.ts'
import { type Span, shownSpans, spanFault, spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'states' | 'oee' | 'oeeDays' | 'stateRules' | 'changeStateRules'>

const reportDaysMax = 92
const statesDaysMax = 3660

/** The engine's faults of a rule set as words; the one that is left is a condition too deep. */
const ruleWords: Readonly<Record<string, string>> = {
  'not an object': 'notAnObject',
  'not a text': 'notAText',
  'not a list': 'notAList',
  'used twice': 'usedTwice',
  'not a state': 'notAState',
  'not a positive integer': 'notAPositiveInteger',
  'not a list of texts': 'notAListOfTexts',
  'not an operator': 'notAnOperator',
  'not a list of values': 'notAListOfValues',
  'not a value': 'notAValue',
  'not true or false': 'notTrueOrFalse',
}

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

  async stateRules(ctx, { params }) {
    const machine = await known(ctx, params.equipmentId)
    const { createdAt, ...rules } = await effectiveRules(ctx.sql, machine)
    return { ...rules, createdAt: createdAt?.toISOString() ?? null }
  },

  async changeStateRules(ctx, { params, body }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const faults = ruleFaults(body.rules)
    if (faults.length > 0) {
      const fields = faults.map(({ path, fault }) => ({
        field: `rules${path ? `.${path}` : ''}`,
        rule: `factory.rule.${ruleWords[fault] ?? 'tooDeep'}`,
      }))
      throw new Fault('factory.rules.invalid', {}, fields)
    }
    const before = await effectiveRules(ctx.sql, machine)
    const { organisationId, id: equipmentId } = machine
    const one = { id: ctx.newId(), organisationId, equipmentId, rules: body.rules, note: body.note ?? null }
    await addRules(ctx.sql, { ...one, by: ctx.caller.personId }, ctx.now)
    await askStates(ctx.sql, equipmentId)
    await ctx.audit({
      action: 'factory.rules.changed',
      subject: 'equipment',
      subjectId: equipmentId,
      organisationId,
      before: before.rules,
      after: body.rules,
      ...(body.note ? { reason: body.note } : {}),
    })
    return { done: true }
  },
}

function reportShown(ctx: Ctx, equipmentId: string, window: Span, computed: Computed) {
  const { attribution, report, shown, inputs, inputsHash } = computed
  const { fromMicros, toMicros } = window
  const range = `${Math.floor(fromMicros / 1000)}~${Math.ceil(toMicros / 1000)}`
  const proof = `/factory/equipment/${equipmentId}?tab=states&range=${range}`
  const about = { at: isoOf(toMicros), proof }
  const { times } = report.figures
  const output = report.elements.output
  return {
    equipmentId,
    from: isoOf(fromMicros),
    to: isoOf(toMicros),
    classes: Object.entries(attribution.totals).map(([timeClass, micros]) => ({ timeClass, micros })),
    availability: shareOf(shown.availability, times.production, times.plannedBusy, about),
    effectiveness: figureOf(shown.effectiveness, about),
    quality: figureOf(shown.quality, about),
    oee: figureOf(shown.oee, about),
    nee: figureOf(shown.nee, about),
    knownShare: shareOf(shown.knownShare, times.plannedBusy - times.unknown, times.plannedBusy, about),
    overSpeed: report.figures.overSpeed,
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
