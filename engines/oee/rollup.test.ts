import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { attribute } from './attribute.ts'
import { elementsOf, type Production } from './elements.ts'
import { figuresOf } from './figures.ts'
import type { Observation } from './model.ts'
import { add, type Ratio, ratio } from './ratio.ts'
import { type RollUpPart, rollUp } from './rollup.ts'
import { runs as anyRuns, count, secondMicros, settings, timeInput, window } from './test/arbitrary.ts'
import { eightHours, made, minute, planned, running, seen } from './test/sample.ts'

function machine(
  id: string,
  shiftMinutes: number,
  productionMinutes: number,
  production: Partial<Production> = {},
): RollUpPart {
  const observations: Observation[] = [
    seen('production', 0, productionMinutes),
    seen('idle', productionMinutes, 480),
  ]
  const calendar = [planned('shift', 0, shiftMinutes)]
  const attribution = attribute({ window: eightHours, calendar, observations })
  const all = {
    counts: [],
    runs: [running('p', 0, 480, 60)],
    orderMicros: BigInt(100 * minute),
    ...production,
  }
  return { id, elements: elementsOf(attribution, all).elements }
}

const busy = machine('busy', 480, 240, { counts: [made(100, 90, 30)] })
const small = machine('small', 60, 60, { counts: [made(50, 30)] })

describe('roll-up', () => {
  it('OEE-60 divides sums; it does not average ratios', () => {
    const { figures } = rollUp([busy, small])
    assert.deepEqual(figures.availability.ratio, ratio(300, 540))
    assert.deepEqual(figures.effectiveness.ratio, ratio(150, 300))
    assert.deepEqual(figures.qualityRatio.ratio, ratio(120, 150))
    assert.deepEqual(figures.oee.ratio, ratio(300 * 150 * 120, 540 * 300 * 150))
    const mean = (240 / 480 + 60 / 60) / 2
    assert.notEqual(figures.availability.value, mean)
  })

  it('OEE-61 shows what each part weighs: of PBT, APT and PQ', () => {
    assert.deepEqual(rollUp([busy, small]).weights, [
      { id: 'busy', availability: ratio(480, 540), effectiveness: ratio(240, 300), quality: ratio(120, 150) },
      { id: 'small', availability: ratio(60, 540), effectiveness: ratio(60, 300), quality: ratio(30, 150) },
    ])
  })

  it('OEE-61 the factors are the weighted means of the parts’', () => {
    const { weights, figures } = rollUp([busy, small])
    const parts = [busy, small].map((part) => figuresOf(part.elements))
    const weighted = (pick: (index: number) => number): number => pick(0) + pick(1)
    const mean = weighted((index) => {
      const weight = weights[index]!.availability!
      return (Number(weight.numerator) / Number(weight.denominator)) * parts[index]!.availability.value!
    })
    assert.ok(Math.abs(mean - figures.availability.value!) < 1e-12)
  })

  it('OEE-62 names the parts for want of which a figure has no value', () => {
    const blind = machine('blind', 480, 100, { counts: null, orderMicros: null })
    const unplanned = machine('unplanned', 480, 100, { counts: [made(50, 5)], runs: [] })
    const one = rollUp([busy, blind])
    assert.deepEqual(one.without, { counts: ['blind'], ideal: [], orderTime: ['blind'] })
    assert.equal(one.figures.oee.missing, 'noCounts')
    assert.equal(one.figures.allocationRatio.missing, 'noOrderTime')
    assert.deepEqual(one.figures.availability.ratio, ratio(340, 960))
    const other = rollUp([busy, unplanned])
    assert.deepEqual(other.without, { counts: [], ideal: ['unplanned'], orderTime: [] })
    assert.equal(other.figures.effectiveness.missing, 'noIdealCycle')
    assert.deepEqual(other.figures.qualityRatio.ratio, ratio(95, 125))
  })

  it('OEE-63 of nothing has no figures', () => {
    const { figures, weights, elements } = rollUp([])
    assert.equal(figures.availability.missing, 'noPlannedTime')
    assert.equal(figures.effectiveness.missing, 'noCounts')
    assert.deepEqual(weights, [])
    assert.equal(elements.orderMicros, null)
  })

  it('OEE-63 of parts without planned time weighs nothing', () => {
    const idle = machine('idle', 480, 0)
    const { weights } = rollUp([idle])
    assert.deepEqual(weights, [{ id: 'idle', availability: ratio(1), effectiveness: null, quality: null }])
  })

  it('OEE-63 sums beyond what a double holds stay exact', () => {
    const parts = Array.from({ length: 5 }, (_, index) => {
      const part = machine(`m${index}`, 480, 240)
      const time = {
        ...part.elements.time,
        production: 2n ** 60n + 1n,
        idle: 0n,
        unknown: 0n,
        notPlanned: 0n,
      }
      return { id: part.id, elements: { ...part.elements, time } }
    })
    const { elements, figures } = rollUp(parts)
    assert.equal(elements.time.production, 5n * (2n ** 60n + 1n))
    assert.deepEqual(figures.availability.ratio, ratio(1))
  })
})

describe('roll-up of anything', () => {
  const production = fc.record({ counts: fc.array(count, { maxLength: 12 }), runs: anyRuns })
  const part = fc
    .tuple(timeInput, production)
    .map(([input, made]) => elementsOf(attribute(input), made).elements)
  const parts = fc
    .array(part, { maxLength: 4 })
    .map((list): RollUpPart[] => list.map((elements, index) => ({ id: `m${index}`, elements })))
  const few = { ...settings, numRuns: 100 }

  it('OEE-60 one part alone has its own figures', () => {
    fc.assert(
      fc.property(part, (elements) => {
        assert.deepEqual(rollUp([{ id: 'one', elements }]).figures, figuresOf(elements))
      }),
      few,
    )
  })

  it('OEE-60 does not depend on the sequence, nor on how parts are grouped', () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 4 }), (list, at) => {
        const whole = rollUp(list)
        assert.deepEqual(rollUp([...list].reverse()).figures, whole.figures)
        const groups = [list.slice(0, at), list.slice(at)].filter((group) => group.length > 0)
        const grouped = groups.map((group, index) => ({ id: `g${index}`, elements: rollUp(group).elements }))
        if (list.length > 0) assert.deepEqual(rollUp(grouped).figures, whole.figures)
      }),
      few,
    )
  })

  it('OEE-61 the weights of a factor sum to 1, or there are none', () => {
    fc.assert(
      fc.property(parts, (list) => {
        const { weights } = rollUp(list)
        for (const factor of ['availability', 'effectiveness', 'quality'] as const) {
          const column = weights.map((weight) => weight[factor])
          if (column.some((weight) => weight === null)) {
            assert.ok(column.every((weight) => weight === null))
          } else if (column.length > 0) {
            const sum = (column as Ratio[]).reduce(add, ratio(0))
            assert.deepEqual(sum, ratio(1))
          }
        }
      }),
      few,
    )
  })

  it('OEE-60 the parts of a window roll up to the window', () => {
    const cut = fc.integer({ min: 1001, max: 1119 }).map((seconds) => seconds * secondMicros)
    fc.assert(
      fc.property(timeInput, production, cut, (input, made, cutMicros) => {
        const of = (fromMicros: number, toMicros: number): RollUpPart => ({
          id: `${fromMicros}`,
          elements: elementsOf(attribute({ ...input, window: { fromMicros, toMicros } }), made).elements,
        })
        const halves = rollUp([of(window.fromMicros, cutMicros), of(cutMicros, window.toMicros)])
        const whole = of(window.fromMicros, window.toMicros)
        assert.deepEqual(halves.figures.times, figuresOf(whole.elements).times)
        assert.equal(halves.elements.output?.produced, whole.elements.output?.produced)
        assert.equal(halves.elements.output?.good, whole.elements.output?.good)
        assert.deepEqual(halves.figures, figuresOf(whole.elements))
      }),
      settings,
    )
  })
})
