import type { DiskLog } from '../buffer/log.ts'
import type { Batch, LogReader } from '../buffer/reader.ts'
import type { Observation } from '../observation.ts'
import type { Verdict } from '../pair/lease.ts'
import { type Reason, reason } from '../reason.ts'
import {
  type BirthTag,
  birthMetric,
  bufferBirth,
  bufferData,
  dataMetric,
  type Health,
  healthMetrics,
} from './metrics.ts'
import { decode, encode, type Metric, text, toNumber, uint64 } from './payload.ts'

export type Message = { topic: string; payload: Buffer }
export type Written = { tag: string; value: unknown }

export type PublisherOptions = {
  group: string
  node: string
  log: DiskLog
  windowMax: number
  batchRecordsMax: number
  ackMsMax: number
  rebirthMsMin: number
  /** Newest observation of a tag, for births. */
  newest(device: string, tag: string): Observation | undefined
  health(): Health
  /** A request of the host (JSON); it is answered by `reply`. */
  request(text: string): void
  /** Values a person had written to a device; `id` is answered by `reply`. */
  write(device: string, values: readonly Written[], id: string | undefined): void
  report(why: Reason): void
  /** Of one of a pair: what to do with a record of a device; without it, all are sent. */
  gate?(device: string, timeMicros: number): Verdict
  nowMs?(): number
}

type Device = {
  name: string
  tags: readonly BirthTag[]
  isUp: boolean
  isBorn: boolean
  /** When it was last born, on the publisher's clock. */
  bornMs: number
  /** The death certificate follows the last record from before the loss. */
  deathAfter: number
}
type Session = { send(message: Message): void; bdSeq: number; since: number }
type Sent = { last: number; sentMs: number }

/** A device that names ever new tags is born again so many milliseconds after its last birth for each tag. */
const birthMsPerTag = 0.05

/** Waiting for acknowledgement is given up after at most this many doublings of `ackMsMax`. */
const ackDoublingsMax = 4

/**
 * The Sparkplug B edge node: births, data, deaths, rebirth, and the acknowledged window over the disk log.
 * It knows no socket: `send` is given to it for as long as a session lasts.
 */
export class Publisher {
  readonly #options: PublisherOptions
  readonly #reader: LogReader
  readonly #devices = new Map<string, Device>()
  readonly #nowMs: () => number
  #session: Session | null = null
  #seq = 0
  #window: Sent[] = []
  #timeouts = 0
  #awaitsFirstAck = false
  #bornMs = 0
  #rebirthTimer: NodeJS.Timeout | undefined

  constructor(options: PublisherOptions) {
    this.#options = options
    this.#reader = options.log.reader()
    this.#nowMs = options.nowMs ?? (() => performance.now())
  }

  get inFlight(): number {
    return this.#window.length
  }

  /** A session begins: births, then everything that is not acknowledged. */
  begin(send: Session['send'], bdSeq: number): void {
    this.#session = { send, bdSeq, since: this.#options.log.last }
    this.#births()
  }

  end(): void {
    this.#session = null
    clearTimeout(this.#rebirthTimer)
    this.#rebirthTimer = undefined
    for (const device of this.#devices.values()) device.isBorn = false
  }

  /**
   * A device's connection is up; it is born at once, or `soon` with its next data. A device that described
   * itself anew is born again.
   */
  deviceUp(name: string, tags: readonly BirthTag[], how = { soon: false }): void {
    const bornMs = this.#devices.get(name)?.bornMs ?? -Infinity
    this.#devices.set(name, { name, tags, isUp: true, isBorn: false, bornMs, deathAfter: 0 })
    if (this.#session && !how.soon) this.#birth(this.#devices.get(name)!)
  }

  /** A device's connection is lost; it dies once the records written until now have been sent. */
  deviceDown(name: string): void {
    const device = this.#devices.get(name)
    if (!device?.isUp) return
    device.isUp = false
    device.deathAfter = this.#options.log.last
    this.pump()
  }

  /** A message from the host on this node's command topic. */
  command(payload: Uint8Array): void {
    const metrics = decode(payload).metrics ?? []
    const stream = metrics.find((metric) => metric.name === 'Buffer/Stream')?.value
    for (const metric of metrics) {
      if (metric.name === 'Node Control/Rebirth' && metric.value === true) this.#rebirthAsked()
      if (metric.name === 'Edge/Request') this.#options.request(String(metric.value))
      const isOurs = stream === undefined || stream === this.#options.log.stream
      if (metric.name === 'Buffer/Acknowledged' && isOurs) this.#acknowledged(toNumber(metric.value))
    }
  }

  /** A message from the host on a device's command topic (DCMD): metrics by name or alias. */
  deviceCommand(name: string, payload: Uint8Array): void {
    const metrics = decode(payload).metrics ?? []
    const id = metrics.find((metric) => metric.name === 'Edge/Command')?.value
    const values = metrics.flatMap((metric): Written[] => {
      if (metric.name === 'Edge/Command') return []
      const alias = toNumber(metric.alias)
      const tag = metric.name ?? this.#devices.get(name)?.tags.find((known) => known.alias === alias)?.name
      return tag === undefined ? [] : [{ tag, value: metric.value }]
    })
    this.#options.write(name, values, typeof id === 'string' ? id : undefined)
  }

  /** Answers a request of the host. */
  reply(answer: string): void {
    if (this.#session) this.#send('NDATA', null, [text('Edge/Reply', answer)])
  }

  /** What the births say has changed: all of them again. */
  bearAgain(): void {
    if (this.#session) this.#births()
  }

  /** Sends as much as the window allows. */
  pump(): void {
    const { log, windowMax, batchRecordsMax } = this.#options
    while (this.#session && this.#window.length < windowMax) {
      const read = this.#reader.next(batchRecordsMax)
      if (read && this.#isTooSoon(read.device)) {
        this.#reader.unread(read.records, read.first - 1)
        break
      }
      const batch = this.#gated(read)
      if (!batch) break
      this.#birthOf(batch.device)
      const { since } = this.#session
      const metrics = batch.records.map((read) => {
        const type = log.table.row(read.record[0])!.type
        return dataMetric(read, type, read.late || read.offset <= since)
      })
      this.#send('DDATA', batch.device, [...bufferData(batch.first, batch.last), ...metrics])
      this.#window.push({ last: batch.last, sentMs: this.#nowMs() })
    }
    this.#deaths()
  }

  /**
   * The part of a batch that is this edge's to tell, up to the first record that has to wait. What is skipped
   * is left out, its offsets with the server all the same, so that it can be removed here.
   */
  #gated(batch: Batch | null): Batch | null {
    const { gate } = this.#options
    if (!batch || !gate) return batch
    const verdicts = batch.records.map(({ record }) => gate(batch.device, record[1]))
    const waitAt = verdicts.indexOf('wait')
    const told = waitAt < 0 ? batch.records : batch.records.slice(0, waitAt)
    const last = told.at(-1)?.offset ?? batch.first - 1
    if (waitAt >= 0) this.#reader.unread(batch.records.slice(waitAt), last)
    if (waitAt === 0) return null
    return { ...batch, last, records: told.filter((_, index) => verdicts[index] === 'send') }
  }

  /** Call it regularly: sends again what has waited too long for its acknowledgement. */
  tick(): void {
    const oldest = this.#window[0]
    const waitMs = this.#options.ackMsMax * 2 ** Math.min(this.#timeouts, ackDoublingsMax)
    if (this.#session && oldest && this.#nowMs() - oldest.sentMs >= waitMs) {
      this.#timeouts++
      this.#options.report(reason('edge.uplink.ackLate', { seconds: Math.round(waitMs / 1000) }))
      this.#rewind(this.#options.log.acknowledged)
    }
    this.pump()
  }

  /** Reports the node's own metrics. */
  reportHealth(): void {
    if (this.#session) this.#send('NDATA', null, healthMetrics(this.#options.health()))
  }

  #rebirthAsked(): void {
    if (!this.#session || this.#rebirthTimer) return
    const sinceMs = this.#nowMs() - this.#bornMs
    const delayMs = Math.max(this.#options.rebirthMsMin - sinceMs, 0)
    // Every message of a window may have provoked a request; one rebirth answers them all.
    this.#rebirthTimer = setTimeout(() => {
      this.#rebirthTimer = undefined
      this.#options.report(reason('edge.uplink.rebirth'))
      this.#births()
    }, delayMs)
  }

  #acknowledged(offset: number | undefined): void {
    if (!this.#session || offset === undefined) return
    const { log } = this.#options
    const isFirst = this.#awaitsFirstAck
    this.#awaitsFirstAck = false
    if (offset < log.acknowledged) {
      if (!isFirst) return
      // The host was set back (restored from a backup): what we still have follows its last record without
      // a hole.
      this.#options.report(reason('edge.uplink.hostBehind', { offset, acknowledged: log.acknowledged }))
      this.#rewind(offset)
    } else if (offset > log.last) {
      this.#options.report(reason('edge.uplink.hostAhead', { offset, last: log.last }))
      this.#window = []
      log.acknowledge(offset)
    } else {
      log.acknowledge(offset)
      this.#timeouts = 0
      this.#window = this.#window.filter((sent) => sent.last > offset)
      if (this.#reader.cursor < offset) this.#rewind(offset)
    }
    this.pump()
  }

  #rewind(offset: number): void {
    this.#window = []
    this.#reader.seek(offset)
  }

  #births(): void {
    const session = this.#session
    if (!session) return
    const { log, health } = this.#options
    this.#bornMs = this.#nowMs()
    this.#awaitsFirstAck = true
    this.#seq = 0
    this.#rewind(log.acknowledged)
    for (const device of this.#devices.values()) device.isBorn = false
    this.#send('NBIRTH', null, [
      { name: 'bdSeq', type: 'Int64', value: session.bdSeq },
      { name: 'Node Control/Rebirth', type: 'Boolean', value: false },
      text('Buffer/Stream', log.stream),
      uint64('Buffer/Acknowledged', log.acknowledged),
      ...healthMetrics(health()),
      text('Edge/Request', null),
      text('Edge/Reply', null),
    ])
    for (const device of this.#devices.values()) if (device.isUp) this.#birth(device)
    this.pump()
  }

  /** A birth holds all tags of a device: one for every new name would cost ever more. */
  #isTooSoon(name: string): boolean {
    const device = this.#devices.get(name)
    if (!device || device.isBorn) return false
    return this.#nowMs() - device.bornMs < Math.floor(device.tags.length * birthMsPerTag)
  }

  /** A device that has records to send must be born, connected or not; it dies again when they are sent. */
  #birthOf(name: string): void {
    const device = this.#devices.get(name) ?? {
      name,
      tags: [],
      isUp: false,
      isBorn: false,
      bornMs: -Infinity,
      deathAfter: 0,
    }
    this.#devices.set(name, device)
    if (device.isBorn) return
    if (!device.isUp) device.deathAfter = this.#options.log.last
    this.#birth(device)
  }

  #birth(device: Device): void {
    const { log, newest } = this.#options
    const nowMs = Date.now()
    const described = new Set(device.tags.map((tag) => tag.alias))
    // Tags of an earlier configuration may still have records in the log, and data without a birth would be
    // nameless.
    const hasFormer = !device.isUp || log.acknowledged < log.foundLast
    const former = hasFormer ? log.table.rowsOf(device.name).filter((row) => !described.has(row.id)) : []
    const tags = [...device.tags, ...former.map((row) => ({ ...row, alias: row.id }))]
    device.isBorn = true
    device.bornMs = this.#nowMs()
    this.#send('DBIRTH', device.name, [
      ...tags.map((tag) =>
        birthMetric(
          tag,
          described.has(tag.alias) && device.isUp ? newest(device.name, tag.name) : undefined,
          nowMs,
        ),
      ),
      ...bufferBirth(),
    ])
  }

  #deaths(): void {
    if (!this.#session) return
    for (const device of this.#devices.values()) {
      if (!device.isBorn || device.isUp || this.#reader.cursor < device.deathAfter) continue
      device.isBorn = false
      this.#send('DDEATH', device.name, null)
    }
  }

  #send(type: string, device: string | null, metrics: Metric[] | null): void {
    const { group, node } = this.#options
    const topic = ['spBv1.0', group, type, node, ...(device === null ? [] : [device])].join('/')
    const timestamp = Date.now()
    const seq = this.#seq
    this.#seq = (this.#seq + 1) % 256
    const payload = encode({
      timestamp,
      seq,
      ...(metrics ? { metrics: metrics.map((metric) => ({ timestamp, ...metric })) } : {}),
    })
    this.#session?.send({ topic, payload })
  }
}

/** The death certificate of a session: only its bdSeq, no sequence number (tck-id-payloads-ndeath-seq). */
export function nodeDeath(group: string, node: string, bdSeq: number): Message {
  const timestamp = Date.now()
  const metrics = [{ name: 'bdSeq', type: 'Int64' as const, value: bdSeq, timestamp }]
  return { topic: `spBv1.0/${group}/NDEATH/${node}`, payload: encode({ timestamp, metrics }) }
}
