import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHouse } from '@ronghe/kit/test'
import { registryModule } from '@ronghe/registry'
import { traceModule } from '../module.ts'

test('requests of the binding are counted with the API’s, and refused as its problems are', async (t) => {
  const modules = [registryModule, traceModule]
  const house = await testHouse(modules, { start: false, environment: { RATE_REQUESTS_MAX: '10' } })
  t.after(() => house.close())
  const ask = (path: string) => fetch(house.url + path, { headers: { 'accept-language': 'en' } })
  for (let count = 0; count < 5; count++) {
    assert.equal((await ask('/epcis/events')).status, 401)
    assert.notEqual((await ask('/api/registry/me')).status, 429)
  }
  const refused = await ask('/epcis/events')
  assert.equal(refused.status, 429)
  assert.match(refused.headers.get('content-type') ?? '', /problem\+json/)
  assert.equal(
    ((await refused.json()) as { title: string }).title,
    'Too many requests: try again in a minute',
  )
  assert.equal((await ask('/api/registry/me')).status, 429)
  // What a phone scans is a page, and is not counted.
  assert.notEqual((await ask('/01/09506000134352')).status, 429)
})
