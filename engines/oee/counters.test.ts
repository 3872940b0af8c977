import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type CounterReading, incrementsOf } from './counters.ts'
import type { SignalPoint } from './states.ts'
import { settings } from './test/arbitrary.ts'

function points(...pairs: [number, number | string][]): SignalPoint[] {
  return pairs.map(([timeMicros, value]) => ({ timeMicros, value, quality: 'good' }))
}

/** The quantities grown, in order. */
function growth(list: readonly SignalPoint[], reading?: CounterReading): number[] {
  return incrementsOf(list, reading).map((increment) => increment.quantity)
}

describe('cumulative counters', () => {
  it('OEE-24 grow by the difference of neighbouring readings', () => {
    assert.deepEqual(incrementsOf(points([10, 100], [20, 103], [30, 103], [40, 110])), [
      { sinceMicros: 10, timeMicros: 20, quantity: 3, reset: false },
      { sinceMicros: 20, timeMicros: 30, quantity: 0, reset: false },
      { sinceMicros: 30, timeMicros: 40, quantity: 7, reset: false },
    ])
  })

  it('OEE-24 say nothing of what came before their first reading', () => {
    assert.deepEqual(growth(points([10, 5000])), [])
    assert.deepEqual(growth([]), [])
  })

  it('OEE-24 that fall were reset, and show their growth since', () => {
    assert.deepEqual(incrementsOf(points([1, 98], [2, 100], [3, 4])).at(-1), {
      sinceMicros: 2,
      timeMicros: 3,
      quantity: 4,
      reset: true,
    })
    assert.deepEqual(growth(points([1, 50], [2, 0], [3, 0], [4, 2])), [0, 0, 2])
  })

  it('OEE-24 that roll over lose nothing', () => {
    const increments = incrementsOf(points([1, 65_530], [2, 4]), { modulus: 65_536 })
    assert.deepEqual(increments, [{ sinceMicros: 1, timeMicros: 2, quantity: 10, reset: false }])
  })

  it('OEE-24 refuse a modulus that is not positive', () => {
    assert.throws(() => incrementsOf([], { modulus: 0 }), RangeError)
    assert.throws(() => incrementsOf([], { modulus: Number.NaN }), RangeError)
  })

  it('OEE-24 are read as numbers, also where a log writes texts', () => {
    assert.deepEqual(growth(points([1, '7783323'], [2, '7783325'], [3, '7783325.5'])), [2, 0.5])
  })

  it('OEE-24 pass over what is not a reading', () => {
    const list: SignalPoint[] = [
      ...points([1, 10]),
      { timeMicros: 2, value: 0, quality: 'bad' },
      { timeMicros: 3, value: 0, quality: 'stale' },
      { timeMicros: 4, value: null, quality: 'good' },
      ...points([5, 'UNAVAILABLE'], [6, ''], [7, -3], [8, Number.NaN], [9, 12]),
    ]
    assert.deepEqual(incrementsOf(list), [{ sinceMicros: 1, timeMicros: 9, quantity: 2, reset: false }])
  })

  it('OEE-24 come in any sequence; of readings at one time the last recorded holds', () => {
    assert.deepEqual(growth(points([30, 9], [10, 1], [20, 4])), [3, 5])
    assert.deepEqual(growth(points([10, 1], [20, 500], [20, 4], [30, 9])), [3, 5])
  })

  it('OEE-24 torn readings are passed over when they are made good at once', () => {
    const torn = points([1_000_000, 59], [2_000_000, 0], [2_100_000, 60], [3_000_000, 61])
    assert.deepEqual(growth(torn), [0, 60, 1])
    assert.deepEqual(growth(torn, { tornMicrosMax: 500_000 }), [1, 1])
  })

  it('OEE-24 a reading torn while nothing was made hides nothing and adds nothing', () => {
    const torn = points([1_000_000, 100], [2_000_000, 0], [2_100_000, 100], [3_000_000, 101])
    assert.deepEqual(growth(torn, { tornMicrosMax: 500_000 }), [0, 1])
  })

  it('OEE-24 a real reset is not torn: it is not made good', () => {
    const reset = points([1_000_000, 59], [2_000_000, 0], [2_100_000, 1], [3_000_000, 2])
    assert.deepEqual(growth(reset, { tornMicrosMax: 500_000 }), [0, 1, 1])
  })

  it('OEE-24 nor is one that takes long to be made good', () => {
    const slow = points([1_000_000, 59], [2_000_000, 0], [9_000_000, 60])
    assert.deepEqual(growth(slow, { tornMicrosMax: 500_000 }), [0, 60])
  })

  it('OEE-2 refuse times that are not whole', () => {
    assert.throws(() => incrementsOf(points([0.5, 1])), /time of a counter/)
  })
})

describe('cumulative counters, any', () => {
  const steps = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 40 })

  it('OEE-24 the growth of a counter that never falls is last less first', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (grown, start) => {
        const values = climbed(grown, start)
        const list = points(...values.map((value, index): [number, number] => [index, value]))
        const sum = growth(list).reduce((total, quantity) => total + quantity, 0)
        assert.equal(sum, values.at(-1)! - values[0]!)
      }),
      settings,
    )
  })

  it('OEE-24 rolling over hides nothing', () => {
    fc.assert(
      fc.property(steps, fc.nat({ max: 99 }), (grown, start) => {
        const values = climbed(grown, start)
        const list = points(...values.map((value, index): [number, number] => [index, value % 100]))
        assert.deepEqual(growth(list, { modulus: 100 }), grown.slice(1))
      }),
      settings,
    )
  })

  it('OEE-24 no growth is ever negative, and none depends on the sequence', () => {
    const distinct = fc.uniqueArray(fc.tuple(fc.nat({ max: 500 }), fc.nat({ max: 500 })), {
      selector: ([time]) => time,
    })
    fc.assert(
      fc.property(distinct, (pairs) => {
        const list = points(...pairs)
        const increments = incrementsOf(list)
        assert.ok(increments.every((increment) => increment.quantity >= 0))
        assert.deepEqual(incrementsOf([...list].reverse()), increments)
      }),
      settings,
    )
  })
})

/** The values of a counter that grows by these steps. */
function climbed(steps: readonly number[], start: number): number[] {
  return steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, step) => sum + step, start))
}
