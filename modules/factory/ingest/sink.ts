import { SeriesError } from '@ronghe/kit/series'
import { joined, type PointColumns } from './points.ts'
import type { EdgeIdentity, LiveValue, SessionWorld } from './wire.ts'

/** Rebirths after which a record that no birth explains is put aside. */
const birthsMax = 2
/** Longest wait for one's turn; beyond it a message is refused, or comes again from its log. */
const turnMsMax = 5_000
/** Attempts to store the same records before what can't be stored is put aside. */
const attemptsMax = 3

/** Points that are gathered before they go to the store, though the thread has more to read. */
const gatheredRowsMax = 20_000

type Place = { first: number; last: number }
/** What one message brought. */
type Given = {
  points: PointColumns
  live: readonly LiveValue[]
  place: Place | null
  onLost: () => void
}
type Callbacks = {
  acknowledge(stream: string, offset: number): void
  askRebirth(): void
}

/**
 * Where the points of one edge go: into the store, with the offset of its disk log where it keeps one, and
 * acknowledged after they are durable (decision 0001).
 */
export class Sink {
  readonly #edge: EdgeIdentity
  readonly #world: SessionWorld
  readonly #callbacks: Callbacks
  /** The edge's disk log; null for edges that do not keep one. */
  #stream: string | null = null
  /** Last record handed to the store, and last one that is durable. */
  #accepted = 0
  #committed = 0
  #births = 0
  /** The record that no birth explained, and since which birth. */
  #unexplained = { first: -1, since: 0 }
  #limited = false
  #failures = { first: -1, attempts: 0 }
  #gathered: Given[] = []
  #gatheredRows = 0
  /** After a failure each message goes to the store alone, so that what it refuses is found. */
  #isAlone = false

  constructor(edge: EdgeIdentity, world: SessionWorld, callbacks: Callbacks) {
    this.#edge = edge
    this.#world = world
    this.#callbacks = callbacks
  }

  get hasLog(): boolean {
    return this.#stream !== null
  }

  /** Whether its organisation has reached a limit. */
  get isLimited(): boolean {
    return this.#limited
  }

  /** A birth of the node, with the name of its disk log. */
  async begin(stream: unknown): Promise<void> {
    this.#flush()
    this.#births++
    this.#stream = typeof stream === 'string' && stream !== '' ? stream : null
    if (this.#stream === null) return
    this.#committed = (await this.#world.series.offset(this.#source())) ?? 0
    this.#accepted = this.#committed
    this.#callbacks.acknowledge(this.#stream, this.#committed)
  }

  /** Something failed in between: what is not durable has to come again. */
  rewind(): void {
    this.#accepted = this.#committed
  }

  /** Whether records of a log follow on those that are there. */
  isNext({ first, last }: Place): boolean {
    if (this.#stream === null) return true
    if (last <= this.#accepted) {
      if (last <= this.#committed) this.#callbacks.acknowledge(this.#stream, this.#committed)
      return false
    }
    if (first <= this.#accepted + 1) return true
    this.#callbacks.askRebirth()
    return false
  }

  /** Whether records without a birth are worth another rebirth. */
  mayWait({ first }: Place): boolean {
    if (this.#stream === null) return false
    if (this.#unexplained.first !== first) this.#unexplained = { first, since: this.#births }
    return this.#births - this.#unexplained.since < birthsMax
  }

  /**
   * Waits until the organisation's limits let a message with so many metrics pass; false when that takes too
   * long. Others are not held up by it.
   */
  async turn(metrics: number): Promise<boolean> {
    const { organisationId } = this.#edge
    const endMs = this.#world.nowMs() + turnMsMax
    let waitMs = this.#world.limits.take(organisationId, metrics)
    this.#limited = waitMs > 0
    while (waitMs > 0) {
      const leftMs = endMs - this.#world.nowMs()
      if (leftMs <= 0) {
        this.#world.limits.giveBack(organisationId, metrics)
        return false
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, leftMs)).unref())
      waitMs = this.#world.limits.wait(organisationId)
    }
    this.#limited = false
    return true
  }

  /**
   * Stores points; values are shown, and the log acknowledged, after they are durable. Of an edge with a log,
   * what came in one go is stored and acknowledged together: the way to the store and back costs more than
   * the points of a message.
   */
  store(
    points: PointColumns,
    live: readonly LiveValue[],
    place: Place | null,
    onLost: () => void = () => {},
  ): void {
    const offset = this.#stream === null ? null : place
    for (const value of points.series.length === 0 ? live : []) this.#world.live(value)
    if (points.series.length === 0 && !offset) return
    const given = { points, live, place: offset, onLost }
    if (offset) this.#accepted = offset.last
    if (!offset || this.#isAlone) {
      this.#append([given])
      return
    }
    this.#gathered.push(given)
    this.#gatheredRows += points.series.length
    if (this.#gatheredRows >= gatheredRowsMax) this.#flush()
    else if (this.#gathered.length === 1) setImmediate(() => this.#flush())
  }

  #flush(): void {
    const given = this.#gathered
    this.#gathered = []
    this.#gatheredRows = 0
    if (given.length > 0) this.#append(given)
  }

  #append(given: readonly Given[]): void {
    const birth = this.#births
    const [first, last] = [given[0]?.place, given.at(-1)?.place]
    const place = first && last ? { first: first.first, last: last.last } : null
    const batch = {
      ...joined(given.map(({ points }) => points)),
      source: this.#source(),
      offset: place?.last ?? null,
      ...(place ? { offsetBefore: place.first - 1 } : {}),
    }
    this.#world.series.append(batch).then(
      ({ stored, duplicates }) => {
        for (const { live } of given) for (const value of live) this.#world.live(value)
        this.#world.stored(this.#edge.organisationId, stored, duplicates)
        this.#failures = { first: -1, attempts: 0 }
        this.#isAlone = false
        if (!place || birth !== this.#births || this.#stream === null) return
        this.#committed = Math.max(this.#committed, place.last)
        this.#callbacks.acknowledge(this.#stream, this.#committed)
      },
      (error: unknown) => this.#failed(error, { birth, place, given }),
    )
  }

  /** Stores points of a message that was refused before; what is there already stays single. */
  async replay(points: PointColumns): Promise<{ stored: number; duplicates: number }> {
    if (points.series.length === 0) return { stored: 0, duplicates: 0 }
    const source = `${this.#edge.edgeId}/replay`
    const { stored, duplicates } = await this.#world.series.append({ ...points, source, offset: null })
    return { stored, duplicates }
  }

  #failed(error: unknown, of: { birth: number; place: Place | null; given: readonly Given[] }): void {
    // Of an edge without a log nothing comes again.
    if (!of.place) for (const { onLost } of of.given) onLost()
    if (!of.place || of.birth !== this.#births) return
    this.#accepted = this.#committed
    this.#isAlone = true
    const isRefused = error instanceof SeriesError && error.code === 'series.batch'
    const { first } = of.place
    if (isRefused && of.given.length === 1) {
      const attempts = this.#failures.first === first ? this.#failures.attempts + 1 : 1
      this.#failures = { first, attempts }
      if (attempts >= attemptsMax) {
        // What the store will never take must not hold up the rest of the log.
        of.given[0]?.onLost()
        this.#pass(of.place)
        return
      }
    }
    this.#callbacks.askRebirth()
  }

  #pass(place: Place): void {
    const none = new Float64Array(0)
    const points = {
      timeMicros: none,
      value: none,
      text: [],
      series: new Int32Array(0),
      quality: new Uint16Array(0),
    }
    this.store(points, [], place)
  }

  #source(): string {
    return this.#stream === null ? this.#edge.edgeId : `${this.#edge.edgeId}/${this.#stream}`
  }
}
