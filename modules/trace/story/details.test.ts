import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { detailsOf } from './details.ts'

const bare = { type: 'ObjectEvent', eventTime: '2026-01-01T00:00:00Z', eventTimeZoneOffset: '+08:00' }

describe('the details of an event', () => {
  it('are empty where it says nothing', () => {
    assert.deepEqual(detailsOf(bare), {
      parent: null,
      inputs: 0,
      outputs: 0,
      transactions: [],
      sources: [],
      destinations: [],
      sensors: [],
      lot: null,
      equipmentId: null,
      startedAt: null,
      isSample: false,
    })
  })

  it('name papers and parties by bare terms, whatever form they were told in', () => {
    const found = detailsOf({
      ...bare,
      bizTransactionList: [
        { type: 'https://ref.gs1.org/cbv/BTT-po', bizTransaction: 'urn:epcglobal:cbv:bt:4012345000009:PO1' },
        { bizTransaction: 'https://example.com/x' },
      ],
      sourceList: [{ type: 'urn:epcglobal:cbv:sdt:owning_party', source: 'urn:epc:id:pgln:4012345.00001' }],
      destinationList: [{ type: 'location', destination: 'urn:epc:id:sgln:4012345.00002.0' }],
    })
    assert.deepEqual(
      found.transactions.map(({ type }) => type),
      ['po', ''],
    )
    assert.deepEqual(found.sources, [{ type: 'owning_party', id: 'https://id.gs1.org/417/4012345000016' }])
    assert.equal(found.destinations[0]?.type, 'location')
  })

  it('tell readings with the time and device of their element', () => {
    const found = detailsOf({
      ...bare,
      sensorElementList: [
        {
          sensorMetadata: { time: '2026-01-01T00:00:01Z', deviceID: 'https://example.com/d' },
          sensorReport: [
            { type: 'Temperature', value: 62.4, uom: 'CEL' },
            { type: 'Speed', minValue: 1, maxValue: 9, meanValue: 5.5, uom: 'KMH', component: 'cbv:Comp-x' },
            { type: 'https://gs1.org/voc/ALARM_CONDITION', booleanValue: false },
            { type: 'gs1:Temperature', booleanValue: true, time: '2026-01-01T00:00:02Z' },
          ],
        },
      ],
    })
    const at = '2026-01-01T00:00:01Z'
    const none = { component: null, value: null, least: null, most: null, mean: null, text: null, uom: null }
    const silent = { ...none, unit: null, at, device: 'https://example.com/d' }
    assert.deepEqual(found.sensors, [
      { ...silent, type: 'Temperature', value: 62.4, uom: 'CEL', unit: '°C' },
      { ...silent, type: 'Speed', least: 1, most: 9, mean: 5.5, uom: 'KMH', unit: 'km/h', component: 'x' },
      { ...silent, type: 'ALARM_CONDITION', text: 'false' },
      { ...silent, type: 'Temperature', text: 'true', at: '2026-01-01T00:00:02Z' },
    ])
  })

  it('say which machine did it, of which lot, and whether it is sample', () => {
    const found = detailsOf({
      ...bare,
      ilmd: { 'cbvmda:lotNumber': 'L1' },
      'ronghe:equipment': '018f0000-0000-7000-8000-000000000001',
      'ronghe:start': '2025-12-31T23:00:00Z',
      'ronghe:sample': true,
      outputEPCList: ['a', 'b'],
      inputQuantityList: [{ epcClass: 'c' }],
    })
    assert.equal(found.lot, 'L1')
    assert.equal(found.equipmentId, '018f0000-0000-7000-8000-000000000001')
    assert.equal(found.startedAt, '2025-12-31T23:00:00Z')
    assert.ok(found.isSample)
    assert.deepEqual([found.inputs, found.outputs], [1, 2])
  })
})
