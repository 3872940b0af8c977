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
import { messageOf, ReasonError, reason } from '../../reason.ts'
import type { OpcuaConfig } from '../../schema.ts'
import type { Adapter, Description, Note, Sink } from '../adapter.ts'
import { type DescribedTag, describeTags } from './describe.ts'
import { readHistory, slices } from './history.ts'
import { type OpenSession, openSession } from './session.ts'
import { hasOverflowed, microsOf, type NodeTag, observationOf } from './values.ts'

export type OpcuaContext = { directory: string; node: string; note: Note }

const dayMicros = 86_400_000_000
/** A value may reach the client this much later than a younger one of another tag; history is read again from there. */
const overlapMicros = 10_000_000
/** Catch-up is done when it is this close to the server's clock; the subscription closes the rest. */
const closeMicros = 5_000_000
const itemsPerRequestMax = 500

/** The OPC UA client: history since the last known time where the server keeps it, then monitored items. */
export function opcuaAdapter(config: OpcuaConfig, context: OpcuaContext): Adapter {
  const { note } = context
  let open: OpenSession | undefined
  let described: DescribedTag[] = []
  /** Tags whose history the server offers. */
  let historic: NodeTag[] = []

  async function describe(signal: AbortSignal): Promise<Description> {
    open = await openSession(config, context.directory, context.node, signal)
    described = await fromServer(describeTags(open.session, config, note))
    historic = described.map(({ tag }) => tag)
    const values = described.flatMap(({ tag, value }) => observationOf(tag, value) ?? [])
    return { tags: described.map(({ tag }) => tag), values }
  }

  async function catchUp(sink: Sink, signal: AbortSignal): Promise<void> {
    const { session } = open!
    let nowMicros = await serverMicros(session)
    const through = sink.position()?.throughMicros
    const days = config.backfillDays ?? 7
    let fromMicros = through === undefined ? nowMicros - days * dayMicros : Number(through) - overlapMicros
    if (fromMicros >= nowMicros) fromMicros = nowMicros - overlapMicros
    await probeHistory(sink, fromMicros, through !== undefined, signal)
    seed(sink, fromMicros, nowMicros)
    while (nowMicros - fromMicros > closeMicros) {
      for (const slice of slices(fromMicros, nowMicros)) {
        await sink.room(signal)
        await readSlice(sink, slice.fromMicros, slice.toMicros, signal)
      }
      fromMicros = nowMicros
      nowMicros = await serverMicros(session)
    }
  }

  /** Learns which tags have a history; the others have a gap since the connection was lost. */
  async function probeHistory(
    sink: Sink,
    fromMicros: number,
    isReturn: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const wanted = described.map(({ tag }) => tag)
    const { without } = await fromServer(
      readHistory(open!.session, wanted, fromMicros, fromMicros + 1000, signal),
    )
    historic = wanted.filter((tag) => !without.some((missing) => missing.tag === tag))
    const [first] = without
    if (!first) return
    note(
      reason('edge.opcua.noHistory', {
        count: without.length,
        nodeId: first.tag.nodeId,
        status: first.status.name,
      }),
    )
    if (isReturn)
      sink.gap(
        reason('edge.opcua.gap', { count: without.length }),
        without.map(({ tag }) => tag.name),
      )
  }

  /** Present values of tags without a history, and those that are older than the history that is read. */
  function seed(sink: Sink, fromMicros: number, atMicros: number): void {
    const seeds = described.flatMap(({ tag, value }) => {
      const observation = observationOf(tag, value)
      if (!observation) return []
      return historic.includes(tag) && observation.timeMicros >= fromMicros ? [] : [observation]
    })
    sink.seed(seeds, atMicros)
  }

  async function readSlice(
    sink: Sink,
    fromMicros: number,
    toMicros: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { observations } = await fromServer(
      readHistory(open!.session, historic, fromMicros, toMicros, signal),
    )
    const fresh = observations.filter(({ tag, timeMicros }) => timeMicros > (sink.timeMicros(tag) ?? -1))
    sink.take({ observations: fresh, position: { throughMicros: toMicros }, atMicros: toMicros })
  }

  async function follow(sink: Sink, signal: AbortSignal): Promise<void> {
    const { session, lost } = open!
    const live = new LiveQueue(sink, note)
    const subscription = await fromServer(subscribe(session, config))
    const ended = watch(subscription, sink, live)
    await fromServer(monitor(subscription, config, described, live))
    const through = Number(sink.position()?.throughMicros ?? 0)
    const nowMicros = await serverMicros(session)
    if (historic.length > 0 && through > 0) await readSlice(sink, through - overlapMicros, nowMicros, signal)
    live.release()
    await Promise.race([
      ended,
      lost.then(() => {
        throw new ReasonError('edge.opcua.connectionLost')
      }),
    ])
  }

  return {
    describe,
    catchUp,
    follow,
    async close() {
      const closing = open
      open = undefined
      await closing?.close()
    },
  }
}

/** Live values wait here until the history before them is on the log; then they go straight on. */
class LiveQueue {
  readonly #sink: Sink
  readonly #note: Note
  #waiting: Observation[] = []
  #newest = new Map<string, Observation>()
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

  release(): void {
    this.#isReleased = true
  }

  /** Hands on what a notification brought. What the log has already (the first value of an item, usually) is left out. */
  flush(atMicros: number): void {
    if (!this.#isReleased) return
    const observations = this.#waiting.filter((observation) => this.#isNew(observation))
    this.#waiting = []
    const before = Number(this.#sink.position()?.throughMicros ?? 0)
    const throughMicros = Math.max(before, atMicros - overlapMicros)
    this.#sink.take({ observations, position: { throughMicros }, atMicros })
  }

  #isNew(observation: Observation): boolean {
    const known = this.#sink.timeMicros(observation.tag) ?? -1
    const newest = this.#newest.get(observation.tag)
    this.#newest.set(observation.tag, observation)
    if (observation.timeMicros > known) return true
    // Two values with one source time: the second is news if it differs.
    return newest?.timeMicros === observation.timeMicros && newest.value !== observation.value
  }
}

async function subscribe(session: ClientSession, config: OpcuaConfig): Promise<ClientSubscription> {
  return session.createSubscription2({
    requestedPublishingInterval: config.publishingMs ?? 500,
    requestedLifetimeCount: 1000,
    requestedMaxKeepAliveCount: 10,
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 1,
  })
}

/** Passes on signs of life; rejects when the server ends the subscription. */
function watch(subscription: ClientSubscription, sink: Sink, live: LiveQueue): Promise<void> {
  subscription.on('keepalive', () => {
    sink.heard()
    live.flush(Date.now() * 1000)
  })
  subscription.on('received_notifications', (message: NotificationMessage) => {
    sink.heard()
    const atMicros = (message.publishTime?.getTime() ?? Date.now()) * 1000
    // The items' own events follow in this same turn.
    setImmediate(() => live.flush(atMicros))
  })
  return new Promise((_resolve, reject) => {
    const end = (status: string) => reject(new ReasonError('edge.opcua.subscriptionEnded', { status }))
    subscription.on('status_changed', (status: StatusCode) => end(status.name))
    subscription.on('terminated', () => end('terminated'))
    subscription.on('internal_error', (error: Error) => end(error.message))
  })
}

async function monitor(
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

/** The server's own clock (Server_ServerStatus_CurrentTime), by which source times are understood. */
async function serverMicros(session: ClientSession): Promise<number> {
  const answer = await fromServer(session.read({ nodeId: 'i=2258', attributeId: AttributeIds.Value }))
  const time = answer.value.value as Date | null
  return time ? time.getTime() * 1000 : (microsOf(answer) ?? Date.now() * 1000)
}

async function fromServer<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw error instanceof ReasonError
      ? error
      : new ReasonError('edge.opcua.refused', { message: messageOf(error) })
  }
}
