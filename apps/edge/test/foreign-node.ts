import type { MqttClient } from 'mqtt'
import { decode, encode, type Metric } from '../sparkplug/payload.ts'
import type { TestBroker } from './broker.ts'

/** A Sparkplug edge node that stands beside the machines, with one device. */
export type ForeignEdge = {
  readonly client: MqttClient
  /** Commands it was given. */
  readonly commands: { topic: string; metrics: Metric[] }[]
  /** Births it sent. */
  births: number
  metrics: Metric[]
  birth(): Promise<void>
  data(metrics: Metric[], how?: { skipSeq?: boolean }): Promise<void>
  deviceDeath(): Promise<void>
  nodeDeath(bdSeq?: number): Promise<void>
}

export async function startForeignEdge(broker: TestBroker, metrics: Metric[]): Promise<ForeignEdge> {
  const client = await broker.client()
  let seq = 0
  const send = async (type: string, device: string | null, given: Metric[], hasSeq = true) => {
    const timestamp = Date.now()
    const topic = `spBv1.0/old/${type}/gateway${device === null ? '' : `/${device}`}`
    const payload = { timestamp, metrics: given.map((metric) => ({ timestamp, ...metric })) }
    await client.publishAsync(topic, encode(hasSeq ? { ...payload, seq } : payload))
    if (hasSeq) seq = (seq + 1) % 256
  }
  const bdSeqOf = (value: number): Metric => ({ name: 'bdSeq', type: 'Int64', value })
  const edge: ForeignEdge = {
    client,
    commands: [],
    births: 0,
    metrics,
    async birth() {
      seq = 0
      edge.births++
      const control: Metric = { name: 'Node Control/Rebirth', type: 'Boolean', value: false }
      const uptime: Metric = { name: 'uptime', alias: 1, type: 'Int64', value: 5 }
      await send('NBIRTH', null, [bdSeqOf(3), control, uptime])
      await send('DBIRTH', 'press', edge.metrics)
      await send('DBIRTH', 'other', [{ name: 'x', alias: 99, type: 'Double', value: 1 }])
    },
    async data(given, how = {}) {
      if (how.skipSeq) seq = (seq + 1) % 256
      await send('DDATA', 'press', given)
    },
    deviceDeath: () => send('DDEATH', 'press', []),
    nodeDeath: (bdSeq = 3) => send('NDEATH', null, [bdSeqOf(bdSeq)], false),
  }
  client.on('message', (topic, payload) => {
    const given = decode(payload).metrics ?? []
    edge.commands.push({ topic, metrics: given })
    if (given.some(({ name, value }) => name === 'Node Control/Rebirth' && value === true)) void edge.birth()
  })
  await client.subscribeAsync(['spBv1.0/old/NCMD/gateway', 'spBv1.0/old/DCMD/gateway/press'])
  return edge
}
