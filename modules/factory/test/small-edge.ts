import { encode, type GivenMetric } from '@ronghe/sparkplug'
import mqtt, { type MqttClient } from 'mqtt'

export type SmallEdge = {
  readonly client: MqttClient
  /** A device is born with these numbers. */
  birth(device: string, values: Readonly<Record<string, number>>): void
  data(device: string, values: Readonly<Record<string, number>>, timeMs?: number): void
  end(): Promise<void>
}

/** An edge node of the simplest kind, without a disk log, over a real connection. */
export async function startSmallEdge(credential: {
  id: string
  password: string
  server: string
  group: string
  node: string
}): Promise<SmallEdge> {
  const { id: username, password, server, group, node } = credential
  const client = await mqtt.connectAsync(server, {
    ...{ username, password, protocolVersion: 4 as const, reconnectPeriod: 100 },
  })
  let seq = 0
  const send = (type: string, device: string | null, metrics: GivenMetric[]) => {
    const timestamp = Date.now()
    const topic = `spBv1.0/${group}/${type}/${node}${device === null ? '' : `/${device}`}`
    client.publish(topic, Buffer.from(encode({ timestamp, seq, metrics })))
    seq = (seq + 1) % 256
  }
  const metricsOf = (values: Readonly<Record<string, number>>, timestamp = Date.now()) =>
    Object.entries(values).map(([name, value]): GivenMetric => ({ name, type: 'Double', value, timestamp }))
  const born = new Map<string, Readonly<Record<string, number>>>()
  const births = () => {
    seq = 0
    send('NBIRTH', null, [
      { name: 'bdSeq', type: 'Int64', value: 0 },
      { name: 'Node Control/Rebirth', type: 'Boolean', value: false },
    ])
    for (const [device, values] of born) send('DBIRTH', device, metricsOf(values))
  }
  // The server ends the session of an edge whose machines were registered.
  client.on('connect', births)
  births()
  return {
    client,
    birth(device, values) {
      born.set(device, values)
      send('DBIRTH', device, metricsOf(values))
    },
    data: (device, values, timeMs) => send('DDATA', device, metricsOf(values, timeMs)),
    end: () => client.endAsync(),
  }
}
