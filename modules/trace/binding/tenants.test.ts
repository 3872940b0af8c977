import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { as, ask, capture, documentOf, eventWith, found, neighbour, traceHouse } from '../test/house.ts'

const secret = 'urn:epc:id:sgtin:4012345.077777.1'
const secretId = 'https://id.gs1.org/01/04012345777772/21/1'
const place = 'urn:epc:id:sgln:4012345.00777.0'

let house: TestHouse
let location = ''
before(async () => {
  house = await traceHouse()
  const event = eventWith({
    eventID: 'urn:secret:1',
    epcList: [secret],
    bizStep: 'https://ns.example.com/secret',
    disposition: 'https://ns.example.com/secret',
    readPoint: { id: place },
    bizLocation: { id: place },
    bizTransactionList: [{ type: 'po', bizTransaction: 'urn:secret:po' }],
    'example:secret': 'yes',
    sensorElementList: [{ sensorReport: [{ type: 'Temperature', value: 1, stringValue: 'secret' }] }],
    persistentDisposition: { set: ['recalled'] },
  })
  const vocabularyList = [
    {
      type: 'urn:epcglobal:epcis:vtype:ReadPoint',
      vocabularyElementList: [{ id: place, attributes: [{ id: 'urn:a', attribute: 'b' }] }],
    },
  ]
  const document = { ...documentOf([event]), epcisHeader: { epcisMasterData: { vocabularyList } } }
  const answer = await ask(house, 'wei', '/capture', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  })
  location = answer.headers.get('location')!.replace('/epcis', '')
  assert.equal((await found(house, 'wei', '/events')).length, 1)
})
after(() => house.close())

/** Every way to ask for the event of another firm. */
const queries: readonly string[] = [
  '',
  'eventType=ObjectEvent',
  'GE_eventTime=2000-01-01T00:00:00Z',
  'GE_recordTime=2000-01-01T00:00:00Z',
  'EQ_action=OBSERVE',
  'EQ_bizStep=https://ns.example.com/secret',
  'EQ_disposition=https://ns.example.com/secret',
  'EQ_persistentDisposition_set=recalled',
  `EQ_readPoint=${place}`,
  `WD_readPoint=${place}`,
  `EQ_bizLocation=${place}`,
  `WD_bizLocation=${place}`,
  `MATCH_epc=${secret}`,
  'MATCH_epc=urn:epc:idpat:sgtin:4012345.077777.*',
  `MATCH_anyEPC=${secretId}`,
  'EQ_eventID=urn:secret:1',
  'EQ_bizTransaction_po=urn:secret:po',
  'EXISTS_https://ns.example.com/epcis/secret=true',
  'EQ_https://ns.example.com/epcis/secret=yes',
  'EQ_type=Temperature',
  'EQ_stringValue=secret',
  'HASATTR_readPoint=urn:a',
  'EQATTR_readPoint_urn:a=b',
  'orderBy=recordTime&eventCountLimit=5',
  'maxEventCount=1',
]

describe('T5 a firm and another firm', () => {
  for (const query of queries) {
    it(`finds its own and shows it to nobody else: ${query || 'everything'}`, async () => {
      assert.equal((await found(house, 'wei', `/events?${query}`)).length, 1)
      assert.equal((await found(house, 'reader', `/events?${query}`)).length, 1)
      assert.deepEqual(await found(house, 'other', `/events?${query}`), [])
    })
  }

  for (const path of [
    '/events/urn:secret:1',
    `/epcs/${secret}`,
    `/epcs/${encodeURIComponent(secretId)}/events`,
    `/bizSteps/${encodeURIComponent('https://ns.example.com/secret')}`,
    `/dispositions/${encodeURIComponent('https://ns.example.com/secret')}/events`,
    `/readPoints/${place}`,
    `/bizLocations/${place}/events`,
  ]) {
    it(`is told that there is no ${path}`, async () => {
      assert.equal((await ask(house, 'wei', path)).status, 200)
      assert.equal((await ask(house, 'other', path)).status, 404)
    })
  }

  it('sees no job of the other, and no value in any collection', async () => {
    assert.equal((await ask(house, 'wei', location)).status, 200)
    assert.equal((await ask(house, 'other', location)).status, 404)
    assert.deepEqual((await ask(house, 'other', '/capture')).json() as unknown, [])
    for (const collection of ['epcs', 'bizSteps', 'dispositions', 'readPoints', 'bizLocations']) {
      const { member } = (await ask(house, 'other', `/${collection}`)).json() as unknown as {
        member: string[]
      }
      assert.deepEqual(member, [], collection)
    }
  })

  it('who acts for nobody sees nothing', async () => {
    assert.equal((await ask(house, 'alone', '/events')).status, 403)
    assert.equal((await ask(house, 'alone', '/epcs')).status, 403)
    assert.equal((await as(house, 'alone').events()).total, 0)
  })

  it('officials see the firms of their city, and of no other', async () => {
    assert.equal((await found(house, 'official', '/events')).length, 1)
    assert.equal((await found(house, 'official', `/epcs/${secret}/events`)).length, 1)
    assert.equal((await as(house, 'official').events()).total, 1)
    assert.deepEqual(await found(house, 'faraway', '/events'), [])
    assert.equal((await ask(house, 'faraway', `/epcs/${secret}`)).status, 404)
    const write = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(documentOf([eventWith()])),
    }
    assert.equal((await ask(house, 'official', '/capture', write)).status, 403)
  })

  it('writes nothing into the other’s, whatever it says', async () => {
    const mine = eventWith({ eventID: 'urn:secret:1', epcList: [secret], action: 'ADD' })
    assert.equal((await capture(house, 'other', documentOf([mine]))).success, true)
    const [theirs] = await found(house, 'wei', '/events/urn:secret:1')
    assert.equal(theirs?.action, 'OBSERVE')
    const rows = await house.house.act(
      systemCaller,
      ({ sql }) => sql`select organisation_id from trace_events where event_id = 'urn:secret:1' order by 1`,
    )
    assert.equal(rows.length, 2)
    assert.equal(rows[1]?.organisation_id, neighbour)
  })
})
