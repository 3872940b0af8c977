import {
  birthFaults,
  type GivenMetric,
  type NodeBirth,
  nodeBirth,
  Reorder,
  topicParts,
} from '@ronghe/sparkplug'
import type { Refusal } from './letters.ts'
import { decode, encodeCommand, type Metric, metricValue, type Payload, stale, toNumber } from './payload.ts'
import { pointsOf, stalePoints } from './points.ts'
import { createReadBack, type ReadBack } from './read-back.ts'
import { isName, isOwnMetric, nodeDevice, type Signal, Signals, tagsOfBirth } from './signals.ts'
import { Sink } from './sink.ts'
import type { EdgeIdentity, SessionWorld } from './wire.ts'

/** Least time between two requests for rebirth to one edge. */
const rebirthMsMin = 5_000
/** Messages of one edge that may wait, and their bytes; beyond it they are refused. */
const waitingMax = 2_000
const waitingBytesMax = 32 * 1024 * 1024
/** Messages that may wait for one that is missing before them. */
const reorderMax = 64

type Message = { topic: string; bytes: Uint8Array; type: string; device: string | null; payload: Payload }

/**
 * The host's side of one edge node (Sparkplug B 3.0, chapter 5, and the acknowledgement of decision 0001).
 * Messages are handled one after the other; data are acknowledged only after they are durable.
 */
export class EdgeSession {
  readonly #edge: EdgeIdentity
  readonly #world: SessionWorld
  readonly #signals = new Signals()
  readonly #sink: Sink
  readonly #readBack: ReadBack
  readonly #reorder = new Reorder<Message>(reorderMax)
  #node: NodeBirth = nodeBirth()
  #waiting = 0
  #waitingBytes = 0
  #last: Promise<void> = Promise.resolve()
  #isBorn = false
  #birthDeathSeq: number | undefined
  #rebirthAskedMs = Number.NEGATIVE_INFINITY
  #later: NodeJS.Timeout | undefined
  #reorderTimer: NodeJS.Timeout | undefined

  constructor(edge: EdgeIdentity, world: SessionWorld) {
    this.#edge = edge
    this.#world = world
    this.#readBack = createReadBack((reply) => world.tell({ kind: 'reply', edgeId: edge.edgeId, reply }))
    this.#sink = new Sink(edge, world, {
      acknowledge: (stream, offset) => this.#acknowledge(stream, offset),
      askRebirth: () => this.#askRebirth(),
    })
  }

  /** Takes a message of the edge; handled in order. */
  receive(topic: string, bytes: Uint8Array): void {
    if (this.#waiting >= waitingMax || this.#waitingBytes + bytes.length > waitingBytesMax) {
      // What has a disk log comes again by itself.
      if (!this.#sink.hasLog) this.#refuse(this.#sink.isLimited ? 'quota' : 'tooMany', { topic, bytes })
      return
    }
    this.#waiting++
    this.#waitingBytes += bytes.length
    this.#soon(topic, bytes, () => this.#handle(topic, bytes)).finally(() => {
      this.#waiting--
      this.#waitingBytes -= bytes.length
    })
  }

  #soon(topic: string, bytes: Uint8Array, work: () => Promise<void> | void): Promise<void> {
    this.#last = this.#last.then(work).catch((error: unknown) => {
      this.#refuse('failed', { topic, bytes, detail: error instanceof Error ? error.message : String(error) })
      this.#sink.rewind()
      this.#askRebirth()
    })
    return this.#last
  }

  /** The connection ended without a death certificate of its own. */
  gone(reason: string): void {
    if (this.#isBorn) this.#allStale()
    this.#isBorn = false
    clearTimeout(this.#later)
    clearTimeout(this.#reorderTimer)
    this.#later = undefined
    this.#reorderTimer = undefined
    this.#readBack.stop()
    const { edgeId } = this.#edge
    this.#world.tell({ kind: 'edge', edgeId, isOnline: false, atMs: this.#world.nowMs(), reason })
  }

  async #handle(topic: string, bytes: Uint8Array): Promise<void> {
    const parts = topicParts(topic)
    if (!parts) return this.#refuse('topic', { topic, bytes })
    let payload: Payload
    try {
      payload = decode(bytes)
    } catch (error) {
      return this.#refuse('unreadable', { topic, bytes, device: parts.device, detail: String(error) })
    }
    const { type, device } = parts
    if (type === 'NDEATH') return this.#death(payload)
    const message = { topic, bytes, type, device, payload }
    const isData = type.endsWith('DATA')
    if (!(await this.#sink.turn(payload.metrics.length)) && isData) {
      return this.#sink.hasLog ? undefined : this.#refuse('quota', message)
    }
    if (type === 'NBIRTH') return this.#nodeBirth(message)
    if (!this.#isBorn) {
      if (!this.#sink.hasLog && isData) this.#refuse('notBorn', message)
      return this.#askRebirth()
    }
    await this.#inTurn(message)
  }

  /** Messages in their sequence; what waits for a missing one waits for the Reorder Timeout at most. */
  async #inTurn(message: Message): Promise<void> {
    const { seq } = message.payload
    if (seq === undefined || seq > 255) {
      this.#refuse('seq', message)
      return this.#work(message)
    }
    const { placed, ready } = this.#reorder.take(seq, message)
    for (const one of ready) await this.#work(one)
    if (placed === 'overflow') {
      await this.#giveUp()
      return this.#inTurn(message)
    }
    if (this.#reorder.waiting === 0) {
      clearTimeout(this.#reorderTimer)
      this.#reorderTimer = undefined
    } else {
      this.#reorderTimer ??= setTimeout(() => {
        this.#soon(message.topic, message.bytes, () => this.#giveUp())
      }, this.#world.reorderMs).unref()
    }
  }

  async #giveUp(): Promise<void> {
    clearTimeout(this.#reorderTimer)
    this.#reorderTimer = undefined
    const late = this.#reorder.giveUp()
    if (late.length > 0) this.#askRebirth()
    for (const one of late) await this.#work(one)
  }

  async #work(message: Message): Promise<void> {
    const { type, device, payload } = message
    if (type === 'DBIRTH' && device !== null) await this.#deviceBirth(device, message)
    else if (type === 'DDATA' && device !== null) this.#data(device, message)
    else if (type === 'DDEATH' && device !== null) this.#deviceDeath(device, payload)
    else if (type === 'NDATA') {
      this.#hear(payload, false)
      const own = payload.metrics.filter(({ name }) => name === undefined || !isOwnMetric(name))
      if (own.length > 0) this.#data(nodeDevice, { ...message, payload: { ...payload, metrics: own } })
    }
  }

  /** Sends a command to the edge itself (NCMD). */
  command(metrics: readonly GivenMetric[]): void {
    this.#command(metrics)
  }

  /**
   * Has a value written to a metric of a device. Our edges answer with `id` themselves; of others, the
   * answer is what they report of the metric next. /
   */
  write(device: string, name: string, value: string | number | boolean, id: string): void {
    const metric = this.#signals.commandOf(device, name, value)
    if (!metric) this.#readBack.refuse(id)
    else if (this.#sink.hasLog) {
      this.#command([metric, { name: 'Edge/Command', type: 'String', value: id }], device)
    } else {
      this.#readBack.await({ id, device, name, value })
      this.#command([metric], device === nodeDevice ? null : device)
    }
  }

  /**
   * Handles a message that was refused before once more, as one of the past: it asks for nothing and is not
   * acknowledged. What is stored already stays single. Answers how many points it brought.
   */
  async replay(topic: string, bytes: Uint8Array) {
    const parts = topicParts(topic)
    const device = parts?.device ?? nodeDevice
    if (!parts?.type.endsWith('DATA')) return { stored: 0, duplicates: 0, refusal: 'topic' }
    let payload: Payload
    try {
      payload = decode(bytes)
    } catch {
      return { stored: 0, duplicates: 0, refusal: 'unreadable' }
    }
    const metrics = payload.metrics.filter(({ name }) => name === undefined || !isOwnMetric(name))
    const read = this.#read(device, metrics, payload)
    const appended = await this.#sink.replay(read.points)
    const refusal = read.unknown.length > 0 ? 'unknownMetric' : (read.refused[0]?.code ?? null)
    return { ...appended, refusal }
  }

  /** What an edge says of itself. */
  #hear(payload: Payload, isBirth: boolean): void {
    const { edgeId } = this.#edge
    const said: Record<string, string | number | null> = {}
    for (const { name, value } of payload.metrics) {
      if (!name?.startsWith('Edge/') || name === 'Edge/Request' || name === 'Edge/Command') continue
      if (name === 'Edge/Reply') {
        if (typeof value === 'string') this.#world.tell({ kind: 'reply', edgeId, reply: value })
      } else said[name] = typeof value === 'string' ? value : (toNumber(value) ?? null)
    }
    if (Object.keys(said).length === 0 && !isBirth) return
    const atMs = this.#world.nowMs()
    const sentMs = payload.timestamp ?? atMs
    this.#world.tell({ kind: 'health', edgeId, atMs, sentMs, isBirth, said })
  }

  /** An NDEATH counts only for the birth with the same bdSeq (tck-id-payloads-ndeath-bdseq). */
  #death(payload: Payload): void {
    const bdSeq = toNumber(metricValue(payload.metrics, 'bdSeq'))
    if (!this.#isBorn || bdSeq !== this.#birthDeathSeq) return
    this.gone('factory.edge.reason.died')
  }

  async #nodeBirth(message: Message): Promise<void> {
    const { payload } = message
    const { metrics } = payload
    clearTimeout(this.#later)
    clearTimeout(this.#reorderTimer)
    this.#later = undefined
    this.#reorderTimer = undefined
    this.#signals.clear()
    this.#node = nodeBirth()
    this.#tellFaults(message, null)
    this.#birthDeathSeq = toNumber(metricValue(metrics, 'bdSeq'))
    this.#reorder.begin(payload.seq ?? 0)
    await this.#sink.begin(metricValue(metrics, 'Buffer/Stream'))
    this.#isBorn = true
    const { edgeId } = this.#edge
    const reason = 'factory.edge.reason.born'
    this.#world.tell({ kind: 'edge', edgeId, isOnline: true, atMs: this.#world.nowMs(), reason })
    if (tagsOfBirth(metrics).tags.length > 0) await this.#bear(nodeDevice, message)
    this.#hear(payload, true)
  }

  async #deviceBirth(device: string, message: Message): Promise<void> {
    this.#tellFaults(message, device)
    if (!isName(device)) {
      // Known, and not kept: it holds up nothing.
      this.#signals.bear(device, message.payload.metrics, new Map())
      return this.#refuse('name', { ...message, device: null, detail: device.slice(0, 100) })
    }
    await this.#bear(device, message)
    const { edgeId } = this.#edge
    this.#world.tell({ kind: 'device', edgeId, device, isOnline: true, atMs: this.#world.nowMs() })
  }

  async #bear(device: string, message: Message): Promise<void> {
    const metrics = message.payload.metrics.filter(({ name }) => !isOwnMetric(name ?? ''))
    const { tags, notKept, nameless } = tagsOfBirth(metrics)
    for (const metric of nameless) this.#refuse('name', { ...message, metric })
    for (const metric of notKept) this.#refuse('kind', { ...message, metric })
    const asked = tags.map(({ dataType: _dataType, ...tag }) => tag)
    const answer = await this.#world.ask('birth', { edgeId: this.#edge.edgeId, device, tags: asked })
    if (!answer) return this.#refuse('deviceUnknown', message)
    const kept = answer.tagIds.flatMap((id) => (id === null ? [] : [id]))
    const numbers = await this.#world.series.resolve(kept)
    // Of what is not kept it is known that it is not, so it holds up nothing. Not before the answer: without
    // one, everything would be acknowledged as not kept, and be lost.
    const signals = new Map<string, Signal | null>()
    for (const metric of metrics) if (metric.name !== undefined) signals.set(metric.name, null)
    for (const name of notKept) signals.set(name, null)
    let place = 0
    for (const [index, { name, valueType, dataType }] of tags.entries()) {
      const tagId = answer.tagIds[index] ?? null
      if (tagId === null) this.#refuse('quotaTags', { ...message, metric: name })
      const series = tagId === null ? 0 : (numbers[place++] ?? 0)
      const { equipmentId } = answer
      signals.set(name, tagId === null ? null : { equipmentId, tagId, series, valueType, dataType })
    }
    this.#signals.bear(device, metrics, signals)
    const read = this.#read(device, metrics, message.payload)
    for (const value of read.live) this.#world.live(value)
    // An edge without a disk log tells its newest values only here.
    if (!this.#sink.hasLog) this.#sink.store(read.points, [], null)
  }

  #deviceDeath(device: string, payload: Payload): void {
    if (!this.#signals.isBorn(device)) return
    const { edgeId } = this.#edge
    // tck-id-operational-behavior-edge-node-termination-host-action-ddeath-devices-offline: its own time.
    const atMs = payload.timestamp ?? this.#world.nowMs()
    this.#world.tell({ kind: 'device', edgeId, device, isOnline: false, atMs })
    this.#stale(this.#signals.of(device), atMs)
  }

  #allStale(): void {
    const { edgeId } = this.#edge
    const atMs = this.#world.nowMs()
    for (const device of this.#signals.devices()) {
      if (device !== nodeDevice) this.#world.tell({ kind: 'device', edgeId, device, isOnline: false, atMs })
      this.#stale(this.#signals.of(device), atMs)
    }
  }

  /**
   * Marks signals as stale. An edge with a disk log goes on seeing its machines and tells later what they
   * said, so its history is not cut here; states take silence as unknown by themselves. /
   */
  #stale(signals: readonly Signal[], atMs: number): void {
    const { points, live } = stalePoints(signals, atMs * 1000, stale)
    for (const value of live) this.#world.live(value)
    if (!this.#sink.hasLog && signals.length > 0) this.#sink.store(points, [], null)
  }

  #data(device: string, message: Message): void {
    const { payload } = message
    const first = toNumber(metricValue(payload.metrics, 'Buffer/First'))
    const last = toNumber(metricValue(payload.metrics, 'Buffer/Offset'))
    const metrics = payload.metrics.filter(({ name }) => name === undefined || !isOwnMetric(name))
    const place = first === undefined || last === undefined ? null : { first, last }
    if (place && !this.#sink.isNext(place)) return
    const read = this.#read(device, metrics, payload)
    if (read.unknown.length > 0) {
      this.#askRebirth()
      // Without its birth a record has no name; unacknowledged it will come again after the rebirth. What no
      // birth explains must not hold up the rest for ever.
      if (place && this.#sink.mayWait(place)) return
      this.#refuse('unknownMetric', { ...message, metric: nameOf(read.unknown[0]) })
    }
    for (const { name, code } of read.refused) this.#refuse(code, { ...message, metric: name })
    if (!this.#sink.hasLog) this.#observe(device, metrics)
    this.#sink.store(read.points, read.live, place, () => this.#refuse('store', message))
  }

  #read(device: string, metrics: readonly Metric[], payload: Payload) {
    const nowMs = this.#world.nowMs()
    return pointsOf(metrics, { device, sentMs: payload.timestamp ?? nowMs, nowMs }, this.#signals)
  }

  #observe(device: string, metrics: readonly Metric[]): void {
    if (!this.#readBack.isWaiting) return
    for (const metric of metrics) {
      const name = this.#signals.nameOf(device, metric)
      const signal = this.#signals.signalOf(device, metric)
      if (name !== undefined) this.#readBack.observed(device, name, metric, signal?.dataType)
    }
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

  #acknowledge(stream: string, offset: number): void {
    this.#command([
      { name: 'Buffer/Stream', type: 'String', value: stream },
      { name: 'Buffer/Acknowledged', type: 'UInt64', value: offset },
    ])
  }

  #command(metrics: readonly GivenMetric[], device: string | null = null): void {
    const { group, node } = this.#edge
    const topic = device === null ? `NCMD/${node}` : `DCMD/${node}/${device}`
    this.#world.publish(`spBv1.0/${group}/${topic}`, encodeCommand(metrics, this.#world.nowMs()))
  }

  #tellFaults(message: Message, device: string | null): void {
    for (const { code, metric } of birthFaults(message.payload, device, this.#node)) {
      this.#refuse('birth', { ...message, metric: metric === '' ? null : metric.slice(0, 200), detail: code })
    }
  }

  #refuse(
    code: string,
    of: { topic: string; bytes: Uint8Array; device?: string | null; metric?: string | null; detail?: string },
  ): void {
    const { topic, bytes, device = null, metric = null, detail = '' } = of
    const refusal: Refusal = { code, topic, device, metric, detail, payload: bytes }
    this.#world.refuse(this.#edge.edgeId, refusal)
  }
}

function nameOf(metric: Metric | undefined): string | null {
  if (metric?.name !== undefined) return metric.name.slice(0, 200)
  return metric?.alias === undefined ? null : `alias ${metric.alias}`
}
