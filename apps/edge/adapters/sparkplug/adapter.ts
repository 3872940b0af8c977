import { setTimeout as wait } from 'node:timers/promises'
import type { Observation, TagDefinition, Value } from '../../observation.ts'
import { messageOf, ReasonError, reason } from '../../reason.ts'
import { encode } from '../../sparkplug/payload.ts'
import type { Adapter, Description, Note, Sink } from '../adapter.ts'
import { Broker, type Packet } from '../broker.ts'
import { ForeignNode, type Heard } from './node.ts'
import type { SparkplugConfig } from './schema.ts'

export type SparkplugOptions = {
  config: SparkplugConfig
  clientId: string
  keepaliveSeconds: number
  note: Note
  heard(): void
}

/** A node that is there is born within this time after it was asked. */
const birthMsMax = 10_000
const rebirthMsMin = 1000
const readBackMsMax = 5000

type Waiting = { tag: string; resolve(observation: Observation): void }

/**
 * A Sparkplug edge node that exists beside the machines, taken over: one of its devices (or the node itself)
 * becomes a device of this edge. Sparkplug has no history: what it said while nobody listened is a gap.
 */
export class SparkplugAdapter implements Adapter {
  readonly #options: SparkplugOptions
  readonly #waiting = new Set<Waiting>()
  #node: ForeignNode
  #broker: Broker | undefined
  #pending: Heard[] = []
  #take: (heard: Heard) => void = () => {}
  #rebirthMs = Number.NEGATIVE_INFINITY
  #later: NodeJS.Timeout | undefined

  constructor(options: SparkplugOptions) {
    this.#options = options
    this.#node = newNode(options.config)
  }

  async describe(signal: AbortSignal): Promise<Description> {
    const { config, clientId, keepaliveSeconds, heard } = this.#options
    const { url, credentials, caFile, sourceGroup: group, sourceNode: node } = config
    this.#node = newNode(config)
    this.#pending = []
    this.#take = (told) => this.#pending.push(told)
    this.#rebirthMs = Number.NEGATIVE_INFINITY
    const will = config.hostId === undefined ? undefined : stateMessage(config.hostId, false)
    const broker = await Broker.open(
      { url, credentials, caFile, clientId, keeps: false, keepaliveSeconds, will, heard },
      signal,
    )
    this.#broker = broker
    broker.handle(async (packet) => this.#receive(packet))
    await broker.subscribe([`spBv1.0/${group}/+/${node}`, `spBv1.0/${group}/+/${node}/+`])
    if (config.hostId !== undefined) {
      const state = stateMessage(config.hostId, true)
      await broker.publish(state.topic, state.payload, 1, true)
    }
    return { tags: await this.#birth(signal), values: this.#pending.flatMap((told) => told.observations) }
  }

  /** Waits until the device is born; asks for it once more on the way. */
  async #birth(signal: AbortSignal): Promise<readonly TagDefinition[]> {
    const endMs = performance.now() + birthMsMax
    while (!this.#node.isBorn) {
      this.#askBirth()
      await Promise.race([wait(50, undefined, { signal }), this.#open.lost])
      if (performance.now() < endMs) continue
      const { sourceNode, sourceDevice = '' } = this.#options.config
      if (!this.#node.isNodeBorn) throw new ReasonError('edge.sparkplug.noNode', { node: sourceNode })
      throw new ReasonError('edge.sparkplug.noDevice', { node: sourceNode, device: sourceDevice })
    }
    return this.#pending.findLast((told) => told.tags)?.tags ?? []
  }

  async catchUp(sink: Sink): Promise<void> {
    if (sink.position()) sink.gap(reason('edge.sparkplug.gap'))
    for (const told of this.#pending.splice(0)) this.#hand(told, sink)
  }

  async follow(sink: Sink, signal: AbortSignal): Promise<void> {
    for (const told of this.#pending.splice(0)) this.#hand(told, sink)
    const failed = new Promise<never>((_resolve, reject) => {
      this.#take = (told) => {
        try {
          this.#hand(told, sink)
        } catch (error) {
          reject(error)
        }
      }
    })
    failed.catch(() => {})
    signal.throwIfAborted()
    await Promise.race([this.#open.lost, failed])
  }

  async close(): Promise<void> {
    const closing = this.#broker
    this.#broker = undefined
    this.#take = () => {}
    clearTimeout(this.#later)
    this.#later = undefined
    const { hostId } = this.#options.config
    if (closing && hostId !== undefined) {
      const state = stateMessage(hostId, false)
      await closing.publish(state.topic, state.payload, 1, true).catch(() => {})
    }
    await closing?.close()
  }

  isWritable(name: string): boolean {
    const { tags } = this.#options.config
    return tags !== 'all' && tags.some((tag) => tag.name === name && tag.writable)
  }

  /** Sends the value to the node and waits for the node to tell it (Sparkplug knows no other read-back). */
  async write(name: string, value: Exclude<Value, null>): Promise<Observation> {
    const { config } = this.#options
    const type = this.#node.datatypeOf(name)
    if (!type) throw new ReasonError('edge.write.unknownTag', { tag: name })
    if (!this.isWritable(name)) throw new ReasonError('edge.write.readOnly', { tag: name })
    const said = new Promise<Observation>((resolve) => {
      const waiting = { tag: name, resolve }
      this.#waiting.add(waiting)
      setTimeout(() => this.#waiting.delete(waiting), readBackMsMax).unref()
    })
    const { sourceGroup: group, sourceNode: node, sourceDevice: device } = config
    const topic = `spBv1.0/${group}/${device === undefined ? `NCMD/${node}` : `DCMD/${node}/${device}`}`
    const metrics = [{ name: this.#node.metricOf(name), type, value }]
    await this.#open.publish(topic, encode({ timestamp: Date.now(), metrics }))
    const silent = wait(readBackMsMax, undefined, { ref: false }).then(() => {
      throw new ReasonError('edge.sparkplug.noReadBack', { tag: name })
    })
    return Promise.race([said, silent])
  }

  get #open(): Broker {
    if (!this.#broker) throw new ReasonError('edge.mqtt.lost')
    return this.#broker
  }

  #receive(packet: Packet): void {
    const [, , type = '', , device] = packet.topic.split('/')
    if (!/^[ND](BIRTH|DATA|DEATH)$/.test(type)) return
    try {
      const told = this.#node.receive(type, device ?? null, packet.payload)
      this.#take(told)
      if (told.needsBirth) this.#askBirth()
      for (const kind of new Set(told.refused)) this.#options.note(reason('edge.sparkplug.kind', { kind }))
    } catch (error) {
      const { topic } = packet
      this.#options.note(reason('edge.sparkplug.unreadable', { topic, message: messageOf(error) }))
    }
  }

  #hand(told: Heard, sink: Sink): void {
    const atMicros = Date.now() * 1000
    if (told.died) sink.gap(reason('edge.sparkplug.died'))
    if (told.tags) sink.describe(told.tags)
    for (const waiting of this.#waiting) {
      const answer = told.observations.findLast(({ tag }) => tag === waiting.tag)
      if (!answer || told.tags) continue
      this.#waiting.delete(waiting)
      waiting.resolve(answer)
    }
    if (!told.died) sink.take({ observations: told.observations, position: {}, atMicros })
  }

  /** Now, or as soon as it may be asked again. */
  #askBirth(): void {
    const restMs = this.#rebirthMs + rebirthMsMin - performance.now()
    if (restMs > 0) {
      this.#later ??= setTimeout(() => {
        this.#later = undefined
        this.#askBirth()
      }, restMs)
    }
    if (restMs > 0 || !this.#broker) return
    this.#rebirthMs = performance.now()
    const { sourceGroup: group, sourceNode: node } = this.#options.config
    const metrics = [{ name: 'Node Control/Rebirth', type: 'Boolean' as const, value: true }]
    const payload = encode({ timestamp: Date.now(), metrics })
    this.#broker.publish(`spBv1.0/${group}/NCMD/${node}`, payload).catch(() => {})
  }
}

function newNode(config: SparkplugConfig): ForeignNode {
  const { tags, sourceDevice: device = null } = config
  const wanted = tags === 'all' ? null : new Map(tags.map((tag) => [tag.metric ?? tag.name, tag]))
  return new ForeignNode({ device, tags: wanted })
}

/** STATE of a host application (Sparkplug 3.0, 6.4.26): retained, and offline by its will. */
function stateMessage(hostId: string, online: boolean) {
  const payload = Buffer.from(JSON.stringify({ online, timestamp: Date.now() }))
  return { topic: `spBv1.0/STATE/${hostId}`, payload, qos: 1 as const, retain: true }
}
