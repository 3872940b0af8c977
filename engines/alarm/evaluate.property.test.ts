import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { activationsOf, emptyMemory, evaluate, needsOf } from './evaluate.ts'
import type { Definition, Memory, Signals, Transition } from './model.ts'
import { reconcile } from './reconcile.ts'
import { definition, second, settings, signals, window } from './test/arbitrary.ts'
import { naiveTransitions } from './test/naive.ts'

const fresh = () => emptyMemory(window.fromMicros)
const cuts = fc.array(fc.integer({ min: 1000, max: 1090 }), { maxLength: 6 })

function told(transitions: readonly Transition[]): string[] {
  return transitions.map(({ kind, atMicros }) => `${kind} ${atMicros}`)
}

/** Only what a caller has to give: points of the look-back and the window, and the last one before. */
function needed(what: Definition, all: Signals, from: number, to: number): Signals {
  const start = from - needsOf(what).lookBackMicros
  return Object.fromEntries(
    Object.entries(all).map(([name, points]) => {
      const before = points
        .filter(({ timeMicros }) => timeMicros < start)
        .toSorted((left, right) => left.timeMicros - right.timeMicros)
        .at(-1)
      const within = points.filter(({ timeMicros }) => timeMicros >= start && timeMicros < to)
      return [name, before ? [before, ...within] : within]
    }),
  )
}

/** Evaluates in pieces, the memory kept as JSON in between. */
function inPieces(what: Definition, all: Signals, at: readonly number[]): { told: string[]; memory: Memory } {
  const ends = [...new Set([...at.map((one) => one * second), window.toMicros])].toSorted((a, b) => a - b)
  let memory = fresh()
  let from = window.fromMicros
  const list: string[] = []
  for (const to of ends) {
    const done = evaluate(what, memory, needed(what, all, from, to), { fromMicros: from, toMicros: to })
    list.push(...told(done.transitions))
    memory = JSON.parse(JSON.stringify(done.memory)) as Memory
    from = to
  }
  return { told: list, memory }
}

describe('any definition over any messy signals', () => {
  it('agrees with the naive twin, second by second', () => {
    fc.assert(
      fc.property(definition, signals, (what, all) => {
        // The twin watches stale signals from the window's start, without what was before.
        const seen = what.trigger.kind === 'stale' ? after(all, window.fromMicros) : all
        const { transitions } = evaluate(what, fresh(), seen, window)
        assert.deepEqual(told(transitions), naiveTransitions(what, seen, window, second))
      }),
      { ...settings, numRuns: 2000 },
    )
  })

  it('ALM-1 gives the same wherever it is cut, and whatever is kept in between is JSON', () => {
    fc.assert(
      fc.property(definition, signals, cuts, (what, all, at) => {
        const whole = evaluate(what, fresh(), all, window)
        const pieces = inPieces(what, all, at)
        assert.deepEqual(pieces.told, told(whole.transitions))
        assert.deepEqual(pieces.memory, whole.memory)
      }),
      { ...settings, numRuns: 1000 },
    )
  })

  it('ALM-3 gives the same in whatever sequence the points are listed', () => {
    fc.assert(
      fc.property(definition, signals, fc.nat(), (what, all, seed) => {
        const mixed = Object.fromEntries(
          Object.entries(all).map(([name, points]) => [
            name,
            points.toSorted((a, b) => hash(a.timeMicros, seed) - hash(b.timeMicros, seed)),
          ]),
        )
        assert.deepEqual(evaluate(what, fresh(), mixed, window), evaluate(what, fresh(), all, window))
      }),
      settings,
    )
  })

  it('ALM-9 raises and clears in turn: every activation ends once, and none is lost', () => {
    fc.assert(
      fc.property(definition, signals, (what, all) => {
        const { transitions, memory } = evaluate(what, fresh(), all, window)
        transitions.forEach(({ kind, atMicros }, index) => {
          assert.equal(kind, index % 2 === 0 ? 'raised' : 'cleared')
          const before = transitions[index - 1]
          if (before) assert.ok(atMicros >= before.atMicros)
          assert.ok(atMicros >= window.fromMicros && atMicros < window.toMicros)
        })
        assert.equal(memory.isActive, transitions.length % 2 === 1)
        const open = activationsOf(transitions).filter(({ toMicros }) => toMicros === null)
        assert.equal(open.length, memory.isActive ? 1 : 0)
      }),
      settings,
    )
  })

  it('ALM-5 ALM-8 every transition comes exactly its delay after the condition began to hold', () => {
    fc.assert(
      fc.property(definition, signals, (what, all) => {
        for (const { kind, atMicros, sinceMicros } of evaluate(what, fresh(), all, window).transitions) {
          const delay = kind === 'raised' ? what.onDelayMicros : what.offDelayMicros
          assert.equal(atMicros - sinceMicros, delay)
        }
      }),
      settings,
    )
  })

  it('ALM-9 nothing happens by time alone before the moment it names, and something may then', () => {
    fc.assert(
      fc.property(definition, signals, (what, all) => {
        const ended = after(all, 0, window.toMicros)
        const { memory, wakeMicros } = evaluate(what, fresh(), ended, window)
        const to = wakeMicros ?? window.toMicros + 1000 * second
        assert.ok(to >= window.toMicros)
        const rest = evaluate(what, memory, ended, { fromMicros: window.toMicros, toMicros: to })
        assert.deepEqual(rest.transitions, [])
      }),
      settings,
    )
  })

  it('ALM-11 a wider dead-band never raises more often', () => {
    fc.assert(
      fc.property(definition, signals, (what, all) => {
        const { trigger } = what
        if (!('deadBand' in trigger) || what.onDelayMicros > 0) return
        const wider = { ...what, trigger: { ...trigger, deadBand: trigger.deadBand + 2 } }
        const count = (one: Definition) => evaluate(one, fresh(), all, window).transitions.length
        assert.ok(Math.ceil(count(wider) / 2) <= Math.ceil(count(what) / 2))
      }),
      settings,
    )
  })

  it('ALM-30 late points lead to what would have been told had they come in time', () => {
    const lateFrom = fc.integer({ min: 1000, max: 1089 })
    fc.assert(
      fc.property(definition, signals, lateFrom, (what, all, late) => {
        const early = Object.fromEntries(
          Object.entries(all).map(([name, points]) => [
            name,
            points.filter(({ timeMicros }) => timeMicros < late * second || timeMicros % 2 === 0),
          ]),
        )
        const known = activationsOf(evaluate(what, fresh(), early, window).transitions)
        const replayed = activationsOf(evaluate(what, fresh(), all, window).transitions)
        const named = known.map((one, index) => ({ ...one, id: `${index}` }))
        const { kept, found } = reconcile(named, replayed)
        const result = [...kept.map(({ now }) => now), ...found]
        assert.deepEqual(
          result.toSorted((a, b) => a.fromMicros - b.fromMicros),
          replayed,
        )
      }),
      settings,
    )
  })
})

function after(all: Signals, from: number, to = Number.POSITIVE_INFINITY): Signals {
  return Object.fromEntries(
    Object.entries(all).map(([name, points]) => [
      name,
      points.filter(({ timeMicros }) => timeMicros >= from && timeMicros < to),
    ]),
  )
}

function hash(value: number, seed: number): number {
  return Math.imul(value / second + seed, 2_654_435_761) >>> 0
}
