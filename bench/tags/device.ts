import { decode, encode, type GivenMetric } from '@ronghe/sparkplug'
import mqtt from 'mqtt'
import { until } from '../process.ts'

export type Plan = { devices: number; tags: number; seconds: number }
export type Credential = { edgeId: string; node: string; password: string }

/**
 * An edge with a disk log, as ours is to the host. Resolves when its machines are known to the server and
 * their first values stored; `run` sends all tags of each device every second, spread over the second, with
 * the moment of sending as the time of the values, and answers how many points it sent since it was there.
 */
export async function connectEdge(
  port: number,
  credential: Credential,
  plan: Plan,
): Promise<{ run(): Promise<number> }> {
  const { edgeId, node, password } = credential
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
    ...{ username: edgeId, password, protocolVersion: 4 as const, clean: true, reconnectPeriod: 0 },
    clientId: `tags-${node}`,
  })
  let acknowledged = -1
  let seq = 0
  client.on('message', (_topic, bytes) => {
    for (const { name, value } of decode(bytes).metrics) {
      if (name === 'Buffer/Acknowledged') acknowledged = Math.max(acknowledged, Number(value))
    }
  })
  await client.subscribeAsync(`spBv1.0/firm-a/NCMD/${node}`)
  const send = (type: string, device: number | null, metrics: readonly GivenMetric[]) => {
    const topic = `spBv1.0/firm-a/${type}/${node}${device === null ? '' : `/d${device}`}`
    const bytes = encode({ timestamp: Date.now(), seq, metrics })
    seq = (seq + 1) % 256
    client.publish(topic, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { qos: 0 })
  }
  send('NBIRTH', null, [
    { name: 'bdSeq', type: 'Int64', value: 0 },
    { name: 'Node Control/Rebirth', type: 'Boolean', value: false },
    { name: 'Buffer/Stream', type: 'String', value: edgeId },
  ])
  for (let device = 0; device < plan.devices; device++) send('DBIRTH', device, birthOf(device, plan.tags))
  await until(() => acknowledged === 0)
  let sent = 0
  const tell = (turn: number) => {
    const device = turn % plan.devices
    send('DDATA', device, dataOf(device, turn, sent, plan.tags))
    sent += plan.tags
  }
  for (let device = 0; device < plan.devices; device++) tell(device)
  await until(() => acknowledged === sent)
  return {
    async run() {
      const startMs = Date.now()
      for (let turn = 0; turn < plan.seconds * plan.devices; turn++) {
        const dueMs = startMs + (turn * 1000) / plan.devices
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - Date.now())))
        tell(turn)
      }
      await until(() => acknowledged === sent)
      await client.endAsync(true)
      return sent
    },
  }
}

function birthOf(device: number, tags: number): GivenMetric[] {
  return Array.from({ length: tags }, (_, tag): GivenMetric => {
    const alias = device * tags + tag
    return { name: `tag ${tag}`, alias, type: 'Double', value: null, timestamp: Date.now() }
  })
}

function dataOf(device: number, turn: number, sent: number, tags: number): GivenMetric[] {
  const timestamp = Date.now()
  const values = Array.from({ length: tags }, (_, tag): GivenMetric => {
    const value = Math.round(Math.sin(turn / 50 + tag) * 10_000) / 100
    return { alias: device * tags + tag, timestamp, type: 'Double', omitsType: true, value }
  })
  return [
    { name: 'Buffer/First', type: 'UInt64', value: sent + 1 },
    { name: 'Buffer/Offset', type: 'UInt64', value: sent + tags },
    ...values,
  ]
}
