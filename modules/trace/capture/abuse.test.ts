import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { ask, capture, documentOf, eventWith, example, found, json, traceHouse, xml } from '../test/house.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse({ TRACE_CAPTURE_BYTES_MAX: '60000000' })
})
after(() => house.close())

async function refused(body: string, headers: Record<string, string>): Promise<string> {
  const answer = await ask(house, 'wei', '/capture', { method: 'POST', headers, body })
  assert.equal(answer.status, 400, answer.text)
  const problem = answer.json() as unknown as { type: string; detail: string }
  assert.equal(problem.type, 'epcisException:ValidationException')
  return problem.detail
}

const plain = example('epcisDocWithSensorComponent.xml')
const rooted = plain.slice(plain.indexOf('<epcis:EPCISDocument'))
const body = plain.indexOf('<EPCISBody>')

describe('T4 documents that are made to do harm are refused before anything grows', () => {
  it('XML that defines entities, of itself or of a file', async () => {
    const laughs = Array.from({ length: 9 }, (_, at) => {
      return `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`
    })
    const bomb = `<?xml version="1.0"?><!DOCTYPE b [<!ENTITY l0 "ha">${laughs.join('')}]>${rooted}`
    assert.match(await refused(bomb, xml), /doctype/)
    const file = `<?xml version="1.0"?><!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/passwd">]>${rooted}`
    assert.match(await refused(file, xml), /doctype/)
    assert.match(await refused(`<!DOCTYPE b SYSTEM "http://127.0.0.1:1/b.dtd">${rooted}`, xml), /doctype/)
    assert.match(await refused(`${plain.slice(0, body)}&l9;${plain.slice(body)}`, xml), /entity \(.*l9/)
  })

  it('XML and JSON that go deeper than anything of the standard', async () => {
    const deep = `${plain.slice(0, body)}${'<a>'.repeat(100_000)}`
    assert.match(await refused(deep, xml), /depth/)
    assert.match(await refused(`{"a":${'['.repeat(200_000)}`, json), /depth/)
    const inside = `{"example:a":`.repeat(100_000)
    const text = JSON.stringify(documentOf([eventWith({ 'example:deep': 'HERE' })])).replace('"HERE"', inside)
    assert.match(await refused(text, json), /depth/)
  })

  it('an element of endless attributes, a name without end', async () => {
    const attributes = Array.from({ length: 5_000 }, (_, at) => ` a${at}="x"`).join('')
    assert.match(await refused(`${plain.slice(0, body)}<a${attributes}/>`, xml), /attributes/)
    assert.match(await refused(`${plain.slice(0, body)}<${'a'.repeat(3_000_000)}`, xml), /token/)
  })

  it('one event of a million serials, in JSON and XML', async () => {
    const serials = Array.from({ length: 1_000_000 }, (_, at) => `urn:epc:id:sgtin:4012345.011111.${at}`)
    const head = JSON.stringify(documentOf([eventWith({ epcList: ['HERE'] })]))
    const text = head.replace('"HERE"', serials.map((one) => `"${one}"`).join(','))
    assert.match(await refused(text, json), /eventTooLong/)
    const list = serials.map((one) => `<epc>${one}</epc>`).join('')
    const large = plain.replace('<action>', `<epcList>${list}</epcList><action>`)
    assert.ok(large.length > 40_000_000)
    assert.match(await refused(large, xml), /eventTooLong/)
  })

  it('objects whose names are those of every object', async () => {
    const event = JSON.stringify(documentOf([eventWith({ 'example:x': 'HERE', eventID: 'urn:odd:1' })]))
    const text = event.replace('"HERE"', '{"__proto__":{"polluted":1},"example:constructor":{"example:y":1}}')
    const answer = await ask(house, 'wei', '/capture', { method: 'POST', headers: json, body: text })
    assert.equal(answer.status, 202, answer.text)
    assert.equal(({} as { polluted?: number }).polluted, undefined)
    assert.equal((await found(house, 'wei', '/events?EQ_eventID=urn:odd:1')).length, 1)
  })
})

describe('T2 what is the same, at once', () => {
  it('a document that comes five times at the same moment is stored once', async () => {
    const ids = Array.from({ length: 40 }, (_, at) => `urn:same:${at}`)
    const text = JSON.stringify(documentOf(ids.map((eventID) => eventWith({ eventID, bizStep: 'loading' }))))
    const jobs = await Promise.all(Array.from({ length: 5 }, () => capture(house, 'wei', text)))
    assert.deepEqual(
      jobs.map(({ success, running }) => [success, running]),
      jobs.map(() => [true, false]),
    )
    assert.equal((await found(house, 'wei', '/events?EQ_bizStep=loading&perPage=100')).length, 40)
  })

  it('an id that stands twice in a document, with the same and with something else', async () => {
    const event = eventWith({ eventID: 'urn:twice', bizStep: 'picking' })
    assert.equal((await capture(house, 'wei', documentOf([event, event]))).success, true)
    const other = { ...event, eventID: 'urn:twice:2' }
    const job = await capture(house, 'wei', documentOf([other, { ...other, bizStep: 'packing' }]))
    assert.deepEqual([job.success, job.errors.length], [false, 1])
    assert.match(job.errors[0]?.detail ?? '', /eventList\[1\]/)
    assert.deepEqual(await found(house, 'wei', '/events?EQ_eventID=urn:twice:2'), [])
  })

  it('thousands of things in one event, each of them found', async () => {
    const epcList = Array.from({ length: 20_000 }, (_, at) => `urn:epc:id:sgtin:4012345.011112.${at}`)
    const job = await capture(house, 'wei', documentOf([eventWith({ epcList, eventID: 'urn:many' })]))
    assert.equal(job.success, true)
    const path = `/events?MATCH_epc=${epcList[19_999]}`
    assert.deepEqual(
      (await found(house, 'wei', path)).map(({ eventID }) => eventID),
      ['urn:many'],
    )
  })
})
