import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type EventJson, namespacesOf, readJson } from '@ronghe/epcis'
import { example } from '../test/house.ts'
import { type Around, hashId, nameOf, prepare } from './prepare.ts'

const namespaces = namespacesOf({ example: 'https://ns.example.com/epcis/', other: 'urn:other:' })
const around: Around = { namespaces, ignore: new Set() }

const whole: EventJson = {
  type: 'ObjectEvent',
  action: 'ADD',
  eventTime: '2026-01-01T08:00:00.123456+08:00',
  recordTime: '2020-01-01T00:00:00Z',
  eventTimeZoneOffset: '+08:00',
  epcList: ['urn:epc:id:sgtin:4012345.011111.1'],
  quantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.022222.L1', quantity: 2.5, uom: 'KGM' }],
  bizStep: 'commissioning',
  disposition: 'active',
  readPoint: { id: 'urn:epc:id:sgln:4012345.00005.1' },
  bizLocation: { id: 'https://example.org/414/4012345000054' },
  bizTransactionList: [{ bizTransaction: 'urn:po:1' }, { type: 'inv', bizTransaction: 'urn:inv:1' }],
  sourceList: [{ type: 'location', source: 'urn:epc:id:sgln:4012345.00005.0' }],
  persistentDisposition: { set: ['recalled'] },
  errorDeclaration: { declarationTime: '2026-02-01T00:00:00Z', reason: 'incorrect_data', 'example:by': 'me' },
  ilmd: { 'example:box': { 'example:side': [1, 2] }, 'cbvmda:lotNumber': 'L1' },
  'example:grade': 'A',
  'example:deep': { 'other:in': true, '#text': 'outer' },
  sensorElementList: [
    {
      sensorMetadata: { deviceID: 'urn:epc:id:giai:4000001.111', 'example:more': 'x' },
      sensorReport: [{ type: 'Temperature', value: 3, uom: 'CEL', component: 'x' }],
    },
  ],
}

describe('an event made ready for the repository', () => {
  const prepared = prepare(whole, around)

  it('is found by canonical terms, ids and times', () => {
    const { type, eventTime, action, bizStep, disposition, readPoint, bizLocation, declaredAt, errorReason } =
      prepared
    assert.deepEqual(
      { type, eventTime, action, bizStep, disposition, readPoint, bizLocation, declaredAt, errorReason },
      {
        type: 'ObjectEvent',
        eventTime: '2026-01-01T08:00:00.123456+08:00',
        action: 'ADD',
        bizStep: 'https://ref.gs1.org/cbv/BizStep-commissioning',
        disposition: 'https://ref.gs1.org/cbv/Disp-active',
        readPoint: 'https://id.gs1.org/414/4012345000054/254/1',
        bizLocation: 'https://id.gs1.org/414/4012345000054',
        declaredAt: '2026-02-01T00:00:00Z',
        errorReason: 'https://ref.gs1.org/cbv/ER-incorrect_data',
      },
    )
  })

  it('names every thing with the part it plays', () => {
    assert.deepEqual(prepared.keys, [
      { key: 'https://id.gs1.org/01/04012345111118/21/1', role: 1, detail: null, quantity: null },
      { key: 'https://id.gs1.org/01/04012345222227/10/L1', role: 6, detail: null, quantity: 2.5 },
      { key: 'urn:po:1', role: 10, detail: null, quantity: null },
      { key: 'urn:inv:1', role: 10, detail: 'https://ref.gs1.org/cbv/BTT-inv', quantity: null },
      {
        key: 'https://id.gs1.org/414/4012345000054',
        role: 11,
        detail: 'https://ref.gs1.org/cbv/SDT-location',
        quantity: null,
      },
      { key: 'https://id.gs1.org/01/04012345111118/10/L1', role: 14, detail: null, quantity: null },
    ])
  })

  it('keeps what else can be asked for', () => {
    assert.deepEqual(prepared.facts, {
      set: ['https://ref.gs1.org/cbv/Disp-recalled'],
      ext: {
        'https://ns.example.com/epcis/grade': ['A'],
        'https://ns.example.com/epcis/deep': ['outer'],
      },
      extInner: { 'urn:other:in': [true] },
      ilmd: { 'https://ns.example.com/epcis/box': [], 'urn:epcglobal:cbv:mda:lotNumber': ['L1'] },
      ilmdInner: { 'https://ns.example.com/epcis/side': [1, 2] },
      error: { 'https://ns.example.com/epcis/by': ['me'] },
      sensorMetadata: { 'https://ns.example.com/epcis/more': ['x'] },
      sensors: [
        {
          deviceID: 'https://id.gs1.org/8004/4000001111',
          'example:more': 'x',
          type: 'https://gs1.org/voc/Temperature',
          value: 3,
          uom: 'CEL',
          component: 'https://ref.gs1.org/cbv/Comp-x',
        },
      ],
    })
  })

  it('keeps its body without the time that another repository gave it, and the prefixes it uses', () => {
    assert.equal(JSON.parse(prepared.body).recordTime, undefined)
    assert.deepEqual(JSON.parse(prepared.context!), {
      example: 'https://ns.example.com/epcis/',
      other: 'urn:other:',
    })
    const bare = prepare({ type: 'ObjectEvent', eventTime: whole.eventTime! }, around)
    assert.deepEqual([bare.context, bare.facts, bare.keys], [null, null, []])
  })

  it('takes its hash for an id only when it has none', () => {
    assert.equal(prepared.eventId, hashId(prepared.hash))
    assert.equal(prepare({ ...whole, eventID: 'urn:mine' }, around).eventId, 'urn:mine')
    assert.equal(prepare({ ...whole, eventID: 'urn:mine' }, around).hash, prepared.hash)
  })

  it('has the hash of the reference', () => {
    const read = readJson(example('ReferenceEventHashAlgorithm3.jsonld'))
    assert.ok('document' in read)
    const { head, events } = read.document
    assert.equal(prepare(events[0]!, head).eventId, example('ReferenceEventHashAlgorithm3.hashes').trim())
  })

  it('names extensions by namespace and name in one', () => {
    assert.equal(nameOf('example:x', namespaces), 'https://ns.example.com/epcis/x')
    assert.equal(nameOf('unknown:x', namespaces), 'unknown:x')
    assert.equal(prepare({ ...whole, type: 'example:Own' }, around).type, 'https://ns.example.com/epcis/Own')
  })
})
