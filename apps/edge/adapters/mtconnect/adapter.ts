import { setTimeout as sleep } from 'node:timers/promises'
import { bad, type Observation, observe, type Position } from '../../observation.ts'
import { type Reason, ReasonError, reason } from '../../reason.ts'
import type { Adapter, Chunk, Description, Note, Sink } from '../adapter.ts'
import { Agent, OutOfRange } from './agent.ts'
import { Conditions } from './conditions.ts'
import type { DataItem, Header, StreamItem, Streams } from './documents.ts'
import { allTags, type BoundTag, bindTags, type WishedTag } from './tags.ts'

export type MtconnectOptions = {
  url: string
  tags: 'all' | readonly WishedTag[]
  /** Read what the agent still holds from before the first connection. */
  backfill: boolean
  intervalMs: number
  heartbeatMs: number
  note: Note
}

const pageItemsMax = 1000
/** A catch-up that the agent's buffer overtakes is begun again this often before the connection is. */
const overtakenMax = 3

/**
 * The MTConnect agent client: probe, catch-up by pages from the last known sequence number, then the
 * agent's stream.
 */
export class MtconnectAdapter implements Adapter {
  readonly #options: MtconnectOptions
  readonly #agent: Agent
  #readings = new Readings([])

  constructor(options: MtconnectOptions) {
    this.#options = options
    this.#agent = new Agent(options.url)
  }

  async describe(signal: AbortSignal): Promise<Description> {
    const items = await this.#agent.probe(signal)
    const tags = tagsOf(items, this.#options)
    this.#readings = new Readings(tags)
    const { items: values } = await this.#agent.current(signal)
    return { tags, values: new Readings(tags).observations(values) }
  }

  async catchUp(sink: Sink, signal: AbortSignal): Promise<void> {
    for (let overtaken = 0; ; overtaken++) {
      const { header } = await this.#agent.current(signal)
      const start = startOf(sink.position(), header, this.#options.backfill)
      if (start.gap) sink.gap(start.gap)
      await this.#seed(sink, header, start.from, signal)
      try {
        return await this.#readPages(sink, header, start.from, signal)
      } catch (error) {
        if (!(error instanceof OutOfRange) || overtaken === overtakenMax) throw error
      }
    }
  }

  /** What held right before `from`: condition states, and values of tags that the log does not know yet. */
  async #seed(sink: Sink, header: Header, from: number, signal: AbortSignal): Promise<void> {
    const at = Math.max(header.firstSequence, from - 1)
    const streams =
      at <= header.lastSequence ? await this.#currentAt(at, signal) : await this.#agent.current(signal)
    this.#readings.clear()
    const before = streams.items.filter((item) => item.sequence < from)
    sink.seed(this.#readings.observations(before), streams.header.creationMicros)
  }

  /**
   * Not every agent can look back; the newest values serve then, as far as they are older than what is read
   * next.
   */
  async #currentAt(at: number, signal: AbortSignal): Promise<Streams> {
    try {
      return await this.#agent.current(signal, at)
    } catch (error) {
      if (signal.aborted) throw error
      return this.#agent.current(signal)
    }
  }

  async #readPages(sink: Sink, header: Header, start: number, signal: AbortSignal): Promise<void> {
    let from = start
    for (;;) {
      await sink.room(signal)
      const streams = await this.#agent.sample(from, pageItemsMax, signal)
      from = this.#accept(sink, header.instanceId, from, streams)
      if (from > streams.header.lastSequence) return
    }
  }

  async follow(sink: Sink, signal: AbortSignal): Promise<void> {
    const position = sink.position()
    const instanceId = String(position?.instanceId)
    let from = Number(position?.sequence)
    const { intervalMs, heartbeatMs } = this.#options
    for (let isStreaming = true; ; ) {
      const query = { from, count: pageItemsMax, intervalMs, heartbeatMs }
      for await (const answer of this.#agent.stream(query, signal)) {
        from = this.#accept(sink, instanceId, from, answer.streams)
        isStreaming = answer.isStreaming
        await sink.room(signal)
      }
      if (isStreaming) throw new ReasonError('edge.mtconnect.streamEnded')
      await sleep(intervalMs, undefined, { signal })
    }
  }

  /** Hands a document on; returns the sequence number that follows it. */
  #accept(sink: Sink, instanceId: string, from: number, streams: Streams): number {
    const { header } = streams
    if (header.instanceId !== instanceId) throw new ReasonError('edge.mtconnect.restarted')
    const items = streams.items.filter((item) => item.sequence >= from)
    const following = Number.isFinite(header.nextSequence)
      ? header.nextSequence
      : (items.at(-1)?.sequence ?? from - 1) + 1
    const position: Position = { instanceId, sequence: Math.max(following, from) }
    const chunk: Chunk = {
      observations: this.#readings.observations(items),
      position,
      atMicros: header.creationMicros,
    }
    sink.take(chunk)
    return Math.max(following, from)
  }

  /** Every request ends with the signal of its call; nothing else is open. */
  async close(): Promise<void> {}
}

/** Where reading begins, and the gap that lies before it, if any. */
export function startOf(
  position: Position | undefined,
  header: Header,
  backfill: boolean,
): { from: number; gap?: Reason } {
  if (!position) return { from: backfill ? header.firstSequence : header.nextSequence }
  const sequence = Number(position.sequence)
  const isSame = position.instanceId === header.instanceId && sequence <= header.nextSequence
  if (!isSame) return { from: header.firstSequence, gap: reason('edge.mtconnect.restarted') }
  if (sequence >= header.firstSequence) return { from: sequence }
  const count = header.firstSequence - sequence
  return { from: header.firstSequence, gap: reason('edge.mtconnect.overrun', { count }) }
}

function tagsOf(items: readonly DataItem[], options: MtconnectOptions): BoundTag[] {
  if (options.tags === 'all') return allTags(items)
  const { tags, unknown } = bindTags(items, options.tags)
  for (const dataItem of unknown) options.note(reason('edge.mtconnect.unknownItem', { dataItem }))
  return tags
}

/** Turns stream items into observations of the bound tags; it remembers which conditions are active. */
class Readings {
  readonly #tags = new Map<string, BoundTag[]>()
  readonly #conditions = new Conditions()

  constructor(tags: readonly BoundTag[]) {
    for (const tag of tags) this.#tags.set(tag.dataItemId, [...(this.#tags.get(tag.dataItemId) ?? []), tag])
  }

  clear(): void {
    this.#conditions.clear()
  }

  observations(items: readonly StreamItem[]): Observation[] {
    return items.flatMap((item) => {
      const tags = this.#tags.get(item.dataItemId)
      if (!tags || !Number.isSafeInteger(item.timeMicros)) return []
      if (item.isCondition) return this.#condition(item, tags)
      const raw = item.text === 'UNAVAILABLE' ? null : item.text
      return tags.map((tag) => observe(tag.name, tag.type, item.timeMicros, raw))
    })
  }

  #condition(item: StreamItem, tags: readonly BoundTag[]): Observation[] {
    const { level, message } = this.#conditions.apply(item)
    return tags.map((tag) => {
      if (level === 'UNAVAILABLE')
        return { tag: tag.name, timeMicros: item.timeMicros, value: null, quality: bad }
      return observe(tag.name, tag.type, item.timeMicros, tag.part === 'message' ? message : level)
    })
  }
}
