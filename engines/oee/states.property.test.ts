import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Interval, segmentAt } from './interval.ts'
import type { StateRules } from './rules.ts'
import { type SignalPoint, type Signals, type StateInterval, statesFromSignals } from './states.ts'
import { secondMicros, settings, signals, stateRules, window } from './test/arbitrary.ts'
import { naiveStates } from './test/naive.ts'

const later = fc.integer({ min: 1000, max: 1119 }).map((seconds) => seconds * secondMicros)

describe('states from any messy signals', () => {
  it('OEE-31 covers the window without gap or overlap, and neighbours differ', () => {
    fc.assert(
      fc.property(stateRules, signals, (rules, points) => {
        const states = statesFromSignals(rules, points, window)
        let position = window.fromMicros
        states.forEach((state, index) => {
          assert.equal(state.fromMicros, position)
          assert.ok(state.toMicros > position)
          position = state.toMicros
          const before = states[index - 1]
          if (before) assert.notDeepEqual(told(before), told(state))
        })
        assert.equal(position, window.toMicros)
      }),
      settings,
    )
  })

  it('OEE-31 agrees with the naive twin, second by second', () => {
    fc.assert(
      fc.property(stateRules, signals, (rules, points) => {
        const states = statesFromSignals(rules, points, window)
        naiveStates(rules, points, window, secondMicros).forEach((state, index) => {
          const at = window.fromMicros + index * secondMicros
          assert.equal(segmentAt(states, at)?.state, state, `at second ${at / secondMicros}`)
        })
      }),
      { ...settings, numRuns: 1000 },
    )
  })

  it('OEE-37 computed again from any later point gives the same states from there on', () => {
    fc.assert(
      fc.property(stateRules, signals, later, (rules, points, fromMicros) => {
        const whole = statesFromSignals(rules, points, window)
        const tail = statesFromSignals(rules, points, { fromMicros, toMicros: window.toMicros })
        assert.deepEqual(tail, from(whole, fromMicros))
      }),
      settings,
    )
  })

  it('OEE-37 needs no more of the past than the last point and the last good point of each tag', () => {
    fc.assert(
      fc.property(stateRules, signals, later, (rules, points, fromMicros) => {
        const whole = statesFromSignals(rules, points, window)
        const tail = statesFromSignals(rules, forgotten(rules, points, fromMicros), {
          fromMicros,
          toMicros: window.toMicros,
        })
        assert.deepEqual(tail, from(whole, fromMicros))
      }),
      settings,
    )
  })

  it('OEE-37 a point that comes late changes nothing before its time', () => {
    const lateSecond = fc.integer({ min: 1001, max: 1119 }).map((seconds) => seconds * secondMicros)
    fc.assert(
      fc.property(stateRules, signals, lateSecond, (rules, points, timeMicros) => {
        const late: SignalPoint = { timeMicros, value: 'A', quality: 'good' }
        const more = { ...points, x: [...(points.x ?? []), late] }
        if (!('x' in points)) return
        const before = { fromMicros: window.fromMicros, toMicros: timeMicros }
        assert.deepEqual(
          upTo(statesFromSignals(rules, more, window), timeMicros),
          statesFromSignals(rules, points, before),
        )
      }),
      settings,
    )
  })

  it('OEE-35 does not depend on the sequence in which points of different times came', () => {
    fc.assert(
      fc.property(stateRules, signals, fc.integer(), (rules, points, seed) => {
        const once = Object.fromEntries(
          Object.entries(points).map(([tag, list]) => [
            tag,
            list.filter((point, index) => !list.slice(index + 1).some((other) => sameTime(other, point))),
          ]),
        )
        const mixed = Object.fromEntries(
          Object.entries(once).map(([tag, list]) => [tag, rotate([...list].reverse(), seed)]),
        )
        assert.deepEqual(statesFromSignals(rules, mixed, window), statesFromSignals(rules, once, window))
      }),
      settings,
    )
  })

  it('OEE-36 sees no state at all in machines that are silent, where rules read only signals', () => {
    const readsSignals = stateRules.filter((rules) => rules.rules.length > 0)
    fc.assert(
      fc.property(readsSignals, (rules) => {
        const plain: StateRules = {
          ...rules,
          rules: [{ id: 'runs', state: 'production', when: { tag: 'x', op: '=', value: 'A' } }],
        }
        const states = statesFromSignals(plain, { x: [] }, window)
        assert.deepEqual(
          states.map((state) => state.state),
          ['unknown'],
        )
      }),
      settings,
    )
  })
})

function told(state: StateInterval): unknown {
  return { id: state.id, decidedBy: state.decidedBy, tags: state.tags }
}

function sameTime(left: SignalPoint, right: SignalPoint): boolean {
  return left.timeMicros === right.timeMicros
}

function rotate<T>(list: readonly T[], by: number): T[] {
  if (list.length === 0) return []
  const at = Math.abs(by) % list.length
  return [...list.slice(at), ...list.slice(0, at)]
}

/** The states from a moment on, the first one cut there. */
function from(states: readonly StateInterval[], fromMicros: number): StateInterval[] {
  return states
    .filter((state) => state.toMicros > fromMicros)
    .map((state) => ({ ...state, fromMicros: Math.max(state.fromMicros, fromMicros) }))
}

/** The states up to a moment, the last one cut there. */
function upTo(states: readonly StateInterval[], toMicros: number): StateInterval[] {
  return states
    .filter((state) => state.fromMicros < toMicros)
    .map((state) => ({ ...state, toMicros: Math.min(state.toMicros, toMicros) }))
}

/**
 * What a store's last-value query keeps of the past of each tag: its last point, and its last sign of life.
 */
function forgotten(rules: StateRules, points: Signals, fromMicros: number): Signals {
  const useless = new Set(rules.unknownValues ?? [])
  const known = (point: SignalPoint): boolean => point.quality === 'good' && !useless.has(String(point.value))
  const lastOf = (list: readonly SignalPoint[], window: Interval): SignalPoint[] => {
    const past = list.filter((point) => point.timeMicros <= window.fromMicros)
    const newest = (some: readonly SignalPoint[]): SignalPoint | undefined =>
      some.reduce<SignalPoint | undefined>(
        (best, point) => (best === undefined || point.timeMicros >= best.timeMicros ? point : best),
        undefined,
      )
    const last = newest(past)
    const alive = newest(past.filter(known))
    return [alive, last].filter((point) => point !== undefined)
  }
  return Object.fromEntries(
    Object.entries(points).map(([tag, list]) => [
      tag,
      [
        ...lastOf(list, { fromMicros, toMicros: fromMicros }),
        ...list.filter((point) => point.timeMicros > fromMicros),
      ],
    ]),
  )
}
