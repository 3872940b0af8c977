import { setTimeout as wait } from 'node:timers/promises'
import type { TagDefinition } from '../../observation.ts'
import { type Reason, ReasonError, reason } from '../../reason.ts'
import type { Adapter, Description, Note, Sink } from '../adapter.ts'
import { Broker, messageBytesMax, type Packet } from '../broker.ts'
import type { MqttConfig } from './schema.ts'
import { filterOf, isFixed, type Read, Templates } from './template.ts'

export type MqttOptions = {
  config: MqttConfig
  /** Name under which the broker keeps what comes while this edge is away. */
  clientId: string
  keepaliveSeconds: number
  note: Note
  heard(): void
}

const tagsMax = 20_000

/**
 * Machines that speak JSON (or plain values) over MQTT, read by template. The broker is asked to keep what
 * comes while the edge is away; where it did not, the time away is a gap.
 */
export class MqttAdapter implements Adapter {
  readonly #options: MqttOptions
  readonly #templates: Templates
  readonly #tags = new Map<string, TagDefinition>()
  readonly #from = new Map<string, string>()
  #broker: Broker | undefined
  #sink: Sink | undefined
  #messageMs = 0
  #isQuiet = false

  constructor(options: MqttOptions) {
    this.#options = options
    this.#templates = new Templates(options.config)
    for (const tag of options.config.tags.filter(isFixed)) {
      const { name, type = 'number', unit = '' } = tag
      this.#tags.set(name, { name, type: type as TagDefinition['type'], unit })
    }
  }

  async describe(signal: AbortSignal): Promise<Description> {
    const { config, clientId, keepaliveSeconds, heard } = this.#options
    const { url, credentials, caFile } = config
    const how = { url, credentials, caFile, clientId, keeps: true, keepaliveSeconds, heard }
    this.#broker = await Broker.open(how, signal)
    return { tags: [...this.#tags.values()], values: [] }
  }

  async catchUp(sink: Sink, signal: AbortSignal): Promise<void> {
    const broker = this.#open
    if (sink.position() && !broker.hasSession) sink.gap(reason('edge.mqtt.gap'))
    const atMicros = Date.now() * 1000
    sink.take({ observations: [], position: {}, atMicros })
    this.#sink = sink
    broker.handle(async (packet) => {
      await sink.room(signal)
      this.#take(packet, this.#sink ?? sink)
    })
    await broker.subscribe([...new Set(this.#options.config.tags.map((tag) => filterOf(tag.topic)))])
  }

  async follow(sink: Sink, signal: AbortSignal): Promise<void> {
    this.#sink = sink
    this.#messageMs = performance.now()
    this.#isQuiet = false
    await Promise.race([this.#open.lost, this.#listenForSilence(sink, signal)])
  }

  async close(): Promise<void> {
    const closing = this.#broker
    this.#broker = undefined
    await closing?.close()
  }

  /** The name in the configuration of what a message named. */
  configuredName(tag: string): string {
    return this.#from.get(tag) ?? tag
  }

  get #open(): Broker {
    if (!this.#broker) throw new ReasonError('edge.mqtt.lost')
    return this.#broker
  }

  #take(packet: Packet, sink: Sink): void {
    const { topic, payload } = packet
    const atMicros = Date.now() * 1000
    if (payload.length > messageBytesMax) {
      this.#options.note(reason('edge.mqtt.tooLong', { topic }))
      return
    }
    const { read, faults } = this.#templates.read(topic, payload, atMicros)
    for (const fault of faults) this.#options.note(fault)
    const known = this.#learn(read, sink)
    if (known.length === 0) return
    this.#messageMs = performance.now()
    this.#isQuiet = false
    sink.take({ observations: known.map(({ observation }) => observation), position: {}, atMicros })
  }

  /** Tags that a message named for the first time are declared before their values. */
  #learn(read: readonly Read[], sink: Sink): Read[] {
    const fresh = read.filter(({ tag }) => {
      const known = this.#tags.get(tag.name)
      return known === undefined || known.unit !== tag.unit
    })
    if (fresh.length === 0) return [...read]
    let isNews = false
    for (const { tag, from } of fresh) {
      if (!this.#tags.has(tag.name) && this.#tags.size >= tagsMax) continue
      this.#tags.set(tag.name, tag)
      this.#from.set(tag.name, from)
      isNews = true
    }
    // Names beyond the limit are no reason to tell all the others again.
    if (isNews) sink.describe([...this.#tags.values()])
    const isFull = read.some(({ tag }) => !this.#tags.has(tag.name))
    if (isFull) this.#options.note(reason('edge.mqtt.tooManyTags', { count: tagsMax }))
    return read.filter(({ tag }) => this.#tags.has(tag.name))
  }

  async #listenForSilence(sink: Sink, signal: AbortSignal): Promise<never> {
    const { quietMsMax } = this.#options.config
    for (;;) {
      await wait(quietMsMax === undefined ? 60_000 : Math.min(quietMsMax / 4, 1000), undefined, { signal })
      if (quietMsMax === undefined || this.#isQuiet) continue
      if (performance.now() - this.#messageMs < quietMsMax) continue
      this.#isQuiet = true
      sink.gap(quiet(quietMsMax))
    }
  }
}

function quiet(quietMsMax: number): Reason {
  return reason('edge.mqtt.quiet', { seconds: Math.round(quietMsMax / 1000) })
}
