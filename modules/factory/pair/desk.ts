import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { parsed } from '../ingest/notes.ts'
import type { Ingest } from '../ingest/start.ts'
import type { Told } from '../ingest/wire.ts'
import * as store from '../store/pairs.ts'
import { type Change, changesOf, leaseOf, type Side, type Turn } from './turns.ts'

type Health = Extract<Told, { kind: 'health' }>
type Known = { devices: Map<string, number | null>; committedMicros: number | null; isPaired: boolean }

const tickMs = 1_000
const leaseMs = 2_000
/** An edge of a pair tells how it is every two seconds; its session may hang longer than the network does. */
const silentMsMax = 10_000
/** Closed turns of a device that edges are told of; who was away longer is told by the newest alone. */
const turnsMax = 20
const connectionPrefix = 'Edge/Connection/'
const running = new WeakMap<House, PairDesk>()

export function pairDeskOf(house: House): PairDesk {
  const desk = running.get(house)
  if (!desk) throw new Error('pairs are not watched')
  return desk
}

export function startPairs(house: House, ingest: Ingest): PairDesk {
  const desk = new PairDesk(house, ingest)
  running.set(house, desk)
  return desk
}

/**
 * Watches the pairs: says whose turn it is, gives it to the other when one is gone, and tells both, so that
 * every time is told by one of them and kept by the other until it is.
 */
export class PairDesk {
  readonly #house: House
  readonly #ingest: Ingest
  readonly #known = new Map<string, Known>()
  readonly #leasedMs = new Map<string, number>()
  readonly #thereMs = new Map<string, number>()
  #pairs: store.Pair[] | null = null
  #working: Promise<void> = Promise.resolve()
  readonly #timer: NodeJS.Timeout

  constructor(house: House, ingest: Ingest) {
    this.#house = house
    this.#ingest = ingest
    this.#timer = setInterval(() => this.#soon(() => this.#tick()), tickMs)
    ingest.onHealth((health) => this.#hear(health))
  }

  /** A pair was made or ended. */
  refresh(): void {
    this.#pairs = null
  }

  /** Whether the edge was started as one of a pair. */
  isPaired(edgeId: string): boolean {
    return this.#known.get(edgeId)?.isPaired ?? false
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#working
  }

  #hear({ edgeId, said, isBirth, atMs }: Health): void {
    const before = this.#known.get(edgeId)
    const devices = new Map(
      Object.entries(said).flatMap(([name, value]): [string, number | null][] => {
        if (!name.startsWith(connectionPrefix)) return []
        const device = name.slice(connectionPrefix.length)
        const isLive = parsed(value)?.state === 'live'
        return [[device, isLive ? null : (before?.devices.get(device) ?? atMs)]]
      }),
    )
    const pair = parsed(said['Edge/Pair'])
    const { committedMs } = pair ?? {}
    const committedMicros = typeof committedMs === 'number' ? committedMs * 1000 : null
    this.#known.set(edgeId, { devices, committedMicros, isPaired: pair !== null })
    // In a new session it waits to be told.
    if (isBirth) this.#leasedMs.delete(edgeId)
  }

  async #tick(): Promise<void> {
    this.#pairs ??= await this.#house.act(systemCaller, ({ sql }) => store.allPairs(sql))
    for (const pair of this.#pairs) await this.#keep(pair)
  }

  async #keep(pair: store.Pair): Promise<void> {
    const [primary, standby] = [this.#side(pair.primaryId), this.#side(pair.standbyId)]
    const { act } = this.#house
    let turns = await act(systemCaller, ({ sql }) => store.turnsOf(sql, pair.id, turnsMax))
    const changes = changesOf(turns, primary, standby, this.#nowMs())
    for (const change of changes) await this.#change(pair, turns, change)
    if (changes.length > 0) {
      turns = await act(systemCaller, ({ sql }) => store.turnsOf(sql, pair.id, turnsMax))
      this.#leasedMs.delete(pair.primaryId)
      this.#leasedMs.delete(pair.standbyId)
    }
    this.#tell(primary, leaseOf(turns, primary.edgeId, standby))
    this.#tell(standby, leaseOf(turns, standby.edgeId, primary))
  }

  /** A turn goes to the other edge right behind the last that the holder told. */
  async #change(pair: store.Pair, turns: readonly Turn[], change: Change): Promise<void> {
    const { device, to, why } = change
    const isFirst = !turns.some((turn) => turn.device === device)
    const fromMicros = isFirst ? 0 : (await this.newestMicros(pair, device)) + 1
    await this.#house.act(systemCaller, async (ctx) => {
      const { organisationId, id: pairId } = pair
      // It may have ended since.
      if (!(await store.onePair(ctx.sql, pairId))) return
      const one = { organisationId, pairId, device, edgeId: to, fromMicros, personName: null }
      await store.changeTurn(ctx.sql, { ...one, why: `factory.pair.why.${why}` }, ctx.now)
      if (!isFirst) {
        await ctx.audit({
          ...{ action: 'factory.pair.taken', subject: 'edge', subjectId: to, organisationId },
          after: { device, why },
        })
      }
    })
    const topic = { name: 'factory.edges', may: 'factory.read', organisationId: pair.organisationId }
    this.#house.publish(topic, { edgeId: to })
  }

  /** Newest time that is kept of a device. */
  async newestMicros(pair: store.Pair, device: string): Promise<number> {
    const { act, series } = this.#house
    const ids = await act(systemCaller, ({ sql }) => store.signalIds(sql, pair.primaryId, device))
    if (ids.length === 0) return 0
    const last = await series.last([...(await series.resolve(ids))])
    const newestMicros = last.reduce((newest, point) => Math.max(newest, point?.timeMicros ?? 0), 0)
    // A clock that runs ahead must not keep the other from telling.
    return Math.min(newestMicros, this.#nowMs() * 1000)
  }

  #tell(side: Side, lease: ReturnType<typeof leaseOf>): void {
    const nowMs = this.#nowMs()
    if (!side.isThere || nowMs - (this.#leasedMs.get(side.edgeId) ?? 0) < leaseMs) return
    this.#leasedMs.set(side.edgeId, nowMs)
    this.#ingest.ask(side.edgeId, 'lease', { lease }).catch(() => {
      // It is told again; an edge that refuses is no one of a pair, which its page says.
    })
  }

  #side(edgeId: string): Side {
    const known = this.#known.get(edgeId)
    const heardMs = this.#ingest.lastHeardMs(edgeId) ?? 0
    const nowMs = this.#nowMs()
    const isThere = this.#ingest.isOnline(edgeId) && nowMs - heardMs < silentMsMax
    if (isThere || !this.#thereMs.has(edgeId)) this.#thereMs.set(edgeId, nowMs)
    return {
      edgeId,
      isThere,
      awayMs: nowMs - (this.#thereMs.get(edgeId) ?? nowMs),
      devices: known?.devices ?? new Map(),
      committedMicros: known?.committedMicros ?? null,
    }
  }

  #soon(what: () => Promise<void>): void {
    this.#working = this.#working
      .then(what)
      .catch((error: unknown) => this.#house.log.error({ err: error }, 'pairs'))
  }

  #nowMs(): number {
    return this.#house.clock.now().getTime()
  }
}
