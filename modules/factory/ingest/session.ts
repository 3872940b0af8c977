import type { Series } from '@ronghe/kit/series'
import {
  decode,
  encodeCommand,
  type Metric,
  metricValue,
  type Payload,
  toNumber,
  topicParts,
  valueTypeOf,
} from './payload.ts'
import { pointsOf, type Signal } from './points.ts'
import type { BirthTag, CommandMetric, EdgeIdentity, LiveValue, Questions, Told } from './wire.ts'

/** What a session needs of the thread it runs in. */
export type SessionWorld = {
  series: Series
  nowMs(): number
  ask<K extends keyof Questions>(question: K, ask: Questions[K]['ask']): Promise<Questions[K]['answer']>
  tell(told: Told): void
  live(value: LiveValue): void
  publish(topic: string, payload: Buffer): void
}

/** Least time between two requests for rebirth to one edge. */
const rebirthMsMin = 5_000
/** Messages of one edge that may wait; beyond it they are dropped and asked for again. */
const waitingMax = 2_000

/**
 * The host's side of one edge node (Sparkplug B 3.0, chapter 5, and the acknowledgement of decision 0001).
 * Messages are
 * handled one after the other; data are acknowledged only after they are durable.
 */
export class EdgeSession {
  readonly #edge: EdgeIdentity
  readonly #world: SessionWorld
  readonly #aliases = new Map<number, Signal | null>()
  /** Null: born, and of a kind that is not kept. */
  readonly #names = new Map<string, Signal | null>()
  #waiting = 0
  #last: Promise<void> = Promise.resolve()
  #isBorn = false
  #birthDeathSeq: number | undefined
  #seq: number | undefined
  #rebirthAskedMs = Number.NEGATIVE_INFINITY
  #later: NodeJS.Timeout | undefined
  /** The edge's disk log; null for edges that do not keep one. */
  #stream: string | null = null
  /** Last record handed to the store, and last one that is durable. */
  #accepted = 0
  #committed = 0
  #birthNumber = 0

  constructor(edge: EdgeIdentity, world: SessionWorld) {
    this.#edge = edge
    this.#world = world
  }

  /** Takes a message of the edge; handled in order. */
  receive(topic: string, bytes: Uint8Array): void {
    if (this.#waiting >= waitingMax) {
      this.#refuse('factory.refused.tooMany')
      return
    }
    this.#waiting++
    this.#last = this.#last
      .then(() => this.#handle(topic, bytes))
      .catch((error: unknown) => {
        this.#refuse('factory.refused.failed')
        this.#accepted = this.#committed
        this.#askRebirth()
        if (error instanceof Error) process.emitWarning(error)
      })
      .finally(() => {
        this.#waiting--
      })
  }

  /** The connection ended without a death certificate of its own. */
  gone(reason: string): void {
    this.#isBorn = false
    clearTimeout(this.#later)
    this.#later = undefined
    this.#world.tell({
      kind: 'edge',
      edgeId: this.#edge.edgeId,
      isOnline: false,
      atMs: this.#world.nowMs(),
      reason,
    })
  }

  async #handle(topic: string, bytes: Uint8Array): Promise<void> {
    const parts = topicParts(topic)
    if (!parts) return
    let payload: Payload
    try {
      payload = decode(bytes)
    } catch {
      this.#refuse('factory.refused.unreadable')
      return
    }
    const { type, device } = parts
    if (type === 'NDEATH') return this.#death(payload)
    if (type === 'NBIRTH') {
      await this.#nodeBirth(payload)
      return this.#hear(payload, true)
    }
    if (!this.#isBorn) return this.#askRebirth()
    this.#follow(payload)
    if (type === 'DBIRTH' && device) await this.#deviceBirth(device, payload)
    if (type === 'DDATA' && device) this.#data(device, payload)
    if (type === 'NDATA') this.#hear(payload, false)
  }

  /** Sends a command to the edge (NCMD) or to one of its devices (DCMD). */
  command(device: string | null, metrics: readonly CommandMetric[]): void {
    this.#command([...metrics], device)
  }

  /** What an edge says of itself. */
  #hear(payload: Payload, isBirth: boolean): void {
    const { edgeId } = this.#edge
    const said: Record<string, string | number | null> = {}
    for (const { name, value } of payload.metrics ?? []) {
      if (!name?.startsWith('Edge/') || name === 'Edge/Request') continue
      if (name === 'Edge/Reply') {
        if (typeof value === 'string') this.#world.tell({ kind: 'reply', edgeId, reply: value })
      } else said[name] = typeof value === 'string' ? value : (toNumber(value) ?? null)
    }
    if (Object.keys(said).length === 0 && !isBirth) return
    const atMs = this.#world.nowMs()
    const sentMs = toNumber(payload.timestamp) ?? atMs
    this.#world.tell({ kind: 'health', edgeId, atMs, sentMs, isBirth, said })
  }

  /** An NDEATH counts only for the birth with the same bdSeq (tck-id-payloads-ndeath-bdseq). */
  #death(payload: Payload): void {
    const bdSeq = toNumber(metricValue(payload.metrics ?? [], 'bdSeq'))
    if (!this.#isBorn || bdSeq !== this.#birthDeathSeq) return
    this.gone('factory.edge.reason.died')
  }

  async #nodeBirth(payload: Payload): Promise<void> {
    const metrics = payload.metrics ?? []
    this.#birthNumber++
    clearTimeout(this.#later)
    this.#later = undefined
    this.#aliases.clear()
    this.#names.clear()
    this.#birthDeathSeq = toNumber(metricValue(metrics, 'bdSeq'))
    this.#seq = toNumber(payload.seq)
    const stream = metricValue(metrics, 'Buffer/Stream')
    this.#stream = typeof stream === 'string' && stream !== '' ? stream : null
    if (this.#stream !== null) {
      this.#committed = (await this.#world.series.offset(this.#source())) ?? 0
      this.#accepted = this.#committed
      this.#acknowledge()
    }
    this.#isBorn = true
    const { edgeId } = this.#edge
    const reason = 'factory.edge.reason.born'
    this.#world.tell({ kind: 'edge', edgeId, isOnline: true, atMs: this.#world.nowMs(), reason })
  }

  async #deviceBirth(device: string, payload: Payload): Promise<void> {
    const metrics = (payload.metrics ?? []).filter((metric) => !metric.name?.startsWith('Buffer/'))
    const kept = metrics.flatMap((metric) => {
      const valueType = valueTypeOf(metric.type)
      return metric.name && valueType ? [{ metric, name: metric.name, valueType }] : []
    })
    const tags: BirthTag[] = kept.map(({ metric, name, valueType }) => ({
      name,
      valueType,
      unit: unitOf(metric),
    }))
    const answer = await this.#world.ask('birth', { edgeId: this.#edge.edgeId, device, tags })
    if (!answer) return this.#refuse('factory.refused.deviceUnknown')
    const numbers = await this.#world.series.resolve(answer.tagIds)
    // Of what is not kept (data sets, templates, bytes) it is known that it is not, so it holds up nothing.
    // Not before the answer: without one, everything would be acknowledged as not kept, and be lost.
    for (const metric of metrics) this.#know(device, metric, null)
    if (kept.length < metrics.length) this.#refuse('factory.refused.kind')
    for (const [index, { metric, valueType }] of kept.entries()) {
      const tagId = answer.tagIds[index] ?? ''
      const signal: Signal = {
        equipmentId: answer.equipmentId,
        tagId,
        series: numbers[index] ?? 0,
        valueType,
      }
      this.#know(device, metric, signal)
    }
    // An edge without a disk log tells its newest values only here.
    if (this.#stream === null) this.#store(device, metrics, payload, null)
  }

  #data(device: string, payload: Payload): void {
    const metrics = payload.metrics ?? []
    const first = toNumber(metricValue(metrics, 'Buffer/First'))
    const last = toNumber(metricValue(metrics, 'Buffer/Offset'))
    const observed = metrics.filter((metric) => !metric.name?.startsWith('Buffer/'))
    if (this.#stream === null || first === undefined || last === undefined) {
      this.#store(device, observed, payload, null)
      return
    }
    if (last <= this.#accepted) {
      if (last <= this.#committed) this.#acknowledge()
      return
    }
    if (first > this.#accepted + 1) this.#askRebirth()
    else this.#store(device, observed, payload, { last, before: first - 1 })
  }

  #store(
    device: string,
    metrics: readonly Metric[],
    payload: Payload,
    offset: { last: number; before: number } | null,
  ): void {
    const sentMs = toNumber(payload.timestamp) ?? this.#world.nowMs()
    const { points, live, unknown } = pointsOf(metrics, sentMs, (metric) => this.#signalOf(device, metric))
    if (unknown > 0) {
      this.#askRebirth()
      // Without its birth a record has no name; unacknowledged it will come again after the rebirth.
      if (offset) return
    }
    if (points.series.length === 0 && !offset) return
    if (offset) this.#accepted = offset.last
    const birth = this.#birthNumber
    const ends = { source: this.#source(), offset: offset?.last ?? null }
    const batch = { ...points, ...ends, ...(offset ? { offsetBefore: offset.before } : {}) }
    this.#world.series.append(batch).then(
      (appended) => {
        for (const value of live) this.#world.live(value)
        this.#world.tell({ kind: 'committed', points: appended.stored, duplicates: appended.duplicates })
        if (!offset || birth !== this.#birthNumber) return
        this.#committed = Math.max(this.#committed, offset.last)
        this.#acknowledge()
      },
      () => {
        this.#refuse('factory.refused.store')
        if (birth !== this.#birthNumber) return
        this.#accepted = this.#committed
        this.#askRebirth()
      },
    )
  }

  #know(device: string, metric: Metric, signal: Signal | null): void {
    const alias = toNumber(metric.alias)
    if (alias !== undefined) this.#aliases.set(alias, signal)
    if (metric.name) this.#names.set(`${device}/${metric.name}`, signal)
  }

  #signalOf(device: string, metric: Metric): Signal | null | undefined {
    const alias = toNumber(metric.alias)
    if (alias !== undefined && this.#aliases.has(alias)) return this.#aliases.get(alias)
    return metric.name ? this.#names.get(`${device}/${metric.name}`) : undefined
  }

  /**
   * A hole in the sequence means that the broker lost something: of a disk log the offsets tell, else ask
   * anew.
   */
  #follow(payload: Payload): void {
    const seq = toNumber(payload.seq)
    const expected = this.#seq === undefined ? undefined : (this.#seq + 1) % 256
    this.#seq = seq
    if (seq !== expected && this.#stream === null) this.#askRebirth()
  }

  /** Now, or as soon as it may be asked again: the edge may say nothing more that brings us back here. */
  #askRebirth(): void {
    const waitMs = this.#rebirthAskedMs + rebirthMsMin - this.#world.nowMs()
    if (waitMs > 0) {
      this.#later ??= setTimeout(() => {
        this.#later = undefined
        this.#askRebirth()
      }, waitMs).unref()
      return
    }
    this.#rebirthAskedMs = this.#world.nowMs()
    this.#command([{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }])
  }

  #acknowledge(): void {
    this.#command([
      { name: 'Buffer/Stream', type: 'String', value: this.#stream ?? '' },
      { name: 'Buffer/Acknowledged', type: 'UInt64', value: this.#committed },
    ])
  }

  #command(metrics: Metric[], device: string | null = null): void {
    const { group, node } = this.#edge
    const topic = device === null ? `NCMD/${node}` : `DCMD/${node}/${device}`
    this.#world.publish(`spBv1.0/${group}/${topic}`, encodeCommand(metrics, this.#world.nowMs()))
  }

  #source(): string {
    return this.#stream === null ? this.#edge.edgeId : `${this.#edge.edgeId}/${this.#stream}`
  }

  #refuse(reason: string): void {
    this.#world.tell({ kind: 'refused', edgeId: this.#edge.edgeId, reason, count: 1 })
  }
}

function unitOf(metric: Metric): string | null {
  const unit = metric.properties?.engUnit?.value
  return typeof unit === 'string' && unit !== '' ? unit : null
}
