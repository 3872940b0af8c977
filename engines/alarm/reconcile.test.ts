import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Activation } from './model.ts'
import { type Known, reconcile } from './reconcile.ts'
import { activations, settings } from './test/arbitrary.ts'

function at(fromMicros: number, toMicros: number | null): Activation {
  return { fromMicros, toMicros }
}

function named(...list: Activation[]): Known[] {
  return list.map((one, index) => ({ ...one, id: `k${index}` }))
}

describe('known activations against a replay', () => {
  it('ALM-30 the same times are the same alarm, unchanged', () => {
    const { kept, refuted, found } = reconcile(named(at(1, 5), at(9, null)), [at(1, 5), at(9, null)])
    assert.deepEqual(
      kept.map(({ id, isChanged }) => [id, isChanged]),
      [
        ['k0', false],
        ['k1', false],
      ],
    )
    assert.deepEqual([refuted, found], [[], []])
  })

  it('ALM-31 another end, or another start with time in common, is a change of the same alarm', () => {
    const { kept } = reconcile(named(at(1, 5), at(10, 20)), [at(1, 7), at(12, null)])
    assert.deepEqual(kept, [
      { id: 'k0', was: at(1, 5), now: at(1, 7), isChanged: true },
      { id: 'k1', was: at(10, 20), now: at(12, null), isChanged: true },
    ])
  })

  it('ALM-32 without time in common it is disproved, and the other one is found', () => {
    assert.deepEqual(reconcile(named(at(1, 5)), [at(5, 9)]), {
      kept: [],
      refuted: ['k0'],
      found: [at(5, 9)],
    })
    assert.deepEqual(reconcile(named(at(5, 9)), [at(1, 5)]).refuted, ['k0'])
  })

  it('ALM-33 of several in one, the first is it; the others are disproved or found', () => {
    const joined = reconcile(named(at(1, 3), at(5, 7)), [at(1, 7)])
    assert.deepEqual([joined.kept.map(({ id }) => id), joined.refuted], [['k0'], ['k1']])
    const split = reconcile(named(at(1, 7)), [at(1, 3), at(5, 7)])
    assert.deepEqual([split.kept.length, split.found], [1, [at(5, 7)]])
  })

  it('ALM-33 a start in common counts more than a mere overlap before it', () => {
    const { kept, refuted } = reconcile(named(at(1, 8), at(5, 9)), [at(5, 9)])
    assert.deepEqual(kept, [{ id: 'k1', was: at(5, 9), now: at(5, 9), isChanged: false }])
    assert.deepEqual(refuted, ['k0'])
  })

  it('ALM-33 an activation of no length is still one', () => {
    assert.equal(reconcile(named(at(4, 4)), [at(4, 4)]).kept.length, 1)
    assert.equal(reconcile(named(at(4, 4)), [at(3, 9)]).kept.length, 1)
    assert.equal(reconcile(named(at(4, 4)), [at(1, 4)]).kept.length, 0)
  })

  it('ALM-32 nothing known, or nothing replayed', () => {
    assert.deepEqual(reconcile([], [at(1, 2)]), { kept: [], refuted: [], found: [at(1, 2)] })
    assert.deepEqual(reconcile(named(at(1, null)), []), { kept: [], refuted: ['k0'], found: [] })
  })
})

/** The naive twin: every pair is tried. */
function naive(known: readonly Known[], replayed: readonly Activation[]): Map<string, number> {
  const matched = new Map<string, number>()
  const isFree = (index: number) => ![...matched.values()].includes(index)
  for (const { id, fromMicros } of known)
    for (const [index, one] of replayed.entries()) if (one.fromMicros === fromMicros) matched.set(id, index)
  for (const { id, fromMicros, toMicros } of known) {
    if (matched.has(id)) continue
    const end = Math.max(toMicros ?? 1e9, fromMicros + 1)
    const index = replayed.findIndex(
      (one, place) =>
        isFree(place) &&
        one.fromMicros < end &&
        Math.max(one.toMicros ?? 1e9, one.fromMicros + 1) > fromMicros,
    )
    if (index >= 0) matched.set(id, index)
  }
  return matched
}

describe('any two histories', () => {
  it('ALM-30 agree with the naive twin', () => {
    fc.assert(
      fc.property(activations, activations, (before, replayed) => {
        const known = named(...before)
        const matched = naive(known, replayed)
        const { kept, refuted, found } = reconcile(known, replayed)
        assert.deepEqual(
          kept.map(({ id, now }) => [id, now]),
          known.filter(({ id }) => matched.has(id)).map(({ id }) => [id, replayed[matched.get(id)!]]),
        )
        assert.deepEqual(
          refuted,
          known.map(({ id }) => id).filter((id) => !matched.has(id)),
        )
        assert.equal(found.length, replayed.length - matched.size)
      }),
      { ...settings, numRuns: 2000 },
    )
  })

  it('ALM-30 what is kept and found is the replay, and nothing known is lost from sight', () => {
    fc.assert(
      fc.property(activations, activations, (before, replayed) => {
        const { kept, refuted, found } = reconcile(named(...before), replayed)
        const result = [...kept.map(({ now }) => now), ...found]
        assert.deepEqual(
          result.toSorted((left, right) => left.fromMicros - right.fromMicros),
          replayed,
        )
        assert.equal(kept.length + refuted.length, before.length)
      }),
      settings,
    )
  })

  it('ALM-30 a replay that found nothing new changes nothing', () => {
    fc.assert(
      fc.property(activations, (list) => {
        const { kept, refuted, found } = reconcile(named(...list), list)
        assert.ok(kept.every(({ isChanged }) => !isChanged))
        assert.deepEqual([kept.length, refuted, found], [list.length, [], []])
      }),
      settings,
    )
  })
})
