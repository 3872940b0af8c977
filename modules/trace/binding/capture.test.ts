import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { systemCaller } from '@ronghe/kit/auth'
import type { TestHouse } from '@ronghe/kit/test'
import { ask, capture, documentOf, eventWith, example, found, json, traceHouse, xml } from '../test/house.ts'

let house: TestHouse
before(async () => {
  house = await traceHouse({ TRACE_CAPTURE_EVENTS_MAX: '2000', TRACE_CAPTURE_BYTES_MAX: '6000000' })
})
after(() => house.close())

async function counts(): Promise<{ events: number; keys: number }> {
  return house.house.act(systemCaller, async ({ sql }) => {
    const [row] = await sql`select (select count(*) from trace_events)::integer as events,
      (select count(*) from trace_keys)::integer as keys`
    return row as { events: number; keys: number }
  })
}

describe('T1 capture of documents', () => {
  it('keeps events as they were said, with an id, a time and nothing else', async () => {
    const event = eventWith({ 'example:grade': 'A', 'example:list': [1, { 'example:x': true }] })
    const job = await capture(house, 'wei', documentOf([event]))
    assert.deepEqual([job.running, job.success, job.errors], [false, true, []])
    const id = encodeURIComponent((event.epcList as string[])[0]!)
    const [kept] = await found(house, 'wei', `/epcs/${id}/events`)
    const { eventID, recordTime, ...rest } = kept!
    assert.deepEqual(rest, event)
    assert.match(eventID, /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/)
    assert.ok(Date.parse(String(recordTime)) > 0)
  })

  it('takes every example of the reference, JSON and XML, and gives their hashes for ids', async () => {
    for (const name of [
      'epcisDocWithVariousEventTypes',
      'CertificationInfoAndSensorReportWithCRS',
      'persistentDisposition',
    ]) {
      const hashes = example(`${name}.hashes`)
        .split('\n')
        .filter(Boolean)
        .map((line) => line.trim())
      await capture(house, 'other', example(`${name}.jsonld`))
      for (const hash of hashes) {
        const [event] = await found(house, 'other', `/events/${encodeURIComponent(hash)}`)
        assert.equal(event?.eventID, hash)
        // The question mark of the id may stand bare in the address.
        assert.equal((await found(house, 'other', `/events/${hash.replaceAll('/', '%2F')}`)).length, 1)
      }
      const before = await counts()
      const again = await capture(house, 'other', example(`${name}.xml`), xml)
      assert.deepEqual([again.success, await counts()], [true, before], name)
    }
  })

  it('T2 twice changes nothing; another event under a taken id is refused with its place', async () => {
    const event = eventWith({ eventID: 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8' })
    await capture(house, 'wei', documentOf([event]))
    const before = await counts()
    assert.equal((await capture(house, 'wei', documentOf([event, event]))).success, true)
    const other = await capture(house, 'wei', documentOf([eventWith(), { ...event, action: 'DELETE' }]))
    assert.equal(other.success, false)
    assert.equal(other.errors[0]?.type, 'epcisException:ResourceAlreadyExistsException')
    assert.match(other.errors[0]!.detail, /^eventList\[1\]\.eventID: urn:uuid:/)
    assert.deepEqual(await counts(), before)
    // The same id at another firm is another event.
    assert.equal((await capture(house, 'other', documentOf([{ ...event, action: 'DELETE' }]))).success, true)
  })

  it('T3 proceeds past what is wrong when it is asked to, and keeps nothing when it is not', async () => {
    const wrong = eventWith({ bizStep: 'sending' })
    const document = documentOf([eventWith(), wrong, eventWith(), { type: 'Nothing' }])
    const before = await counts()
    const refused = await ask(house, 'wei', '/capture', {
      method: 'POST',
      headers: json,
      body: JSON.stringify(document),
    })
    assert.equal(refused.status, 400)
    const problem = refused.json() as unknown as { type: string; title: string; detail: string }
    assert.equal(problem.type, 'epcisException:ValidationException')
    assert.equal(problem.title, '文档无效')
    assert.match(
      problem.detail,
      /eventList\[1\]\.bizStep: bizStep \(sending\); eventList\[3\]\.type: eventType/,
    )
    assert.deepEqual(await counts(), before)
    const job = await capture(house, 'wei', document, { ...json, 'GS1-Capture-Error-Behaviour': 'proceed' })
    assert.deepEqual([job.success, job.errors.length], [false, 2])
    assert.equal((await counts()).events, before.events + 2)
  })

  it('an error declaration stands beside its event under the same id', async () => {
    const event = eventWith({ eventID: 'urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8' })
    const errorDeclaration = {
      declarationTime: '2026-02-01T00:00:00Z',
      reason: 'incorrect_data',
      correctiveEventIDs: ['urn:uuid:504d95fc-9457-4a51-bd6a-0bba133845a8'],
    }
    await capture(house, 'wei', documentOf([event, { ...event, errorDeclaration }]))
    const both = await found(house, 'wei', `/events/${event.eventID}`)
    assert.deepEqual(
      both.map((one) => one.errorDeclaration !== undefined),
      [false, true],
    )
    const declared = await found(
      house,
      'wei',
      '/events?EXISTS_errorDeclaration=true&EQ_errorReason=incorrect_data',
    )
    assert.equal(declared.length, 1)
    const corrective = '/events?EQ_correctiveEventID=urn:uuid:504d95fc-9457-4a51-bd6a-0bba133845a8'
    assert.equal((await found(house, 'wei', corrective)).length, 1)
  })
})

describe('what is refused', () => {
  const cases: readonly (readonly [string, RequestInit, number, string])[] = [
    [
      'no type of data',
      { headers: { 'content-type': 'text/csv' }, body: 'a,b' },
      415,
      'UnsupportedMediaTypeException',
    ],
    ['no JSON', { headers: json, body: '{"a"' }, 400, 'ValidationException'],
    ['no document', { headers: json, body: '{}' }, 400, 'ValidationException'],
    ['no events', { headers: json, body: '{"type":"EPCISDocument"}' }, 400, 'ValidationException'],
    [
      'a bomb of entities',
      { headers: xml, body: '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>' },
      400,
      'ValidationException',
    ],
    [
      'a bomb of depth',
      { headers: json, body: `{"epcisBody":{"eventList":[{"a":${'['.repeat(100_000)}` },
      400,
      'ValidationException',
    ],
    [
      'another behaviour',
      { headers: { ...json, 'GS1-Capture-Error-Behaviour': 'ignore' }, body: '{}' },
      400,
      'ValidationException',
    ],
  ]
  for (const [name, init, status, type] of cases) {
    it(name, async () => {
      const answer = await ask(house, 'wei', '/capture', { method: 'POST', ...init })
      assert.equal(answer.status, status, answer.text)
      assert.match(answer.headers.get('content-type')!, /^application\/problem\+json/)
      assert.equal((answer.json() as unknown as { type: string }).type, `epcisException:${type}`)
    })
  }

  it('more events or bytes than the program takes', async () => {
    const many = documentOf(Array.from({ length: 2001 }, () => eventWith()))
    const tooMany = await ask(house, 'wei', '/capture', {
      method: 'POST',
      headers: json,
      body: JSON.stringify(many),
    })
    assert.equal(tooMany.status, 413)
    assert.equal(tooMany.headers.get('GS1-EPCIS-Capture-Limit'), '2000')
    const long = ' '.repeat(6_000_001)
    const tooLong = await ask(house, 'wei', '/capture', { method: 'POST', headers: json, body: long })
    assert.equal(tooLong.status, 413)
    assert.equal(tooLong.headers.get('GS1-EPCIS-Capture-File-Size-Limit'), '6000000')
  })

  it('who has not signed in, may not capture, or acts for nobody', async () => {
    const init = { method: 'POST', headers: json, body: JSON.stringify(documentOf([eventWith()])) }
    assert.equal((await ask(house, 'nobody', '/capture', init)).status, 401)
    assert.equal((await ask(house, 'reader', '/capture', init)).status, 403)
    assert.equal((await ask(house, 'alone', '/capture', init)).status, 403)
    assert.equal((await ask(house, 'nobody', '/events')).status, 401)
    assert.equal((await ask(house, 'nobody', '/capture')).status, 401)
  })
})

describe('T4 long documents', () => {
  it('go to disk, are captured from there, and leave nothing behind', async () => {
    const note = 'x'.repeat(2000)
    const events = Array.from({ length: 1500 }, () => eventWith({ 'example:note': note }))
    const before = await counts()
    const body = JSON.stringify(documentOf(events))
    assert.ok(body.length > 3_000_000)
    const answer = await ask(house, 'wei', '/capture', { method: 'POST', headers: json, body })
    assert.equal(answer.status, 202)
    const path = answer.headers.get('location')!.replace('/epcis', '')
    let job: { running: boolean; success: boolean } = { running: true, success: true }
    while (job.running) {
      job = (await ask(house, 'wei', path)).json() as never
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.equal(job.success, true)
    assert.equal((await counts()).events, before.events + 1500)
    const { readdir } = await import('node:fs/promises')
    assert.deepEqual(await readdir(`${house.config.DATA_DIR}/trace/spool`), [])
  })
})

describe('capture jobs', () => {
  it('are listed in pages, newest first, in JSON, and told in XML', async () => {
    const first = await ask(house, 'wei', '/capture?perPage=2')
    const jobs = first.json() as unknown as { captureID: string; createdAt: string }[]
    assert.equal(jobs.length, 2)
    const next = /<(.*)>; rel="next"/.exec(first.headers.get('link')!)![1]!
    const second = (await ask(house, 'wei', next)).json() as unknown as { captureID: string }[]
    assert.ok(second.length > 0 && !second.some(({ captureID }) => captureID === jobs[0]!.captureID))
    const told = await ask(house, 'wei', `/capture/${jobs[0]!.captureID}`, {
      headers: { accept: 'application/xml' },
    })
    assert.match(told.text, /<epcis:EPCISCaptureJob .*running="false" success="true" captureID="/)
    assert.equal((await ask(house, 'other', `/capture/${jobs[0]!.captureID}`)).status, 404)
    assert.equal((await ask(house, 'wei', '/capture/x')).status, 404)
  })
})

describe('a single event', () => {
  it('is captured at once, and refused when it is there', async () => {
    const event = { '@context': documentOf([])['@context'], ...eventWith() }
    const init = { method: 'POST', headers: json, body: JSON.stringify(event) }
    const answer = await ask(house, 'wei', '/events', init)
    assert.equal(answer.status, 201, answer.text)
    const kept = answer.json() as unknown as { eventID: string }
    assert.equal(answer.headers.get('location'), `/epcis/events/${encodeURIComponent(kept.eventID)}`)
    assert.equal((await ask(house, 'wei', '/events', init)).status, 409)
    const bare = { ...init, body: JSON.stringify(eventWith()) }
    assert.equal((await ask(house, 'wei', '/events', bare)).status, 400)
    const wrong = { ...init, body: JSON.stringify({ ...event, action: 'x' }) }
    assert.match((await ask(house, 'wei', '/events', wrong)).text, /action: action \(x\)/)
  })
})
