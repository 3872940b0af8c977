import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { absent, officialFiles, officialText } from '../test/official.ts'
import type { Json, JsonObject } from './model.ts'
import { readDocument } from './read.ts'
import { validateEvent } from './validate.ts'

const base = { eventTime: '2026-01-01T00:00:00Z', eventTimeZoneOffset: '+08:00' }
const object: JsonObject = {
  ...base,
  type: 'ObjectEvent',
  action: 'ADD',
  epcList: ['urn:epc:id:sscc:4012345.0000000333'],
}

/** Path and rule of every fault. */
function faults(event: Json): string[] {
  return validateEvent(event).map(({ path, rule }) => `${path} ${rule}`)
}

describe('DOC-20 what an event must say', () => {
  const cases: readonly (readonly [string, Json, readonly string[]])[] = [
    ['nothing wrong', object, []],
    ['no object', 'x', [' object']],
    ['no type', { ...base }, ['type eventType']],
    ['a type nobody knows', { ...base, type: 'OtherEvent' }, ['type eventType']],
    ['a type of somebody', { ...base, type: 'https://ns.example.com/OtherEvent' }, []],
    ['no time', { ...object, eventTime: null }, ['eventTime time']],
    ['a time without zone', { ...object, eventTime: '2026-01-01T00:00:00' }, ['eventTime time']],
    ['a day that is none', { ...object, eventTime: '2026-02-30T00:00:00Z' }, ['eventTime time']],
    ['an hour that is none', { ...object, recordTime: '2026-02-03T25:00:00Z' }, ['recordTime time']],
    ['an offset too far', { ...object, eventTimeZoneOffset: '+14:30' }, ['eventTimeZoneOffset offset']],
    ['an action nobody knows', { ...object, action: 'REMOVE' }, ['action action']],
    ['no URI', { ...object, epcList: ['4012345'] }, ['epcList[0] uri']],
    ['a URI with a space', { ...object, epcList: ['urn:a b'] }, ['epcList[0] uri']],
    ['a thing twice', { ...object, epcList: ['urn:a:b', 'urn:a:b'] }, ['epcList unique']],
    ['no list', { ...object, epcList: 'urn:a:b' }, ['epcList array']],
    ['a step as URN', { ...object, bizStep: 'urn:epcglobal:cbv:bizstep:shipping' }, ['bizStep bizStep']],
    ['a step of somebody', { ...object, bizStep: 'https://ns.example.com/step' }, []],
    ['a step nobody knows', { ...object, bizStep: 'sending' }, ['bizStep bizStep']],
    ['a field nobody knows', { ...object, weight: 3 }, ['weight unknown']],
    ['a field of another type', { ...object, parentID: 'urn:a:b' }, ['parentID unknown']],
    ['an extension', { ...object, 'example:weight': 3 }, []],
    ['a place without id', { ...object, readPoint: {} }, ['readPoint.id required']],
    ['a place with an extension', { ...object, readPoint: { id: 'urn:a:b', 'example:x': 1 } }, []],
    [
      'a quantity as text',
      { ...object, quantityList: [{ epcClass: 'urn:a:b', quantity: '3' }] },
      ['quantityList[0].quantity number'],
    ],
    [
      'a unit nobody writes',
      { ...object, quantityList: [{ epcClass: 'urn:a:b', uom: 'kg' }] },
      ['quantityList[0].uom uom'],
    ],
    ['ilmd where nothing begins', { ...object, action: 'OBSERVE', ilmd: {} }, ['ilmd ilmdAction']],
    ['nothing to be about', { ...base, type: 'ObjectEvent', action: 'ADD' }, [' what']],
    [
      'a parent without children',
      { ...base, type: 'AggregationEvent', action: 'ADD', parentID: 'urn:a:b' },
      [' what'],
    ],
    ['a parent emptied', { ...base, type: 'AggregationEvent', action: 'DELETE', parentID: 'urn:a:b' }, []],
    [
      'an association without parent',
      { ...base, type: 'AssociationEvent', action: 'ADD', childEPCs: ['urn:a:b'] },
      ['parentID required'],
    ],
    [
      'a transaction of nothing',
      { ...base, type: 'TransactionEvent', action: 'ADD', epcList: [], bizTransactionList: [] },
      ['bizTransactionList notEmpty'],
    ],
    [
      'a transformation of nothing',
      { ...base, type: 'TransformationEvent', outputEPCList: ['urn:a:b'] },
      [' what'],
    ],
    [
      'half a transformation by id',
      { ...base, type: 'TransformationEvent', outputEPCList: ['urn:a:b'], transformationID: 'urn:t:1' },
      [],
    ],
    [
      'a transformation with an action',
      {
        ...base,
        type: 'TransformationEvent',
        action: 'ADD',
        inputEPCList: ['urn:a:b'],
        outputEPCList: ['urn:a:c'],
      },
      ['action unknown'],
    ],
    [
      'a report without type',
      { ...object, sensorElementList: [{ sensorReport: [{ value: 3 }] }] },
      ['sensorElementList[0].sensorReport[0].type required'],
    ],
    [
      'no report',
      { ...object, sensorElementList: [{ sensorReport: [] }] },
      ['sensorElementList[0].sensorReport notEmpty'],
    ],
    [
      'a truth that is a text',
      { ...object, sensorElementList: [{ sensorReport: [{ type: 'Temperature', booleanValue: 'yes' }] }] },
      ['sensorElementList[0].sensorReport[0].booleanValue boolean'],
    ],
    [
      'an error without time',
      { ...object, errorDeclaration: { reason: 'incorrect_data' } },
      ['errorDeclaration.declarationTime required'],
    ],
    [
      'a disposition neither set nor unset',
      { ...object, persistentDisposition: {} },
      ['persistentDisposition notEmpty'],
    ],
    [
      'a disposition set twice',
      { ...object, persistentDisposition: { set: ['recalled', 'recalled'] } },
      ['persistentDisposition.set unique'],
    ],
    [
      'a source without type',
      { ...object, sourceList: [{ source: 'urn:a:b' }] },
      ['sourceList[0].type required'],
    ],
  ]
  for (const [name, event, wanted] of cases) {
    it(name, () => {
      assert.deepEqual(faults(event), wanted)
    })
  }
})

describe('DOC-1 the head of a document', () => {
  const body = { eventList: [object] }
  const document = {
    '@context': 'https://a.example/c',
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-01T00:00:00Z',
    epcisBody: body,
  }
  const rules = (value: unknown) => {
    const read = readDocument(JSON.stringify(value), 'json')
    return 'faults' in read ? read.faults.map(({ path, rule }) => `${path} ${rule}`) : []
  }
  const cases: readonly (readonly [string, object, readonly string[]])[] = [
    ['nothing wrong', document, []],
    ['no context', { ...document, '@context': undefined }, ['@context required']],
    ['a context that is a number', { ...document, '@context': 3 }, ['@context context']],
    ['another type', { ...document, type: 'Document' }, ['type documentType']],
    ['no version', { ...document, schemaVersion: undefined }, ['schemaVersion required']],
    ['a version that is none', { ...document, schemaVersion: 'two' }, ['schemaVersion version']],
    ['no date', { ...document, creationDate: undefined }, ['creationDate required']],
    ['no body', { ...document, epcisBody: undefined }, ['epcisBody required']],
    ['no list', { ...document, epcisBody: {} }, ['epcisBody.eventList required']],
    ['a field nobody knows', { ...document, owner: 'x' }, ['owner unknown']],
    [
      'an event with a fault',
      { ...document, epcisBody: { eventList: [{ ...object, action: 'X' }] } },
      ['eventList[0].action action'],
    ],
  ]
  for (const [name, value, wanted] of cases) {
    it(name, () => {
      assert.deepEqual(rules(value), wanted)
    })
  }

  it('text that is no JSON', () => {
    const read = readDocument('{"epcisBody":{"eventList":[{"a":tru}]}}', 'json')
    assert.ok('faults' in read)
    assert.ok(read.faults.some(({ rule, path }) => rule === 'json' && path === 'eventList[0]'))
  })
})

/** The published schema, over the official examples and what a seeded hand did to them. */
describe('DOC-21 the schema of GS1 and ours', { skip: absent }, () => {
  const judge = absent ? null : officialJudge()
  const events = officialFiles('JSON', '.jsonld').flatMap((path) =>
    eventsIn(JSON.parse(officialText(path)) as JsonObject),
  )

  it('agree on every official event', () => {
    assert.ok(events.length > 50)
    for (const event of events) assert.deepEqual(faults(event), [], JSON.stringify(event))
  })

  it('agree on events with one thing changed', () => {
    const odd = fc.constantFrom<Json>(
      '',
      'x',
      'urn:a:b',
      3,
      true,
      null,
      [],
      {},
      ['urn:a:b'],
      ['x'],
      [{}],
      '2026-01-01T00:00:00Z',
      'ADD',
      'OBSERVE',
      'DELETE',
      'https://gs1.org/voc/x',
    )
    const change = fc.record({
      event: fc.constantFrom(...events),
      pick: fc.nat(),
      odd,
      kind: fc.constantFrom('set', 'set', 'remove', 'add'),
    })
    fc.assert(
      fc.property(change, ({ event, pick, odd, kind }) => {
        const changed = structuredClone(event) as Record<string, Json>
        changeOne(changed, pick, odd, kind)
        // The standard lets every type carry it; the published schema names it for two.
        if (changed.persistentDisposition !== undefined) return
        // Types of one’s own are judged as the schema does it only where their name is one.
        if (typeof changed.type !== 'string' || changed.type.includes(':')) return
        const ours = faults(changed).length === 0
        const theirs = judge!({ '@context': 'https://a.example/c', ...changed }) as boolean
        assert.equal(ours, theirs, JSON.stringify([changed, faults(changed), judge!.errors?.slice(0, 3)]))
      }),
      { seed: 42, numRuns: 2500 },
    )
  })
})

function officialJudge(): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true })
  ;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
  for (const path of officialFiles('JSON-Schema', '.json')) {
    if (path.includes('/test/') || path.includes('Query')) continue
    const schema = JSON.parse(officialText(path)) as { $id?: string }
    if (schema.$id) ajv.addSchema(schema)
  }
  return ajv.getSchema('https://gs1.github.io/EPCIS/JSON-Schema/EPCIS-JSON-Schema.json')!
}

function eventsIn(document: JsonObject): JsonObject[] {
  const body = document.epcisBody as {
    eventList?: JsonObject[]
    queryResults?: { resultsBody: { eventList: JsonObject[] } }
  }
  return body?.eventList ?? body?.queryResults?.resultsBody.eventList ?? []
}

/** Sets, removes or adds one value at any depth. */
function changeOne(root: Record<string, Json>, pick: number, odd: Json, kind: string): void {
  const places: [Record<string, Json>, string][] = []
  const visit = (value: Json) => {
    if (value === null || typeof value !== 'object') return
    for (const [key, item] of Object.entries(value)) {
      if (!key.includes(':')) places.push([value as Record<string, Json>, key])
      if (!key.includes(':')) visit(item)
    }
  }
  visit(root)
  const [owner, key] = places[pick % places.length]!
  if (kind === 'add' && !Array.isArray(owner)) owner.unheardOf = odd
  else if (kind === 'remove' && !Array.isArray(owner)) delete owner[key]
  else owner[key] = odd
}
