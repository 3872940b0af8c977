import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type CycleSpan, programEnds } from './cycles.ts'

const minute = 60_000_000
const window = { fromMicros: 0, toMicros: 100 * minute }
const rule = { partsPerEnd: 1, cycleMicrosMin: 0 }

/** Spans that follow each other, in minutes. */
function spans(...list: [state: string, minutes: number, reason?: string][]): CycleSpan[] {
  let at = 0
  return list.map(([state, minutes, reason]) => {
    const fromMicros = at
    at += minutes * minute
    return { fromMicros, toMicros: at, state, reason: reason ?? (state === 'idle' ? 'ready' : null) }
  })
}
const ends = (list: CycleSpan[], more: Partial<typeof rule> = {}, within = window) =>
  programEnds(list, within, { ...rule, ...more }).map(({ timeMicros, quantity }) => [
    timeMicros / minute,
    quantity,
  ])

describe('programs that ended', () => {
  test('executed, held or not, and then ready: one end, at the moment it became ready', () => {
    assert.deepEqual(ends(spans(['production', 5], ['idle', 1], ['production', 5], ['idle', 1])), [
      [5, 1],
      [11, 1],
    ])
    assert.deepEqual(ends(spans(['production', 3], ['delay', 4], ['production', 2], ['idle', 1])), [[9, 1]])
  })

  test('stopped, reset, lost in silence or worked by hand is no end', () => {
    for (const broken of ['down', 'unknown', 'setup'])
      assert.deepEqual(ends(spans(['production', 5], [broken, 1], ['idle', 1])), [])
    assert.deepEqual(ends(spans(['production', 5], ['idle', 1, 'manualMode'], ['idle', 1])), [])
    const gap = spans(['production', 5], ['idle', 1])
    const torn = gap.map((one, at) => (at ? { ...one, fromMicros: 6 * minute, toMicros: 7 * minute } : one))
    assert.deepEqual(ends(torn), [])
  })

  test('short programs make no part; held time does not lengthen them', () => {
    const list = spans(['production', 1], ['delay', 9], ['idle', 1], ['production', 2], ['idle', 1])
    assert.deepEqual(ends(list, { cycleMicrosMin: 2 * minute, partsPerEnd: 4 }), [[13, 4]])
  })

  test('adjoining windows count each end once, whatever is cut', () => {
    const state = fc.constantFrom('production', 'delay', 'idle', 'down', 'unknown')
    const list = fc.array(fc.tuple(state, fc.integer({ min: 1, max: 9 })), { maxLength: 30 })
    fc.assert(
      fc.property(list, fc.integer({ min: 0, max: 100 }), (given, cut) => {
        const all = spans(...given)
        const left = { fromMicros: -1, toMicros: cut * minute }
        const right = { fromMicros: cut * minute, toMicros: 1000 * minute }
        const whole = { fromMicros: -1, toMicros: 1000 * minute }
        assert.deepEqual([...ends(all, {}, left), ...ends(all, {}, right)], ends(all, {}, whole))
      }),
      { seed: 26, numRuns: 200 },
    )
  })
})
