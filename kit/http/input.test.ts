import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import Fastify from 'fastify'
import { type TestHouse, testHouse } from '../test/index.ts'
import { addFormats, boundIntegers, refuseBrokenText } from './input.ts'
import { probeModule } from './test/probe.ts'

type Check = (text: string) => boolean
const formats = new Map<string, Check>()
addFormats({ addFormat: (name, { validate }) => formats.set(name, validate) })
const is = (format: string, text: string) => formats.get(format)?.(text)

describe('a day', () => {
  test('is one that the calendar has, in the years 1 to 9999', () => {
    const days = ['2026-02-28', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']
    assert.deepEqual(
      days.map((one) => is('date', one)),
      days.map(() => true),
    )
    const none = ['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00']
    for (const one of [...none, '0000-01-01', '10000-01-01', '+02026-01-01', '2026-1-1', '', '2026-01-01 '])
      assert.equal(is('date', one), false, one)
  })

  test('is what a count of days from the first one reaches', () => {
    const first = Date.UTC(1600, 0, 1)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (days) => {
        const text = new Date(first + days * 86_400_000).toISOString().slice(0, 10)
        const past = `${text.slice(0, 8)}${String(Number(text.slice(8)) + 31).padStart(2, '0')}`
        assert.deepEqual([is('date', text), is('date', past)], [true, false])
      }),
      { seed: 20261129, numRuns: 300 },
    )
  })
})

describe('a moment', () => {
  test('has a zone and a second that every clock knows', () => {
    for (const one of ['2026-03-02T00:00:00Z', '2026-03-02t23:59:59.123456z', '2026-03-02T10:00:00+08:00'])
      assert.equal(is('date-time', one), true, one)
    const none = ['2016-12-31T23:59:60Z', '2026-03-02T24:00:00Z', '2026-03-02T10:00:00', '2026-03-02']
    for (const one of [...none, '2026-02-30T10:00:00Z', '2026-03-02T10:60:00Z', '2026-03-02T10:00:00+24:00'])
      assert.equal(is('date-time', one), false, one)
  })

  test('has four digits of a year wherever on earth it is read', () => {
    const edges = ['0000-12-31T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z']
    for (const one of [...edges, '9999-12-31T23:59:59-14:00']) assert.equal(is('date-time', one), false, one)
    for (const one of ['0001-01-02T00:00:00Z', '9999-12-31T09:00:00Z'])
      assert.equal(is('date-time', one), true, one)
  })

  test('that is let through becomes the same instant in JavaScript', () => {
    const date = fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
    fc.assert(
      fc.property(date, fc.integer({ min: -839, max: 839 }), (at, offset) => {
        const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1)
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
        const two = (part: number) => String(part).padStart(2, '0')
        const text = `${local}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`
        assert.equal(is('date-time', text), true, text)
        assert.equal(Date.parse(text), at.getTime())
      }),
      { seed: 20261129, numRuns: 300 },
    )
  })
})

test('an id is a plain UUID', () => {
  const id = '01900000-0000-7000-8000-000000000000'
  assert.deepEqual(
    [id, id.toUpperCase(), `urn:uuid:${id}`, `{${id}}`, id.replaceAll('-', '')].map((one) => is('uuid', one)),
    [true, true, false, false, false],
  )
})

test('a whole number without bounds gets those of the database, and keeps its own', () => {
  const inner = { type: 'integer', minimum: 1 }
  const schema = { type: 'object', properties: { a: { anyOf: [inner, { type: 'null' }] } }, required: ['a'] }
  assert.deepEqual(boundIntegers(schema), {
    ...schema,
    properties: { a: { anyOf: [{ type: 'integer', minimum: 1, maximum: 2_147_483_647 }, { type: 'null' }] } },
  })
  assert.deepEqual(boundIntegers({ type: 'integer', maximum: 2 ** 53 }), {
    ...{ type: 'integer', minimum: -2_147_483_648, maximum: 2 ** 53 },
  })
  assert.deepEqual(inner, { type: 'integer', minimum: 1 }, 'the contract itself stays as it is')
})

describe('a body', () => {
  let house: TestHouse
  before(async () => {
    house = await testHouse([probeModule], { environment: { LOG_LEVEL: 'fatal' } })
  })
  after(() => house.close())

  async function note(body: string): Promise<[number, string[]]> {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${house.url}/api/probe/notes`, { method: 'POST', headers, body })
    const told = (await answer.json()) as { fields?: { field: string }[] }
    return [answer.status, (told.fields ?? []).map(({ field }) => field)]
  }

  test('says itself what it is: nothing is read into a null, a text or a number', async () => {
    assert.deepEqual(await note('{"text":"a","count":1}'), [200, []])
    for (const count of ['null', '"1"', 'true', '[1]', '{}'])
      assert.deepEqual(await note(`{"text":"a","count":${count}}`), [400, ['count']], count)
    for (const text of ['null', '1', 'false', '["a"]'])
      assert.deepEqual(await note(`{"text":${text},"count":1}`), [400, ['text']], text)
  })

  test('with text that can’t be kept is refused by the field, however deep', async () => {
    for (const broken of ['a\\u0000b', '\\ud800', '\\udc00\\ud800'])
      assert.deepEqual(await note(`{"text":"${broken}","count":1}`), [400, ['text']], broken)
    assert.deepEqual(await note('{"text":"\\ud83d\\ude00","count":1}'), [200, []])
    const deep = 20_000
    const nested = `${'['.repeat(deep)}"\\u0000"${']'.repeat(deep)}`
    assert.equal((await note(`{"text":${nested},"count":1}`))[0], 400)
  })

  test('that reaches for the language itself is refused', async () => {
    for (const key of ['__proto__', 'constructor'])
      assert.equal((await note(`{"text":"a","count":1,"${key}":{"prototype":{"isAdmin":true}}}`))[0], 400)
    assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined)
  })

  test('and an address take numbers within the bounds of the database alone', async () => {
    assert.deepEqual(await note('{"text":"a","count":2147483648}'), [400, ['count']])
    const answer = await fetch(`${house.url}/api/probe/greet/Li?times=99999999999`)
    assert.equal(answer.status, 400)
    assert.equal((await fetch(`${house.url}/api/probe/greet/a%00b`)).status, 400)
  })
})

test('a body that is a stream is let by as it is', async () => {
  const app = Fastify()
  refuseBrokenText(app)
  app.addContentTypeParser('application/x-stream', (_request, payload, done) => done(null, payload))
  app.post('/', async ({ body }) => {
    const pieces: Buffer[] = []
    for await (const piece of body as AsyncIterable<Buffer>) pieces.push(piece)
    return Buffer.concat(pieces).toString()
  })
  const headers = { 'content-type': 'application/x-stream' }
  const answer = await app.inject({ method: 'POST', url: '/', headers, payload: 'as it is' })
  assert.deepEqual([answer.statusCode, answer.body], [200, 'as it is'])
  await app.close()
})
