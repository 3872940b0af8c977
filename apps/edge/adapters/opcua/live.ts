import {
  AttributeIds,
  type ClientMonitoredItemBase,
  type ClientSession,
  type ClientSubscription,
  type DataValue,
  type NotificationMessage,
  type StatusCode,
  TimestampsToReturn,
} from 'node-opcua-client'
import type { Observation } from '../../observation.ts'
import { ReasonError, reason } from '../../reason.ts'
import { type OpcuaConfig, publishingMs } from '../../schema.ts'
import type { Note, Sink } from '../adapter.ts'
import type { DescribedTag } from './describe.ts'
import { hasOverflowed, type NodeTag, observationOf, overlapMicros } from './values.ts'

const itemsPerRequestMax = 500

/** Live values wait here until the history before them is on the log; then they go straight on. */
export class LiveQueue {
  readonly #sink: Sink
  readonly #note: Note
  #waiting: Observation[] = []
  #newest = new Map<string, Observation>()
  #covered = new Set<string>()
  #isReleased = false
  #hasOverflowed = false

  constructor(sink: Sink, note: Note) {
    this.#sink = sink
    this.#note = note
  }

  add(tag: NodeTag, dataValue: DataValue): void {
    if (hasOverflowed(dataValue.statusCode) && !this.#hasOverflowed) {
      this.#hasOverflowed = true
      this.#note(reason('edge.opcua.overflow', { nodeId: tag.nodeId }))
    }
    const observation = observationOf(tag, dataValue)
    if (observation) this.#waiting.push(observation)
  }

  /** Lets the values go; those that the history has told already are left out. */
  release(history: readonly Observation[]): void {
    this.#isReleased = true
    this.#covered = new Set(history.map(({ tag, timeMicros }) => `${timeMicros} ${tag}`))
  }

  /**
   * Hands on what a notification brought. What the log has already (the first value of an item, usually) is
   * left out.
   */
  flush(atMicros: number): void {
    if (!this.#isReleased) return
    const observations = this.#waiting.filter((observation) => this.#isNew(observation))
    this.#waiting = []
    this.#covered.clear()
    const before = Number(this.#sink.position()?.throughMicros ?? 0)
    const throughMicros = Math.max(before, atMicros - overlapMicros)
    this.#sink.take({ observations, position: { throughMicros }, atMicros })
  }

  #isNew(observation: Observation): boolean {
    const { tag, timeMicros, value } = observation
    const newest = this.#newest.get(tag)
    this.#newest.set(tag, observation)
    if (this.#covered.has(`${timeMicros} ${tag}`)) return false
    if (timeMicros !== (newest?.timeMicros ?? this.#sink.timeMicros(tag))) return true
    // Two values with one source time: the second is news if it differs.
    return newest !== undefined && newest.value !== value
  }
}

/** A server without news says so at least this often, or with every publishing interval if that is longer. */
const keepAliveMs = 5000

export async function subscribe(session: ClientSession, config: OpcuaConfig): Promise<ClientSubscription> {
  const interval = config.publishingMs ?? publishingMs
  return session.createSubscription2({
    requestedPublishingInterval: interval,
    requestedLifetimeCount: 1000,
    requestedMaxKeepAliveCount: Math.max(Math.floor(keepAliveMs / interval), 1),
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 1,
  })
}

/**
 * Passes on signs of life and notifications; rejects when the server ends the subscription or a value
 * cannot be kept.
 */
export function watch(
  subscription: ClientSubscription,
  sink: Sink,
  live: LiveQueue,
  serverNowMicros: () => number,
): Promise<void> {
  return new Promise((_resolve, reject) => {
    const end = (status: string) => reject(new ReasonError('edge.opcua.subscriptionEnded', { status }))
    const flush = (atMicros: number) => {
      try {
        live.flush(atMicros)
      } catch (error) {
        reject(error)
      }
    }
    subscription.on('keepalive', () => {
      sink.heard()
      flush(serverNowMicros())
    })
    subscription.on('received_notifications', (message: NotificationMessage) => {
      sink.heard()
      const atMicros = message.publishTime ? message.publishTime.getTime() * 1000 : serverNowMicros()
      // The items' own events follow in this same turn.
      setImmediate(() => flush(atMicros))
    })
    subscription.on('status_changed', (status: StatusCode) => end(status.name))
    subscription.on('terminated', () => end('terminated'))
    subscription.on('internal_error', (error: Error) => end(error.message))
  })
}

/** Monitored items with a queue, so that no change between two notifications is lost. */
export async function monitor(
  subscription: ClientSubscription,
  config: OpcuaConfig,
  described: readonly DescribedTag[],
  live: LiveQueue,
): Promise<void> {
  const { samplingMs = 250, queueSize = 100 } = config
  const groups = Map.groupBy(described, (one) => one.samplingMs ?? samplingMs)
  for (const [samplingInterval, members] of groups) {
    for (let at = 0; at < members.length; at += itemsPerRequestMax) {
      const part = members.slice(at, at + itemsPerRequestMax)
      const items = part.map(({ tag }) => ({ nodeId: tag.nodeId, attributeId: AttributeIds.Value }))
      const parameters = { samplingInterval, queueSize, discardOldest: true }
      const group = await subscription.monitorItems(items, parameters, TimestampsToReturn.Both)
      group.on('changed', (_item: ClientMonitoredItemBase, dataValue: DataValue, index: number) => {
        live.add(part[index]!.tag, dataValue)
      })
    }
  }
}
