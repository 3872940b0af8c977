import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { receiver } from '../test/receiver.ts'
import { deliver, signature } from './webhook.ts'

let there: Awaited<ReturnType<typeof receiver>>
before(async () => {
  there = await receiver()
})
after(() => there.close())

const allowed = new Set(['127.0.0.1'])
const message = { body: '{"a":"ä"}', signatureToken: 'secret', headers: { 'GS1-EPCIS-Version': '2.0.0' } }

describe('T7 one delivery', () => {
  it('is signed, whole and told as what it was answered', async () => {
    assert.deepEqual(await deliver({ ...message, dest: there.url }, allowed), { status: 200 })
    const [sent] = there.received
    assert.equal(sent?.body, message.body)
    assert.equal(sent?.headers['gs1-signature'], signature('secret', message.body))
    assert.equal(sent?.headers['gs1-epcis-version'], '2.0.0')
    assert.equal(sent?.headers['content-type'], 'application/json; charset=utf-8')
  })

  it('is the HMAC that anybody can make again', () => {
    // printf '%s' body | openssl dgst -sha256 -hmac key
    assert.equal(
      signature('key', 'The quick brown fox jumps over the lazy dog'),
      'sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
    )
  })

  it('carries no signature without a token', async () => {
    await deliver({ ...message, signatureToken: null, dest: there.url }, allowed)
    assert.equal(there.received.at(-1)?.headers['gs1-signature'], undefined)
  })

  it('follows no redirect and tells every other answer', async () => {
    for (const status of [302, 401, 413, 500]) {
      there.answer(status)
      assert.deepEqual(await deliver({ ...message, dest: there.url }, allowed), { status })
    }
    there.answer(200)
  })

  it('reaches nothing inside that is not allowed', async () => {
    assert.deepEqual(await deliver({ ...message, dest: there.url }, new Set()), { error: 'internal' })
    const named = there.url.replace('127.0.0.1', 'localhost')
    assert.deepEqual(await deliver({ ...message, dest: named }, new Set()), { error: 'internal' })
  })

  it('tells who is not there', async () => {
    const gone = await deliver({ ...message, dest: 'http://127.0.0.1:1/' }, allowed)
    assert.ok('error' in gone && gone.error.includes('ECONNREFUSED'))
  })
})
