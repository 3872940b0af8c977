import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Aedes, type ConnectPacket, type PublishPacket } from 'aedes'
import { type Edge, startEdge } from '../edge.ts'
import { startAgent, type TestAgent } from '../test/agent.ts'
import { until } from '../test/host.ts'
import { decode, encode, type Metric, type Payload, toNumber } from './payload.ts'

// What the specification says of an edge node, proved of what a real edge sends a real broker. The ids of the
// statements stand above each test; the tables of conformance are made of them.

type Sent = { topic: string; type: string; device: string; payload: Payload; qos: number; retain: boolean }

let directory = ''
let agent: TestAgent
let edge: Edge
let port = 0
let stopBroker: () => Promise<void>
let cut: () => void
let command: (topic: string, metrics: Metric[]) => void
const connects: ConnectPacket[] = []
const subscribed: string[] = []
const sent: Sent[] = []

/** Two sessions: one that is cut off, and one with a rebirth, a lost machine and an end. */
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'edge-statements-'))
  agent = await startAgent([{ id: 'n', category: 'SAMPLE', type: 'LOAD', units: 'PERCENT' }])
  await openBroker()
  edge = await startEdge(
    {
      server: `mqtt://127.0.0.1:${port}`,
      ...{ group: 'plant', node: 'edge', username: 'u', password: 'secret', language: 'en' },
      buffer: { directory: join(directory, 'buffer') },
      limits: { batchMs: 5, rebirthMsMin: 10, waitMsMin: 20, waitMsMax: 50, healthMs: 100, aliveMs: 100 },
      devices: [
        { device: 'm1', adapter: 'mtconnect', url: agent.url, tags: 'all', intervalMs: 10, heartbeatMs: 500 },
      ],
    },
    { report: () => {} },
  )
  say(1)
  await until('data', () => of('DDATA').length > 0)
  cut()
  await until('the second session', () => of('NBIRTH').length === 2 && of('DBIRTH').length >= 2)
  command('NCMD/edge', [{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }])
  await until('rebirth', () => of('NBIRTH').length === 3)
  say(2)
  await until('more data', () =>
    of('DDATA')
      .flatMap(metricsOf)
      .some(({ value }) => value === 2),
  )
  await until('health', () => of('NDATA').length > 0)
  agent.close()
  await until('death of the device', () => of('DDEATH').length > 0)
  await edge.stop()
  await until('death of the node', () => of('NDEATH').length >= 2)
})
after(async () => {
  await stopBroker()
  await agent.stop()
  rmSync(directory, { recursive: true })
})

async function openBroker(): Promise<void> {
  const broker = await Aedes.createBroker({
    preConnect: (_client, packet, done) => {
      connects.push(packet)
      done(null, true)
    },
  })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    broker.handle(socket)
  })
  broker.on('publish', (packet: PublishPacket) => {
    const [namespace, , type = '', , device = ''] = packet.topic.split('/')
    if (namespace !== 'spBv1.0' || type.endsWith('CMD')) return
    const { topic, qos, retain } = packet
    sent.push({ topic, type, device, payload: decode(packet.payload as Buffer), qos, retain })
  })
  broker.on('subscribe', (all) => subscribed.push(...all.map(({ topic, qos }) => `${topic} ${qos}`)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
  cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  command = (topic, metrics) => {
    const payload = encode({ timestamp: Date.now(), metrics })
    const packet = { cmd: 'publish' as const, qos: 0 as const, dup: false, retain: false, payload }
    broker.publish({ ...packet, topic: `spBv1.0/plant/${topic}` }, () => {})
  }
  stopBroker = async () => {
    cut()
    await new Promise<void>((resolve) => server.close(() => resolve()))
    await new Promise<void>((resolve) => broker.close(() => resolve()))
  }
}

let time = 1_750_000_000_000_000
function say(value: number): void {
  time += 1000
  agent.add('n', String(value), { timeMicros: time })
}

const of = (type: string) => sent.filter((one) => one.type === type)
const metricsOf = ({ payload }: Sent): Metric[] => payload.metrics ?? []
const named = (one: Sent, name: string) => metricsOf(one).find((metric) => metric.name === name)
const seqOf = ({ payload }: Sent) => toNumber(payload.seq ?? undefined)

describe('connecting', () => {
  // tck-id-principles-persistence-clean-session-311
  test('MQTT 3.1.1 with a clean session', () => {
    assert.ok(connects.length >= 2)
    for (const { clean, protocolVersion } of connects) assert.deepEqual([clean, protocolVersion], [true, 4])
  })

  // tck-id-message-flow-edge-node-birth-publish-will-message tck-id-payloads-ndeath-will-message
  // tck-id-message-flow-edge-node-birth-publish-will-message-topic tck-id-topics-ndeath-topic
  // tck-id-message-flow-edge-node-birth-publish-will-message-qos tck-id-payloads-ndeath-will-message-qos
  // tck-id-message-flow-edge-node-birth-publish-will-message-will-retained
  // tck-id-payloads-ndeath-will-message-retain tck-id-topics-ndeath-payload tck-id-topics-ndeath-seq
  // tck-id-message-flow-edge-node-birth-publish-will-message-payload tck-id-payloads-ndeath-seq
  test('with NDEATH as its will: QoS 1, not retained, its bdSeq and nothing else', () => {
    for (const { will } of connects) {
      assert.equal(will?.topic, 'spBv1.0/plant/NDEATH/edge')
      assert.deepEqual([will?.qos, will?.retain], [1, false])
      const { metrics, seq } = decode(will?.payload as Buffer)
      assert.deepEqual([metrics?.length, metrics?.[0]?.name, metrics?.[0]?.type], [1, 'bdSeq', 'Int64'])
      assert.ok(seq === undefined || seq === null)
    }
  })

  // tck-id-message-flow-edge-node-birth-publish-will-message-payload-bdSeq
  // tck-id-topics-nbirth-bdseq-increment
  // tck-id-topics-nbirth-bdseq-included tck-id-topics-nbirth-bdseq-matching tck-id-payloads-nbirth-bdseq
  // tck-id-payloads-nbirth-bdseq-repeat tck-id-payloads-ndeath-bdseq
  // tck-id-message-flow-edge-node-birth-publish-nbirth-payload-bdSeq
  // tck-id-operational-behavior-data-commands-rebirth-action-3
  test('with a bdSeq that begins at 0 and grows with each connection; births and deaths repeat it', () => {
    const wills = connects.map(({ will }) => toNumber(decode(will?.payload as Buffer).metrics?.[0]?.value))
    assert.deepEqual(wills.slice(0, 2), [0, 1])
    const births = of('NBIRTH').map((one) => [
      toNumber(named(one, 'bdSeq')?.value),
      named(one, 'bdSeq')?.type,
    ])
    assert.deepEqual(births, [
      [0, 'Int64'],
      [1, 'Int64'],
      [1, 'Int64'],
    ])
    assert.equal(toNumber(named(of('NDEATH').at(-1)!, 'bdSeq')?.value), 1)
  })

  // tck-id-message-flow-edge-node-ncmd-subscribe tck-id-message-flow-device-dcmd-subscribe
  test('and hears its own commands and those of its devices, with QoS 1', () => {
    assert.deepEqual(subscribed.slice(0, 2), ['spBv1.0/plant/NCMD/edge 1', 'spBv1.0/plant/DCMD/edge/# 1'])
  })
})

describe('every message', () => {
  // tck-id-topic-structure tck-id-topic-structure-namespace-a tck-id-topics-nbirth-topic
  // tck-id-topics-ndata-topic tck-id-topics-dbirth-topic tck-id-topics-ddata-topic tck-id-topics-ddeath-topic
  // tck-id-message-flow-edge-node-birth-publish-nbirth-topic
  // tck-id-message-flow-device-birth-publish-dbirth-topic
  // tck-id-message-flow-device-birth-publish-dbirth-match-edge-node-topic
  // tck-id-topic-structure-namespace-device-id-associated-message-types
  // tck-id-topic-structure-namespace-device-id-non-associated-message-types
  test('has the topic of its type, with a device where one belongs', () => {
    const types = new Set(sent.map(({ type }) => type))
    assert.deepEqual(types, new Set(['NBIRTH', 'DBIRTH', 'NDATA', 'DDATA', 'DDEATH', 'NDEATH']))
    for (const { topic, type } of sent) {
      assert.equal(topic, `spBv1.0/plant/${type}/edge${type.startsWith('D') ? '/m1' : ''}`)
    }
  })

  // tck-id-topics-nbirth-mqtt tck-id-topics-ndata-mqtt tck-id-topics-dbirth-mqtt tck-id-topics-ddata-mqtt
  // tck-id-topics-ddeath-mqtt tck-id-payloads-nbirth-qos tck-id-payloads-nbirth-retain
  // tck-id-payloads-dbirth-qos tck-id-payloads-dbirth-retain tck-id-payloads-ndata-qos
  // tck-id-payloads-ndata-retain tck-id-payloads-ddata-qos tck-id-payloads-ddata-retain
  // tck-id-message-flow-edge-node-birth-publish-nbirth-qos
  // tck-id-message-flow-edge-node-birth-publish-nbirth-retained
  // tck-id-message-flow-device-birth-publish-dbirth-qos
  // tck-id-message-flow-device-birth-publish-dbirth-retained
  test('is of QoS 0, and none is retained', () => {
    for (const { type, qos, retain } of sent) {
      assert.equal(retain, false, type)
      if (type !== 'NDEATH') assert.equal(qos, 0, type)
    }
  })

  // tck-id-topics-nbirth-timestamp tck-id-topics-ndata-timestamp tck-id-topics-dbirth-timestamp
  // tck-id-topics-ddata-timestamp tck-id-payloads-nbirth-timestamp tck-id-payloads-dbirth-timestamp
  // tck-id-payloads-ndata-timestamp tck-id-payloads-ddata-timestamp tck-id-payloads-ddeath-timestamp
  // tck-id-payloads-name-birth-data-requirement
  test('says when it was sent, and each metric when it was', () => {
    for (const one of sent) {
      assert.ok((toNumber(one.payload.timestamp) ?? 0) > 1.7e12, one.type)
      for (const metric of metricsOf(one))
        assert.ok((toNumber(metric.timestamp) ?? 0) > 1.7e12, metric.name ?? '')
    }
  })

  // tck-id-topics-nbirth-seq-num tck-id-topics-ndata-seq-num tck-id-topics-dbirth-seq
  // tck-id-topics-ddata-seq-num
  // tck-id-topics-ddeath-seq-num tck-id-payloads-nbirth-seq tck-id-payloads-dbirth-seq
  // tck-id-payloads-dbirth-seq-inc tck-id-payloads-ndata-seq tck-id-payloads-ndata-seq-inc
  // tck-id-payloads-ddata-seq tck-id-payloads-ddata-seq-inc tck-id-payloads-ddeath-seq
  // tck-id-payloads-ddeath-seq-inc tck-id-payloads-ddeath-seq-number
  // tck-id-payloads-sequence-num-req-nbirth tck-id-payloads-sequence-num-incrementing
  // tck-id-payloads-sequence-num-always-included
  // tck-id-message-flow-edge-node-birth-publish-nbirth-payload-seq
  // tck-id-message-flow-device-birth-publish-dbirth-payload-seq
  test('but NDEATH has the number after the one before, from 0 at the birth', () => {
    let expected = 0
    for (const one of sent) {
      if (one.type === 'NDEATH') continue
      if (one.type === 'NBIRTH') expected = 0
      assert.equal(seqOf(one), expected, one.type)
      expected = (expected + 1) % 256
    }
  })
})

describe('births', () => {
  // tck-id-principles-birth-certificates-order tck-id-message-flow-device-birth-publish-nbirth-wait
  // tck-id-message-flow-edge-node-birth-publish-connect tck-id-payloads-dbirth-order
  // tck-id-payloads-ndata-order
  // tck-id-payloads-ddata-order
  test('come first: NBIRTH, then DBIRTH, then data', () => {
    // The node may tell its own data before a device is there; a device's come after its own birth.
    assert.equal(sent[0]?.type, 'NBIRTH')
    assert.ok(sent.some(({ type }) => type === 'DBIRTH'))
    const births = new Set<string>()
    for (const { type, device } of sent) {
      if (type === 'NBIRTH') births.clear()
      if (type === 'NBIRTH' || type === 'DBIRTH') births.add(device)
      else if (type !== 'NDEATH') assert.ok(births.has('') && births.has(device), `${type} ${device}`)
    }
  })

  // tck-id-topics-nbirth-rebirth-metric tck-id-payloads-nbirth-rebirth-req
  // tck-id-operational-behavior-data-commands-rebirth-name
  // tck-id-operational-behavior-data-commands-rebirth-name-aliases
  // tck-id-operational-behavior-data-commands-rebirth-datatype
  // tck-id-operational-behavior-data-commands-rebirth-value
  test('of the node offer the rebirth: Boolean, false, without an alias', () => {
    for (const one of of('NBIRTH')) {
      const metric = named(one, 'Node Control/Rebirth')
      assert.deepEqual([metric?.type, metric?.value], ['Boolean', false])
      assert.ok(metric?.alias === undefined || metric.alias === null)
    }
  })

  // tck-id-topics-nbirth-metric-reqs tck-id-topics-nbirth-metrics tck-id-topics-dbirth-metric-reqs
  // tck-id-topics-dbirth-metrics tck-id-operational-behavior-data-publish-nbirth
  // tck-id-operational-behavior-data-publish-dbirth tck-id-payloads-alias-birth-requirement
  // tck-id-payloads-alias-uniqueness tck-id-payloads-metric-datatype-req
  // tck-id-topic-structure-namespace-unique-device-id tck-id-case-sensitivity-metric-names
  test('name all that is ever sent, each with a datatype, once, and aliases that are nobody else’s', () => {
    for (const one of [...of('NBIRTH'), ...of('DBIRTH')]) {
      const names = metricsOf(one).map(({ name }) => name?.toLowerCase())
      assert.equal(new Set(names).size, names.length)
      for (const metric of metricsOf(one)) assert.ok(metric.name && metric.type)
      const aliases = metricsOf(one).flatMap(({ alias }) => toNumber(alias ?? undefined) ?? [])
      assert.equal(new Set(aliases).size, aliases.length)
    }
    const known = (type: string) =>
      new Set(
        of(type)
          .flatMap(metricsOf)
          .flatMap(({ name }) => name ?? []),
      )
    for (const { name } of of('NDATA').flatMap(metricsOf))
      assert.ok(known('NBIRTH').has(name ?? ''), name ?? '')
    const aliases = new Set(
      of('DBIRTH')
        .flatMap(metricsOf)
        .map(({ alias }) => toNumber(alias ?? undefined)),
    )
    for (const { name, alias } of of('DDATA').flatMap(metricsOf)) {
      if (name) assert.ok(known('DBIRTH').has(name), name)
      else assert.ok(aliases.has(toNumber(alias ?? undefined)))
    }
  })

  // tck-id-payloads-metric-datatype-value tck-id-payloads-propertyset-quality-value-type
  // tck-id-payloads-propertyset-quality-value-value
  test('tell quality as an Int32 of 0, 192 or 500', () => {
    const qualities = [...of('DBIRTH'), ...of('DDATA')]
      .flatMap(metricsOf)
      .flatMap(({ properties }) => (properties?.Quality ? [properties.Quality] : []))
    assert.ok(qualities.length > 0)
    for (const { type, value } of qualities) {
      assert.equal(type, 'Int32')
      assert.ok([0, 192, 500].includes(Number(value)))
    }
  })

  // tck-id-operational-behavior-data-commands-rebirth-action-1
  // tck-id-operational-behavior-data-commands-rebirth-action-2
  test('are all sent again when a rebirth is asked for, before any more data', () => {
    const third = sent.indexOf(of('NBIRTH')[2]!)
    assert.equal(sent[third + 1]?.type, 'DBIRTH')
  })
})

describe('data and deaths', () => {
  // tck-id-topics-ddata-payload tck-id-topics-ndata-payload tck-id-payloads-name-requirement
  // tck-id-payloads-alias-data-cmd-requirement tck-id-principles-rbe-recommended
  // tck-id-operational-behavior-data-publish-dbirth-change
  // tck-id-operational-behavior-data-publish-nbirth-change
  test('are what changed, by alias alone where the birth gave one', () => {
    for (const { name, alias } of of('DDATA').flatMap(metricsOf)) {
      if (name) assert.match(name, /^Buffer\//)
      else assert.ok(toNumber(alias ?? undefined) !== undefined)
    }
    const values = of('DDATA')
      .flatMap(metricsOf)
      .filter(({ name, value }) => !name && value !== null)
    assert.deepEqual([...new Set(values.map(({ value }) => value))], [1, 2])
  })

  // tck-id-operational-behavior-data-publish-dbirth-order
  // tck-id-operational-behavior-data-publish-nbirth-order
  test('keep the order of time', () => {
    for (const one of of('DDATA')) {
      const times = metricsOf(one)
        .filter(({ name }) => !name)
        .map(({ timestamp }) => toNumber(timestamp) ?? 0)
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      )
    }
  })

  // tck-id-operational-behavior-device-ddeath
  test('tell that a machine was lost', () => {
    assert.deepEqual(
      of('DDEATH').map(({ device }) => device),
      ['m1'],
    )
  })

  // tck-id-operational-behavior-edge-node-intentional-disconnect-ndeath
  // tck-id-operational-behavior-edge-node-intentional-disconnect-packet
  // tck-id-payloads-ndeath-will-message-publisher
  // tck-id-payloads-ndeath-will-message-publisher-disconnect-mqtt311
  test('end with NDEATH before the connection is closed on purpose', () => {
    assert.equal(sent.at(-1)?.type, 'NDEATH')
    assert.equal(toNumber(named(sent.at(-1)!, 'bdSeq')?.value), 1)
  })
})
