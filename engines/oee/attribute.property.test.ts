import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { attribute } from './attribute.ts'
import { segmentAt } from './interval.ts'
import { type TimeInput, timeClasses } from './model.ts'
import { secondMicros, settings, timeInput, window } from './test/arbitrary.ts'
import { naiveAttribute } from './test/naive.ts'

const lengthMicros = window.toMicros - window.fromMicros

describe('attribution of any messy input', () => {
  it('OEE-1 covers the window without gap or overlap, and the totals sum to it', () => {
    fc.assert(
      fc.property(timeInput, (input) => {
        const result = attribute(input)
        let position = window.fromMicros
        for (const interval of result.intervals) {
          assert.equal(interval.fromMicros, position)
          assert.ok(interval.toMicros > interval.fromMicros)
          position = interval.toMicros
        }
        assert.equal(position, window.toMicros)
        const sum = timeClasses.reduce((total, timeClass) => total + result.totals[timeClass], 0)
        assert.equal(sum, lengthMicros)
      }),
      settings,
    )
  })

  it('OEE-1 agrees with the naive twin, second by second', () => {
    fc.assert(
      fc.property(timeInput, (input) => {
        const result = attribute(input)
        for (const moment of naiveAttribute(input, secondMicros)) {
          const interval = segmentAt(result.intervals, moment.atMicros)
          assert.ok(interval)
          assert.deepEqual(
            { timeClass: interval.timeClass, reason: interval.reason, reference: interval.reference },
            { timeClass: moment.timeClass, reason: moment.reason, reference: moment.reference },
          )
        }
      }),
      settings,
    )
  })

  it('OEE-4 does not depend on the sequence of the inputs', () => {
    const shuffled = timeInput.chain((input) =>
      fc.record({
        input: fc.constant(input),
        calendar: shuffle(input.calendar),
        observations: shuffle(input.observations),
        overrides: shuffle(input.overrides ?? []),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ input, ...lists }) => {
        const one = attribute(input)
        const other = attribute({ ...input, ...lists })
        assert.deepEqual(other.intervals, one.intervals)
        assert.deepEqual(other.totals, one.totals)
      }),
      settings,
    )
  })

  it('OEE-5 takes a repeated input as one', () => {
    fc.assert(
      fc.property(timeInput, (input) => {
        const twice: TimeInput = {
          ...input,
          calendar: [...input.calendar, ...input.calendar],
          observations: [...input.observations, ...input.observations],
          overrides: [...(input.overrides ?? []), ...(input.overrides ?? [])],
        }
        assert.deepEqual(attribute(twice).intervals, attribute(input).intervals)
      }),
      settings,
    )
  })

  it('OEE-6 attributes a part of the window as it attributes the whole', () => {
    const cut = fc.integer({ min: 1001, max: 1119 }).map((seconds) => seconds * secondMicros)
    fc.assert(
      fc.property(timeInput, cut, (input, cutMicros) => {
        const whole = attribute(input)
        const first = attribute({ ...input, window: { ...window, toMicros: cutMicros } })
        const second = attribute({ ...input, window: { ...window, fromMicros: cutMicros } })
        for (const timeClass of timeClasses) {
          assert.equal(first.totals[timeClass] + second.totals[timeClass], whole.totals[timeClass])
        }
        const parts = first.productionOutsidePlanMicros + second.productionOutsidePlanMicros
        assert.equal(parts, whole.productionOutsidePlanMicros)
      }),
      settings,
    )
  })

  it('OEE-8 keeps neighbours different, so that no stretch is cut in two', () => {
    fc.assert(
      fc.property(timeInput, (input) => {
        const { intervals } = attribute(input)
        for (let index = 1; index < intervals.length; index += 1) {
          const { fromMicros: from, toMicros: to, ...left } = intervals[index - 1]!
          const { fromMicros, toMicros, ...right } = intervals[index]!
          assert.notDeepEqual([left], [right], `${from}–${to} and ${fromMicros}–${toMicros}`)
        }
      }),
      settings,
    )
  })

  it('OEE-12 never counts as busy what no calendar entry plans, unless told to', () => {
    fc.assert(
      fc.property(timeInput, (input) => {
        const { totals } = attribute({ ...input, calendar: [], productionOutsidePlan: 'exclude' })
        assert.equal(totals.notPlanned, lengthMicros)
      }),
      settings,
    )
  })

  it('OEE-19 makes silence unknown and never production', () => {
    fc.assert(
      fc.property(timeInput, (input) => {
        const { totals } = attribute({ ...input, observations: [], overrides: [] })
        assert.equal(totals.production, 0)
        assert.equal(totals.unknown + totals.notPlanned + totals.plannedStop, lengthMicros)
      }),
      settings,
    )
  })

  it('OEE-9 proves every stretch by an input that is really there', () => {
    fc.assert(
      fc.property(timeInput, (input) => {
        const all = [...input.calendar, ...input.observations, ...(input.overrides ?? [])]
        for (const interval of attribute(input).intervals) {
          if (interval.reference === null) {
            assert.ok(interval.timeClass === 'notPlanned' || interval.timeClass === 'unknown')
            continue
          }
          const proof = all.find((item) => item.id === interval.reference)
          assert.ok(proof)
          assert.ok(proof.fromMicros <= interval.fromMicros && proof.toMicros >= interval.toMicros)
        }
      }),
      settings,
    )
  })

  it('OEE-7 keeps what people declared apart, and never above the total', () => {
    fc.assert(
      fc.property(timeInput, (input) => {
        const { totals, declared, intervals } = attribute(input)
        for (const timeClass of timeClasses) {
          assert.ok(declared[timeClass] <= totals[timeClass])
          const said = intervals
            .filter((interval) => interval.timeClass === timeClass && interval.decidedBy === 'override')
            .reduce((sum, interval) => sum + interval.toMicros - interval.fromMicros, 0)
          assert.equal(declared[timeClass], said)
        }
      }),
      settings,
    )
  })
})

function shuffle<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })
}
