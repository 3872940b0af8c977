import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type EventJson, validateEvent } from '@ronghe/epcis'
import fc from 'fast-check'
import type { RuleSays } from './contract.ts'
import { eventsOf, numbersNeeded, type Part, packed } from './map.ts'

const tagId = '018f0000-0000-7000-8000-0000000000aa'
const says: RuleSays = {
  ...{
    equipmentId: '018f0000-0000-7000-8000-0000000000bb',
    product: '06901234001013',
    prefix: 'A',
    width: 4,
  },
  ...{ numbering: 'serial', inputs: [], checks: [], packEvery: 0 },
}
const value = fc.double({ min: 0, max: 100, noNaN: true })
const partOf = fc.record({
  minutes: fc.integer({ min: 1, max: 50 }),
  good: fc.integer({ min: 0, max: 4 }),
  rejected: fc.integer({ min: 0, max: 2 }),
  measured: fc.option(fc.tuple(value, value), { nil: null }),
})
const rules = fc.record({
  numbering: fc.constantFrom('serial' as const, 'lot' as const),
  hasInputs: fc.boolean(),
  most: fc.option(value, { nil: undefined }),
  isSample: fc.boolean(),
})

function partsFrom(
  list: readonly {
    minutes: number
    good: number
    rejected: number
    measured: readonly [number, number] | null
  }[],
): Part[] {
  let at = Date.UTC(2026, 2, 2)
  return list.map(({ minutes, good, rejected, measured }) => {
    const startsAt = new Date(at).toISOString()
    at += minutes * 60_000
    const [low, high] = measured ? [Math.min(...measured), Math.max(...measured)] : [null, null]
    const mean = low === null || high === null ? null : (low + high) / 2
    return {
      startsAt,
      at: new Date(at).toISOString(),
      good,
      rejected,
      measured: [{ tagId, least: low, mean, most: high }],
    }
  })
}

/** Word for word: what the rule says of each single item, counted without events. */
function naive(parts: readonly Part[], isChecked: boolean, most: number | undefined) {
  let [goods, bads, inspections] = [0, 0, 0]
  for (const { good, rejected, measured } of parts) {
    const high = isChecked ? measured[0]!.most : null
    const isOut = high !== null && most !== undefined && high > most
    goods += isOut ? 0 : good
    bads += rejected + (isOut ? good : 0)
    inspections += isChecked && high !== null ? good + rejected : rejected + (isOut ? good : 0)
  }
  return { goods, bads, inspections }
}

describe('T42 events of parts', () => {
  test('are valid, once each, and as many as the naive count', () => {
    fc.assert(
      fc.property(rules, fc.array(partOf, { maxLength: 12 }), (shape, list) => {
        const parts = partsFrom(list)
        const check = {
          tagId,
          type: 'Power',
          uom: 'KWT',
          ...(shape.most === undefined ? {} : { most: shape.most }),
        }
        const rule = {
          ...{ id: 'r', isSample: shape.isSample },
          says: {
            ...says,
            numbering: shape.numbering,
            inputs: shape.hasInputs
              ? [{ item: 'https://id.gs1.org/01/06901234001013/10/X', perPart: 2 }]
              : [],
            checks: [check],
          },
        }
        const numbers = Array.from({ length: numbersNeeded(rule.says, parts) }, (_, at) => `A${at}`)
        const { events, items } = eventsOf(rule, parts, numbers)
        assert.deepEqual(
          events.flatMap((event) => validateEvent(event as EventJson, '')),
          [],
        )
        assert.equal(new Set(events.map(({ eventID }) => eventID)).size, events.length)
        assert.ok(events.every((event) => (event['ronghe:sample'] === true) === shape.isSample))
        const wanted = naive(parts, true, shape.most)
        if (shape.numbering === 'serial') {
          assert.equal(items.filter(({ isGood }) => isGood).length, wanted.goods)
          assert.equal(items.filter(({ isGood }) => !isGood).length, wanted.bads)
          assert.equal(events.filter(({ bizStep }) => bizStep === 'inspecting').length, wanted.inspections)
          assert.equal(new Set(items.map(({ thing }) => thing)).size, numbers.length)
        }
        assert.deepEqual(eventsOf(rule, parts, numbers).events, events)
      }),
      { seed: 41, numRuns: 300 },
    )
  })

  test('are the same however many rounds it takes to come to them', () => {
    const cuts = fc.array(fc.nat({ max: 12 }), { maxLength: 4 })
    fc.assert(
      fc.property(rules, fc.array(partOf, { maxLength: 12 }), cuts, (shape, list, at) => {
        const parts = partsFrom(list)
        const checks = [{ tagId, type: 'Power', uom: 'KWT', most: 60 }]
        const rule = { id: 'r', isSample: false, says: { ...says, numbering: shape.numbering, checks } }
        const numbers = Array.from({ length: numbersNeeded(rule.says, parts) }, (_, place) => `A${place}`)
        const edges = [...at.filter((cut) => cut <= parts.length), 0, parts.length].toSorted((a, b) => a - b)
        let used = 0
        const rounds = edges.slice(1).map((to, index) => {
          const some = parts.slice(edges[index], to)
          const count = numbersNeeded(rule.says, some)
          const made = eventsOf(rule, some, numbers.slice(used, used + count))
          used += count
          return made
        })
        const whole = eventsOf(rule, parts, numbers)
        assert.deepEqual(
          rounds.flatMap(({ events }) => events),
          whole.events,
        )
        assert.deepEqual(
          rounds.flatMap(({ items }) => items),
          whole.items,
        )
        assert.equal(used, numbers.length)
      }),
      { seed: 42, numRuns: 200 },
    )
  })

  test('fill cartons in sequence, each item in one at the most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat({ max: 40 }), (every, count) => {
        const things = Array.from(
          { length: count },
          (_, at) => `https://id.gs1.org/01/${says.product}/21/A${at}`,
        )
        const rule = { id: 'r', isSample: false, says: { ...says, packEvery: every } }
        const numbers = Array.from({ length: Math.floor(count / every) }, (_, at) =>
          `${at}`.padStart(18, '0'),
        )
        const inside = packed(rule, things, numbers, '2026-03-02T00:00:00.000Z').map(
          ({ childEPCs }) => childEPCs,
        )
        assert.ok(inside.every((list) => (list as string[]).length === every))
        assert.deepEqual(inside.flat(), things.slice(0, numbers.length * every))
      }),
      { seed: 43, numRuns: 200 },
    )
  })

  test('cartons hold the oldest items, so many each, and are valid', () => {
    const things = Array.from({ length: 7 }, (_, at) => `https://id.gs1.org/01/06901234001013/21/A${at}`)
    const rule = { id: 'r', isSample: false, says: { ...says, packEvery: 3 } }
    const list = packed(
      rule,
      things,
      ['069012340000000016', '069012340000000023'],
      '2026-03-02T00:00:00.000Z',
    )
    assert.deepEqual(
      list.map(({ childEPCs }) => childEPCs),
      [things.slice(0, 3), things.slice(3, 6)],
    )
    assert.deepEqual(
      list.flatMap((event) => validateEvent(event as EventJson, '')),
      [],
    )
  })
})
