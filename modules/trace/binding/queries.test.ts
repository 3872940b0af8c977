import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { signature } from '../deliver/webhook.ts'
import { ask, capture, documentOf, eventWith, found, json, traceHouse } from '../test/house.ts'
import { idsIn, receiver } from '../test/receiver.ts'

let house: TestHouse
let there: Awaited<ReturnType<typeof receiver>>
before(async () => {
  house = await traceHouse({ WEBHOOK_HOSTS_ALLOWED: '127.0.0.1' })
  there = await receiver()
})
after(async () => {
  await house.close()
  await there.close()
})

const post = (body: unknown) => ({ method: 'POST', headers: json, body: JSON.stringify(body) })

async function addQuery(name: string, query: object, who = 'wei'): Promise<void> {
  const answer = await ask(house, who, '/queries', post({ name, query }))
  assert.equal(answer.status, 201, answer.text)
}

async function addSubscription(name: string, wish: object): Promise<string> {
  const answer = await ask(house, 'wei', `/queries/${name}/subscriptions`, post({ dest: there.url, ...wish }))
  assert.equal(answer.status, 201, answer.text)
  return (answer.json() as unknown as { subscriptionID: string }).subscriptionID
}

/** Captures events of a step and tells their ids. */
async function happen(bizStep: string, count = 1): Promise<string[]> {
  const ids = Array.from(
    { length: count },
    (_, at) => `urn:q:${bizStep}:${Date.now()}:${Math.random()}:${at}`,
  )
  await capture(house, 'wei', documentOf(ids.map((eventID) => eventWith({ eventID, bizStep }))))
  return ids
}

function sentOf(subscriptionID: string): string[] {
  return there.received.map(({ body }) => body).filter((body) => body.includes(subscriptionID))
}

describe('named queries', () => {
  it('are made, listed, run and taken away', async () => {
    await addQuery('loading', { EQ_bizStep: ['loading'], eventType: ['ObjectEvent'] })
    const [id] = await happen('loading')
    await happen('unloading')
    assert.deepEqual(
      (await found(house, 'wei', '/queries/loading/events')).map(({ eventID }) => eventID),
      [id],
    )
    const told = (await ask(house, 'wei', '/queries/loading')).json() as unknown
    assert.deepEqual(told, {
      name: 'loading',
      query: { EQ_bizStep: ['loading'], eventType: ['ObjectEvent'] },
    })
    const all = (await ask(house, 'wei', '/queries')).json() as unknown as { name: string }[]
    assert.deepEqual(
      all.map(({ name }) => name),
      ['loading'],
    )
    assert.equal((await ask(house, 'wei', '/queries', post({ name: 'loading', query: {} }))).status, 409)
    assert.equal((await ask(house, 'wei', '/queries/loading', { method: 'DELETE' })).status, 204)
    assert.equal((await ask(house, 'wei', '/queries/loading')).status, 404)
    assert.equal((await ask(house, 'wei', '/queries/loading/events')).status, 404)
  })

  it('bring their own prefixes', async () => {
    const body = {
      '@context': { mine: 'https://ns.example.com/epcis/' },
      name: 'mine',
      query: { 'EQ_mine:grade': 'Z' },
    }
    assert.equal((await ask(house, 'wei', '/queries', post(body))).status, 201)
    await capture(house, 'wei', documentOf([eventWith({ 'example:grade': 'Z' })]))
    assert.equal((await found(house, 'wei', '/queries/mine/events')).length, 1)
  })

  it('come in pages', async () => {
    for (const name of ['p1', 'p2', 'p3']) await addQuery(name, {})
    const first = await ask(house, 'wei', '/queries?perPage=2')
    assert.equal((first.json() as unknown as unknown[]).length, 2)
    const next = /<(.*)>; rel="next"/.exec(first.headers.get('link')!)![1]!
    assert.ok(((await ask(house, 'wei', next)).json() as unknown as unknown[]).length >= 1)
  })

  for (const [name, body, status] of [
    ['no name', { query: {} }, 400],
    ['a name with a slash', { name: 'a/b', query: {} }, 400],
    ['no query', { name: 'a' }, 400],
    ['a query that is a list', { name: 'a', query: [] }, 400],
    ['an unknown parameter', { name: 'a', query: { EQ_weather: 'fine' } }, 400],
    ['a list for an object', [], 400],
  ] as const) {
    it(`refuses ${name}`, async () => {
      assert.equal((await ask(house, 'wei', '/queries', post(body))).status, status)
    })
  }

  it('are of one firm, and made by who may', async () => {
    await addQuery('secret', {})
    assert.equal((await ask(house, 'other', '/queries/secret')).status, 404)
    assert.equal((await ask(house, 'other', '/queries/secret/events')).status, 404)
    assert.equal((await ask(house, 'other', '/queries/secret', { method: 'DELETE' })).status, 404)
    await addQuery('secret', {}, 'other')
    assert.equal((await ask(house, 'reader', '/queries', post({ name: 'b', query: {} }))).status, 403)
    assert.equal((await ask(house, 'reader', '/queries/secret', { method: 'DELETE' })).status, 403)
    assert.equal((await ask(house, 'reader', '/queries/secret')).status, 200)
  })
})

describe('T7 subscriptions', () => {
  it('by stream: every event of the query once, in order, signed', async () => {
    await addQuery('arriving', { EQ_bizStep: 'arriving' })
    const id = await addSubscription('arriving', { stream: true, signatureToken: 'token-1' })
    const wanted = [...(await happen('arriving', 3)), ...(await happen('arriving', 250))]
    await happen('departing')
    await eventually('all are sent', () => idsIn(sentOf(id)).length >= wanted.length)
    assert.deepEqual(idsIn(sentOf(id)), wanted)
    for (const { headers, body } of there.received.filter((one) => one.body.includes(id))) {
      assert.equal(headers['gs1-signature'], signature('token-1', body))
    }
    const told = (
      await ask(house, 'wei', `/queries/arriving/subscriptions/${id}`)
    ).json() as unknown as Record<string, unknown>
    assert.equal(told.stream, true)
    assert.ok(told.lastNotifiedAt)
    assert.equal(JSON.stringify(told).includes('token-1'), false)
  })

  it('an end that was away is sent all that it missed', async () => {
    await addQuery('sampling', { EQ_bizStep: 'sampling' })
    const id = await addSubscription('sampling', { stream: true })
    there.answer(503)
    const wanted = await happen('sampling')
    const path = `/queries/sampling/subscriptions/${id}`
    await eventually('the failure is told', async () =>
      (await ask(house, 'wei', path)).text.includes('HTTP 503'),
    )
    wanted.push(...(await happen('sampling')))
    assert.deepEqual(sentOf(id), [])
    there.answer(200)
    await eventually('both are sent', () => idsIn(sentOf(id)).length >= 2)
    assert.deepEqual(idsIn(sentOf(id)), wanted)
    await eventually(
      'the failure is over',
      async () => !(await ask(house, 'wei', path)).text.includes('HTTP 503'),
    )
  })

  it('by schedule, also when there is nothing to tell', async () => {
    await addQuery('holding', { EQ_bizStep: 'holding' })
    const id = await addSubscription('holding', { schedule: { second: '*' }, reportIfEmpty: true })
    await eventually('an empty report', () => sentOf(id).length > 0)
    assert.deepEqual(idsIn(sentOf(id).slice(0, 1)), [])
    const wanted = await happen('holding')
    await eventually('the event', () => idsIn(sentOf(id)).length > 0)
    assert.deepEqual(idsIn(sentOf(id)), wanted)
    const path = `/queries/holding/subscriptions/${id}`
    assert.equal((await ask(house, 'wei', path, { method: 'DELETE' })).status, 204)
    assert.equal((await ask(house, 'wei', path)).status, 404)
  })

  it('from the beginning, when it is asked for', async () => {
    await addQuery('storing', { EQ_bizStep: 'storing' })
    const wanted = await happen('storing')
    const id = await addSubscription('storing', { stream: true, initialRecordTime: '2020-01-01T00:00:00Z' })
    await eventually('what was there', () => idsIn(sentOf(id)).length > 0)
    assert.deepEqual(idsIn(sentOf(id)), wanted)
  })

  it('are listed, and end with their query', async () => {
    await addQuery('ending', { EQ_bizStep: 'picking' })
    const ids = [
      await addSubscription('ending', { stream: true }),
      await addSubscription('ending', { schedule: { hour: '1' } }),
    ]
    const all = (await ask(house, 'wei', '/queries/ending/subscriptions')).json() as unknown as {
      subscriptionID: string
    }[]
    assert.deepEqual(all.map(({ subscriptionID }) => subscriptionID).sort(), ids.sort())
    await ask(house, 'wei', '/queries/ending', { method: 'DELETE' })
    await happen('picking')
    assert.deepEqual(sentOf(ids[0]!), [])
  })

  for (const [name, wish, detail] of [
    ['no destination', { dest: undefined, stream: true }, 'dest: a web address'],
    ['an internal address', { dest: 'http://10.0.0.1/', stream: true }, 'dest: internal'],
    ['an address of the cloud', { dest: 'http://169.254.169.254/', stream: true }, 'dest: internal'],
    ['another scheme', { dest: 'file:///etc/passwd', stream: true }, 'dest: scheme'],
    ['neither time nor stream', {}, 'schedule or stream: one of them'],
    ['both', { stream: true, schedule: { hour: '1' } }, 'schedule or stream: not both'],
    ['a schedule of nothing', { schedule: {} }, 'schedule.schedule'],
    ['an hour that is none', { schedule: { hour: '25' } }, 'schedule.hour'],
    ['a flag that is none', { stream: 'maybe' }, 'stream: true or false'],
    ['a token that is none', { stream: true, signatureToken: 5 }, 'signatureToken: a text'],
    ['a time that is none', { stream: true, initialRecordTime: 'x' }, 'initialRecordTime: a time'],
  ] as const) {
    it(`refuse ${name}`, async () => {
      const answer = await ask(
        house,
        'wei',
        '/queries/arriving/subscriptions',
        post({ dest: there.url, ...wish }),
      )
      assert.equal(answer.status, 400, answer.text)
      const problem = answer.json() as unknown as { type: string; detail: string }
      assert.deepEqual(
        [problem.type, problem.detail],
        ['epcisException:SubscriptionControlsException', detail],
      )
    })
  }

  it('are nobody else’s', async () => {
    const id = await addSubscription('arriving', { stream: true })
    await addQuery('arriving', {}, 'other')
    assert.equal((await ask(house, 'other', `/queries/arriving/subscriptions/${id}`)).status, 404)
    assert.equal(
      (await ask(house, 'other', `/queries/arriving/subscriptions/${id}`, { method: 'DELETE' })).status,
      404,
    )
    assert.equal(
      (await ask(house, 'reader', `/queries/arriving/subscriptions/${id}`, { method: 'DELETE' })).status,
      403,
    )
    assert.deepEqual((await ask(house, 'other', '/queries/arriving/subscriptions')).json() as unknown, [])
    assert.equal((await ask(house, 'wei', '/queries/arriving/subscriptions/x')).status, 404)
  })
})

describe('subscriptions by connection', () => {
  const open = async (path: string, who = 'wei') => {
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(`${house.url.replace('http', 'ws')}/epcis${path}`, {
      headers: { 'x-person': who },
    })
    const texts: string[] = []
    let code = 0
    socket.on('message', (data: Buffer) => texts.push(data.toString('utf8')))
    socket.on('close', (why: number) => {
      code = why
    })
    await new Promise((resolve, reject) => {
      socket.on('open', resolve)
      socket.on('error', reject)
    })
    return { socket, texts, code: () => code }
  }

  it('tell events as they come', async () => {
    await addQuery('live', { EQ_bizStep: 'encoding' })
    const { socket, texts } = await open('/queries/live/events?stream=true')
    await new Promise((resolve) => setTimeout(resolve, 700))
    const wanted = await happen('encoding', 2)
    await happen('killing')
    await eventually('both', () => idsIn(texts).length >= 2)
    assert.deepEqual(idsIn(texts), wanted)
    socket.close()
  })

  it('tell by schedule, also nothing', async () => {
    const { socket, texts } = await open('/queries/live/events?second=*&reportIfEmpty=true')
    await eventually('a report', () => texts.length > 0)
    assert.deepEqual(idsIn(texts), [])
    socket.close()
  })

  for (const [path, who, type] of [
    ['/queries/live/events', 'wei', 'SubscriptionControlsException'],
    ['/queries/nothing/events?stream=true', 'wei', 'NoSuchNameException'],
    ['/queries/live/events?stream=true', 'other', 'NoSuchNameException'],
    ['/queries/live/events?stream=true', 'nobody', 'SecurityException'],
    ['/queries/live/events?second=99', 'wei', 'SubscriptionControlsException'],
  ] as const) {
    it(`refuse ${who} ${path}`, async () => {
      const { texts, code } = await open(path, who)
      await eventually('closed', () => code() === 1008)
      assert.match(texts[0] ?? '', new RegExp(`epcisException:${type}`))
    })
  }
})
