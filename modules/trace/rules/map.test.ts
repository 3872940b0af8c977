import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RuleSays } from './contract.ts'
import { eventsOf, numbersNeeded, type Part, packed } from './map.ts'

const machine = '018f0000-0000-7000-8000-0000000000bb'
const tagId = '018f0000-0000-7000-8000-0000000000aa'
const product = '06901234001013'
const says: RuleSays = {
  ...{ equipmentId: machine, product, numbering: 'serial', prefix: 'A', width: 4 },
  ...{ inputs: [], checks: [], packEvery: 0 },
}
const part: Part = {
  ...{ startsAt: '2026-03-02T00:00:00.000Z', at: '2026-03-02T00:05:00.000Z', good: 1, rejected: 0 },
  measured: [{ tagId, least: 20, mean: 21.5, most: 23 }],
}
const check = { tagId, type: 'Temperature', uom: 'CEL', least: 15, most: 25 }
const made = (part: Part, more: Partial<RuleSays> = {}, isSample = false) => {
  const rule = { id: 'r', isSample, says: { ...says, ...more } }
  const numbers = Array.from({ length: numbersNeeded(rule.says, [part]) }, (_, at) => `A${at}`)
  return eventsOf(rule, [part], numbers)
}
const item = (number: string) => `https://id.gs1.org/01/${product}/21/${number}`

describe('what a rule makes of a part', () => {
  test('commissions it, with the machine, the moment it began and the place', () => {
    const place = 'https://id.gs1.org/414/6901234000054'
    const { events, items } = made(part, { place })
    assert.deepEqual(events, [
      {
        ...{ type: 'ObjectEvent', action: 'ADD', bizStep: 'commissioning', disposition: 'active' },
        ...{ eventID: 'urn:ronghe:rule:r:2026-03-02T00:05:00.000Z:0', eventTime: part.at },
        ...{ eventTimeZoneOffset: '+08:00', readPoint: { id: place }, epcList: [item('A0')] },
        ...{ 'ronghe:equipment': machine, 'ronghe:start': part.startsAt },
      },
    ])
    assert.deepEqual(items, [{ thing: item('A0'), isGood: true }])
  })

  test('inspects it with what the signals measured, within the bounds and beyond', () => {
    const good = made(part, { checks: [check] }).events[1]
    assert.equal(good?.disposition, 'conformant')
    assert.deepEqual(good?.sensorElementList, [
      {
        sensorMetadata: {
          ...{ startTime: part.startsAt, endTime: part.at, deviceID: `urn:ronghe:tag:${tagId}` },
        },
        sensorReport: [{ type: 'Temperature', minValue: 20, meanValue: 21.5, maxValue: 23, uom: 'CEL' }],
      },
    ])
    for (const bounds of [{ most: 22 }, { least: 20.5 }]) {
      const bad = made(part, { checks: [{ ...check, ...bounds }] })
      assert.equal(bad.events[1]?.disposition, 'non_conformant')
      assert.equal(bad.items[0]?.isGood, false)
    }
  })

  test('says nothing of a signal that was silent, and does not fail the item for it', () => {
    const silent = { ...part, measured: [{ tagId, least: null, mean: null, most: null }] }
    for (const one of [silent, { ...part, measured: [] }]) {
      const { events, items } = made(one, { checks: [check] })
      assert.equal(events.length, 1)
      assert.equal(items[0]?.isGood, true)
    }
  })

  test('takes what goes in, so much an item, and gives what comes out', () => {
    const inputs = [{ item: 'https://id.gs1.org/01/06901234002010/10/S7', perPart: 1.5, uom: 'KGM' }]
    const [event] = made({ ...part, good: 4 }, { inputs, numbering: 'lot' }).events
    assert.equal(event?.type, 'TransformationEvent')
    assert.deepEqual(event?.inputQuantityList, [{ epcClass: inputs[0]!.item, quantity: 6, uom: 'KGM' }])
    const lot = `https://id.gs1.org/01/${product}/10/A0`
    assert.deepEqual(event?.outputQuantityList, [{ epcClass: lot, quantity: 4 }])
    assert.equal(event?.action, undefined)
  })

  test('inspects rejected ones as nonconforming, in a lot apart from the good ones of it', () => {
    const mixed = { ...part, good: 3, rejected: 2, measured: [] }
    const { events } = made(mixed, { numbering: 'lot' })
    assert.deepEqual(
      events.map(({ bizStep, disposition, quantityList }) => [
        ...[bizStep, disposition, (quantityList as { quantity: number }[])[0]?.quantity],
      ]),
      [
        ['commissioning', 'active', 3],
        ['commissioning', 'active', 2],
        ['inspecting', 'non_conformant', 2],
      ],
    )
    const serials = made(mixed)
    assert.deepEqual(
      serials.items.map(({ isGood }) => isGood),
      [true, true, true, false, false],
    )
    assert.equal(new Set(serials.items.map(({ thing }) => thing)).size, 5)
  })

  test('makes nothing of no part, and marks a sample as one', () => {
    assert.deepEqual(made({ ...part, good: 0 }), { events: [], items: [] })
    assert.equal(numbersNeeded({ ...says, numbering: 'lot' }, [{ ...part, good: 0 }]), 0)
    assert.ok(made(part, {}, true).events.every((event) => event['ronghe:sample'] === true))
    assert.ok(made(part).events.every((event) => !('ronghe:sample' in event)))
  })

  test('packs under the carton’s number, where the rule is and of its machine', () => {
    const rule = { id: 'r', isSample: true, says: { ...says, packEvery: 2 } }
    const [carton] = packed(rule, [item('A0'), item('A1')], ['069012340000000016'], part.at)
    assert.equal(carton?.parentID, 'https://id.gs1.org/00/069012340000000016')
    assert.deepEqual(carton?.childEPCs, [item('A0'), item('A1')])
    assert.equal(carton?.['ronghe:sample'], true)
    assert.deepEqual(packed(rule, [item('A0')], [], part.at), [])
  })
})
