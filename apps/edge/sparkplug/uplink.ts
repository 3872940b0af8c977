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
  /** A session is about to begin. */
  begins(): void
  heard(): void
  unreadable(message: string): void
}

/**
 * The MQTT connection as `Connection` drives it: one client per attempt, because every CONNECT has its own
 * will.
 */
export class Uplink implements Link {
  readonly #options: UplinkOptions
  readonly #stateTopic: string | undefined
  #client: MqttClient | undefined
  #bdSeq = -1
  #hostStamp = -1
  #isHostOnline = false
  #wake: () => void = () => {}

  constructor(options: UplinkOptions) {
    this.#options = options
    this.#stateTopic = options.hostId === undefined ? undefined : `spBv1.0/STATE/${options.hostId}`
  }

  async open(signal: AbortSignal): Promise<void> {
    const { directory, server, group, node, heard } = this.#options
    this.#bdSeq = nextBdSeq(directory)
    this.#hostStamp = -1
    this.#isHostOnline = this.#stateTopic === undefined
    const client = mqtt.connect(server, clientOptions(this.#options, this.#bdSeq))
    this.#client = client
    client.on('packetreceive', heard)
    client.on('message', (topic, payload) => this.#received(topic, payload))
    await connected(client, signal)
    const topics = [`spBv1.0/${group}/NCMD/${node}`, `spBv1.0/${group}/DCMD/${node}/#`]
    if (this.#stateTopic !== undefined) topics.push(this.#stateTopic)
    const granted = await client.subscribeAsync(topics, { qos: 1 })
    const refused = granted.find((grant) => grant.qos === 128)
    if (refused) throw new ReasonError('edge.uplink.subscriptionRefused', { topic: refused.topic })
  }

  async prepare(signal: AbortSignal): Promise<void> {
    while (!this.#isHostOnline) await this.#changed(signal)
  }

  async flow(signal: AbortSignal): Promise<void> {
    const client = this.#client!
    const { publisher, hostId, begins } = this.#options
    begins()
    publisher.begin(({ topic, payload }) => {
      client.publish(topic, payload, { qos: 0, retain: false })
    }, this.#bdSeq)
    while (this.#isHostOnline) await this.#changed(signal)
    throw new ReasonError('edge.uplink.hostOffline', { host: hostId ?? '' })
  }

  async close(): Promise<void> {
    const { publisher, group, node } = this.#options
    publisher.end()
    const client = this.#client
    this.#client = undefined
    if (!client) return
    client.removeAllListeners('message')
    if (client.connected) {
      // MQTT 3.1.1: a DISCONNECT discards the will, so the death is told first
      // (tck-id-payloads-ndeath-will-message-publisher-disconnect-mqtt311).
      const death = nodeDeath(group, node, this.#bdSeq)
      await client.publishAsync(death.topic, death.payload, { qos: 1, retain: false })
    }
    await client.endAsync(!client.connected)
  }

  #received(topic: string, payload: Buffer): void {
    const { publisher, unreadable } = this.#options
    try {
      if (topic === this.#stateTopic) this.#hostState(payload)
      else {
        const [, , type, , device] = topic.split('/')
        if (type === 'NCMD') publisher.command(payload)
        else if (type === 'DCMD' && device) publisher.deviceCommand(device, payload)
      }
    } catch (error) {
      unreadable(messageOf(error))
    }
  }

  #hostState(payload: Buffer): void {
    const state = JSON.parse(payload.toString('utf8')) as { online: unknown; timestamp: unknown }
    const stamp = Number(state.timestamp)
    // An older STATE is a will that came late; it says nothing of the host that is there now.
    if (!(stamp >= this.#hostStamp)) return
    this.#hostStamp = stamp
    this.#isHostOnline = state.online === true
    this.#wake()
  }

  #changed(signal: AbortSignal): Promise<void> {
    return lostOr(this.#client!, signal, (resolve) => {
      this.#wake = resolve
    })
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

/**
 * The next birth/death sequence number, kept over restarts so that a late death cannot end the session
 * after it.
 */
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
