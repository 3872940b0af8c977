import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import helmet from 'helmet'
import { type TestHouse, testHouse } from '../test/index.ts'
import { secureHeaders, secureOptions } from './secure.ts'
import { probeModule } from './test/probe.ts'

let house: TestHouse
before(async () => {
  house = await testHouse([probeModule], { environment: { LOG_LEVEL: 'fatal', RATE_REQUESTS_MAX: '10' } })
})
after(() => house.close())

/** What helmet itself puts on an answer, asked anew. */
async function helmetAnswer(): Promise<Headers> {
  const server = createServer((request, response) => {
    helmet(secureOptions)(request, response, () => response.end())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    return (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).headers
  } finally {
    server.close()
  }
}

describe('the headers that keep a page safe', () => {
  test('are those of helmet, to the byte', async () => {
    const answer = await helmetAnswer()
    const own = secureHeaders()
    const transport = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])
    const theirs = Object.fromEntries([...answer].filter(([name]) => !transport.has(name)))
    assert.deepEqual(own, theirs)
    assert.match(own['content-security-policy'] ?? '', /script-src 'self' 'wasm-unsafe-eval';/)
  })

  test('stand on every kind of answer, with a number of its own', async () => {
    const asked: readonly [string, number, RequestInit?][] = [
      ['/health', 200],
      ['/nothing', 404],
      ['/api/probe/greet/Li', 200],
      ['/api/probe/greet/far-too-long', 400],
      ['/api/probe/write', 401, { method: 'POST' }],
      ['/api/probe/refuse', 409],
      ['/api/probe/fail', 500],
      ['/api/openapi.json', 200],
      ['/api/nothing', 404],
    ]
    const numbers = new Set<string>()
    for (const [path, status, init] of asked) {
      const answer = await fetch(house.url + path, init)
      assert.equal(answer.status, status, path)
      for (const [name, value] of Object.entries(secureHeaders()))
        assert.equal(answer.headers.get(name), value, `${path} ${name}`)
      numbers.add(answer.headers.get('x-request-id') ?? '')
    }
    assert.equal(numbers.size, asked.length)
  })

  test('stand on what is sent away too; the path may be written as it likes', async () => {
    // Six were counted above: `/health`, and what has no route, are none of them.
    const statuses = []
    for (let at = 0; at < 6; at += 1) {
      const answer = await fetch(`${house.url}/%61pi/probe/greet/Li`)
      statuses.push(answer.status)
      assert.equal(answer.headers.get('x-frame-options'), 'SAMEORIGIN')
      assert.ok(answer.headers.get('x-ratelimit-limit'))
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429])
    assert.equal((await fetch(`${house.url}/health`)).headers.get('x-ratelimit-limit'), null)
    assert.equal((await fetch(`${house.url}/health`)).status, 200)
  })
})
