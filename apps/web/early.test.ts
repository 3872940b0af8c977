import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askEarly, askedAt, type Early, pageAt } from './early.ts'

const pages = ['/', '/runs', '/runs/$runId', '/runs/new', '/runs/$runId/report'].map((path) => ({ path }))

test('an address finds the page of its route, one that is said whole before one with blanks', () => {
  const found = ['/', '/runs', '/runs/12', '/runs/new', '/runs/12/report', '/runs/12/other', '/else']
  assert.deepEqual(
    found.map((path) => pageAt(pages, path)?.path),
    ['/', '/runs', '/runs/$runId', '/runs/new', '/runs/$runId/report', undefined, undefined],
  )
})

test('answers are asked for with the blanks of the address', () => {
  const asking = [
    { path: '/runs', asks: ['/assess/runs'] },
    { path: '/runs/$runId/$tab', asks: ['/assess/runs/$runId', '/assess/$tab/$runId/gaps'] },
  ]
  assert.deepEqual(askedAt(asking, '/runs'), ['/assess/runs'])
  assert.deepEqual(askedAt(asking, '/runs/a%20b/x'), ['/assess/runs/a%20b', '/assess/x/a%20b/gaps'])
  assert.deepEqual(askedAt(asking, '/other'), [])
})

test('what is under way is told with its headers, and a failure is nobody’s until it is wanted', async () => {
  // Here no page stands, so that the address is none and the asking fails.
  askEarly(['/registry/me'], { 'accept-language': 'zh' })
  const { rongheEarly } = globalThis as unknown as { rongheEarly: Early }
  assert.equal(rongheEarly.headers, '{"accept-language":"zh"}')
  assert.deepEqual([...rongheEarly.answers.keys()], ['/api/registry/me'])
  await new Promise(setImmediate)
  await assert.rejects(rongheEarly.answers.get('/api/registry/me') as Promise<Response>)
})
