import type { Adapter, Chunk, Description, Sink } from './adapters/adapter.ts'
import type { LogRecord, TagRow } from './buffer/frames.ts'
import type { DiskLog } from './buffer/log.ts'
import type { Link } from './connection.ts'
import { Continuity } from './continuity.ts'
import { isNews, type ReportRule } from './deadband.ts'
import type { Observation, Position, TagDefinition, Value } from './observation.ts'
import { type Reason, ReasonError, reason, reasonOf } from './reason.ts'
import type { BirthTag } from './sparkplug/metrics.ts'

export type DeviceOptions = {
  name: string
  adapter: Adapter
  log: DiskLog
  ruleOf(tag: string): ReportRule
  /** How often the log learns at least that the device is still there. */
  aliveMsMax: number
  /** Called after records were written. */
  written(): void
  /** `soon`: with the next data is early enough. */
  up(tags: readonly BirthTag[], how?: { soon: boolean }): void
  down(): void
  heard(): void
  note(why: Reason): void
  nowMs?(): number
}

const roomMs = 200
/** A source that steps back by less tells of a wavering clock; by more, of a clock that was set. */
const waverMicrosMax = 60_000_000

/**
 * One machine: between its adapter and the disk log. It decides what becomes a record and what a lost
 * connection means.
 */
export class Device {
  readonly #options: DeviceOptions
  readonly #nowMs: () => number
  readonly #continuity = new Continuity()
  readonly #reported = new Map<string, Observation>()
  readonly #times = new Map<string, number>()
  #described = new Map<string, Observation>()
  #discrete = new Set<string>()
  #rows = new Map<string, TagRow>()
  #atMicros = 0
  /** Ahead of the log's own position by what was no news. */
  #position: Position | undefined
  #aliveMs = Number.NEGATIVE_INFINITY
  #isWaiting = false

  constructor(options: DeviceOptions) {
    this.#options = options
    this.#nowMs = options.nowMs ?? (() => performance.now())
    const { log, name } = options
    for (const row of log.table.rowsOf(name)) {
      const staleMicros = log.table.staleMicros(row.id)
      if (staleMicros !== undefined) this.#continuity.recall(row.name, staleMicros)
    }
    this.#atMicros = Number(log.table.position(name)?.atMicros ?? 0)
  }

  /** The newest observation of a tag, for births: read from the source when it was described, or later. */
  newest(tag: string): Observation | undefined {
    const described = this.#described.get(tag)
    const observed = this.#continuity.newest(tag)
    return described && (!observed || observed.timeMicros < described.timeMicros) ? described : observed
  }

  /** The device as `Connection` drives it. */
  link(): Link {
    const { adapter } = this.#options
    return {
      open: async (signal) => this.#describe(await adapter.describe(signal)),
      prepare: async (signal) => {
        await adapter.catchUp(this.#sink(signal, true), signal)
        if (signal.aborted) throw new ReasonError('edge.device.stopping')
        this.#write(this.#continuity.resume(), { mark: true })
      },
      flow: (signal) => adapter.follow(this.#sink(signal, false), signal),
      close: () => adapter.close(),
      held: () => this.#isWaiting,
    }
  }

  /** Writes a value to the machine; resolves with what was read back. */
  async write(tag: string, value: Exclude<Value, null>): Promise<Observation> {
    const { adapter } = this.#options
    if (!this.#rows.has(tag)) throw new ReasonError('edge.write.unknownTag', { tag })
    if (!adapter.write) throw new ReasonError('edge.write.readOnly', { tag })
    return adapter.write(tag, value)
  }

  /** The connection is lost: from the last sign of life on, nothing is known. */
  lost(): void {
    this.#isWaiting = false
    const { down } = this.#options
    this.#lose(this.#allTags())
    down()
  }

  #allTags(): string[] {
    const { log, name } = this.#options
    return log.table.rowsOf(name).map((row) => row.name)
  }

  /** Marks tags stale; the next observation of each is news again, whatever its value. */
  #lose(tags: readonly string[]): void {
    const marks = this.#continuity.lose(tags, this.#atMicros, (tag) => this.#timeMicros(tag))
    this.#write(marks, { mark: true })
    for (const tag of tags) this.#reported.delete(tag)
  }

  #describe(description: Description): void {
    this.#described = new Map(description.values.map((observation) => [observation.tag, observation]))
    this.#define(description.tags, { soon: false })
  }

  #define(definitions: readonly TagDefinition[], how: { soon: boolean }): void {
    const { log, name, up, adapter } = this.#options
    this.#discrete = new Set(definitions.filter((tag) => tag.isDiscrete).map((tag) => tag.name))
    const rows = log.define(name, definitions)
    this.#rows = new Map(rows.map((row) => [row.name, row]))
    up(
      definitions.map((definition, index) => ({
        ...definition,
        alias: rows[index]!.id,
        isReadOnly: !adapter.write || adapter.isWritable?.(definition.name) === false,
      })),
      how,
    )
  }

  #sink(signal: AbortSignal, late: boolean): Sink {
    const { log, name, heard, note } = this.#options
    return {
      position: () => this.#position ?? log.table.position(name),
      tags: () => this.#allTags(),
      timeMicros: (tag) => this.#timeMicros(tag),
      gap: (why, tags = this.#allTags()) => {
        note(why)
        this.#lose(tags)
        this.#continuity.forget(tags)
      },
      seed: (observations) => this.#seed(observations, late),
      take: (chunk) => {
        // A chunk that arrives after the connection was given up would follow the stale marks it knows
        // nothing of.
        if (signal.aborted) throw new ReasonError('edge.device.stopping')
        heard()
        this.#take(chunk, late)
      },
      describe: (tags) => {
        if (signal.aborted) throw new ReasonError('edge.device.stopping')
        this.#define(tags, { soon: true })
      },
      heard,
      room: (waiting) => this.#room(waiting),
    }
  }

  #seed(observations: readonly Observation[], late: boolean): void {
    const fresh = observations.filter(({ tag, timeMicros }) => {
      const written = this.#timeMicros(tag)
      return written === undefined || written < timeMicros || written > timeMicros + waverMicrosMax
    })
    const known = observations.filter((observation) => !fresh.includes(observation))
    for (const observation of known) {
      this.#continuity.observe(observation)
      this.#reported.set(observation.tag, observation)
    }
    this.#record(fresh, late, undefined)
  }

  #take(chunk: Chunk, late: boolean): void {
    this.#atMicros = Math.max(this.#atMicros, chunk.atMicros)
    const position = { ...chunk.position, atMicros: this.#atMicros }
    this.#record(chunk.observations, late, position)
    this.#position = position
  }

  #record(observations: readonly Observation[], late: boolean, position: Position | undefined): void {
    const ends: Observation[] = []
    const news: Observation[] = []
    for (const said of observations) {
      const row = this.#rows.get(said.tag)
      if (!row) continue
      const observation = this.#apart(said)
      const ended = this.#continuity.observe(observation)
      if (ended) ends.push(ended)
      const isKept = this.#discrete.has(said.tag)
      if (!isKept && !isNews(this.#reported.get(said.tag), observation, this.#options.ruleOf(said.tag)))
        continue
      this.#reported.set(said.tag, observation)
      news.push(observation)
    }
    this.#write(ends, { mark: true })
    const isAliveDue = this.#nowMs() - this.#aliveMs >= this.#options.aliveMsMax
    if (news.length > 0 || (position && isAliveDue)) this.#write(news, { late, position })
  }

  /**
   * The source's order is the order of what happened; receivers know it by the times alone. Two values of a
   * tag in one microsecond would be one point to them, and of two whose times waver back the older would
   * seem to be the newer. So the later one moves right behind the earlier.
   */
  #apart(observation: Observation): Observation {
    const { tag, timeMicros } = observation
    const before = this.#times.get(tag) ?? this.#valueMicros(tag)
    const isBehind = before === undefined || timeMicros > before || timeMicros < before - waverMicrosMax
    const writtenMicros = isBehind ? timeMicros : before + 1
    this.#times.set(tag, writtenMicros)
    return isBehind ? observation : { ...observation, timeMicros: writtenMicros }
  }

  #write(
    observations: readonly Observation[],
    how: { late?: boolean; mark?: true; position?: Position | undefined },
  ): void {
    if (observations.length === 0 && !how.position) return
    const { log, name, written } = this.#options
    const records = observations.flatMap((observation): LogRecord[] => {
      const row =
        this.#rows.get(observation.tag) ??
        log.table.rowsOf(name).find((known) => known.name === observation.tag)
      return row ? [[row.id, observation.timeMicros, observation.value, observation.quality]] : []
    })
    try {
      log.append({ device: name, records, ...how })
    } catch (error) {
      // A full disk: the position stays where it is, and so does the data, with its source.
      throw new ReasonError('edge.buffer.unwritable', { message: String(reasonOf(error).params.message) })
    }
    if (how.position) this.#aliveMs = this.#nowMs()
    written()
  }

  #timeMicros(tag: string): number | undefined {
    const { log, name } = this.#options
    const row = this.#rows.get(tag) ?? log.table.rowsOf(name).find((known) => known.name === tag)
    return row && log.table.timeMicros(row.id)
  }

  /** When the log ends with a value of the tag: its time. Nothing follows a stale mark that wavers. */
  #valueMicros(tag: string): number | undefined {
    const row = this.#rows.get(tag)
    const isStale = row !== undefined && this.#options.log.table.staleMicros(row.id) !== undefined
    return isStale ? undefined : this.#timeMicros(tag)
  }

  async #room(signal: AbortSignal): Promise<void> {
    const { log, note } = this.#options
    while (log.crowded && !signal.aborted) {
      if (!this.#isWaiting) note(reason('edge.device.held'))
      this.#isWaiting = true
      await new Promise((resolve) => setTimeout(resolve, roomMs))
    }
    this.#isWaiting = false
  }
}
