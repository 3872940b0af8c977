import { decode, encode, type GivenMetric, type GivenPayload, type Payload } from '@ronghe/sparkplug'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'

export type Credential = { id: string; password: string; server: string; group: string; node: string }
export type Heard = { topic: string; payload: Payload; bytes: Buffer; qos: number; retain: boolean }

/** A foreign edge node as the specification has it: no disk log, no words of ours. */
export type ForeignNode = Awaited<ReturnType<typeof connectNode>>

/** Connects with the credential of an edge, with its NDEATH as the will. */
export async function connectNode(credential: Credential, options: { bdSeq?: number } & IClientOptions = {}) {
  const { bdSeq = 0, ...more } = options
  const { id, password, server, group, node } = credential
  const will = encode({ timestamp: Date.now(), metrics: [{ name: 'bdSeq', type: 'Int64', value: bdSeq }] })
  const client = await mqtt.connectAsync(server, {
    username: id,
    password,
    clientId: `foreign-${node}-${bdSeq}`,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    will: { topic: `spBv1.0/${group}/NDEATH/${node}`, payload: Buffer.from(will), qos: 1, retain: false },
    ...more,
  })
  client.on('error', () => {})
  const heard = listen(client)
  await client.subscribeAsync([`spBv1.0/${group}/NCMD/${node}`, `spBv1.0/${group}/DCMD/${node}/#`], {
    qos: 1,
  })
  let seq = 0

  function topic(type: string, device: string | null): string {
    return ['spBv1.0', group, type, node, ...(device === null ? [] : [device])].join('/')
  }

  function send(
    type: string,
    device: string | null,
    metrics: readonly GivenMetric[],
    given: GivenPayload = {},
  ): Promise<unknown> {
    seq = type === 'NBIRTH' ? 0 : (seq + 1) % 256
    const payload = encode({ timestamp: Date.now(), seq, metrics, ...given })
    return client.publishAsync(topic(type, device), Buffer.from(payload), { qos: 0, retain: false })
  }

  return {
    client,
    heard,
    topic,
    send,
    /** Commands of the host on the node's own topic that ask for a rebirth. */
    rebirths: () => heard.filter(({ payload }) => isRebirth(payload)).length,
    birth: (metrics: readonly GivenMetric[] = []) =>
      send('NBIRTH', null, [
        { name: 'bdSeq', type: 'Int64', value: bdSeq },
        { name: 'Node Control/Rebirth', type: 'Boolean', value: false },
        ...metrics,
      ]),
    /** Without a word: the broker sends the will. */
    cut: () => client.stream.destroy(),
    close: () => client.endAsync(true),
  }
}

function listen(client: MqttClient): Heard[] {
  const heard: Heard[] = []
  client.on('message', (topic, bytes, { qos, retain }) => {
    if (topic.startsWith('spBv1.0/STATE/')) return
    heard.push({ topic, payload: decode(bytes), bytes, qos, retain })
  })
  return heard
}

function isRebirth({ metrics }: Payload): boolean {
  return metrics.some(({ name, value }) => name === 'Node Control/Rebirth' && value === true)
}

export function closing(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()))
}
