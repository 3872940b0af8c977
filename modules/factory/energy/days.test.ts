import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { hoursOf, sumOf } from './account.ts'
import { daysOf } from './days.ts'
import { maximumDemand, quarterMicros } from './demand.ts'
import type { Flow } from './flow.ts'
import { corrected } from './said.ts'

const hour = 3_600_000_000
const start = Date.parse('2026-03-01T16:00:00Z') * 1000
const flow = (from: number, to: number, kilowatts: number, end = kilowatts): Flow => ({
  fromMicros: start + from * hour,
  toMicros: start + to * hour,
  startWatts: kilowatts * 1000,
  endWatts: end * 1000,
})
const none = { prices: [], factors: [], states: [] }

describe('days', () => {
  test('begin and end at local midnight, even where the zone is half an hour off', () => {
    const window = { fromMicros: start, toMicros: start + 48 * hour }
    const days = daysOf([flow(0, 48, 2)], none, window, 'Asia/Shanghai')
    assert.deepEqual(
      days.map(({ day, hours, sum }) => [day, hours.length, sum.energy / 1_000_000]),
      [
        ['2026-03-02', 24, 48],
        ['2026-03-03', 24, 48],
      ],
    )
    const india = daysOf([flow(0, 48, 2)], none, window, 'Asia/Kolkata')
    assert.deepEqual(
      india.map(({ day, sum }) => [day, sum.energy / 1_000_000]),
      [
        ['2026-03-01', 5],
        ['2026-03-02', 48],
        ['2026-03-03', 43],
      ],
    )
  })

  test('sum to the same as hours without days do, whatever the flows', () => {
    const piece = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.option(fc.integer({ min: 0, max: 90 })))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        let at = 0
        const flows = pieces.flatMap(([minutes, kilowatts]) => {
          const from = at
          at += minutes / 60
          return kilowatts === null ? [] : [flow(from, at, kilowatts)]
        })
        const window = { fromMicros: start, toMicros: start + 96 * hour }
        const direct = sumOf(hoursOf(flows, none, window), window)
        const byDay = daysOf(flows, none, window, 'Asia/Shanghai').map((one) => one.sum)
        assert.deepEqual(sumOf(byDay, window), direct)
      }),
      { seed: 20261128, numRuns: 100 },
    )
  })
})

describe('the greatest demand', () => {
  test('is the mean of a whole quarter of an hour, and of no quarter that is partly unknown', () => {
    const window = { fromMicros: start, toMicros: start + 2 * hour }
    assert.equal(maximumDemand([], window), null)
    const flows = [flow(0, 0.25, 10), flow(0.25, 0.375, 90), flow(0.5, 0.625, 20), flow(0.625, 0.75, 40)]
    assert.deepEqual(maximumDemand(flows, window), {
      fromMicros: start + 2 * quarterMicros,
      kilowatts: 30,
    })
    assert.deepEqual(maximumDemand([flow(0, 2, 0, 80)], window)?.kilowatts, 75)
  })

  test('belongs to quarters of the clock, not of the window', () => {
    const window = { fromMicros: start + hour / 6, toMicros: start + hour }
    const flows = [flow(0, 0.25, 100), flow(0.25, 1, 5)]
    assert.deepEqual(maximumDemand(flows, window), { fromMicros: start + quarterMicros, kilowatts: 5 })
  })
})

describe('what people said of states', () => {
  const span = (from: number, to: number, state: string) => ({ fromMicros: from, toMicros: to, state })
  const said = (from: number, to: number, state: string | null, recorded: number, over = false) => ({
    ...{ fromMicros: from, toMicros: to, state, recorded, overProduction: over },
  })

  test('counts above signals, the later above the earlier, above production only where said', () => {
    const observed = [span(0, 10, 'production'), span(10, 30, 'idle'), span(30, 40, 'unknown')]
    assert.deepEqual(corrected(observed, [said(5, 20, 'down', 1), said(15, 35, 'setup', 2)]), [
      span(0, 10, 'production'),
      span(10, 15, 'down'),
      span(15, 20, 'setup'),
      span(20, 30, 'setup'),
      span(30, 35, 'setup'),
      span(35, 40, 'unknown'),
    ])
    assert.deepEqual(corrected(observed, [said(2, 12, 'down', 1, true), said(0, 40, null, 2)]), [
      span(0, 2, 'production'),
      span(2, 10, 'down'),
      span(10, 12, 'down'),
      span(12, 30, 'idle'),
      span(30, 40, 'unknown'),
    ])
  })
})
