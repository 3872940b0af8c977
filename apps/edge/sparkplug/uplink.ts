import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import type { Link } from '../connection.ts'
import { messageOf, ReasonError } from '../reason.ts'
import { nodeDeath, type Publisher } from './publisher.ts'

export type UplinkOptions = {
  server: string
  group: string
  node: string
  username: string
  password: string
  /** Sparkplug primary host whose STATE must be online before anything is published; none = do not wait. */
  hostId?: string | undefined
  /** File of the authorities that may sign the broker's certificate (mqtts); none = the system's. */
  caFile?: string | undefined
  keepaliveSeconds: number
  openMsMax: number
  /** Keeps the birth/death sequence number over restarts. */
  directory: string
  publisher: Publisher
  heard(): void
  unreadable(message: string): void
}

/** The MQTT connection as `Connection` drives it: one client per attempt, because every CONNECT has its own will. */
export function uplink(options: UplinkOptions): Link {
  const { group, node, hostId, publisher } = options
  const stateTopic = hostId === undefined ? undefined : `spBv1.0/STATE/${hostId}`
  let client: MqttClient | undefined
  let bdSeq = -1
  let hostStamp = -1
  let isHostOnline = stateTopic === undefined
  let wake: () => void = () => {}

  function received(topic: string, payload: Buffer): void {
    options.heard()
    try {
      if (topic === stateTopic) {
        const state = JSON.parse(payload.toString('utf8')) as { online: unknown; timestamp: unknown }
        // An older STATE is a will that came late (tck-id-operational-behavior-edge-node-termination-host-offline-timestamp).
        if (Number(state.timestamp) < hostStamp) return
        hostStamp = Number(state.timestamp)
        isHostOnline = state.online === true
        wake()
      } else if (topic.split('/')[2] === 'NCMD') {
        publisher.command(payload)
      }
    } catch (error) {
      options.unreadable(messageOf(error))
    }
  }

  return {
    async open(signal) {
      bdSeq = nextBdSeq(options.directory)
      hostStamp = -1
      isHostOnline = stateTopic === undefined
      client = mqtt.connect(options.server, clientOptions(options, bdSeq))
      client.on('packetreceive', options.heard)
      client.on('message', received)
      await connected(client, signal)
      const topics = [`spBv1.0/${group}/NCMD/${node}`, `spBv1.0/${group}/DCMD/${node}/#`]
      if (stateTopic !== undefined) topics.push(stateTopic)
      const granted = await client.subscribeAsync(topics, { qos: 1 })
      const refused = granted.find((grant) => grant.qos === 128)
      if (refused) throw new ReasonError('edge.uplink.subscriptionRefused', { topic: refused.topic })
    },
    async prepare(signal) {
      while (!isHostOnline) await lostOr(client!, signal, (resolve) => (wake = resolve))
    },
    async flow(signal) {
      const session = client!
      const send = (message: { topic: string; payload: Buffer }) => {
        session.publish(message.topic, message.payload, { qos: 0, retain: false })
      }
      publisher.begin(send, bdSeq)
      while (isHostOnline) await lostOr(session, signal, (resolve) => (wake = resolve))
      throw new ReasonError('edge.uplink.hostOffline', { host: hostId ?? '' })
    },
    async close() {
      publisher.end()
      const session = client
      client = undefined
      if (!session) return
      session.removeAllListeners('message')
      if (session.connected) {
        // MQTT 3.1.1: a DISCONNECT discards the will, so the death is told first (tck-id-payloads-ndeath-will-message-publisher-disconnect-mqtt311).
        const death = nodeDeath(group, node, bdSeq)
        await session.publishAsync(death.topic, death.payload, { qos: 1, retain: false })
      }
      await session.endAsync(!session.connected)
    },
  }
}

function clientOptions(options: UplinkOptions, bdSeq: number): IClientOptions {
  const will = nodeDeath(options.group, options.node, bdSeq)
  return {
    clientId: `${options.group}.${options.node}`,
    username: options.username,
    password: options.password,
    protocolVersion: 4,
    clean: true,
    keepalive: options.keepaliveSeconds,
    connectTimeout: options.openMsMax,
    // `next` decides when to try again.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    will: { topic: will.topic, payload: will.payload, qos: 1, retain: false },
    ...(options.caFile === undefined ? {} : { ca: readFileSync(options.caFile) }),
  }
}

function connected(client: MqttClient, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => reject(refusal(error))
    client.once('connect', () => resolve())
    client.once('error', refuse)
    client.once('close', () => refuse(new Error('closed')))
    signal.addEventListener('abort', () => refuse(signal.reason), { once: true })
    // A late error must not be thrown at the process; the connection is judged by its close.
    client.on('error', () => {})
  })
}

function refusal(error: unknown): ReasonError {
  const code = (error as { code?: unknown }).code
  if (code === 4 || code === 5) return new ReasonError('edge.uplink.refused')
  return new ReasonError('edge.uplink.unreachable', { message: messageOf(error) })
}

/** Resolves when `arm`'s callback is called; rejects when the client closes or the attempt is given up. */
function lostOr(client: MqttClient, signal: AbortSignal, arm: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const lose = () => finish(() => reject(new ReasonError('edge.uplink.lost')))
    const finish = (settle: () => void) => {
      client.off('close', lose)
      signal.removeEventListener('abort', lose)
      settle()
    }
    client.on('close', lose)
    signal.addEventListener('abort', lose)
    arm(() => finish(resolve))
    if (client.disconnected || signal.aborted) lose()
  })
}

/** The next birth/death sequence number, kept over restarts so that a late death cannot end the session after it. */
function nextBdSeq(directory: string): number {
  const path = join(directory, 'bdseq')
  let last = -1
  try {
    last = Number(readFileSync(path, 'utf8'))
  } catch {
    // The first session of all begins with 0 (tck-id-topics-nbirth-bdseq-increment).
  }
  const bdSeq = Number.isInteger(last) && last >= -1 ? (last + 1) % 256 : 0
  writeFileSync(`${path}.new`, String(bdSeq))
  renameSync(`${path}.new`, path)
  return bdSeq
}
