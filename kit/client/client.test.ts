import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { defineContract, Type } from '../contract/index.ts'
import { addressOf, client, RequestFault } from './index.ts'

const Thing = Type.Object({ id: Type.String() })
const things = defineContract({
  module: 'things',
  permissions: [],
  routes: {
    thing: { method: 'GET', path: '/things/:thingId/parts/:partId', may: 'public', response: Thing },
    add: { method: 'POST', path: '/things', may: 'public', body: Thing, response: Thing },
  },
  events: {},
  faults: {},
})

/** What was sent, and an answer to it. */
function answering(response: Response) {
  const sent: { address: string; init: RequestInit }[] = []
  const fetch = async (address: string | URL | Request, init: RequestInit = {}) => {
    sent.push({ address: String(address), init })
    return response
  }
  return { sent, api: client(things, { base: 'http://a', headers: () => ({ 'x-mine': '1' }), fetch }) }
}

describe('an address', () => {
  test('brings back every parameter and question as it was given', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => one !== '.' && one !== '..')
    fc.assert(
      fc.property(text, text, text, (thingId, partId, q) => {
        const input = { params: { thingId, partId }, query: { q } }
        const address = addressOf(things.routes.thing, input, 'http://a')
        const url = new URL(address)
        const parts = url.pathname.split('/').map(decodeURIComponent)
        assert.deepEqual(parts, ['', 'api', 'things', thingId, 'parts', partId])
        assert.equal(url.searchParams.get('q'), q)
      }),
    )
  })

  test('leaves out what was not asked, and repeats what has several values', () => {
    const query = { none: undefined, empty: '', nothing: null, off: false, zero: 0, many: ['a', 'b'] }
    const url = addressOf(things.routes.add, { query })
    assert.equal(url, '/api/things?off=false&zero=0&many=a&many=b')
  })
})

describe('a client', () => {
  test('sends JSON only with a body, and its own headers always', async () => {
    const { api, sent } = answering(Response.json({ id: '1' }))
    assert.deepEqual(await api.add({ body: { id: '1' } }), { id: '1' })
    assert.deepEqual(sent[0]?.init.headers, {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-mine': '1',
    })
    assert.equal(sent[0]?.init.body, '{"id":"1"}')
  })

  test('leaves the form of an upload to the browser', async () => {
    const { api, sent } = answering(Response.json({ id: '1' }))
    const form = new FormData()
    await api.add({ body: form as never })
    assert.equal(sent[0]?.init.body, form)
    assert.ok(!('content-type' in ((sent[0]?.init.headers ?? {}) as object)))
  })

  test('throws what the server says, also when the answer is none of ours', async () => {
    const told = { code: 'things.full', message: '满了', requestId: 'r1' }
    await assert.rejects(answering(Response.json(told, { status: 409 })).api.add(), (error) => {
      assert.ok(error instanceof RequestFault)
      assert.deepEqual([error.status, error.message, error.answer], [409, '满了', told])
      return true
    })
    const gateway = new Response('<html>', { status: 502, headers: { 'x-request-id': 'r2' } })
    await assert.rejects(answering(gateway).api.add(), (error) => {
      assert.ok(error instanceof RequestFault)
      const { status, answer } = error
      assert.deepEqual([status, answer.code, answer.requestId], [502, 'kit.unavailable', 'r2'])
      return true
    })
  })
})
