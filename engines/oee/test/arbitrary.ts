import fc from 'fast-check'
import type { Interval } from '../interval.ts'
import type { Condition } from '../kleene.ts'
import type { CalendarEntry, Count, Observation, Override, Run, TimeInput } from '../model.ts'
import type { StateRules } from '../rules.ts'
import type { SignalPoint } from '../states.ts'

/**
 * Messy inputs for properties: overlapping, repeated, reversed, empty, outside the window, in any sequence.
 */

/** One second; every generated time is a whole number of them, so that the twin can step by it. */
export const secondMicros = 1_000_000
/** The window of the generated inputs: two minutes, not beginning at 0. */
export const window: Interval = { fromMicros: 1000 * secondMicros, toMicros: 1120 * secondMicros }
/** The same number every time: a failure can be seen again. */
export const settings = { seed: 22_400, numRuns: 300 }

const second = fc.integer({ min: 980, max: 1140 }).map((seconds) => seconds * secondMicros)
const few = { minLength: 0, maxLength: 12 }
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const reason = fc.constantFrom('tool', 'material', 'waiting', null)

/** Mostly proper stretches, now and then reversed, empty or outside. */
export const stretch: fc.Arbitrary<Interval> = fc
  .tuple(second, second, fc.integer({ min: 0, max: 5 }))
  .map(([one, other, kind]) => {
    if (kind === 0) return { fromMicros: one, toMicros: other }
    return { fromMicros: Math.min(one, other), toMicros: Math.max(one, other) }
  })

/** A calendar entry of any kind. */
export const calendarEntry: fc.Arbitrary<CalendarEntry> = fc
  .tuple(
    stretch,
    id,
    fc.constantFrom('shift', 'shift', 'overtime', 'break', 'maintenance', 'holiday'),
    reason,
  )
  .map(([interval, name, kind, why]) => ({
    ...interval,
    id: `calendar-${name}`,
    kind: kind as CalendarEntry['kind'],
    reason: why,
  }))

const stateKind = fc.constantFrom('production', 'setup', 'delay', 'down', 'idle', 'unknown')

/** An observation; ids repeat now and then, as they do when a message comes twice. */
export const observation: fc.Arbitrary<Observation> = fc
  .tuple(stretch, fc.nat({ max: 30 }), stateKind, fc.nat({ max: 3 }))
  .map(([interval, name, state, recorded]) => ({
    ...interval,
    id: `observation-${name}`,
    state: state as Observation['state'],
    reason: `seen-${name}`,
    recorded,
  }))

const said = fc.constantFrom('production', 'setup', 'delay', 'down', 'idle', null)

/** What a person says; the reason follows from the id, so that a tie has one outcome. */
export const override: fc.Arbitrary<Override> = fc
  .tuple(stretch, fc.nat({ max: 30 }), said, fc.nat({ max: 3 }), fc.boolean())
  .map(([interval, name, state, recorded, overProduction]) => ({
    ...interval,
    id: `override-${name}`,
    state: state as Override['state'],
    reason: `said-${name}`,
    recorded,
    overProduction,
  }))

/** Inputs whose ids are not repeated within a layer, so that winner and reason are fully determined. */
export const timeInput: fc.Arbitrary<TimeInput> = fc
  .tuple(
    fc.array(calendarEntry, few),
    fc.uniqueArray(observation, { ...few, selector: (item) => item.id }),
    fc.uniqueArray(override, { ...few, selector: (item) => item.id }),
    fc.constantFrom('exclude' as const, 'include' as const),
  )
  .map(([calendar, observations, overrides, productionOutsidePlan]) => ({
    window,
    calendar: calendar.map((entry, index) => ({ ...entry, id: `${entry.id}-${index}` })),
    observations,
    overrides,
    productionOutsidePlan,
  }))

/** Counts in and around the window. */
export const count: fc.Arbitrary<Count> = fc
  .tuple(second, fc.nat({ max: 9 }), fc.nat({ max: 3 }), fc.constantFrom('p', 'q', null))
  .map(([timeMicros, good, rejected, product]) => ({ timeMicros, good, rejected, product }))

/** Product runs, overlapping, some without planned run time. */
export const run: fc.Arbitrary<Run> = fc
  .tuple(stretch, fc.constantFrom('p', 'q'), fc.integer({ min: 0, max: 20 }), fc.constantFrom(1, 3, 7))
  .map(([interval, product, seconds, perItems]) => ({
    ...interval,
    id: '',
    product,
    plannedMicros: seconds === 0 ? null : seconds * secondMicros,
    perItems,
  }))

/** Runs with distinct ids. */
export const runs: fc.Arbitrary<Run[]> = fc
  .array(run, few)
  .map((list) => list.map((one, index) => ({ ...one, id: `run-${String(index).padStart(2, '0')}` })))

const tag = fc.constantFrom('x', 'y', 'z')
const value = fc.constantFrom('A', 'B', 'UNAVAILABLE', 1, 2)

/** A point of a signal. */
export const point: fc.Arbitrary<SignalPoint> = fc
  .tuple(second, value, fc.constantFrom('good', 'good', 'good', 'bad', 'stale'))
  .map(([timeMicros, held, quality]) => ({
    timeMicros,
    value: held,
    quality: quality as SignalPoint['quality'],
  }))

/** Signals of up to three tags; a tag may be missing altogether. */
export const signals: fc.Arbitrary<Record<string, SignalPoint[]>> = fc.dictionary(tag, fc.array(point, few), {
  maxKeys: 3,
})

/** Conditions of every shape. */
export const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.record(
      {
        tag,
        op: fc.constantFrom(
          '=' as const,
          '!=' as const,
          '<' as const,
          '<=' as const,
          '>' as const,
          '>=' as const,
        ),
        value,
        ifAbsent: fc.boolean(),
      },
      { requiredKeys: ['tag', 'op', 'value'] },
    ),
    fc.record({ tag, op: fc.constant('in' as const), value: fc.array(value, { maxLength: 3 }) }),
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
})).condition

/** Rule sets, with and without a bound on silence. */
export const stateRules: fc.Arbitrary<StateRules> = fc
  .tuple(
    fc.array(fc.tuple(stateKind, condition), { maxLength: 4 }),
    stateKind,
    fc.constantFrom(null, 5 * secondMicros, 30 * secondMicros),
    fc.subarray(['x', 'y', 'z']),
  )
  .map(([rules, otherwise, silenceMicrosMax, aliveTags]) => ({
    id: 'any',
    rules: rules.map(([state, when], index) => ({
      id: `rule-${index}`,
      state: state as 'production',
      when,
    })),
    otherwise: { state: otherwise as 'production' },
    unknownValues: ['UNAVAILABLE'],
    silenceMicrosMax,
    aliveTags,
  }))
