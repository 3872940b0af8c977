import { readFileSync } from 'node:fs'
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt'
import { messageOf, ReasonError } from '../reason.ts'

export type BrokerOptions = {
  url: string
  credentials?: { username: string; password: string } | undefined
  clientId: string
  /** Whether the broker shall keep what comes while we are away. */
  keeps: boolean
  caFile?: string | undefined
  keepaliveSeconds: number
  will?: NonNullable<IClientOptions['will']> | undefined
  /** Called with every sign of life. */
  heard(): void
}
export type Packet = { topic: string; payload: Buffer; retain: boolean }
type Handler = (packet: Packet) => Promise<void>

/** A message that is longer is refused by closing: no machine's value is so long, and memory is bounded. */
export const messageBytesMax = 4 * 1024 * 1024

/**
 * One connection to somebody's MQTT broker. A message counts as received (is acknowledged to the broker) when
 * its handler is done; until `handle` is called messages wait.
 */
export class Broker {
  readonly #client: MqttClient
  readonly #lost: Promise<never>
  #lose: (error: unknown) => void = () => {}
  #begin: (handler: Handler) => void = () => {}
  #hasSession = false

  private constructor(options: BrokerOptions) {
    this.#client = mqtt.connect(options.url, clientOptions(options))
    this.#lost = new Promise<never>((_resolve, reject) => {
      this.#lose = reject
    })
    // Whoever waits for it learns of it; nobody has to.
    this.#lost.catch(() => {})
    const handler = new Promise<Handler>((resolve) => {
      this.#begin = resolve
    })
    this.#client.handleMessage = (packet: IPublishPacket, done) => {
      const { topic, retain } = packet
      const payload = Buffer.from(packet.payload)
      handler
        .then((handle) => handle({ topic, payload, retain }))
        .then(
          () => done(),
          (error: unknown) => this.#lose(error),
        )
    }
    this.#client.on('packetreceive', options.heard)
    this.#client.on('error', (error) => this.#lose(refusal(error)))
    this.#client.on('close', () => this.#lose(new ReasonError('edge.mqtt.lost')))
  }

  /** Connects; rejects with the reason when the broker is not there or refuses. */
  static async open(options: BrokerOptions, signal: AbortSignal): Promise<Broker> {
    const broker = new Broker(options)
    const given = new Promise<void>((resolve) => {
      broker.#client.once('connect', (answer) => {
        broker.#hasSession = answer.sessionPresent
        resolve()
      })
    })
    signal.addEventListener('abort', () => broker.#lose(signal.reason), { once: true })
    try {
      await Promise.race([given, broker.#lost])
      return broker
    } catch (error) {
      await broker.close()
      throw error
    }
  }

  /** The broker remembers this client: it delivers what came since. */
  get hasSession(): boolean {
    return this.#hasSession
  }

  /** Rejects with the reason when the connection ends, or when a message could not be kept. */
  get lost(): Promise<never> {
    return this.#lost
  }

  handle(handler: Handler): void {
    this.#begin(handler)
  }

  async subscribe(filters: readonly string[]): Promise<void> {
    const granted = await Promise.race([this.#client.subscribeAsync([...filters], { qos: 1 }), this.#lost])
    const refused = granted.find((grant) => grant.qos === 128)
    if (refused) throw new ReasonError('edge.mqtt.subscriptionRefused', { topic: refused.topic })
  }

  async publish(topic: string, payload: Buffer, qos: 0 | 1 = 0, retain = false): Promise<void> {
    await Promise.race([this.#client.publishAsync(topic, payload, { qos, retain }), this.#lost])
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true)
  }
}

function clientOptions(options: BrokerOptions): IClientOptions {
  const { credentials, clientId, keeps, caFile, keepaliveSeconds, will } = options
  return {
    clientId,
    ...credentials,
    protocolVersion: 4,
    clean: !keeps,
    keepalive: keepaliveSeconds,
    // `next` decides when to try again.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    ...(will ? { will } : {}),
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
  }
}

function refusal(error: unknown): ReasonError {
  const code = (error as { code?: unknown }).code
  if (code === 4 || code === 5) return new ReasonError('edge.mqtt.refused')
  return new ReasonError('edge.mqtt.unreachable', { message: messageOf(error) })
}
