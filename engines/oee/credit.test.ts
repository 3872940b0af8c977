import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { attribute } from './attribute.ts'
import { type Credit, credit } from './credit.ts'
import type { Attribution, Count, Run } from './model.ts'
import { ratio, toNumber } from './ratio.ts'
import { runs as anyRuns, count, secondMicros, settings, timeInput } from './test/arbitrary.ts'
import { naiveAttribute, naiveOutput } from './test/naive.ts'
import { eightHours, made, minute, planned, running, seen } from './test/sample.ts'

const shift = planned('shift', 0, 480)
const allDay = attribute({
  window: eightHours,
  calendar: [shift],
  observations: [seen('production', 0, 480)],
})

function credited(
  counts: readonly Count[],
  runs: readonly Run[] = [],
  attribution: Attribution = allDay,
): Credit {
  return credit(attribution, counts, runs)
}

describe('counts', () => {
  it('OEE-20 add up to produced, good and lost while starting', () => {
    const { planned: output } = credited([
      made(10, 5, 2, { rejectedStartup: 1 }),
      made(20, 7),
      made(30, 0, 3),
    ])
    assert.equal(output.produced, 17n)
    assert.equal(output.good, 12n)
    assert.equal(output.rejectedStartup, 1n)
  })

  it('OEE-20 of nothing make nothing', () => {
    const { planned: output } = credited([])
    assert.equal(output.produced, 0n)
    assert.deepEqual(output.ideal, ratio(0))
  })

  it('OEE-20 belong to the moment before their time: a window’s end is in, its start is not', () => {
    const { planned: output } = credited([made(0, 1), made(480, 10), made(481, 100), made(-5, 1000)])
    assert.equal(output.produced, 10n)
  })

  it('OEE-20 are credited once by windows that adjoin', () => {
    const counts = Array.from({ length: 481 }, (_, index) => made(index, 1))
    const part = (fromMicros: number, toMicros: number): bigint => {
      const window = { fromMicros, toMicros }
      const attribution = attribute({ window, calendar: [shift], observations: [] })
      return credit(attribution, counts, []).planned.produced
    }
    const halves = part(0, 240 * minute) + part(240 * minute, 480 * minute)
    assert.equal(halves, part(0, 480 * minute))
    assert.equal(halves, 480n)
  })

  it('OEE-21 made in a break or in free time are told apart and in no figure', () => {
    const calendar = [planned('shift', 0, 240), planned('break', 100, 130)]
    const attribution = attribute({ window: eightHours, calendar, observations: [] })
    const result = credited([made(50, 1), made(115, 2, 1), made(240, 4), made(300, 8, 2)], [], attribution)
    assert.equal(result.planned.produced, 5n)
    assert.deepEqual(result.outsidePlan, { produced: 13n, good: 10n })
  })

  it('OEE-21 made while the machine was silent count: the parts are there', () => {
    const attribution = attribute({ window: eightHours, calendar: [shift], observations: [] })
    assert.equal(credited([made(50, 3)], [], attribution).planned.produced, 3n)
  })

  it('OEE-20 refuse quantities that are not whole or below 0', () => {
    assert.throws(() => credited([made(1, 0.5)]), RangeError)
    assert.throws(() => credited([made(1, -1)]), /at least 0/)
    assert.throws(() => credited([made(1, 1, -1)]), /at least 0/)
    assert.throws(() => credited([made(1, 1, 1, { rejectedStartup: 2 })]), /exceeds rejected/)
    assert.throws(() => credited([{ timeMicros: 0.5, good: 1, rejected: 0 }]), /timeMicros/)
  })
})

describe('planned run time', () => {
  it('OEE-22 is that of the run in which the part was made', () => {
    const runs = [running('p', 0, 240, 60), running('q', 240, 480, 30)]
    const { planned: output } = credited([made(10, 2), made(240, 1), made(241, 4, 2)], runs)
    assert.deepEqual(output.ideal, ratio(3 * 60_000_000 + 6 * 30_000_000))
    assert.deepEqual(output.idealGood, ratio(3 * 60_000_000 + 4 * 30_000_000))
  })

  it('OEE-22 may be a share of a microsecond, and stays exact', () => {
    const run: Run = { ...running('p', 0, 480, 1), plannedMicros: 1_000_000, perItems: 3 }
    const { planned: output } = credited([made(10, 1), made(20, 1), made(30, 1)], [run])
    assert.deepEqual(output.ideal, ratio(1_000_000))
    assert.deepEqual(credited([made(10, 1)], [run]).planned.ideal, ratio(1_000_000, 3))
  })

  it('OEE-22 of several runs at once, a count that names its product finds its own', () => {
    const runs = [running('p', 0, 480, 60), running('q', 0, 480, 10)]
    const counts = [made(10, 1, 0, { product: 'p' }), made(10, 1, 0, { product: 'q' })]
    assert.deepEqual(credited(counts, runs).planned.ideal, ratio(70_000_000))
  })

  it('OEE-22 of several runs at once, a count that names none goes to the one begun last', () => {
    const runs = [running('p', 0, 480, 60), running('q', 100, 300, 10)]
    assert.deepEqual(credited([made(50, 1)], runs).planned.ideal, ratio(60_000_000))
    assert.deepEqual(credited([made(150, 1)], runs).planned.ideal, ratio(10_000_000))
    assert.deepEqual(credited([made(350, 1)], runs).planned.ideal, ratio(60_000_000))
  })

  it('OEE-22 of runs begun together the greater id holds, in whatever sequence they come', () => {
    const runs = [running('p', 0, 480, 60, 'a'), running('q', 0, 480, 10, 'b')]
    assert.deepEqual(credited([made(50, 1)], runs).planned.ideal, ratio(10_000_000))
    assert.deepEqual(credited([made(50, 1)], [...runs].reverse()).planned.ideal, ratio(10_000_000))
  })

  it('OEE-23 that is missing for one part is missing for the sum, and says for how many', () => {
    const runs = [running('p', 0, 100, 60), running('q', 100, 200, null)]
    const { planned: output } = credited([made(50, 4), made(150, 2), made(300, 1, 1)], runs)
    assert.equal(output.ideal, null)
    assert.equal(output.idealGood, null)
    assert.equal(output.idealStartup, null)
    assert.equal(output.withoutIdeal, 4n)
    assert.equal(output.produced, 8n)
  })

  it('OEE-23 is not missed by a count of nothing', () => {
    const { planned: output } = credited([made(50, 0)])
    assert.deepEqual(output.ideal, ratio(0))
    assert.equal(output.withoutIdeal, 0n)
  })

  it('OEE-22 refuses a run that plans no time or no items', () => {
    const bad =
      (more: Partial<Run>): (() => Credit) =>
      () =>
        credited([], [{ ...running('p', 0, 1, 1), ...more }])
    assert.throws(bad({ plannedMicros: 0 }), /must be positive/)
    assert.throws(bad({ plannedMicros: 1.5 }), /plannedMicros/)
    assert.throws(bad({ perItems: 0 }), /perItems must be positive/)
    assert.throws(bad({ fromMicros: 0.1 }), /fromMicros/)
  })
})

describe('crediting anything', () => {
  const counts = fc.array(count, { maxLength: 30 })

  it('OEE-20 agrees with the naive twin, count by count', () => {
    fc.assert(
      fc.property(timeInput, counts, anyRuns, (input, list, runs) => {
        const { planned: output } = credit(attribute(input), list, runs)
        const moments = naiveAttribute(input, secondMicros)
        const twin = naiveOutput(moments, secondMicros, list, runs)
        assert.equal(output.produced, BigInt(twin.produced))
        assert.equal(output.good, BigInt(twin.good))
        close(output.ideal && toNumber(output.ideal), twin.idealMicros)
        close(output.idealGood && toNumber(output.idealGood), twin.idealGoodMicros)
      }),
      settings,
    )
  })

  it('OEE-20 does not depend on the sequence of counts and runs', () => {
    fc.assert(
      fc.property(timeInput, counts, anyRuns, (input, list, runs) => {
        const attribution = attribute(input)
        assert.deepEqual(
          credit(attribution, [...list].reverse(), [...runs].reverse()),
          credit(attribution, list, runs),
        )
      }),
      settings,
    )
  })
})

function close(value: number | null, expected: number | null): void {
  if (value === null || expected === null) assert.equal(value, expected)
  else
    assert.ok(Math.abs(value - expected) <= 1e-6 * Math.max(1, Math.abs(expected)), `${value} ≈ ${expected}`)
}
