import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { validateEvent } from '@ronghe/epcis'
import { heldEvent, type Inspected, inspectedEvent, isClass } from './map.ts'

const gtin = 'https://id.gs1.org/01/06901234001013'
const lot = `${gtin}/10/A1`
const item = `${gtin}/21/S1`
const starts = {
  ...{ on: 'inspection' as const, bizStep: 'inspecting', passed: 'conformant', failed: 'non_conformant' },
  ...{ persists: true, measures: [{ characteristic: '外径', type: 'Length' }] },
}
const says = {
  ...{ product: '', numbering: 'serial' as const, prefix: '', width: 6, inputs: [], checks: [] },
  ...{ packEvery: 0, starts },
}
const rule = { id: 'r', says }
const inspected: Inspected = {
  ...{
    id: '018f0000-0000-7000-8000-0000000000aa',
    number: 'QI-1',
    things: [lot],
    quantity: 200,
    unit: 'H87',
  },
  place: null,
  findings: [
    { characteristic: '外径', value: 20.04, uom: 'MMT', least: 19.98, most: 20.02, isPassed: false },
    { characteristic: '外观 表面', text: '无划伤', isPassed: true },
  ],
  ...{ verdict: 'failed', inspectedAt: new Date('2026-03-02T01:00:00Z'), isSample: false },
}

describe('what a rule makes of an inspection', () => {
  test('is an observation with what was found, its limits and the report', () => {
    assert.deepEqual(inspectedEvent(rule, inspected), {
      ...{ type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'inspecting', disposition: 'non_conformant' },
      eventID: 'urn:ronghe:rule:r:inspection:018f0000-0000-7000-8000-0000000000aa',
      ...{ eventTime: '2026-03-02T01:00:00.000Z', eventTimeZoneOffset: '+08:00', epcList: [] },
      quantityList: [{ epcClass: lot, quantity: 200, uom: 'H87' }],
      persistentDisposition: { set: ['non_conformant'], unset: ['conformant'] },
      bizTransactionList: [
        {
          type: 'testres',
          bizTransaction: 'urn:ronghe:inspection:018f0000-0000-7000-8000-0000000000aa',
        },
      ],
      sensorElementList: [
        {
          sensorMetadata: { time: '2026-03-02T01:00:00.000Z' },
          sensorReport: [
            {
              ...{ type: 'Length', value: 20.04, uom: 'MMT', 'ronghe:characteristic': '外径' },
              ...{ 'ronghe:least': 19.98, 'ronghe:most': 20.02, 'ronghe:passed': false },
            },
            {
              type: `urn:ronghe:characteristic:${encodeURIComponent('外观 表面')}`,
              ...{ stringValue: '无划伤', 'ronghe:characteristic': '外观 表面', 'ronghe:passed': true },
            },
          ],
        },
      ],
      'ronghe:report': 'QI-1',
    })
  })

  test('is valid by the standard, whatever it is of and wherever', () => {
    const place = 'https://id.gs1.org/414/6901234000139'
    const cases = [
      inspected,
      { ...inspected, verdict: 'passed' as const, things: [item] },
      { ...inspected, things: [lot, item, gtin], place },
      { ...inspected, quantity: null, unit: 'H87', isSample: true },
    ]
    for (const one of cases) {
      const event = inspectedEvent(rule, one)
      assert.deepEqual(validateEvent(event, 'e'), [])
      assert.deepEqual(validateEvent(heldEvent(one, true, 'urn:e:1', String(event.eventTime)), 'e'), [])
      assert.deepEqual(validateEvent(heldEvent(one, false, 'urn:e:2', String(event.eventTime)), 'e'), [])
    }
  })

  test('takes the place of the inspection before that of the rule', () => {
    const [own, ruled] = ['https://id.gs1.org/414/6901234000139', 'https://id.gs1.org/414/6901234000122']
    const placed = { ...rule, says: { ...says, place: ruled } }
    assert.deepEqual(inspectedEvent(placed, { ...inspected, place: own }).readPoint, { id: own })
    assert.deepEqual(inspectedEvent(placed, inspected).readPoint, { id: ruled })
    assert.equal(inspectedEvent(rule, inspected).readPoint, undefined)
  })

  test('says no quantity of several lots, and no mark where the rule keeps none', () => {
    const several = inspectedEvent(rule, { ...inspected, things: [lot, `${gtin}/10/A2`] })
    assert.deepEqual(several.quantityList, [{ epcClass: lot }, { epcClass: `${gtin}/10/A2` }])
    const plain = { ...rule, says: { ...says, starts: { ...starts, persists: false } } }
    assert.equal(inspectedEvent(plain, inspected).persistentDisposition, undefined)
  })

  test('knows classes from items', () => {
    assert.deepEqual([lot, gtin, `${gtin}/22/2A/10/B`].map(isClass), [true, true, true])
    assert.deepEqual([item, `${gtin}/10/A/21/1`, 'https://id.gs1.org/00/069012340000000014'].map(isClass), [
      ...[false, false, false],
    ])
  })
})
