import { bad, good, type Observation, observe, stale, type TagDefinition } from '../../observation.ts'
import { decode, type Metric, type Payload, toNumber } from '../../sparkplug/payload.ts'

/** What a message of the node means for the device that is taken over. */
export type Heard = {
  /** Everything the device offers, when it was born. */
  tags?: readonly TagDefinition[]
  observations: Observation[]
  /** The node or the device has ended. */
  died?: boolean
  /** Something was missed, or is unknown: the node should say all of it again. */
  needsBirth?: boolean
  /** Metrics that are not kept, by kind. */
  refused: string[]
}

export type NodeWish = {
  device: string | null
  /** Metrics wanted, by their names at the node; null: all. */
  tags: ReadonlyMap<string, { name: string; unit?: string | undefined }> | null
}

const numbers = new Set('Int8 Int16 Int32 Int64 UInt8 UInt16 UInt32 UInt64 Float Double DateTime'.split(' '))
const texts = new Set(['String', 'Text', 'UUID'])
const own = /^(bdSeq|Node Control\/.*|Device Control\/.*)$/

/**
 * The host's side of one Sparkplug edge node (Sparkplug 3.0, chapter 5): births, deaths, aliases, the
 * sequence. It knows no socket and no clock.
 */
export class ForeignNode {
  readonly #wish: NodeWish
  readonly #aliases = new Map<string, string>()
  readonly #tags = new Map<string, TagDefinition>()
  readonly #datatypes = new Map<string, Metric['type']>()
  #isNodeBorn = false
  #isBorn = false
  #seq = -1
  #bdSeq: number | undefined

  constructor(wish: NodeWish) {
    this.#wish = wish
  }

  /** Whether the device (or, without one, the node) has been born. */
  get isBorn(): boolean {
    return this.#isBorn
  }

  get isNodeBorn(): boolean {
    return this.#isNodeBorn
  }

  /** Takes a message; throws when it is no Sparkplug B payload. */
  receive(type: string, device: string | null, bytes: Uint8Array): Heard {
    const payload = decode(bytes)
    const heard: Heard = { observations: [], refused: [] }
    if (type === 'NDEATH') return this.#nodeDeath(payload, heard)
    if (type === 'NBIRTH') this.#nodeBirth(payload)
    else if (!this.#isNodeBorn) return { ...heard, needsBirth: true }
    else this.#follow(payload, heard)
    if (device !== this.#wish.device) return heard
    if (type === 'DDEATH') {
      this.#isBorn = false
      return { ...heard, died: true }
    }
    const metrics = (payload.metrics ?? []).filter((metric) => !own.test(metric.name ?? ''))
    if (type.endsWith('BIRTH')) this.#birth(metrics, heard)
    else if (!this.#isBorn) return { ...heard, needsBirth: true }
    for (const metric of metrics) this.#observe(metric, toNumber(payload.timestamp), heard)
    return heard
  }

  /** The node's name of a tag. */
  metricOf(tag: string): string {
    for (const [metric, definition] of this.#tags) if (definition.name === tag) return metric
    return tag
  }

  /** The Sparkplug datatype that the birth gave a tag. */
  datatypeOf(tag: string): Metric['type'] | undefined {
    return this.#datatypes.get(this.metricOf(tag))
  }

  /** An NDEATH counts only for the birth with the same bdSeq (tck-id-payloads-ndeath-bdseq). */
  #nodeDeath(payload: Payload, heard: Heard): Heard {
    const bdSeq = bdSeqOf(payload)
    if (!this.#isNodeBorn || (bdSeq !== undefined && bdSeq !== this.#bdSeq)) return heard
    this.#isNodeBorn = false
    this.#isBorn = false
    return { ...heard, died: true }
  }

  #nodeBirth(payload: Payload): void {
    this.#aliases.clear()
    this.#isNodeBorn = true
    this.#isBorn = false
    this.#bdSeq = bdSeqOf(payload)
    this.#seq = toNumber(payload.seq) ?? 0
  }

  /** A hole in the sequence means that something was lost (tck-id-operational-behavior-host-reordering). */
  #follow(payload: Payload, heard: Heard): void {
    const seq = toNumber(payload.seq)
    if (seq !== (this.#seq + 1) % 256) heard.needsBirth = true
    if (seq !== undefined) this.#seq = seq
  }

  #birth(metrics: readonly Metric[], heard: Heard): void {
    this.#isBorn = true
    this.#tags.clear()
    for (const metric of metrics) {
      const wanted = this.#wish.tags?.get(metric.name ?? '')
      const alias = toNumber(metric.alias)
      if (alias !== undefined && metric.name) this.#aliases.set(String(alias), metric.name)
      if (!metric.name || (this.#wish.tags && !wanted)) continue
      const type = kindOf(metric.type)
      if (!type) {
        heard.refused.push(String(metric.type))
        continue
      }
      const name = wanted?.name ?? metric.name
      this.#datatypes.set(metric.name, metric.type)
      this.#tags.set(metric.name, { name, type, unit: wanted?.unit ?? unitOf(metric) })
    }
    heard.tags = [...this.#tags.values()]
  }

  #observe(metric: Metric, sentMs: number | undefined, heard: Heard): void {
    const alias = toNumber(metric.alias)
    const name = metric.name ?? (alias === undefined ? undefined : this.#aliases.get(String(alias)))
    // Without its birth nobody knows what it is.
    if (name === undefined) heard.needsBirth = true
    const tag = name === undefined ? undefined : this.#tags.get(name)
    const timeMs = toNumber(metric.timestamp) ?? sentMs
    if (!tag || timeMs === undefined) return
    const quality = toNumber(metric.properties?.Quality?.value) ?? good
    const said = observe(tag.name, tag.type, timeMs * 1000, plain(metric.value))
    if (quality === good) heard.observations.push(said)
    else heard.observations.push({ ...said, value: null, quality: quality === stale ? stale : bad })
  }
}

function bdSeqOf(payload: Payload): number | undefined {
  return toNumber(payload.metrics?.find((metric) => metric.name === 'bdSeq')?.value)
}

function kindOf(type: unknown): TagDefinition['type'] | null {
  const name = String(type)
  if (numbers.has(name)) return 'number'
  if (texts.has(name)) return 'text'
  return name === 'Boolean' ? 'boolean' : null
}

function unitOf(metric: Metric): string {
  const unit = metric.properties?.engUnit?.value
  return typeof unit === 'string' ? unit : ''
}

/** 64-bit values come as objects; as numbers they are right up to 2^53, and nearest beyond. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Number(String(value)) : value
}
