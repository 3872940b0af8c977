import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { client, RequestFault } from '../client/index.ts'
import { type TestHouse, testHouse } from '../test/index.ts'
import { probe, probeModule } from './test/probe.ts'

let house: TestHouse
before(async () => {
  house = await testHouse([probeModule], { environment: { BODY_BYTES_MAX: '2048', LOG_LEVEL: 'fatal' } })
})
after(() => house.close())

const api = (language = 'en') =>
  client(probe, { base: house.url, headers: () => ({ 'accept-language': language }) })

/** The fault that a request ends with. */
async function faultOf(request: Promise<unknown>): Promise<RequestFault> {
  const outcome = await request.then(
    () => null,
    (error: unknown) => error,
  )
  assert.ok(outcome instanceof RequestFault, String(outcome))
  return outcome
}

describe('a request', () => {
  test('is answered by the contract, and numbered', async () => {
    const answer = await fetch(`${house.url}/api/probe/greet/Li?times=2`)
    assert.deepEqual(await answer.json(), { said: 'Li Li' })
    assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.match(answer.headers.get('content-security-policy') ?? '', /script-src 'self' 'wasm-unsafe-eval';/)
  })

  test('that breaks the schema is told every field, in the reader’s language', async () => {
    const zh = await faultOf(api('zh').note({ body: { text: '', count: 101 } }))
    const en = await faultOf(api('en').note({ body: { text: '', count: 101 } }))
    for (const fault of [zh, en]) {
      assert.equal(fault.status, 400)
      assert.equal(fault.answer.code, 'kit.input.invalid')
      assert.deepEqual(fault.answer.fields?.map((one) => one.field).sort(), ['count', 'text'])
    }
    assert.match(zh.answer.fields?.[0]?.message ?? '', /[\u4e00-\u9fff]/)
    assert.doesNotMatch(en.answer.fields?.[0]?.message ?? '', /[\u4e00-\u9fff]/)
  })

  test('with a question that the contract does not know is refused', async () => {
    const fault = await faultOf(api().greet({ params: { name: 'Li' }, query: { other: 1 } as never }))
    assert.equal(fault.answer.code, 'kit.input.invalid')
  })

  test('that the room refuses has the status and the words of its contract', async () => {
    const fault = await faultOf(api('zh').refuse({}))
    assert.deepEqual([fault.status, fault.answer.code, fault.message], [409, 'probe.full', '最多 3 条'])
  })

  test('that fails by our own mistake is an incident with a number, and nothing else', async () => {
    const answer = await fetch(`${house.url}/api/probe/fail`)
    const text = await answer.text()
    assert.equal(answer.status, 500)
    const body = JSON.parse(text)
    assert.deepEqual(Object.keys(body).sort(), ['code', 'message', 'requestId'])
    assert.deepEqual([body.code, body.requestId], ['kit.incident', answer.headers.get('x-request-id')])
    assert.ok(body.message.includes(body.requestId))
    assert.doesNotMatch(text, /secret|probe\.ts|Error/)
  })

  test('larger than the bound, unreadable, or of no route is said so', async () => {
    const post = (body: string) =>
      fetch(`${house.url}/api/probe/notes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
    assert.equal((await post(JSON.stringify({ text: 'x'.repeat(4000), count: 1 }))).status, 413)
    assert.equal((await post('{"text":')).status, 400)
    assert.equal((await fetch(`${house.url}/api/nothing`)).status, 404)
  })

  test('of a stranger to a route with a permission asks to sign in', async () => {
    const fault = await faultOf(api().write({}))
    assert.deepEqual([fault.status, fault.answer.code], [401, 'kit.signIn.required'])
  })

  test('leaves nothing behind when it fails half-way', async () => {
    const { total } = await api().notes({})
    await faultOf(api().note({ body: { text: 'half', count: 3, breaks: true } }))
    assert.equal((await api().notes({})).total, total)
  })

  test('for a list as a file gives all rows, with words as titles', async () => {
    const before = (await api().notes({})).total
    await api().note({ body: { text: '行', count: 30 } })
    const answer = await fetch(`${house.url}/api/probe/notes?format=csv&pageSize=5`, {
      headers: { 'accept-language': 'zh' },
    })
    const lines = (await answer.text()).replace('\ufeff', '').trim().split(/\r?\n/)
    assert.equal(lines[0], '内容')
    assert.ok(lines.length - 1 >= before + 30, `${lines.length} lines`)
    assert.match(answer.headers.get('content-disposition') ?? '', /filename\*=UTF-8''/)
  })
})

describe('who watches over the program', () => {
  test('learns that it lives and that it is ready', async () => {
    assert.deepEqual(await (await fetch(`${house.url}/health`)).json(), { status: 'ok' })
    const ready = await fetch(`${house.url}/ready`)
    assert.deepEqual(
      [ready.status, await ready.json()],
      [200, { status: 'ready', database: 'ok', series: 'ok' }],
    )
  })

  test('counts requests by route and status, without what stood in the path', async () => {
    await fetch(`${house.url}/api/probe/greet/Wang`)
    const answer = await fetch(`${house.url}/metrics`)
    assert.match(answer.headers.get('content-type') ?? '', /text\/plain/)
    const text = await answer.text()
    assert.match(text, /\/api\/probe\/greet\/:name/)
    assert.doesNotMatch(text, /Wang/)
    for (const line of text.split('\n').filter(Boolean))
      assert.match(line, /^(# (HELP|TYPE) |[a-zA-Z_:][\w:]*(\{.*\})? [-+\w.]+$)/, line)
  })
})

test('what strangers write is sooner full than what they read', async () => {
  const small = await testHouse([probeModule], { environment: { RATE_STRANGER_WRITES_MAX: '2' } })
  try {
    const write = () => client(probe, { base: small.url }).note({ body: { text: 'a', count: 1 } })
    await write()
    await write()
    assert.equal((await faultOf(write())).answer.code, 'kit.rate.exceeded')
    assert.equal((await fetch(`${small.url}/api/probe/greet/Li`)).status, 200)
  } finally {
    await small.close()
  }
})

test('more requests a minute than allowed are sent away', async () => {
  const small = await testHouse([probeModule], { environment: { RATE_REQUESTS_MAX: '10' } })
  try {
    const statuses: number[] = []
    for (let index = 0; index < 14; index++)
      statuses.push((await fetch(`${small.url}/api/probe/greet/Li`)).status)
    assert.equal(statuses.filter((status) => status === 200).length, 10)
    assert.equal(statuses.filter((status) => status === 429).length, 4)
  } finally {
    await small.close()
  }
})
