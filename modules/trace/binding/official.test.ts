import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { TestHouse } from '@ronghe/kit/test'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { addFirm, ask, capture, type Event, found, traceHouse, xml } from '../test/house.ts'
import { absent, officialFiles, officialText } from '../test/official.ts'

let house: TestHouse
let firms = 0
before(async () => {
  if (!absent) house = await traceHouse()
})
after(() => house?.close())

type Json = Record<string, unknown>
type Document = {
  '@context': unknown
  epcisBody: { eventList?: Json[]; queryResults?: { resultsBody: { eventList: Json[] } } }
}

function eventsIn(document: Document): Json[] {
  return document.epcisBody.eventList ?? document.epcisBody.queryResults?.resultsBody.eventList ?? []
}

/** An event without what the repository adds. */
function plain({ recordTime: _, '@context': __, ...event }: Json, hasId: boolean): Json {
  if (hasId) return event
  const { eventID: ___, ...rest } = event
  return rest
}

function sorted(events: readonly Json[]): string[] {
  return events
    .map((event) => JSON.stringify(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort()
}

/** The engineer of a firm which has no events yet, so that ids which examples share do not meet. */
async function newcomer(): Promise<string> {
  firms += 1
  await addFirm(house, firms)
  return `wei of ${firms}`
}

async function captured(who: string, text: string): Promise<Event[]> {
  const job = await capture(house, who, text)
  assert.deepEqual([job.success, job.errors], [true, []])
  return found(house, who, '/events?perPage=1000')
}

/** The published schema's own word; some examples of the folder with the simple context are older than it. */
function published(): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true })
  ;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
  return ajv.compile(JSON.parse(officialText('EPCIS-JSON-Schema.json')) as object)
}

/** Refused as a client error, of which nothing is kept. */
async function isRefused(text: string): Promise<boolean> {
  const who = await newcomer()
  const headers = { 'content-type': 'application/json' }
  const answer = await ask(house, who, '/capture', { method: 'POST', headers, body: text })
  if (answer.status === 202) return false
  assert.equal(answer.status, 400, answer.text)
  assert.equal(answer.json().type, 'epcisException:ValidationException')
  assert.deepEqual(await found(house, who, '/events?perPage=1000'), [])
  return true
}

/** Examples of the folder with the simple context that are older than the published schema. */
const leftMax = 40
const left: string[] = []

describe('T1 the official examples', { skip: absent }, () => {
  const accepts = absent ? null : published()
  for (const path of [
    ...officialFiles('JSON', '.jsonld'),
    ...officialFiles('JSON-simple-context', '.jsonld'),
  ]) {
    it(`${path} is captured and queried back equal, or no EPCIS by the published schema`, async (t) => {
      const text = officialText(path)
      // None that the schema accepts is refused, and no example of the folder of the final standard.
      const isOlder = path.startsWith('JSON-simple-context') && !accepts?.(JSON.parse(text))
      if (isOlder && (await isRefused(text))) {
        left.push(path)
        return t.diagnostic('left out: the published schema refuses it, and so does the repository')
      }
      const given = eventsIn(JSON.parse(text) as Document)
      const back = await captured(await newcomer(), text)
      const ids = new Set(given.map(({ eventID }) => eventID).filter(Boolean))
      // An example may tell one event twice.
      const wanted = [...new Set(sorted(given.map((event) => plain(event, true))))]
      const made = back.map((event) => plain(event, ids.has(event.eventID)))
      assert.deepEqual(sorted(made), wanted)
    })
  }

  it('those that are left out are few, and each is one that the published schema refuses', (t) => {
    t.diagnostic(`left out: ${left.join(', ')}`)
    assert.ok(left.length <= leftMax, left.join(', '))
    for (const path of left) assert.equal(accepts?.(JSON.parse(officialText(path))), false, path)
  })

  const texts = officialFiles('XML', '.xml').map((path) => ({ path, text: officialText(path) }))
  const documents = texts.filter(({ text }) => /<EventList>\s*</.test(text)).map(({ path }) => path)
  it('files of XML that tell no event are master data, questions and settings', (t) => {
    const others = texts.filter(({ path }) => !documents.includes(path))
    t.diagnostic(`without an event: ${others.map(({ path }) => path).join(', ')}`)
    for (const { path, text } of others)
      assert.doesNotMatch(text, /<(Object|Aggregation|Transaction|Transformation|Association)Event>/, path)
  })
  for (const path of documents) {
    it(`${path} is captured, asked for as XML, and captured again as the same`, async () => {
      const text = officialText(path)
      // A few examples break the published schema on purpose or by age; what is wrong is told.
      const headers = { ...xml, 'GS1-Capture-Error-Behaviour': 'proceed' }
      const who = await newcomer()
      const job = await capture(house, who, text, headers)
      for (const { type } of job.errors) assert.equal(type, 'epcisException:ValidationException')
      const before = await found(house, who, '/events?perPage=1000')
      assert.ok(before.length > 0 || job.errors.length > 0 || path.includes('masterdata'))
      const answer = await ask(house, who, '/events?perPage=1000', {
        headers: { accept: 'application/xml' },
      })
      const again = await capture(house, who, answer.text, xml)
      assert.deepEqual([again.success, again.errors], [true, []])
      assert.equal((await found(house, who, '/events?perPage=1000')).length, before.length)
    })
  }
})

describe('T1 the documents of the event hash', () => {
  const folder = new URL('../../../engines/epcis/test/data/epcis-hash/tests/examples/', import.meta.url)
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.jsonld'))) {
    it(`${name} is captured and queried back equal, or told what is wrong with it`, async (t) => {
      house ??= await traceHouse()
      const text = readFileSync(new URL(name, folder), 'utf8')
      const headers = { 'content-type': 'application/json' }
      const who = await newcomer()
      const answer = await ask(house, who, '/capture', { method: 'POST', headers, body: text })
      if (answer.status !== 202) {
        const { type, detail } = answer.json() as { type?: string; detail?: string }
        assert.equal(type, 'epcisException:ValidationException')
        return t.diagnostic(`left out: ${detail}`)
      }
      const all = eventsIn(JSON.parse(text) as Document)
      // Two that differ in fields which the hash ignores have one id: the first of them is the event.
      const isFirst = ({ eventID: id }: Json, at: number) =>
        id === undefined || all.findIndex((one) => one.eventID === id) === at
      const given = all.filter(isFirst)
      const back = await found(house, who, '/events?perPage=1000')
      const ids = new Set(given.map(({ eventID }) => eventID).filter(Boolean))
      const wanted = [...new Set(sorted(given.map((event) => plain(event, true))))]
      assert.deepEqual(sorted(back.map((event) => plain(event, ids.has(event.eventID)))), wanted)
    })
  }
})

describe('answers by the published schemas', { skip: absent }, () => {
  const judge = absent ? null : schemas()

  it('query documents, problems, collections and subscriptions are what the API says', async () => {
    const example = officialText('JSON/Example_9.6.1-ObjectEvent.jsonld')
    await captured('wei', example)
    const post = (body: unknown) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    await ask(house, 'wei', '/queries', post({ name: 'all', query: {} }))
    const wish = { dest: 'https://client.example.com/callback', schedule: { hour: '1' }, signatureToken: 'x' }
    await ask(house, 'wei', '/queries/all/subscriptions', post(wish))
    const list = (await ask(house, 'wei', '/queries/all/subscriptions')).json() as unknown as {
      subscriptionID: string
    }[]
    const answers: readonly (readonly [string, string, number])[] = [
      ['epcisQueryDocument', '/events', 200],
      ['epcisQueryDocument', '/queries/all/events', 200],
      ['epcisQueryDocument', '/bizSteps/shipping/events', 200],
      ['TopLevelResourceCollection', '', 200],
      ['EventTypeCollection', '/eventTypes', 200],
      ['UriCollection', '/epcs', 200],
      ['UriCollection', '/readPoints', 200],
      ['ResourceCollection', '/eventTypes/ObjectEvent', 200],
      ['QueryDefinition', '/queries/all', 200],
      ['AbstractQuerySubscriptionResponse', `/queries/all/subscriptions/${list[0]?.subscriptionID}`, 200],
      ['RFC7807ProblemResponseBody', '/events/urn:nothing', 404],
      ['RFC7807ProblemResponseBody', '/events?EQ_nothing=1', 400],
    ]
    for (const [name, path, status] of answers) {
      const answer = await ask(house, 'wei', path)
      assert.equal(answer.status, status, path)
      const validate = judge!(name)
      const isValid = validate(answer.json())
      assert.ok(
        isValid,
        `${path} ${name}: ${JSON.stringify(validate.errors?.slice(0, 4))}\n${answer.text.slice(0, 300)}`,
      )
    }
  })
})

/** Schemas of the published API by name. */
function schemas(): (name: string) => ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
  ;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
  const document = JSON.parse(officialText('REST Bindings/openapi.json')) as object
  ajv.addSchema({ $id: 'https://api.example/', ...document })
  return (name) => ajv.compile({ $ref: `https://api.example/#/components/schemas/${name}` })
}
