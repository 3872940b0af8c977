import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { fetchOrTake } from './asked-early.ts'

const zh = { 'accept-language': 'zh' }
const init = { method: 'GET', headers: { accept: 'application/json', ...zh } }
/** A page that asked for this before its program came; `ageMs` ago. */
function early(answer: Promise<Response>, ageMs = 0): void {
  const answers = new Map([['data:,early', answer]])
  const asked = { headers: JSON.stringify(zh), atMs: Date.now() - ageMs, answers }
  Object.assign(globalThis, { rongheEarly: asked })
}
const said = async (address: string, own: RequestInit = init) => (await fetchOrTake(address, own)).text()

describe('an answer that was asked for early', () => {
  afterEach(() => Object.assign(globalThis, { rongheEarly: undefined }))

  test('is taken once', async () => {
    early(Promise.resolve(new Response('taken')))
    assert.equal(await said('data:,early'), 'taken')
    assert.equal(await said('data:,early'), 'early')
    assert.equal(await said('data:,other'), 'other')
  })

  test('is not taken by another question: other headers, another method', async () => {
    early(Promise.resolve(new Response('taken')))
    assert.equal(await said('data:,early', { ...init, headers: { 'accept-language': 'en' } }), 'early')
    early(Promise.resolve(new Response('taken')))
    assert.equal(await said('data:,early', { ...init, method: 'POST' }), 'early')
  })

  test('is asked for again when it is old or failed', async () => {
    early(Promise.resolve(new Response('taken')), 20_000)
    assert.equal(await said('data:,early'), 'early')
    const lost = Promise.reject(new Error('the network is gone'))
    lost.catch(() => {})
    early(lost)
    assert.equal(await said('data:,early'), 'early')
  })

  test('is not given to who has left', async () => {
    early(Promise.resolve(new Response('taken')))
    await assert.rejects(said('data:,early', { ...init, signal: AbortSignal.abort() }))
  })
})
