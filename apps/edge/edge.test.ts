import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { type Edge, startEdge } from './edge.ts'
import { ReasonError } from './reason.ts'
import type { Config } from './schema.ts'
import { toNumber } from './sparkplug/payload.ts'
import { startAgent, type TestAgent } from './test/agent.ts'
import { type Host, startHost, until } from './test/host.ts'

let directory = ''
let agent: TestAgent
let host: Host
let edges: Edge[] = []
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'edge-'))
  agent = await startAgent([
    { id: 'n', category: 'SAMPLE', type: 'LOAD', units: 'PERCENT' },
    { id: 'e', name: 'execution', category: 'EVENT', type: 'EXECUTION' },
  ])
  host = await startHost()
})
afterEach(async () => {
  for (const edge of edges.splice(0)) await edge.stop()
  await host.stop()
  await agent.stop()
  rmSync(directory, { recursive: true })
})

const limits = {
  batchMs: 5,
  batchRecordsMax: 10,
  ackMsMax: 2000,
  rebirthMsMin: 10,
  waitMsMin: 20,
  waitMsMax: 50,
  healthMs: 200,
  aliveMs: 100,
}

function config(more: Partial<Config> = {}): Config {
  return {
    server: host.url,
    group: 'plant',
    node: 'edge',
    username: 'u',
    password: 'secret',
    language: 'en',
    buffer: { directory: join(directory, 'buffer') },
    limits,
    devices: [
      { device: 'm1', adapter: 'mtconnect', url: agent.url, tags: 'all', intervalMs: 10, heartbeatMs: 500 },
    ],
    ...more,
  }
}

const reports: string[] = []
async function start(more: Partial<Config> = {}): Promise<Edge> {
  reports.length = 0
  const edge = await startEdge(config(more), {
    report: (subject, _state, why) => reports.push(`${subject} ${why.key}`),
  })
  edges.push(edge)
  return edge
}

let said = 0
/** The machine says the next numbers. */
function say(count: number): void {
  for (let index = 0; index < count; index++)
    agent.add('n', String(said + index), { timeMicros: 1_750_000_000_000_000 + (said + index) * 1000 })
  said += count
}
beforeEach(() => {
  said = 0
})

const numbers = (from: Host) =>
  from.points.filter(({ tag, quality }) => tag === 'n' && quality === 192).map(({ value }) => value)
const counting = (count: number) => Array.from({ length: count }, (_, index) => index)
/** Every number once and in order, every offset once, no protocol fault. */
function checkWhole(from: Host, count: number): void {
  assert.deepEqual([...new Set(numbers(from))], counting(count))
  const offsets = from.points.map(({ stream, offset }) => `${stream} ${offset}`)
  assert.equal(new Set(offsets).size, offsets.length)
  assert.deepEqual(from.faults, [])
}

test('what the machine says arrives, with times to the microsecond, and the end is told', async () => {
  agent.add('n', '0.5', { timeMicros: 1_750_000_000_000_123 })
  const edge = await start()
  await until('stored', () => host.points.length === 1)
  const { stream, ...point } = host.points[0]!
  assert.equal(stream, edge.state().buffer.stream)
  assert.deepEqual(point, {
    offset: 1,
    device: 'm1',
    tag: 'n',
    timeMicros: 1_750_000_000_000_123,
    value: 0.5,
    quality: 192,
    isHistorical: true,
  })
  await until('acknowledged', () => edge.state().buffer.acknowledged === 1)
  agent.add('e', 'ACTIVE')
  await until('live', () =>
    host.points.some(({ value, isHistorical }) => value === 'ACTIVE' && !isHistorical),
  )
  await until('health', () =>
    host.seen.some(
      ({ type, payload }) =>
        type === 'NDATA' &&
        payload.metrics!.some(
          ({ name, value }) => name === 'Edge/Connection/m1' && String(value).includes('edge.device.live'),
        ),
    ),
  )
  await edge.stop()
  edges = []
  await until('death', () => host.seen.some(({ type }) => type === 'NDEATH'))
  const birth = host.seen.find(({ type }) => type === 'NBIRTH')!
  const death = host.seen.find(({ type }) => type === 'NDEATH')!
  const bdSeq = (one: typeof birth) =>
    toNumber(one.payload.metrics!.find(({ name }) => name === 'bdSeq')!.value)
  assert.equal(bdSeq(death), bdSeq(birth))
  assert.deepEqual(
    host.seen.filter(({ qos, retain, type }) => retain || (type !== 'NDEATH' && qos !== 0)),
    [],
  )
  assert.deepEqual(host.faults, [])
})

test('with the broker down everything is kept, and sent as history when it is back', async () => {
  const edge = await start()
  say(50)
  await until('first', () => numbers(host).length === 50)
  const { port, points, committed } = host
  await host.stop()
  await until('noticed', () => edge.state().uplink.state !== 'live')
  say(500)
  await until('kept', () => edge.state().buffer.last >= 550)
  host = await startHost({ port, before: { points, committed } })
  await until('all', () => numbers(host).length === 550)
  checkWhole(host, 550)
  assert.ok(host.points.filter(({ value }) => Number(value) >= 50).every(({ isHistorical }) => isHistorical))
})

test('a broker cut off again and again during play: nothing lost, nothing twice', async () => {
  const edge = await start()
  for (let round = 0; round < 8; round++) {
    say(100)
    await until('some', () => numbers(host).length > round * 80)
    host.cut()
  }
  await until(
    'all',
    () => numbers(host).length === 800 && edge.state().buffer.acknowledged === edge.state().buffer.last,
  )
  checkWhole(host, 800)
  const births = host.seen.filter(({ type }) => type === 'NBIRTH')
  const bdSeqs = births.map(({ payload }) =>
    toNumber(payload.metrics!.find(({ name }) => name === 'bdSeq')!.value),
  )
  assert.deepEqual(
    bdSeqs,
    births.map((_, index) => index),
    'one more for every connection',
  )
})

test('a server that acknowledges nothing gets a window and not more; when it does, all of it', async () => {
  host.acknowledges = false
  const edge = await start({ windowMax: 3 })
  say(200)
  await until('kept', () => edge.state().buffer.last === 200)
  await until('window', () => host.seen.filter(({ type }) => type === 'DDATA').length === 3)
  assert.equal(edge.state().buffer.acknowledged, 0)
  host.acknowledges = true
  host.acknowledge()
  await until('all', () => edge.state().buffer.acknowledged === 200)
  checkWhole(host, 200)
})

test('slow acknowledgements are met by sending again, and the host stores once', async () => {
  host.acknowledges = false
  const edge = await start({ limits: { ...limits, ackMsMax: 50 } })
  say(30)
  const first = () => host.seen.filter(({ type }) => type === 'DDATA').length
  await until('sent again', () => reports.includes('uplink edge.uplink.ackLate') && first() > 3)
  host.acknowledge()
  await until('acknowledged', () => edge.state().buffer.acknowledged === 30)
  checkWhole(host, 30)
})

test('rebirth on request: same session, births again, nothing twice', async () => {
  const edge = await start()
  say(20)
  await until('first', () => numbers(host).length === 20)
  host.rebirth()
  await until('born again', () => host.seen.filter(({ type }) => type === 'NBIRTH').length === 2)
  say(20)
  await until('more', () => numbers(host).length === 40)
  const [first, second] = host.seen.filter(({ type }) => type === 'NBIRTH')
  const bdSeq = (one: typeof first) =>
    toNumber(one!.payload.metrics!.find(({ name }) => name === 'bdSeq')!.value)
  assert.equal(bdSeq(first), bdSeq(second))
  await until('acknowledged', () => edge.state().buffer.acknowledged === 40)
  checkWhole(host, 40)
})

test('a nearly full buffer leaves data with the machine; what that loses is a marked gap', async () => {
  const { port } = host
  await host.stop()
  const edge = await start({ buffer: { directory: join(directory, 'small'), bytesMax: 1_048_576 } })
  const count = 60_000
  for (let sent = 0; sent < count; sent += 5000) {
    say(5000)
    await until(
      'read',
      () => edge.state().buffer.last >= sent + 5000 || edge.state().devices.m1!.state === 'held',
    )
  }
  assert.ok(edge.state().buffer.bytes <= 1_048_576)
  host = await startHost({ port })
  await until('all', () => numbers(host).at(-1) === count - 1)
  await until('acknowledged', () => edge.state().buffer.acknowledged === edge.state().buffer.last)
  assert.deepEqual(host.faults, [])
  // The agent's ring (10,000) was overrun while reading waited: a gap in the middle, marked and counted.
  const values = numbers(host) as number[]
  assert.deepEqual(
    values.toSorted((a, b) => a - b),
    values,
  )
  assert.ok(values.length < count)
  assert.ok(host.points.some(({ quality, tag }) => tag === 'n' && quality === 500))
  assert.ok(reports.includes('m1 edge.mtconnect.overrun'))
})

// tck-id-message-flow-edge-node-birth-publish-phid-wait
// tck-id-message-flow-edge-node-birth-publish-phid-wait-id
// tck-id-message-flow-edge-node-birth-publish-phid-wait-online
// tck-id-message-flow-edge-node-birth-publish-phid-wait-timestamp
// tck-id-message-flow-edge-node-birth-publish-phid-offline
// tck-id-operational-behavior-edge-node-termination-host-offline
// tck-id-operational-behavior-edge-node-termination-host-offline-reconnect
// tck-id-operational-behavior-edge-node-termination-host-offline-timestamp
// tck-id-operational-behavior-edge-node-birth-sequence-wait
// tck-id-operational-behavior-primary-application-state-with-multiple-servers-state-subs
// tck-id-operational-behavior-primary-application-state-with-multiple-servers-walk
test('a primary host that is not online is waited for, and its end ends the session', async () => {
  const edge = await start({ hostId: 'ronghe' })
  say(5)
  await until('kept', () => edge.state().buffer.last === 5)
  await until('waiting', () => edge.state().uplink.state === 'preparing')
  assert.equal(host.seen.length, 0, 'nothing is published before the host is online')
  const state = (online: boolean, timestamp: number) =>
    host.publish('spBv1.0/STATE/ronghe', Buffer.from(JSON.stringify({ online, timestamp })), true)
  state(true, 1000)
  await until('all', () => numbers(host).length === 5)
  state(false, 999)
  say(1)
  await until('still there', () => numbers(host).length === 6)
  state(false, 2000)
  await until('offline', () => host.seen.some(({ type }) => type === 'NDEATH'))
  assert.ok(reports.includes('uplink edge.uplink.hostOffline'))
  state(true, 3000)
  say(1)
  await until('back', () => numbers(host).length === 7)
  checkWhole(host, 7)
})

test('a machine that is lost dies at the server, and is born when it returns', async () => {
  await start()
  say(3)
  agent.add('e', 'ACTIVE')
  await until('first', () => host.points.length === 4)
  agent.close()
  await until('death', () => host.seen.some(({ type, device }) => type === 'DDEATH' && device === 'm1'))
  assert.deepEqual(
    host.points.slice(4).map(({ tag, quality, value }) => [tag, quality, value]),
    [
      ['n', 500, null],
      ['execution', 500, null],
    ],
  )
  agent.open()
  say(1)
  await until('back', () => numbers(host).includes(3))
  await until('born', () => host.seen.filter(({ type }) => type === 'DBIRTH').length === 2)
  const birth = host.seen.filter(({ type }) => type === 'DBIRTH').at(-1)!
  assert.equal(birth.payload.metrics!.find(({ name }) => name === 'execution')!.value, 'ACTIVE')
  assert.deepEqual(host.faults, [])
})

test('a wrong password is told as such', async () => {
  const edge = await start({ password: 'wrong' })
  await until('refused', () => edge.state().uplink.reason.key === 'edge.uplink.refused')
})

test('two edges on one buffer directory: the second is refused and harms nothing', async () => {
  const edge = await start()
  await assert.rejects(startEdge(config(), { report: () => {} }), (error) => {
    return error instanceof ReasonError && error.reason.key === 'edge.buffer.inUse'
  })
  say(10)
  await until('still works', () => numbers(host).length === 10)
  await edge.stop()
  edges = []
  const again = await start()
  say(10)
  await until('again', () => numbers(host).includes(19))
  checkWhole(host, 20)
  await again.stop()
  edges = []
})
