import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { StateSpan } from './account.ts'
import { corrected, type Said } from './said.ts'

const minutes = 60
const states = ['production', 'idle', 'down', 'unknown'] as const

/** Of each minute: the last word that may stand over what stands there. */
function naive(observed: readonly string[], said: readonly Said[]): string[] {
  return observed.map((state, minute) => {
    let now = state
    for (const word of [...said].sort((a, b) => a.recorded - b.recorded)) {
      const covers = word.fromMicros <= minute && minute < word.toMicros
      if (covers && word.state !== null && (now !== 'production' || word.overProduction)) now = word.state
    }
    return now
  })
}

const observed = fc.array(fc.constantFrom(...states), { minLength: minutes, maxLength: minutes })
const word = fc
  .record({
    from: fc.integer({ min: 0, max: minutes }),
    length: fc.integer({ min: 1, max: minutes }),
    state: fc.option(fc.constantFrom('setup', 'down', 'production')),
    overProduction: fc.boolean(),
  })
  .map(({ from, length, ...rest }) => ({ ...rest, fromMicros: from, toMicros: from + length }))

describe('states with what people said of them', () => {
  test('are those that a look at each minute finds, without hole or overlap', () => {
    fc.assert(
      fc.property(observed, fc.array(word, { maxLength: 6 }), (list, words) => {
        const said = words.map((one, recorded) => ({ ...one, recorded }))
        const spans: StateSpan[] = list.map((state, at) => ({ state, fromMicros: at, toMicros: at + 1 }))
        const found = corrected(spans, said)
        const byMinute = found.flatMap(({ state, fromMicros, toMicros }) =>
          Array.from({ length: toMicros - fromMicros }, () => state),
        )
        assert.deepEqual(byMinute, naive(list, said))
        found.reduce((end, one) => {
          assert.equal(one.fromMicros, end)
          return one.toMicros
        }, 0)
      }),
      { seed: 20261129, numRuns: 200 },
    )
  })

  test('are the same in whatever sequence the words come', () => {
    fc.assert(
      fc.property(
        observed,
        fc.array(word, { maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        (list, words, keys) => {
          const said = words.map((one, recorded) => ({ ...one, recorded }))
          const spans = list.map((state, at) => ({ state, fromMicros: at, toMicros: at + 1 }))
          const mixed = said.map((one) => ({ one, key: keys.next().value as number }))
          const other = mixed.sort((a, b) => a.key - b.key).map(({ one }) => one)
          assert.deepEqual(corrected(spans, other), corrected(spans, said))
        },
      ),
      { seed: 20261129, numRuns: 100 },
    )
  })
})
