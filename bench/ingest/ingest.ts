import { createHash } from 'node:crypto'
import { ingestOf } from '@ronghe/factory'
import { factoryHouse, makeMachine } from '@ronghe/factory/testing'
import { systemCaller } from '@ronghe/kit/auth'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import { decode, encode, type GivenMetric } from '@ronghe/sparkplug'
import mqtt, { type MqttClient } from 'mqtt'
import type { Row } from '../results.ts'

export type IngestSize = { edges: number; metrics: number; messages: number; windowMax: number }
export const tiny: IngestSize = { edges: 2, metrics: 100, messages: 20, windowMax: 8 }
export const large: IngestSize = { edges: 4, metrics: 250, messages: 8_000, windowMax: 256 }

const startMs = Date.UTC(2026, 2, 2)

/**
 * Durable ingest from end to end: edges with disk logs send batches over MQTT and count what is acknowledged,
 * that is committed. They keep at most `windowMax` messages unacknowledged.
 */
export async function runIngest(size: IngestSize): Promise<Row[]> {
  const house = await factoryHouse()
  try {
    const nodes: Node[] = []
    for (let index = 0; index < size.edges; index++) nodes.push(await connect(house, size, index))
    const beganMs = performance.now()
    const cpu = process.cpuUsage()
    await Promise.all(nodes.map((node) => node.sendAll()))
    const seconds = (performance.now() - beganMs) / 1000
    const used = process.cpuUsage(cpu)
    for (const node of nodes) await node.client.endAsync(true)
    const points = size.edges * size.metrics * size.messages
    const stored = (await house.house.series.stats()).points
    const { edges, metrics, messages, windowMax } = size
    const conditions = [
      `${edges} edges send ${messages} messages of ${metrics} Double metrics each by alias over the broker`,
      `at most ${windowMax} messages of an edge unacknowledged`,
      'acknowledged means committed to disk',
      'the senders run in the same process as the server, beside its worker threads',
    ].join('; ')
    const row = (name: string, value: number, unit: string): Row => {
      return { engine: 'ingest', name, value, unit, peer: null, ratio: null, conditions }
    }
    return [
      row('ingest.durable', points / seconds, 'points/s'),
      row('ingest.lost', points - stored, 'points'),
      row('ingest.cpu', (used.user + used.system) / 1e6 / seconds, 'cores'),
    ]
  } finally {
    await house.close()
  }
}

type Node = { client: MqttClient; sendAll(): Promise<void> }

async function connect(house: TestHouse, size: IngestSize, index: number): Promise<Node> {
  const { machine } = await makeMachine(house.house, { code: `B${index}`, tags: [] })
  const password = `secret-${index}`
  const hash = createHash('sha256').update(password).digest('hex')
  await house.house.act(systemCaller, async ({ sql }) => {
    await sql`update factory_edges set secret_hash = ${hash} where id = ${machine.edgeId}`
    await sql`update factory_limit_defaults set points_per_second_max = 100000000,
      messages_per_second_max = 1000000`
  })
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${ingestOf(house.house).port}`, {
    ...{ username: machine.edgeId, password, protocolVersion: 4, clean: true, reconnectPeriod: 0 },
    clientId: `bench-${index}`,
  })
  const topic = (type: string) =>
    `spBv1.0/firm-a/${type}/edge-B${index}${type.startsWith('D') ? '/device' : ''}`
  const stream = machine.edgeId
  let acknowledged = -1
  let wake: () => void = () => {}
  client.on('message', (_topic, bytes) => {
    for (const { name, value } of decode(bytes).metrics) {
      if (name === 'Buffer/Acknowledged') acknowledged = Math.max(acknowledged, Number(value))
    }
    wake()
  })
  await client.subscribeAsync(`spBv1.0/firm-a/NCMD/edge-B${index}`)
  const births = Array.from({ length: size.metrics }, (_, alias): GivenMetric => {
    return { name: `tag ${alias}`, alias, type: 'Double', value: null, timestamp: startMs }
  })
  const own: GivenMetric[] = [
    { name: 'bdSeq', type: 'Int64', value: 0 },
    { name: 'Node Control/Rebirth', type: 'Boolean', value: false },
    { name: 'Buffer/Stream', type: 'String', value: stream },
  ]
  send(client, topic('NBIRTH'), 0, own)
  send(client, topic('DBIRTH'), 1, births)
  await eventually('it is acknowledged', () => acknowledged === 0)
  return { client, sendAll: () => sendAll() }

  async function sendAll(): Promise<void> {
    for (let message = 1; message <= size.messages; message++) {
      while (message * size.metrics - Math.max(acknowledged, 0) > size.windowMax * size.metrics) await news()
      send(client, topic('DDATA'), (message + 1) % 256, metricsOf(message, size.metrics))
    }
    while (acknowledged < size.messages * size.metrics) await news()
  }

  function news(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve
    })
  }
}

function metricsOf(message: number, count: number): GivenMetric[] {
  const timestamp = startMs + message * 100
  const observed = Array.from({ length: count }, (_, alias): GivenMetric => {
    return { alias, timestamp, type: 'Double', omitsType: true, value: Math.sin(message + alias) }
  })
  const last = message * count
  return [
    { name: 'Buffer/First', type: 'UInt64', value: last - count + 1 },
    { name: 'Buffer/Offset', type: 'UInt64', value: last },
    ...observed,
  ]
}

function send(client: MqttClient, topic: string, seq: number, metrics: readonly GivenMetric[]): void {
  const bytes = encode({ timestamp: startMs, seq, metrics })
  client.publish(topic, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { qos: 0 })
}
