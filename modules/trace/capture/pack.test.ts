import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type EventJson, namespacesOf } from '@ronghe/epcis'
import { eventWith } from '../test/house.ts'
import { pack, unpacked } from './pack.ts'
import { prepare } from './prepare.ts'

const around = {
  namespaces: namespacesOf({ example: 'https://ns.example.com/epcis/' }),
  ignore: new Set<string>(),
}
const prepared = (fields: object) => prepare(eventWith(fields) as EventJson, around)

describe('events packed for the database', () => {
  it('are a text a column, with a mark where there is nothing', () => {
    const list = [
      prepared({ eventID: 'urn:a', 'example:note': 'a\u001fb\u001ec\u0000' }),
      prepared({ eventID: 'urn:b', bizStep: undefined, readPoint: undefined }),
      prepared({ eventID: 'urn:c', errorDeclaration: { declarationTime: '2026-01-02T00:00:00Z' } }),
    ]
    const packed = pack(list)
    assert.equal(packed.count, 3)
    assert.equal(packed.events.length, 16)
    for (const column of packed.events) assert.equal(column.split('\u001f').length, 3)
    assert.deepEqual(unpacked(packed, 'eventId'), ['urn:a', 'urn:b', 'urn:c'])
    assert.deepEqual(unpacked(packed, 'declaredAt'), [null, null, '2026-01-02T00:00:00Z'])
    assert.deepEqual(
      unpacked(packed, 'hash'),
      list.map(({ hash }) => hash),
    )
    assert.deepEqual(unpacked(packed, 'context').slice(1), [null, null])
    assert.deepEqual(unpacked(packed, 'hashIgnores'), [null, null, null])
    assert.equal(packed.length, packed.events[15]?.length)
  })

  it('have their keys with the place of their event, from 1', () => {
    const packed = pack([
      prepared({ epcList: [] }),
      prepared({ epcList: ['urn:x', 'urn:y'], quantityList: [{ epcClass: 'urn:lot', quantity: 1.5 }] }),
    ])
    const [keys, roles, places, details, quantities] = packed.keys.map((text) => text.split('\u001f'))
    assert.deepEqual(keys, ['urn:x', 'urn:y', 'urn:lot'])
    assert.deepEqual(roles, ['1', '1', '6'])
    assert.deepEqual(places, ['2', '2', '2'])
    assert.deepEqual(details, ['\u001e', '\u001e', '\u001e'])
    assert.deepEqual(quantities, ['\u001e', '\u001e', '1.5'])
    assert.deepEqual(pack([prepared({ epcList: [] })]).keys, ['', '', '', '', ''])
  })

  it('are nothing where there are none', () => {
    const packed = pack([])
    assert.deepEqual([packed.count, packed.length, packed.bodyHashes], [0, 0, []])
    assert.ok(packed.events.every((column) => column === ''))
  })

  it('hold neither mark in any value, whatever was said', () => {
    const odd = '\u001e\u001f"\\\n'
    const packed = pack([prepared({ 'example:odd': odd, ilmd: { 'example:in': odd }, action: 'ADD' })])
    const marks = packed.events
      .join('')
      .split('')
      .filter((one) => one === '\u001f')
    assert.equal(marks.length, 0)
    const body = JSON.parse(packed.events[15]!) as Record<string, unknown>
    assert.deepEqual([body['example:odd'], body.ilmd], [odd, { 'example:in': odd }])
  })
})
