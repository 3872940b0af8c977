import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { attribute } from './attribute.ts'
import type { Figure } from './figures.ts'
import { lossesByReason } from './losses.ts'
import { add, compare, type Ratio, ratio, subtract } from './ratio.ts'
import { figures, type Report } from './report.ts'
import { runs as anyRuns, count, secondMicros, settings, timeInput, window } from './test/arbitrary.ts'
import { naiveAttribute, naiveOutput } from './test/naive.ts'

const counts = fc.array(count, { maxLength: 20 })
/** Runs that plan every product at every time, so that planned run times are never missing. */
const wholeRuns = anyRuns.map((runs) => [
  ...runs.map((run) => ({ ...run, plannedMicros: run.plannedMicros ?? secondMicros })),
  { id: 'all-p', product: 'p', ...window, plannedMicros: 2 * secondMicros },
  { id: 'all-q', product: 'q', ...window, plannedMicros: 3 * secondMicros },
])
const report: fc.Arbitrary<Report> = fc
  .tuple(timeInput, fc.option(counts), wholeRuns)
  .map(([input, list, runs]) => figures({ attribution: attribute(input), counts: list, runs }))

describe('figures of anything', () => {
  it('OEE-52 shares of time lie between 0 and 1', () => {
    fc.assert(
      fc.property(report, ({ figures: all }) => {
        const shares = [
          all.availability,
          all.availabilityKnown,
          all.qualityRatio,
          all.utilisationEfficiency,
          all.technicalEfficiency,
          all.setupRatio,
          all.allocationEfficiency,
          all.knownRatio,
        ]
        for (const { ratio: share } of shares) {
          if (share === null) continue
          assert.ok(compare(share, ratio(0)) >= 0 && compare(share, ratio(1)) <= 0)
        }
      }),
      settings,
    )
  })

  it('OEE-52 unknown time never raises availability', () => {
    fc.assert(
      fc.property(report, ({ figures: { availability, availabilityKnown } }) => {
        if (availability.ratio && availabilityKnown.ratio) {
          assert.ok(compare(availability.ratio, availabilityKnown.ratio) <= 0)
        }
      }),
      settings,
    )
  })

  it('OEE-56 NEE is never below OEE', () => {
    fc.assert(
      fc.property(report, ({ figures: { oee, nee } }) => {
        assert.equal(oee.missing, nee.missing)
        if (oee.ratio && nee.ratio) assert.ok(compare(nee.ratio, oee.ratio) >= 0)
      }),
      settings,
    )
  })

  it('OEE-55 with one product OEE is the share of the plan that good items needed', () => {
    const oneRun = { id: 'all', product: 'p', ...window, plannedMicros: 7_000_003, perItems: 3 }
    fc.assert(
      fc.property(timeInput, counts, (input, list) => {
        const single = list.map((one) => ({ ...one, product: null }))
        const { figures: all } = figures({ attribution: attribute(input), counts: single, runs: [oneRun] })
        if (all.oee.ratio) assert.deepEqual(all.oee.ratio, all.oeeByTime.ratio)
      }),
      settings,
    )
  })

  it('OEE-58 a figure has either a value or a reason', () => {
    fc.assert(
      fc.property(report, ({ figures: { times, overSpeed, ...rest } }) => {
        assert.equal(typeof overSpeed, 'boolean')
        assert.ok(times.calendar > 0n)
        for (const figure of Object.values(rest) as Figure[]) {
          assert.equal(figure.ratio === null, figure.missing !== null)
          assert.equal(figure.ratio === null, figure.value === null)
          if (figure.value !== null) assert.ok(Number.isFinite(figure.value))
        }
      }),
      settings,
    )
  })

  it('OEE-70 the waterfall falls from the calendar without a gap', () => {
    fc.assert(
      fc.property(report, ({ waterfall, figures: { times } }) => {
        let before: Ratio | null = ratio(times.calendar)
        for (const { loss, left } of waterfall) {
          if (left !== null && before !== null && loss !== null) {
            assert.deepEqual(left, subtract(before, loss))
          }
          before = left
        }
      }),
      settings,
    )
  })

  it('OEE-71 losses and production make the window', () => {
    fc.assert(
      fc.property(timeInput, (input) => {
        const attribution = attribute(input)
        const lost = lossesByReason(attribution).reduce((sum, loss) => sum + loss.micros, 0)
        assert.equal(lost + attribution.totals.production, window.toMicros - window.fromMicros)
      }),
      settings,
    )
  })

  it('OEE-72 the big losses and what good items needed make planned busy time, exactly', () => {
    fc.assert(
      fc.property(report, ({ sixBigLosses, elements, figures: { times } }) => {
        if (!elements.output?.idealGood) return
        const sum = Object.values(sixBigLosses).reduce<Ratio>((total, loss) => add(total, loss!), ratio(0))
        assert.deepEqual(add(sum, elements.output.idealGood), ratio(times.plannedBusy))
      }),
      settings,
    )
  })

  it('OEE-73 there is time to repair just when there are failures', () => {
    fc.assert(
      fc.property(report, ({ reliability }) => {
        assert.equal(reliability.failures > 0, reliability.repairMicros > 0n)
      }),
      settings,
    )
  })

  it('OEE-55 agrees with the naive twin: seconds counted one by one, factors multiplied as doubles', () => {
    fc.assert(
      fc.property(timeInput, counts, wholeRuns, (input, list, runs) => {
        const { figures: all } = figures({ attribution: attribute(input), counts: list, runs })
        const moments = naiveAttribute(input, secondMicros)
        const secondsOf = (...classes: string[]): number =>
          moments.filter((moment) => classes.includes(moment.timeClass)).length
        const plannedBusy = secondsOf('production', 'setup', 'delay', 'down', 'idle', 'unknown')
        const apt = secondsOf('production')
        const output = naiveOutput(moments, secondMicros, list, runs)
        near(all.availability, apt / plannedBusy)
        near(all.availabilityKnown, apt / (plannedBusy - secondsOf('unknown')))
        near(all.effectiveness, output.idealMicros! / secondMicros / apt)
        near(all.qualityRatio, output.good / output.produced)
        if (output.produced > 0) {
          const quality = output.good / output.produced
          const effectiveness = output.idealMicros! / secondMicros / apt
          near(all.oee, (apt / plannedBusy) * effectiveness * quality)
          near(all.nee, (secondsOf('production', 'setup') / plannedBusy) * effectiveness * quality)
        }
      }),
      settings,
    )
  })
})

/** A figure beside what doubles make of it; where they make no number the figure must have no value. */
function near(figure: Figure, expected: number): void {
  if (!Number.isFinite(expected)) assert.equal(figure.value, null)
  else
    assert.ok(
      Math.abs(figure.value! - expected) <= 1e-9 * Math.max(1, expected),
      `${figure.value} ≈ ${expected}`,
    )
}
