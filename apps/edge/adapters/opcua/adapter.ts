import { AttributeIds, type ClientSession, type ClientSubscription } from 'node-opcua-client'
import { type Observation, observe, type TagDefinition, type Value } from '../../observation.ts'
import { messageOf, ReasonError, reason } from '../../reason.ts'
import type { OpcuaConfig } from '../../schema.ts'
import type { Adapter, Description, Note, Sink } from '../adapter.ts'
import { acknowledgeCondition, watchConditions } from './alarms.ts'
import { Conditions } from './conditions.ts'
import { type DescribedTag, describeTags } from './describe.ts'
import { type History, historyLimit, readHistory, slices } from './history.ts'
import { LiveQueue, monitor, subscribe, watch } from './live.ts'
import { type OpenSession, openSession } from './session.ts'
import { microsOf, type NodeTag, observationOf, overlapMicros } from './values.ts'
import { writeTag } from './write.ts'

export type OpcuaContext = { directory: string; node: string; note: Note }

const dayMicros = 86_400_000_000
/** Catch-up is done when it is this close to the server's clock; the subscription closes the rest. */
const closeMicros = 5_000_000

/** The OPC UA client: history since the last known time where the server keeps it, then monitored items. */
export class OpcuaAdapter implements Adapter {
  readonly #config: OpcuaConfig
  readonly #context: OpcuaContext
  #open: OpenSession | undefined
  #described: DescribedTag[] = []
  /** Tags whose history the server offers. */
  #historic: NodeTag[] = []
  readonly #limit = historyLimit()
  readonly #conditions: Conditions

  constructor(config: OpcuaConfig, context: OpcuaContext) {
    this.#config = config
    this.#context = context
    this.#conditions = new Conditions(config.acknowledgeAlarms === true)
  }

  async describe(signal: AbortSignal): Promise<Description> {
    const { directory, node, note } = this.#context
    this.#open = await openSession(this.#config, directory, node, signal)
    this.#described = await fromServer(describeTags(this.#session, this.#config, note))
    this.#historic = this.#described.map(({ tag }) => tag)
    const values = this.#described.flatMap(({ tag, value }) => observationOf(tag, value) ?? [])
    return { tags: this.#tags, values }
  }

  get #tags(): TagDefinition[] {
    return [...this.#described.map(({ tag }) => tag), ...this.#conditions.definitions()]
  }

  async catchUp(sink: Sink, signal: AbortSignal): Promise<void> {
    const session = this.#session
    let nowMicros = await serverMicros(session)
    const through = sink.position()?.throughMicros
    const days = this.#config.backfillDays ?? 7
    let fromMicros = through === undefined ? nowMicros - days * dayMicros : Number(through) - overlapMicros
    if (fromMicros >= nowMicros) fromMicros = nowMicros - overlapMicros
    await this.#probeHistory(sink, fromMicros, through !== undefined, signal)
    this.#seed(sink, fromMicros, nowMicros)
    if (this.#historic.length === 0) {
      return sink.take({ observations: [], position: { throughMicros: nowMicros }, atMicros: nowMicros })
    }
    while (nowMicros - fromMicros > closeMicros) {
      for (const slice of slices(fromMicros, nowMicros)) {
        await sink.room(signal)
        await this.#readSlice(sink, { ...slice, aheadMicros: 0 }, signal)
      }
      fromMicros = nowMicros
      nowMicros = await serverMicros(session)
    }
  }

  /** Learns which tags have a history; the others have a gap since the connection was lost. */
  async #probeHistory(sink: Sink, fromMicros: number, isReturn: boolean, signal: AbortSignal): Promise<void> {
    const wanted = this.#described.map(({ tag }) => tag)
    const { without } = await fromServer(
      readHistory(this.#session, wanted, { fromMicros, toMicros: fromMicros + 1000 }, this.#limit, signal),
    )
    this.#historic = wanted.filter((tag) => !without.some((missing) => missing.tag === tag))
    const [first] = without
    if (!first) return
    this.#context.note(
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
  #seed(sink: Sink, fromMicros: number, atMicros: number): void {
    const seeds = this.#described.flatMap(({ tag, value }) => {
      const observation = observationOf(tag, value)
      if (!observation) return []
      return this.#historic.includes(tag) && observation.timeMicros >= fromMicros ? [] : [observation]
    })
    sink.seed(seeds, atMicros)
  }

  /** Writes the history of a span; returns all of it, also what the log had already. */
  async #readSlice(
    sink: Sink,
    span: { fromMicros: number; toMicros: number; aheadMicros: number },
    signal: AbortSignal,
  ): Promise<Observation[]> {
    const { fromMicros, toMicros, aheadMicros } = span
    const reach = { fromMicros, toMicros: toMicros + aheadMicros }
    const work = readHistory(this.#session, this.#historic, reach, this.#limit, signal)
    const { observations, without } = await fromServer(work)
    this.#missed(sink, without)
    const fresh = observations.filter(({ tag, timeMicros }) => {
      const knownMicros = sink.timeMicros(tag) ?? -1
      // A newest time that lies ahead of the server's clock means that the clock was set back: it filters
      // nothing.
      return timeMicros > knownMicros || knownMicros > toMicros + overlapMicros
    })
    sink.take({ observations: fresh, position: { throughMicros: toMicros }, atMicros: toMicros })
    return observations
  }

  /** History that the server offers and yet did not give: that time is unknown. */
  #missed(sink: Sink, without: History['without']): void {
    const [first] = without
    if (!first) return
    const { tag, status } = first
    this.#context.note(reason('edge.opcua.historyFailed', { nodeId: tag.nodeId, status: status.name }))
    const names = without.map((one) => one.tag.name)
    sink.gap(reason('edge.opcua.gap', { count: without.length }), names)
  }

  async follow(sink: Sink, signal: AbortSignal): Promise<void> {
    const session = this.#session
    const { lost } = this.#open!
    const live = new LiveQueue(sink, this.#context.note)
    const nowMicros = await serverMicros(session)
    const startMs = performance.now()
    const subscription = await fromServer(subscribe(session, this.#config))
    const ended = watch(subscription, sink, live, () => nowMicros + (performance.now() - startMs) * 1000)
    // It may end before it is waited for below; that is no accident of the process.
    ended.catch(() => {})
    await fromServer(monitor(subscription, this.#config, this.#described, live))
    const toMicros = await serverMicros(session)
    const through = Number(sink.position()?.throughMicros ?? 0)
    // Machines' clocks run ahead of the server's: what they date a little later belongs to this time too.
    const tail = { fromMicros: through - overlapMicros, toMicros, aheadMicros: overlapMicros }
    const hasHistory = this.#historic.length > 0 && through > 0
    live.release(hasHistory ? await this.#readSlice(sink, tail, signal) : [])
    live.flush(toMicros)
    if (this.#config.alarms)
      await fromServer(
        this.#followAlarms(sink, subscription, () => nowMicros + (performance.now() - startMs) * 1000),
      )
    await Promise.race([
      ended,
      lost.then(() => {
        throw new ReasonError('edge.opcua.connectionLost')
      }),
    ])
  }

  /** Conditions as they change; those of former days that are over meanwhile end with the first refresh. */
  async #followAlarms(sink: Sink, subscription: ClientSubscription, now: () => number): Promise<void> {
    const conditions = this.#conditions
    if (conditions.recall(sink.tags())) sink.describe(this.#tags)
    const take = (observations: Observation[]) => {
      const { throughMicros = 0 } = sink.position() ?? {}
      const atMicros = Math.floor(now())
      // What is told again of an older moment is known to hold now, and no sooner after a silence.
      const placed = observations.map((one) =>
        one.timeMicros > (sink.timeMicros(one.tag) ?? -1) ? one : { ...one, timeMicros: atMicros },
      )
      sink.take({ observations: placed, position: { throughMicros }, atMicros })
    }
    await watchConditions(this.#session, subscription, this.#config, this.#context.note, {
      event: (event) => {
        const isNew = conditions.isNew(event)
        const observations = conditions.apply(event)
        if (isNew) sink.describe(this.#tags)
        take(observations)
      },
      refreshBegins: () => conditions.refreshBegins(),
      refreshEnds: () => take(conditions.refreshEnds(Math.floor(now()))),
    })
  }

  async #acknowledge(tag: string, value: Exclude<Value, null>): Promise<Observation> {
    if (!this.#config.acknowledgeAlarms) throw new ReasonError('edge.write.readOnly', { tag })
    await fromServer(acknowledgeCondition(this.#session, this.#conditions, tag, String(value)))
    return observe(tag, 'text', Date.now() * 1000, value)
  }

  isWritable(name: string): boolean {
    if (this.#conditions.isAcknowledge(name)) return this.#config.acknowledgeAlarms === true
    return this.#described.some(({ tag, isWritable }) => tag.name === name && isWritable)
  }

  async write(name: string, value: Exclude<Value, null>): Promise<Observation> {
    if (this.#conditions.isAcknowledge(name)) return this.#acknowledge(name, value)
    const tag = this.#described.find((described) => described.tag.name === name)?.tag
    if (!tag) throw new ReasonError('edge.write.unknownTag', { tag: name })
    return fromServer(writeTag(this.#session, tag, value))
  }

  async close(): Promise<void> {
    const closing = this.#open
    this.#open = undefined
    await closing?.close()
  }

  get #session(): ClientSession {
    if (!this.#open) throw new ReasonError('edge.opcua.connectionLost')
    return this.#open.session
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
