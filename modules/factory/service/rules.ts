import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import { ruleFaults, type StateKind, type StateRules, statesFromSignals, tagsOfRules } from '@ronghe/oee'
import type { factory } from '../contract.ts'
import { isoOf } from '../micros.ts'
import { mustOwn } from '../policy.ts'
import { spansOf } from '../states/machine.ts'
import { boundRules, effectiveRules } from '../states/rules.ts'
import { signalsOf } from '../states/signals.ts'
import { askStates } from '../store/derivation.ts'
import { addRules, listRules } from '../store/rules.ts'
import { spansOf as keptSpans, type SpanRow } from '../store/states.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { known } from './equipment.ts'
import { type Span, spanOf, spansMax } from './spans.ts'

type Routes = Pick<
  Service<typeof factory>,
  'stateRules' | 'stateRuleVersions' | 'tryStateRules' | 'changeStateRules'
>

const tryDaysMax = 31
const stateNames = ['production', 'setup', 'delay', 'down', 'idle', 'unknown'] as const

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

export const rules: Routes = {
  async stateRules(ctx, { params }) {
    const machine = await known(ctx, params.equipmentId)
    const { createdAt, ...rules } = await effectiveRules(ctx.sql, machine)
    return { ...rules, createdAt: createdAt?.toISOString() ?? null }
  },

  async stateRuleVersions(ctx, { params, query }) {
    await known(ctx, params.equipmentId)
    const { rows, total } = await listRules(ctx.sql, params.equipmentId, query)
    return { total, rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) }
  },

  async tryStateRules(ctx, { params, body }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    const rules = mustBeRules(body.rules)
    const asked = spanOf(body, tryDaysMax)
    const tags = await tagsOfMachine(ctx.sql, machine.id)
    const bound = boundRules(rules, tags)
    const { signals, toMicros } = await signalsOf(ctx.house.series, bound.tags, asked)
    const span = { ...asked, toMicros: Math.max(toMicros, asked.fromMicros + 1) }
    const tried = spansOf(statesFromSignals(bound.rules, signals, span))
    const now = await keptSpans(ctx.sql, machine.id, span.fromMicros, span.toMicros)
    const names = new Set(tags.flatMap(({ name, meaning }) => (meaning ? [name, meaning] : [name])))
    return {
      from: isoOf(span.fromMicros),
      to: isoOf(span.toMicros),
      states: stateNames.map((state) => ({
        state,
        microsNow: microsIn(now, state, span),
        microsTried: microsIn(tried, state, span),
      })),
      spans: tried.slice(0, spansMax).map((one) => ({
        startsAt: isoOf(one.fromMicros),
        endsAt: isoOf(one.toMicros),
        state: one.state as StateKind,
        reason: one.reason,
      })),
      absentTags: tagsOfRules(rules).filter((name) => !names.has(name)),
    }
  },

  async changeStateRules(ctx, { params, body }) {
    const machine = await known(ctx, params.equipmentId)
    mustOwn(ctx, machine)
    mustBeRules(body.rules)
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

/** The rules, or a fault that names every field that is wrong. */
function mustBeRules(data: unknown): StateRules {
  const faults = ruleFaults(data)
  if (faults.length > 0) {
    const fields = faults.map(({ path, fault }) => ({
      field: `rules${path ? `.${path}` : ''}`,
      rule: `factory.rule.${ruleWords[fault] ?? 'tooDeep'}`,
    }))
    throw new Fault('factory.rules.invalid', {}, fields)
  }
  return data as StateRules
}

function microsIn(spans: readonly SpanRow[], state: string, { fromMicros, toMicros }: Span): number {
  return spans
    .filter((one) => one.state === state)
    .reduce((sum, one) => sum + Math.min(one.toMicros, toMicros) - Math.max(one.fromMicros, fromMicros), 0)
}
