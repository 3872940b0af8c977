import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import sdk from 'epcis2.js'
import { ask, found, traceHouse } from '../test/house.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse()
  sdk.setup({
    apiUrl: `${house.url}/epcis/`,
    headers: { 'content-type': 'application/json', 'x-person': 'wei' },
    EPCISDocumentSchema: 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    EPCISDocumentContext: 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    EPCISDocumentSchemaVersion: '2.0',
    documentValidation: false,
  })
})
after(() => house.close())

/** An event as the package makes it. */
function shipped(serial: string) {
  const event = new sdk.ObjectEvent()
  event
    .setAction('OBSERVE')
    .setEventTime('2026-01-01T08:00:00.000+08:00')
    .setEventTimeZoneOffset('+08:00')
    .setBizStep('shipping')
    .setDisposition('in_transit')
    .addEPC(`urn:epc:id:sgtin:4012345.011111.${serial}`)
    .setReadPoint(new sdk.ReadPoint({ id: 'urn:epc:id:sgln:4012345.00005.0' }))
  return event
}

function documentOf(...events: ReturnType<typeof shipped>[]) {
  const document = new sdk.EPCISDocument()
  document.setCreationDate('2026-01-01T00:00:00.000Z').setSchemaVersion('2.0')
  for (const event of events) document.addEvent(event)
  return document
}

describe('a client that nobody here wrote (the npm package epcis2.js)', () => {
  it('captures a document, follows its job and finds its events', async () => {
    const answer = await sdk.capture(documentOf(shipped('1'), shipped('2')))
    assert.equal(answer.status, 202, await answer.text())
    const location = String(answer.headers.get('location')).replace('/epcis', '')
    const job = (await ask(house, 'wei', location)).json() as unknown as {
      success: boolean
      running: boolean
    }
    assert.deepEqual([job.success, job.running], [true, false])
    const events = await found(house, 'wei', '/epcs/urn:epc:id:sgtin:4012345.011111.1/events')
    assert.equal(events.length, 1)
    assert.equal(events[0]?.bizStep, 'shipping')
  })

  it('reads what we answer as its own objects', async () => {
    const [event] = await found(house, 'wei', '/events?MATCH_epc=urn:epc:id:sgtin:4012345.011111.2')
    const read = sdk.objectToEvent(event)
    assert.equal(read.getBizStep(), 'shipping')
    assert.deepEqual(read.getEPCList(), ['urn:epc:id:sgtin:4012345.011111.2'])
  })

  it('gives the same hash as ours for what it made', async () => {
    const object = shipped('3').toObject()
    const context = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'
    const theirs = sdk.eventToHashedId(object, context)
    await sdk.capture(documentOf(shipped('3')))
    const [event] = await found(house, 'wei', '/events?MATCH_epc=urn:epc:id:sgtin:4012345.011111.3')
    assert.match(theirs, /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/)
    assert.equal(event?.eventID, theirs)
  })

  it('asks by a named query, and a subscriber reads what is captured as its objects', async () => {
    const query = { name: 'shipped', query: { EQ_bizStep: ['shipping'], orderBy: 'eventTime' } }
    const made = await ask(house, 'wei', '/queries', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(query) },
    })
    assert.equal(made.status, 201, made.text)
    const read = (await found(house, 'wei', '/queries/shipped/events')).map((one) => sdk.objectToEvent(one))
    assert.ok(read.length >= 3 && read.every((one) => one.getBizStep() === 'shipping'))
    const { WebSocket } = await import('ws')
    const url = `${house.url.replace('http', 'ws')}/epcis/queries/shipped/events?stream=true`
    const socket = new WebSocket(url, { headers: { 'x-person': 'wei' } })
    const texts: string[] = []
    socket.on('message', (data: Buffer) => texts.push(data.toString('utf8')))
    await new Promise((done, fail) => socket.on('open', done).on('error', fail))
    await new Promise((done) => setTimeout(done, 700))
    await sdk.capture(documentOf(shipped('9')))
    await eventually('the subscriber is told', () => texts.some((text) => text.includes('011111.9')))
    const told = JSON.parse(texts.find((text) => text.includes('011111.9'))!) as {
      epcisBody: { queryResults: { resultsBody: { eventList: object[] } } }
    }
    const [event] = told.epcisBody.queryResults.resultsBody.eventList
    assert.deepEqual(sdk.objectToEvent(event).getEPCList(), ['urn:epc:id:sgtin:4012345.011111.9'])
    socket.close()
  })

  it('is told what is wrong', async () => {
    const wrong = shipped('4').setBizStep('sending')
    const answer = await sdk.capture(documentOf(wrong))
    assert.equal(answer.status, 400)
    const again = await sdk.capture(documentOf(shipped('1')))
    assert.equal(again.status, 202)
  })
})
