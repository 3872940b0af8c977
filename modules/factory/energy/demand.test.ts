import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Demand, maximumDemand, quarterMicros } from './demand.ts'
import type { Flow } from './flow.ts'
import { flowsWithin } from './pieces.ts'

const minute = 60_000_000
const minutes = 120
/** Whole kilowatts a minute, or nothing known. */
const powers = fc.array(fc.option(fc.integer({ min: -20, max: 300 })), {
  minLength: minutes,
  maxLength: minutes,
})

function flowsOf(list: readonly (number | null)[]): Flow[] {
  return list.flatMap((kilowatts, index) => {
    if (kilowatts === null) return []
    const watts = kilowatts * 1000
    return [
      { fromMicros: index * minute, toMicros: (index + 1) * minute, startWatts: watts, endWatts: watts },
    ]
  })
}

/** Each quarter of the clock by itself, over its fifteen minutes. */
function naive(list: readonly (number | null)[], from: number, to: number): Demand | null {
  let best: Demand | null = null
  for (let start = 0; start + 15 <= minutes; start += 15) {
    if (start < from || start + 15 > to) continue
    const quarter = list.slice(start, start + 15)
    if (quarter.includes(null)) continue
    const kilowatts = quarter.reduce<number>((sum, one) => sum + (one ?? 0), 0) / 15
    if (!best || kilowatts > best.kilowatts + 1e-9) best = { fromMicros: start * minute, kilowatts }
  }
  return best
}

describe('the greatest demand', () => {
  test('is what each quarter by itself gives, whatever the window', () => {
    const bound = fc.integer({ min: 0, max: minutes })
    fc.assert(
      fc.property(powers, bound, bound, (list, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        const found = maximumDemand(flowsOf(list), { fromMicros: from * minute, toMicros: to * minute })
        const expected = naive(list, from, to)
        assert.equal(found === null, expected === null)
        if (found && expected) assert.ok(Math.abs(found.kilowatts - expected.kilowatts) < 1e-6)
      }),
      { seed: 20261129, numRuns: 200 },
    )
  })

  test('of power that stays is that power, in the first quarter that has it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 40 }), (kilowatts, late) => {
        const list = Array.from({ length: minutes }, (_, at) => (at < late ? null : kilowatts))
        const found = maximumDemand(flowsOf(list), { fromMicros: 0, toMicros: minutes * minute })
        assert.equal(found?.fromMicros, Math.ceil(late / 15) * quarterMicros)
        assert.ok(Math.abs((found?.kilowatts ?? 0) - kilowatts) < 1e-6)
      }),
      { seed: 20261129, numRuns: 100 },
    )
  })
})

describe('flows within a window', () => {
  test('keep their power at every moment of it, and nothing lies outside', () => {
    const bound = fc.integer({ min: 0, max: minutes })
    const slope = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
    fc.assert(
      fc.property(fc.array(slope, { minLength: 4, maxLength: 4 }), bound, bound, (list, one, other) => {
        const [from, to] = [Math.min(one, other) * minute, Math.max(one, other) * minute]
        const flows = list.map(([startWatts, endWatts], index) => ({
          ...{ fromMicros: index * 30 * minute, toMicros: (index + 1) * 30 * minute, startWatts, endWatts },
        }))
        const at = (all: readonly Flow[], micros: number) => {
          const flow = all.find((each) => each.fromMicros <= micros && micros < each.toMicros)
          if (!flow) return null
          const part = (micros - flow.fromMicros) / (flow.toMicros - flow.fromMicros)
          return flow.startWatts + (flow.endWatts - flow.startWatts) * part
        }
        const cut = flowsWithin(flows, from, to)
        for (let micros = 0; micros < minutes * minute; micros += 7 * minute) {
          const [whole, part] = [at(flows, micros), at(cut, micros)]
          if (micros < from || micros >= to) assert.equal(part, null)
          else assert.ok(Math.abs((whole ?? 0) - (part ?? -1)) < 1e-6)
        }
      }),
      { seed: 20261129, numRuns: 100 },
    )
  })
})
