import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { attribute } from './attribute.ts'
import { type Elements, elementsOf } from './elements.ts'
import { explain, type Part, type PartStop, partOf } from './explain.ts'
import { figuresOf } from './figures.ts'
import { stopsWithLosses } from './losses.ts'
import type { TimeInput } from './model.ts'
import { add, ratio, subtract, toNumber } from './ratio.ts'
import { count, runs, settings, timeInput } from './test/arbitrary.ts'
import { eightHours, made, planned, running, seen } from './test/sample.ts'

type Machine = { id: string; elements: Elements; stops: PartStop[] }

function machineOf(id: string, input: TimeInput, parts: number | null): Machine {
  const attribution = attribute(input)
  const production = {
    counts: parts === null ? null : parts > 0 ? [made(1, parts)] : [],
    runs: [running('p', 0, 480, 60)],
  }
  const { elements } = elementsOf(attribution, production)
  const stops = stopsWithLosses(attribution).map((stop) => ({
    cause: stop.reason ?? stop.timeClass,
    micros: stop.toMicros - stop.fromMicros,
  }))
  return { id, elements, stops }
}

/** A shift of 400 minutes that began with a fault of some minutes. */
function shift(id: string, fault: number, parts: number | null, reason = 'spindle'): Machine {
  const observations = [
    seen('production', fault, 400),
    ...(fault > 0 ? [seen('down', 0, fault, { reason })] : []),
  ]
  return machineOf(id, { window: eightHours, calendar: [planned('shift', 0, 400)], observations }, parts)
}

const shown = (now: Part, before: Part) => {
  const explained = explain(now, before)
  assert.ok(explained)
  return {
    ...explained,
    now: toNumber(explained.now),
    before: toNumber(explained.before),
    change: toNumber(explained.change),
    causes: explained.causes.map((one) => [one.machine, one.cause, toNumber(one.change)]),
  }
}

describe('why a figure differs', () => {
  it('OEE-80 each cause has its share of the planned time of the whole line', () => {
    const before = partOf([shift('a', 0, 400), shift('b', 0, 400)])
    const now = partOf([shift('a', 40, 360), shift('b', 0, 380)])
    const told = shown(now, before)
    assert.deepEqual([told.measure, told.before, told.now], ['oeeByTime', 1, 0.925])
    assert.deepEqual(told.causes.slice(0, 2), [
      ['a', 'spindle', 0.05],
      ['b', 'speed', 0.025],
    ])
  })

  it('OEE-80 a cause that has gone is a gain, and the greatest loss comes first', () => {
    const told = shown(partOf([shift('a', 20, 380, 'jam')]), partOf([shift('a', 40, 360)]))
    assert.equal(told.change, 0.05)
    assert.deepEqual(told.causes.at(0), ['a', 'jam', 0.05])
    assert.deepEqual(told.causes.at(-1), ['a', 'spindle', -0.1])
  })

  it('OEE-82 a machine that counts nothing turns the measure to availability', () => {
    const told = shown(partOf([shift('a', 40, null)]), partOf([shift('a', 0, 100)]))
    assert.equal(told.measure, 'availability')
    assert.deepEqual([told.before, told.now], [1, 0.9])
    assert.ok(told.causes.every(([, cause]) => cause !== 'speed'))
  })

  it('OEE-82 over-speed is a cause below zero, not cut', () => {
    const told = shown(partOf([shift('a', 0, 440)]), partOf([shift('a', 0, 400)]))
    assert.deepEqual(told.causes[0], ['a', 'quality', 0])
    assert.deepEqual(told.causes.at(-1), ['a', 'speed', -0.1])
    assert.equal(told.now, 1.1)
  })

  it('OEE-83 without planned time there is nothing to explain', () => {
    const none = partOf([])
    assert.equal(explain(none, partOf([shift('a', 0, 400)])), null)
    assert.equal(explain(partOf([shift('a', 0, 400)]), none), null)
  })

  const machine = fc
    .record({ input: timeInput, counts: fc.option(fc.array(count, { maxLength: 6 }), { nil: null }), runs })
    .map(({ input, counts, runs: list }): Omit<Machine, 'id'> => {
      const attribution = attribute(input)
      const { elements } = elementsOf(attribution, { counts, runs: list })
      const stops = stopsWithLosses(attribution).map((stop) => ({
        cause: `${stop.timeClass}/${stop.reason}`,
        micros: stop.toMicros - stop.fromMicros,
      }))
      return { elements, stops }
    })
  const line = fc
    .array(machine, { minLength: 1, maxLength: 4 })
    .map((list) => list.map((one, index) => ({ ...one, id: `m${index}` })))

  it('OEE-81 nothing is left over, whatever the inputs', () => {
    fc.assert(
      fc.property(line, line, (one, other) => {
        const explained = explain(partOf(one), partOf(other))
        if (!explained) return
        const sum = explained.causes.reduce((total, cause) => add(total, cause.change), ratio(0))
        assert.deepEqual(add(explained.change, sum), ratio(0))
        assert.deepEqual(subtract(explained.now, explained.before), explained.change)
      }),
      settings,
    )
  })

  it('OEE-81 with one machine the figures are those of the report', () => {
    fc.assert(
      fc.property(machine, (one) => {
        const part = partOf([{ ...one, id: 'm' }])
        const explained = explain(part, part)
        if (!explained) return
        const { oeeByTime, availability } = figuresOf(one.elements)
        const expected = part.measure === 'oeeByTime' ? oeeByTime : availability
        assert.deepEqual(explained.now, expected.ratio)
        assert.ok(explained.causes.every((cause) => cause.change.numerator === 0n))
      }),
      settings,
    )
  })

  it('OEE-83 the sequence of machines and stops does not matter', () => {
    fc.assert(
      fc.property(line, line, (one, other) => {
        const turned = one.map((part) => ({ ...part, stops: part.stops.toReversed() })).toReversed()
        assert.deepEqual(explain(partOf(turned), partOf(other)), explain(partOf(one), partOf(other)))
      }),
      settings,
    )
  })
})
