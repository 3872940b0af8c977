import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { MtconnectAdapter, startOf } from './adapters/mtconnect/adapter.ts'
import { DiskLog } from './buffer/log.ts'
import { Connection } from './connection.ts'
import { Device } from './device.ts'
import type { Observation } from './observation.ts'
import { type AgentItem, startAgent, type TestAgent } from './test/agent.ts'
import { until } from './test/host.ts'

const items: AgentItem[] = [
  { id: 'n', category: 'SAMPLE', type: 'LOAD', units: 'PERCENT' },
  { id: 'e', name: 'execution', category: 'EVENT', type: 'EXECUTION' },
  { id: 'c', name: 'system', category: 'CONDITION', type: 'SYSTEM' },
]
const bounds = {
  openMsMax: 5000,
  silentMsMax: 5000,
  closeMsMax: 1000,
  waitMsMin: 20,
  waitMsMax: 100,
  stableMs: 1000,
}

let directory = ''
let agent: TestAgent
const running: (() => Promise<void>)[] = []
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'edge-device-'))
  agent = await startAgent(items)
})
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
  await agent.stop()
  rmSync(directory, { recursive: true })
})

type Options = { bytesMax?: number; segmentBytes?: number; backfill?: boolean; deadband?: number }

/** A device as the edge runs it: adapter, connection and log, without a server. */
function startDevice(options: Options = {}) {
  const { bytesMax = 1 << 24, backfill = true, deadband } = options
  const log = new DiskLog({
    directory,
    bytesMax,
    ...(options.segmentBytes ? { segmentBytes: options.segmentBytes } : {}),
  })
  const notes: { key: string; params: object }[] = []
  const note = (why: { key: string; params: object }) => void notes.push(why)
  const adapter = new MtconnectAdapter({
    url: agent.url,
    tags: 'all',
    backfill,
    intervalMs: 10,
    heartbeatMs: 100,
    note,
  })
  const device = new Device({
    name: 'm1',
    adapter,
    log,
    ruleOf: () => ({ deadband }),
    aliveMsMax: 50,
    written: () => {},
    up: () => {},
    down: () => {},
    heard: () => connection.heard(),
    note,
  })
  const connection: Connection = new Connection({
    kind: 'device',
    link: device.link(),
    bounds,
    changed: () => {},
    lost: () => device.lost(),
  })
  connection.start()
  let isStopped = false
  const stop = async () => {
    if (isStopped) return
    isStopped = true
    await connection.stop()
    await log.close()
  }
  running.push(stop)
  return { log, device, connection, notes, stop }
}

/** Everything in the log, in its order. */
async function recordsOf(log: DiskLog): Promise<Observation[]> {
  await log.sync()
  const reader = log.reader()
  reader.seek(0)
  const all: Observation[] = []
  for (let batch = reader.next(500); batch; batch = reader.next(500)) {
    for (const { record } of batch.records) {
      const [id, timeMicros, value, quality] = record
      all.push({
        tag: log.table.row(id)!.name,
        timeMicros,
        value,
        quality: quality as Observation['quality'],
      })
    }
  }
  reader.close()
  return all
}

const values = (records: readonly Observation[], tag: string) =>
  records.filter((one) => one.tag === tag).map((one) => one.value)
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)
const second = (index: number) => 1_750_000_000_000_000 + index * 1e6

test('everything the agent still holds is read, then what it says live', async () => {
  for (const index of numbers(0, 2500)) agent.add('n', String(index), { timeMicros: second(index) })
  const { log, connection } = startDevice()
  await until('live', () => connection.state === 'live')
  assert.ok(agent.requests.filter((request) => request.includes('count=1000')).length >= 3, 'read by pages')
  agent.add('n', '2500', { timeMicros: second(2500) })
  await until('live value', () => log.last === 2501)
  const records = await recordsOf(log)
  assert.deepEqual(values(records, 'n'), numbers(0, 2501))
  assert.deepEqual(records[7], { tag: 'n', timeMicros: second(7), value: 7, quality: 192 })
})

test('an agent that does not stream is polled', async () => {
  agent.streams = false
  agent.add('n', '1')
  const { log, connection } = startDevice()
  await until('live', () => connection.state === 'live')
  for (const index of numbers(2, 6)) {
    agent.add('n', String(index))
    await until('polled', () => log.last === index)
  }
  assert.deepEqual(values(await recordsOf(log), 'n'), [1, 2, 3, 4, 5])
})

test('a restarted edge goes on where its log ends: nothing missing, nothing twice', async () => {
  const first = startDevice()
  for (const index of numbers(0, 100)) agent.add('n', String(index), { timeMicros: second(index) })
  agent.add('c', 'too hot', { level: 'Fault', code: '17', timeMicros: second(100) })
  await until('read', () => first.log.last === 102)
  await first.stop()
  for (const index of numbers(100, 200)) agent.add('n', String(index), { timeMicros: second(index + 1) })
  agent.add('c', '', { level: 'Normal', code: '17', timeMicros: second(300) })
  const again = startDevice()
  await until('live again', () => again.connection.state === 'live')
  const records = await recordsOf(again.log)
  const said = records.filter((one) => one.quality === 192)
  assert.deepEqual([...new Set(values(said, 'n'))], numbers(0, 200))
  // The last one ends the stale mark that the stop had left.
  assert.deepEqual(values(said, 'system'), ['FAULT', 'NORMAL', 'NORMAL'])
  const points = new Set(records.map((one) => `${one.tag} ${one.timeMicros}`))
  assert.equal(points.size, records.length, 'no point twice')
})

test('a lost connection marks tags stale; a gapless return ends the marks with proved values', async () => {
  agent.add('n', '1', { timeMicros: second(0) })
  agent.add('e', 'ACTIVE', { timeMicros: second(0) })
  const { log, connection } = startDevice()
  await until('live', () => connection.state === 'live')
  agent.close()
  await until('marks', () => log.last === 4)
  agent.add('n', '2')
  agent.open()
  await until('ended', () => log.last === 7)
  const records = await recordsOf(log)
  const loss = records[2]!.timeMicros
  assert.deepEqual(
    records.slice(2, 5),
    [
      { tag: 'n', timeMicros: loss, value: null, quality: 500 },
      { tag: 'e', timeMicros: loss, value: null, quality: 500 },
      { tag: 'n', timeMicros: loss + 1, value: 1, quality: 192 },
    ].map((one) => (one.tag === 'e' ? { ...one, tag: 'execution' } : one)),
  )
  assert.deepEqual(records[6], { tag: 'execution', timeMicros: loss + 1, value: 'ACTIVE', quality: 192 })
})

test('a restarted agent leaves a gap: tags stay unknown until their next value', async () => {
  agent.add('n', '1', { timeMicros: second(0) })
  agent.add('e', 'ACTIVE', { timeMicros: second(0) })
  const { log, connection, notes } = startDevice()
  await until('live', () => connection.state === 'live')
  agent.restart()
  agent.add('n', '7')
  await until('read again', () => log.last === 5)
  assert.ok(notes.some(({ key }) => key === 'edge.mtconnect.restarted'))
  const records = await recordsOf(log)
  assert.deepEqual(values(records, 'n'), [1, null, 7])
  assert.deepEqual(values(records, 'execution'), ['ACTIVE', null])
})

test('an overrun buffer is a counted gap; a tag unchanged over it is proved by the agent', async () => {
  await agent.stop()
  agent = await startAgent(items, 50)
  agent.add('e', 'ACTIVE', { timeMicros: second(0) })
  agent.add('n', '0', { timeMicros: second(0) })
  const first = startDevice()
  await until('live', () => first.connection.state === 'live')
  await first.stop()
  for (const index of numbers(1, 101)) agent.add('n', String(index))
  const again = startDevice()
  await until('live again', () => again.connection.state === 'live')
  assert.deepEqual(again.notes.find(({ key }) => key === 'edge.mtconnect.overrun')?.params, { count: 50 })
  const records = await recordsOf(again.log)
  assert.deepEqual(values(records, 'n'), [0, null, ...numbers(51, 101)])
  assert.deepEqual(values(records, 'execution'), ['ACTIVE', null, 'ACTIVE'])
})

test('an agent that cannot look back serves too', async () => {
  agent.looksBack = false
  agent.add('c', 'old', { level: 'Warning', code: '1', timeMicros: second(0) })
  const { log, connection } = startDevice({ backfill: false })
  await until('live', () => connection.state === 'live')
  agent.add('c', 'new', { level: 'Fault', code: '2', timeMicros: second(1) })
  await until('fault', () => log.last === 4)
  assert.deepEqual(values(await recordsOf(log), 'system/message'), ['1: old', '1: old; 2: new'])
})

test('what is unavailable is bad, and two values in one microsecond stay two points', async () => {
  agent.add('n', 'UNAVAILABLE', { timeMicros: second(0) })
  agent.add('n', '1', { timeMicros: second(1) })
  agent.add('n', '2', { timeMicros: second(1) })
  agent.add('n', '3', { timeMicros: second(1) })
  const { log } = startDevice()
  await until('read', () => log.last === 4)
  assert.deepEqual(await recordsOf(log), [
    { tag: 'n', timeMicros: second(0), value: null, quality: 0 },
    { tag: 'n', timeMicros: second(1), value: 1, quality: 192 },
    { tag: 'n', timeMicros: second(1) + 1, value: 2, quality: 192 },
    { tag: 'n', timeMicros: second(1) + 2, value: 3, quality: 192 },
  ])
})

test('times that waver keep the source’s order; a clock that was set back is not hidden', async () => {
  agent.add('e', 'UNAVAILABLE', { timeMicros: second(100) })
  agent.add('e', 'ACTIVE', { timeMicros: second(99) })
  agent.add('e', 'READY', { timeMicros: second(98) })
  const first = startDevice()
  await until('read', () => first.log.last === 3)
  // Not in order, as a kill would leave it: the log does not end with stale marks.
  await first.log.close()
  await first.stop().catch(() => {})
  agent.add('e', 'STOPPED', { timeMicros: second(97) })
  agent.add('e', 'ACTIVE', { timeMicros: second(10) })
  agent.add('e', 'READY', { timeMicros: second(200) })
  const { log } = startDevice()
  await until('read on', () => log.last === 6)
  assert.deepEqual(
    (await recordsOf(log)).map((one) => [one.timeMicros - second(0), one.value]),
    [
      [100e6, null],
      [100e6 + 1, 'ACTIVE'],
      [100e6 + 2, 'READY'],
      [100e6 + 3, 'STOPPED'],
      [10e6, 'ACTIVE'],
      [200e6, 'READY'],
    ],
  )
})

test('inside the dead-band nothing is recorded, and a loss lets the next value pass', async () => {
  for (const index of numbers(0, 30)) agent.add('n', String(index), { timeMicros: second(index) })
  const { log, connection } = startDevice({ deadband: 10 })
  await until('live', () => connection.state === 'live')
  assert.deepEqual(values(await recordsOf(log), 'n'), [0, 10, 20])
  agent.close()
  await until('mark', () => log.last === 4)
  agent.open()
  agent.add('n', '45')
  await until('after the loss', () => log.last === 7)
  // The value at the loss is told once with its own time and once as the end of the stale mark.
  assert.deepEqual(values(await recordsOf(log), 'n'), [0, 10, 20, null, 29, 29, 45])
})

test('with a crowded buffer reading waits and the data stays with the agent', async () => {
  const { log, connection, notes } = startDevice({ bytesMax: 120_000, segmentBytes: 4000 })
  for (const index of numbers(0, 6000)) agent.add('n', String(index), { timeMicros: second(index) })
  await until('held', () => connection.state === 'held')
  assert.ok(notes.some(({ key }) => key === 'edge.device.held'))
  assert.equal(log.dropped, 0)
  const read: number[] = []
  for (let turn = 0; turn < 100 && read.length < 6000; turn++) {
    read.push(...(values((await recordsOf(log)).slice(-(log.last - log.acknowledged)), 'n') as number[]))
    const before = log.last
    log.acknowledge(before)
    await until('more', () => log.last > before || read.length === 6000)
  }
  assert.equal(log.dropped, 0)
  assert.deepEqual(read, numbers(0, 6000))
})

test('where reading begins', () => {
  const header = {
    instanceId: '5',
    creationMicros: 0,
    firstSequence: 100,
    lastSequence: 199,
    nextSequence: 200,
  }
  assert.deepEqual(startOf(undefined, header, true), { from: 100 })
  assert.deepEqual(startOf(undefined, header, false), { from: 200 })
  assert.deepEqual(startOf({ instanceId: '5', sequence: 150 }, header, true), { from: 150 })
  assert.deepEqual(startOf({ instanceId: '5', sequence: 200 }, header, true), { from: 200 })
  const overrun = { key: 'edge.mtconnect.overrun', params: { count: 10 } }
  assert.deepEqual(startOf({ instanceId: '5', sequence: 90 }, header, true), { from: 100, gap: overrun })
  const restarted = { key: 'edge.mtconnect.restarted', params: {} }
  assert.deepEqual(startOf({ instanceId: '4', sequence: 150 }, header, false), { from: 100, gap: restarted })
  assert.deepEqual(startOf({ instanceId: '5', sequence: 201 }, header, true), { from: 100, gap: restarted })
})
