import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { XMLParser } from 'fast-xml-parser'
import { loadRecording } from '../play/recording.ts'
import { Agent } from './agent.ts'
import { type AgentServer, serveAgent } from './server.ts'

const agie = loadRecording('GFAgie01', 1)
const execution = agie.device.items.findIndex((item) => item.type === 'EXECUTION')
const bufferSize = 8192
let agent: Agent
let server: AgentServer
let url: string

before(async () => {
  const nowMicros = () => Date.parse('2026-03-03T00:00:00Z') * 1000
  agent = new Agent({ devices: [agie.device], bufferSize, instanceId: 42, sender: 'test', nowMicros })
  const day = agie.days[0]!
  for (const [row, item] of day.item.entries()) observe(item, day.text[row]!, day.offsetMicros[row]!)
  server = await serveAgent(agent, { host: '127.0.0.1', port: 0, streamsMax: 2 })
  url = `http://127.0.0.1:${server.port}`
})

after(() => server.stop())

function observe(item: number, text: string, timeMicros: number): void {
  agent.observe(0, { item, text, timeMicros })
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  isArray: (name) => ['DeviceStream', 'ComponentStream'].includes(name),
})

type Header = { firstSequence: string; lastSequence: string; nextSequence: string; instanceId: string }
type Seen = { header: Header; sequences: number[]; text: string }

function streams(document: string): Seen {
  const root = parser.parse(document).MTConnectStreams
  assert.ok(root, document.slice(0, 600))
  const sequences = [...document.matchAll(/ sequence="(\d+)"/g)].map((match) => Number(match[1]))
  return { header: root.Header, sequences, text: document }
}

async function get(path: string): Promise<{ status: number; type: string; body: string }> {
  const response = await fetch(url + path)
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: await response.text(),
  }
}

async function errorCode(path: string): Promise<string> {
  const { status, body } = await get(path)
  return `${status} ${parser.parse(body).MTConnectError.Errors.Error.errorCode}`
}

test('probe shows the device, by name and by uuid too', async () => {
  for (const path of ['/', '/probe', '/GFAgie01', '/GFAgie01/probe', `/${agie.device.uuid}/probe`]) {
    const { status, type, body } = await get(path)
    assert.equal(status, 200, path)
    assert.equal(type, 'text/xml; charset=utf-8')
    assert.equal(parser.parse(body).MTConnectDevices.Devices.Device.name, 'GFAgie01')
  }
})

test('current shows every data item once, with where to go on', async () => {
  const { header, sequences, text } = streams((await get('/current')).body)
  const ids = [...text.matchAll(/ dataItemId="([^"]+)"/g)].map((match) => match[1])
  assert.deepEqual(ids.sort(), agie.device.items.map((item) => item.id).sort())
  assert.equal(Number(header.nextSequence), Number(header.lastSequence) + 1)
  assert.ok(sequences.every((sequence) => sequence <= Number(header.lastSequence)))
  assert.equal(header.instanceId, '42')
})

test('current of the past shows what held then', async () => {
  const { entries } = agent.buffer.slice(1, bufferSize, (item) => item === execution)
  for (const entry of entries) {
    const { body } = await get(`/current?at=${entry.sequence}&path=//DataItem[@type="EXECUTION"]`)
    assert.match(body, new RegExp(` sequence="${entry.sequence}">${entry.text}</Execution>`))
  }
  assert.ok(entries.length >= 3)
})

test('a client that pages by nextSequence sees every observation once', async () => {
  const seen: number[] = []
  let from = 1
  while (from < agent.buffer.nextSequence) {
    const { header, sequences } = streams((await get(`/sample?from=${from}&count=1000`)).body)
    assert.ok(sequences.length <= 1000)
    seen.push(...sequences)
    from = Number(header.nextSequence)
  }
  const all = Array.from({ length: agent.buffer.nextSequence - 1 }, (_, index) => index + 1)
  assert.deepEqual(
    seen.sort((one, other) => one - other),
    all,
  )
})

test('a path narrows sample, and nextSequence goes past what it left out', async () => {
  const path = encodeURIComponent('//Path//DataItem[@type="EXECUTION"]')
  const { header, sequences } = streams((await get(`/GFAgie01/sample?from=1&count=10000&path=${path}`)).body)
  assert.ok(sequences.length >= 3)
  assert.equal(Number(header.nextSequence), agent.buffer.nextSequence)
})

test('faults are error documents', async () => {
  const beyond = agent.buffer.nextSequence + 1
  assert.equal(await errorCode('/Nobody/current'), '404 NO_DEVICE')
  assert.equal(await errorCode('/Nobody'), '404 NO_DEVICE')
  assert.equal(await errorCode(`/sample?from=${beyond}`), '404 OUT_OF_RANGE')
  assert.equal(await errorCode(`/sample?from=${beyond}&interval=10`), '404 OUT_OF_RANGE')
  assert.equal(await errorCode(`/current?at=${beyond}`), '404 OUT_OF_RANGE')
  assert.equal(await errorCode('/sample?path=Axes'), '400 INVALID_XPATH')
  assert.equal(await errorCode('/current?path=//Nothing'), '400 INVALID_XPATH')
  assert.equal(await errorCode('/asset/tool'), '404 ASSET_NOT_FOUND')
  assert.equal(await errorCode('/one/two/three'), '404 INVALID_URI')
  const posted = await fetch(`${url}/probe`, { method: 'POST', body: 'x' })
  assert.equal(posted.status, 405)
  assert.match(await posted.text(), /errorCode="UNSUPPORTED"/)
})

test('there are no assets, and it says so', async () => {
  assert.match((await get('/assets')).body, /<Assets\/>/)
})

/** Reads the parts of a stream as they come; checks boundary and length of each. */
async function* parts(path: string, signal: AbortSignal): AsyncGenerator<string> {
  let response = await fetch(url + path, { signal })
  // The place of a stream that another test has just left becomes free when the agent sees it closed.
  while (response.status === 503) {
    await response.text()
    response = await fetch(url + path, { signal })
  }
  const boundary = /^multipart\/x-mixed-replace;boundary=(\w+)$/.exec(
    response.headers.get('content-type') ?? '',
  )?.[1]
  assert.ok(boundary)
  let rest = Buffer.alloc(0)
  for await (const chunk of response.body!) {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = /^(?:\r\n)*--(\w+)\r\nContent-type: text\/xml\r\nContent-length: (\d+)\r\n\r\n/.exec(
        rest.subarray(0, 300).toString('latin1'),
      )
      if (head === null || rest.length < head[0].length + Number(head[2])) break
      assert.equal(head[1], boundary)
      const end = head[0].length + Number(head[2])
      yield rest.subarray(head[0].length, end).toString('utf8')
      rest = rest.subarray(end)
    }
  }
}

test('a stream catches up, then brings what comes, in order and without gap', async () => {
  const ended = new AbortController()
  const before = agent.buffer.nextSequence
  const from = before - 250
  const expected = Array.from({ length: 255 }, (_, index) => from + index)
  const seen: number[] = []
  let fed = 0
  for await (const part of parts(`/sample?from=${from}&count=100&interval=0&heartbeat=60000`, ended.signal)) {
    const { sequences, header } = streams(part)
    seen.push(...sequences.sort((one, other) => one - other))
    assert.equal(Number(header.nextSequence), seen.at(-1)! + 1)
    if (seen.length >= 255) break
    if (Number(header.nextSequence) !== agent.buffer.nextSequence) continue
    observe(execution, `LIVE${fed}`, 1_000_000 + fed)
    agent.wake()
    fed += 1
  }
  ended.abort()
  assert.deepEqual(seen, expected)
})

test('silence is told by an empty part after the heartbeat', async () => {
  const ended = new AbortController()
  let count = 0
  for await (const part of parts('/sample?interval=0&heartbeat=20&count=5000', ended.signal)) {
    const { sequences, header } = streams(part)
    count += 1
    if (sequences.length > 0) continue
    assert.equal(Number(header.nextSequence), agent.buffer.nextSequence)
    if (count > 4) break
  }
  ended.abort()
  assert.ok(count > 4)
})

test('current streams the state again and again', async () => {
  const ended = new AbortController()
  let count = 0
  for await (const part of parts('/current?interval=20', ended.signal)) {
    assert.ok(streams(part).sequences.length >= agie.device.items.length)
    count += 1
    if (count === 3) break
  }
  ended.abort()
  assert.equal(count, 3)
})

test('streams are bounded, and a closed one makes room', async () => {
  const first = new AbortController()
  const second = new AbortController()
  const open = (signal: AbortSignal) => parts('/sample?interval=0&count=10', signal).next()
  await open(first.signal)
  await open(second.signal)
  assert.equal(await errorCode('/sample?interval=0'), '503 TOO_MANY')
  first.abort()
  for (;;) {
    const again = await fetch(`${url}/sample?interval=0`)
    const { status } = again
    await again.body!.cancel()
    if (status === 200) break
  }
  second.abort()
})

test('a reader that falls out of the buffer gets an error and the end', async () => {
  const ended = new AbortController()
  const stream = parts('/sample?from=1&count=10&interval=50', ended.signal)
  const firstPart = await stream.next()
  assert.equal(streams(firstPart.value!).sequences.length, 10)
  for (let index = 0; index < bufferSize; index += 1) observe(execution, `FAST${index}`, 2_000_000 + index)
  const rest: string[] = []
  for await (const part of stream) rest.push(part)
  assert.match(rest.at(-1)!, /errorCode="OUT_OF_RANGE"/)
})
