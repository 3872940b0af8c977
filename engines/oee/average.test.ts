import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { attribute } from './attribute.ts'
import { type AveragePart, averageBy, type Weighting } from './average.ts'
import { elementsOf } from './elements.ts'
import { figuresOf } from './figures.ts'
import { add, ratio, toNumber } from './ratio.ts'
import { rollUp } from './rollup.ts'
import { settings } from './test/arbitrary.ts'
import { eightHours, made, planned, running, seen } from './test/sample.ts'

/** A machine planned for some minutes that produced for some, and made parts of a minute each. */
function machine(id: string, plannedMinutes: number, producing: number, parts: number | null): AveragePart {
  const attribution = attribute({
    window: eightHours,
    calendar: plannedMinutes > 0 ? [planned('shift', 0, plannedMinutes)] : [],
    observations: producing > 0 ? [seen('production', 0, producing)] : [],
  })
  const counts = parts === null ? null : parts > 0 ? [made(1, parts)] : []
  const { elements } = elementsOf(attribution, { counts, runs: [running('p', 0, 480, 60)] })
  return { id, elements, figure: figuresOf(elements).oeeByTime }
}

const three = [machine('a', 400, 300, 200), machine('b', 100, 50, 50), machine('c', 100, 0, null)]
const mean = (weighting: Weighting, parts = three) => averageBy(weighting, parts).figure.value

describe('the mean of several machines', () => {
  it('OEE-64 by planned time, by volume and plain are three figures', () => {
    assert.equal(mean('plannedTime'), (400 * 0.5 + 100 * 0.5) / 500)
    const uneven = [machine('a', 400, 300, 200), machine('b', 100, 50, 25)]
    assert.equal(mean('plannedTime', uneven), 0.45)
    assert.equal(mean('plain', uneven), 0.375)
    assert.equal(mean('volume', uneven), (200 * 0.5 + 25 * 0.25) / 225)
  })

  it('OEE-65 a part without a value weighs nothing, is named, and what is covered is told', () => {
    const averaged = averageBy('plannedTime', three)
    assert.deepEqual(averaged.without, ['c'])
    assert.deepEqual(averaged.weights.find((one) => one.id === 'c')?.weight, null)
    assert.deepEqual(averaged.coverage, ratio(5, 6))
  })

  it('OEE-65 no part with a value, or none with a weight, says why', () => {
    assert.equal(averageBy('plain', []).figure.missing, 'noPlannedTime')
    assert.equal(averageBy('plain', [machine('c', 100, 0, null)]).figure.missing, 'noCounts')
    assert.equal(averageBy('volume', [machine('d', 100, 50, 0)]).figure.missing, 'nothingProduced')
    assert.equal(averageBy('plannedTime', []).coverage, null)
  })

  const part = fc.record({
    plannedMinutes: fc.integer({ min: 0, max: 480 }),
    share: fc.integer({ min: 0, max: 100 }),
    parts: fc.option(fc.integer({ min: 0, max: 500 }), { nil: null }),
  })
  const parts = fc
    .array(part, { maxLength: 8 })
    .map((list) =>
      list.map((one, index) =>
        machine(
          `m${index}`,
          one.plannedMinutes,
          Math.floor((one.plannedMinutes * one.share) / 100),
          one.parts,
        ),
      ),
    )
  const weighting = fc.constantFrom<Weighting>('plannedTime', 'volume', 'plain')

  it('OEE-64 weights sum to 1, and the mean lies between the least and the greatest', () => {
    fc.assert(
      fc.property(weighting, parts, (by, list) => {
        const { figure, weights } = averageBy(by, list)
        if (figure.ratio === null) return
        const known = weights.flatMap(({ weight }) => (weight ? [weight] : []))
        assert.deepEqual(
          known.reduce((sum, one) => add(sum, one), ratio(0)),
          ratio(1),
        )
        const values = list.flatMap((one) => (one.figure.value === null ? [] : [one.figure.value]))
        assert.ok(figure.value >= Math.min(...values) - 1e-12 && figure.value <= Math.max(...values) + 1e-12)
      }),
      settings,
    )
  })

  it('OEE-64 by planned time over OEE by time is the figure of the sums', () => {
    fc.assert(
      fc.property(parts, (list) => {
        const known = list.filter((one) => one.figure.ratio !== null)
        const sums = rollUp(known).figures.oeeByTime
        const averaged = averageBy('plannedTime', list).figure
        if (sums.ratio !== null) assert.deepEqual(averaged.ratio, sums.ratio)
      }),
      settings,
    )
  })

  it('OEE-64 is what the naive twin adds up in floating numbers', () => {
    fc.assert(
      fc.property(weighting, parts, (by, list) => {
        const { figure } = averageBy(by, list)
        let top = 0
        let bottom = 0
        for (const one of list) {
          if (one.figure.value === null) continue
          const { time, output } = one.elements
          const busy = time.production + time.setup + time.delay + time.down + time.idle + time.unknown
          const weight =
            by === 'plain' ? 1 : by === 'volume' ? Number(output?.produced ?? 0n) : Number(busy) / 60e6
          top += weight * one.figure.value
          bottom += weight
        }
        if (bottom === 0) assert.equal(figure.value, null)
        else assert.ok(Math.abs((figure.value ?? Number.NaN) - top / bottom) < 1e-9)
      }),
      settings,
    )
  })

  it('OEE-63 stays exact at any size', () => {
    const huge = { ...three[0]!, elements: { ...three[0]!.elements } }
    const many = Array.from({ length: 200 }, (_, index) => ({ ...huge, id: `m${index}` }))
    const { weights } = averageBy('plannedTime', many)
    assert.equal(toNumber(weights[0]?.weight ?? ratio(0)), 1 / 200)
  })
})
