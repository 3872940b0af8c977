import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SignalPoint } from '@ronghe/oee'
import fc from 'fast-check'
import { type Beside, hoursOf, sumOf } from './account.ts'
import { millionthsOf, perFen, roundedOf } from './decimal.ts'
import { type Flow, flowsOf, type Source } from './flow.ts'
import { factorsIn, type Period, periodsFault, pricedOf, type Tariff, tariffKinds } from './tariff.ts'

const minute = 60_000_000
const hour = 60 * minute
const zone = 'Asia/Shanghai'
const point = (at: number, value: number | null, quality: SignalPoint['quality'] = 'good'): SignalPoint => ({
  timeMicros: at,
  value,
  quality,
})
const kWh = (flows: readonly Flow[]) =>
  flows.reduce((sum, one) => sum + ((one.startWatts + one.endWatts) / 2 / 1000) * span(one), 0)
const span = (one: Flow) => (one.toMicros - one.fromMicros) / hour

describe('flows', () => {
  test('a counter grows in its unit, starts anew after a reset and bridges a bad reading', () => {
    const counter: Source = { kind: 'counter', unit: 'MWh' }
    const points = [point(0, 1), point(hour, 1.5), point(2 * hour, null, 'bad'), point(3 * hour, 2)]
    assert.equal(kWh(flowsOf(points, counter, 9 * hour)), 1000)
    const reset = [point(0, 100), point(hour, 3)]
    assert.equal(kWh(flowsOf(reset, { kind: 'counter', unit: 'kWh' }, 9 * hour)), 3)
    assert.deepEqual(flowsOf([point(0, 5)], counter, hour), [])
  })

  test('power holds until its next point, or runs straight to it; bad power is not zero', () => {
    const points = [point(0, 2), point(hour, 4), point(2 * hour, 9, 'bad'), point(3 * hour, 1)]
    const step = flowsOf(points, { kind: 'powerStep', unit: 'kW' }, 4 * hour)
    assert.deepEqual(step.map(span), [1, 1, 1])
    assert.equal(kWh(step), 7)
    const linear = flowsOf(points, { kind: 'powerLinear', unit: 'kW' }, 4 * hour)
    assert.deepEqual(linear.map(span), [1])
    assert.equal(kWh(linear), 3)
    assert.equal(kWh(flowsOf(points, { kind: 'powerStep', unit: 'W' }, 4 * hour)), 0.007)
  })
})

const all = Array.from({ length: 12 }, (_, index) => index + 1)
const period = (from: number, to: number, kind: Period['kind'], fenPerKwh: string): Period => ({
  months: all,
  fromMinute: from * 60,
  toMinute: to * 60,
  kind,
  fenPerKwh,
})
const periods = [
  period(0, 8, 'valley', '30.5'),
  period(8, 20, 'peak', '90.123456'),
  period(20, 24, 'flat', '60'),
]
const tariff: Tariff = { validFrom: '2026-01-01', timeZone: zone, periods }

describe('tariffs', () => {
  test('every minute of every month has one price', () => {
    assert.equal(periodsFault(periods), null)
    assert.deepEqual(periodsFault(periods.slice(1)), { month: 1, minute: 0 })
    assert.deepEqual(periodsFault([...periods, period(3, 4, 'sharp', '1')]), { month: 1, minute: 480 })
    const summer = [{ ...period(0, 24, 'flat', '1'), months: [1, 2] }]
    assert.deepEqual(periodsFault(summer), { month: 3, minute: 0 })
  })

  test('the version of the local day counts, and before the first there is none', () => {
    const next = { ...tariff, validFrom: '2026-01-02', periods: [period(0, 24, 'sharp', '1')] }
    const start = Date.parse('2025-12-31T10:00:00Z') * 1000
    const spans = pricedOf([next, tariff], { fromMicros: start, toMicros: start + 48 * hour }, zone)
    assert.deepEqual(
      spans.map((one) => [(one.fromMicros - start) / hour, (one.toMicros - start) / hour, one.kind]),
      [
        [6, 14, 'valley'],
        [14, 26, 'peak'],
        [26, 30, 'flat'],
        [30, 48, 'sharp'],
      ],
    )
  })

  test('decimals are exact and shown sums are rounded once', () => {
    assert.equal(millionthsOf('90.123456'), 90_123_456n)
    assert.throws(() => millionthsOf('1e3'), RangeError)
    assert.deepEqual(
      [1n, -1n, 3n].map((halves) => roundedOf((halves * perFen) / 2n, perFen)),
      [1, -1, 2],
    )
  })
})

/** Minute by minute, in watts that make whole milliwatt hours of each minute. */
function naive(watts: readonly (number | null)[], beside: Beside) {
  const sum = { covered: 0, energy: 0, unpriced: 0, idle: 0, stateless: 0, cost: 0n, carbon: 0n }
  watts.forEach((value, index) => {
    if (value === null) return
    const at = index * minute
    const holds = <T extends { fromMicros: number; toMicros: number }>(list: readonly T[]) =>
      list.find((one) => one.fromMicros <= at && at < one.toMicros)
    const energy = (value * 1000) / 60
    const [price, factor, state] = [holds(beside.prices), holds(beside.factors), holds(beside.states)]
    sum.covered += minute
    sum.energy += energy
    if (price) sum.cost += BigInt(energy) * price.price
    else sum.unpriced += energy
    if (factor) sum.carbon += BigInt(energy) * factor.factor
    if (!state || state.state === 'unknown') sum.stateless += energy
    else if (state.state !== 'production') sum.idle += energy
  })
  return sum
}

const minutes = 300
const cuts = fc
  .uniqueArray(fc.integer({ min: 0, max: minutes }), { minLength: 2, maxLength: 9 })
  .map((list) => list.sort((left, right) => left - right))
const spans = (list: readonly number[]) =>
  list.slice(1).map((to, index) => ({ fromMicros: (list[index] ?? 0) * minute, toMicros: to * minute }))
const states = ['production', 'idle', 'down', 'unknown']

describe('an account', () => {
  test('is what a count minute by minute gives, whatever the hours and prices', () => {
    const value = fc.option(fc.integer({ min: 0, max: 50 }), { nil: null })
    const flows = fc.array(value, { minLength: minutes, maxLength: minutes })
    fc.assert(
      fc.property(flows, cuts, cuts, cuts, (list, priceCuts, factorCuts, stateCuts) => {
        const watts = list.map((one) => (one === null ? null : one * 60))
        const beside: Beside = {
          prices: spans(priceCuts).map((one, index) => ({
            ...one,
            kind: tariffKinds[index % 5] ?? 'flat',
            price: BigInt(index * 1_234_567),
          })),
          factors: spans(factorCuts).map((one, index) => ({ ...one, factor: BigInt(index * 570_001) })),
          states: spans(stateCuts).map((one, index) => ({ ...one, state: states[index % 4] ?? '' })),
        }
        const points = watts.map((one, index) =>
          point(index * minute, one ?? 7, one === null ? 'bad' : 'good'),
        )
        const window = { fromMicros: 0, toMicros: minutes * minute }
        const found = flowsOf(points, { kind: 'powerStep', unit: 'W' }, window.toMicros)
        const hours = hoursOf(found, beside, window)
        const {
          coveredMicros: covered,
          energy,
          unpriced,
          idle,
          stateless,
          cost,
          carbon,
        } = sumOf(hours, window)
        assert.deepEqual({ covered, energy, unpriced, idle, stateless, cost, carbon }, naive(watts, beside))
        assert.equal(hours.length, 5)
      }),
      { seed: 20261124, numRuns: 200 },
    )
  })

  test('a factor holds from its local day until the next', () => {
    const start = Date.parse('2025-12-31T15:00:00Z') * 1000
    const window = { fromMicros: start, toMicros: start + 3 * hour }
    const factors = [{ validFrom: '2026-01-01', kgPerKwh: '0.5' }]
    assert.deepEqual(factorsIn(factors, window, zone), [
      { fromMicros: start + hour, toMicros: start + 3 * hour, factor: 500_000n },
    ])
    const flow = { fromMicros: start, toMicros: start + 3 * hour, startWatts: 0, endWatts: 3000 }
    const beside = { prices: [], states: [], factors: factorsIn(factors, window, zone) }
    const hours = hoursOf([flow], beside, window)
    assert.deepEqual(
      hours.map((one) => one.energy),
      [500_000, 1_500_000, 2_500_000],
    )
    assert.deepEqual(
      [sumOf(hours, window).unfactored, sumOf(hours, window).carbon],
      [500_000, 2_000_000_000_000n],
    )
  })
})
