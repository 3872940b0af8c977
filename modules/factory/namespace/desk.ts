import { Worker } from 'node:worker_threads'
import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { newestOf } from '../service/signals.ts'
import * as store from '../store/namespace.ts'
import { tagsByIds } from '../store/tags.ts'
import type { FromBroker, Reader, ToBroker } from './wire.ts'

export type Shown = {
  tagId: string
  value: number | string | null
  quality: string
  at: string | null
}

type Topic = { topic: string; unit: string | null }
type Broker = { post(message: ToBroker): void; stop(): Promise<void> }

/** A tag that nobody knew is looked for at most so often. */
const lookMsMin = 5_000
const tagsPerReadMax = 2_000
/** Longer than a value that was offered before is on its way to the store. */
const againMs = 1_000
const running = new WeakMap<House, NamespaceDesk>()

/** The namespace of a running house. */
export function namespaceDeskOf(house: House): NamespaceDesk {
  const desk = running.get(house)
  if (!desk) throw new Error('the namespace is not running')
  return desk
}

/** Opens the namespace of the firms that have it on. */
export async function startNamespace(house: House): Promise<NamespaceDesk> {
  const desk = new NamespaceDesk(house)
  running.set(house, desk)
  for (const organisationId of await house.act(systemCaller, ({ sql }) => store.namespacesOn(sql))) {
    desk.refresh(organisationId)
  }
  return desk
}

/**
 * Offers newest values to programs of the firms that switched it on. The broker has a thread of its own and
 * is there only while somebody wants it, so that no reader, however slow, holds up the telemetry.
 */
export class NamespaceDesk {
  /** Where it listens; null while it does not. */
  port: number | null = null
  /** Why it does not, although it should. */
  problem: string | null = null
  readonly #house: House
  readonly #topics = new Map<string, Map<string, Topic>>()
  readonly #lookedMs = new Map<string, number>()
  /** Tags of a firm of which nothing new came since their topics are known. */
  readonly #silent = new Map<string, Set<string>>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #readers: { readerId: string; organisationId: string }[] = []
  #broker: Broker | null = null
  #working: Promise<void> = Promise.resolve()

  constructor(house: House) {
    this.#house = house
  }

  /** Newest values of a firm's machines, as they came. */
  offer(organisationId: string, values: readonly Shown[]): void {
    const silent = this.#silent.get(organisationId)
    for (const { tagId } of values) silent?.delete(tagId)
    this.#tell(organisationId, values)
  }

  #tell(organisationId: string, values: readonly Shown[]): void {
    const known = this.#topics.get(organisationId)
    if (!known) return
    let hasUnknown = false
    const items = values.flatMap(({ tagId, value, quality, at }): [string, string][] => {
      const topic = known.get(tagId)
      if (!topic) hasUnknown = true
      return topic ? [[topic.topic, JSON.stringify({ value, unit: topic.unit, quality, time: at })]] : []
    })
    if (items.length > 0) this.#broker?.post({ kind: 'publish', items })
    const isDue = this.#nowMs() - (this.#lookedMs.get(organisationId) ?? 0) >= lookMsMin
    if (hasUnknown && isDue) this.refresh(organisationId)
  }

  /** The firm's namespace was switched, or its machines were changed. */
  refresh(organisationId: string): void {
    this.#lookedMs.set(organisationId, this.#nowMs())
    this.#soon(async () => {
      const { act } = this.#house
      const found = await act(systemCaller, ({ sql }) => store.namespaceOf(sql, organisationId))
      await (found?.isOn ? this.#switchOn(organisationId) : this.#switchOff(organisationId))
    })
  }

  disconnect(readerId: string): void {
    this.#broker?.post({ kind: 'disconnect', readerId })
  }

  /** Readers of a firm that are there, one entry a connection. */
  connected(organisationId: string): string[] {
    return this.#readers.flatMap((one) => (one.organisationId === organisationId ? [one.readerId] : []))
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    await this.#working
    await this.#broker?.stop()
  }

  async #switchOn(organisationId: string): Promise<void> {
    this.problem = null
    this.#broker ??= this.#open()
    const { act } = this.#house
    const rows = await act(systemCaller, ({ sql }) => store.allTopics(sql, organisationId))
    const before = this.#topics.get(organisationId) ?? new Map<string, Topic>()
    const after = new Map(rows.map(({ tagId, topic, unit }) => [tagId, { topic, unit }]))
    this.#topics.set(organisationId, after)
    const left = [...before].filter(([tagId, { topic }]) => after.get(tagId)?.topic !== topic)
    this.#takeBack(left.map(([, topic]) => topic))
    const fresh = rows.filter(({ tagId, topic }) => before.get(tagId)?.topic !== topic)
    const waiting = this.#silent.get(organisationId) ?? []
    this.#silent.set(organisationId, new Set([...waiting, ...fresh.map(({ tagId }) => tagId)]))
    await this.#tellSilent(organisationId)
    // A value may have been offered before the topics were known, and be in the store only now.
    if (fresh.length === 0) return
    this.#later(async () => {
      await this.#tellSilent(organisationId)
      for (const { tagId } of fresh) this.#silent.get(organisationId)?.delete(tagId)
    })
  }

  /** The newest values of the store, where nothing new came meanwhile. */
  async #tellSilent(organisationId: string): Promise<void> {
    const silent = [...(this.#silent.get(organisationId) ?? [])]
    for (let from = 0; from < silent.length; from += tagsPerReadMax) {
      const ids = silent.slice(from, from + tagsPerReadMax)
      const shown = await this.#house.act(systemCaller, async ({ sql }) =>
        newestOf(this.#house.series, await tagsByIds(sql, ids)),
      )
      const known = shown.filter(({ at }) => at !== null)
      this.#tell(
        organisationId,
        known.map(({ id, ...rest }) => ({ tagId: id, ...rest })),
      )
    }
  }

  async #switchOff(organisationId: string): Promise<void> {
    this.#takeBack([...(this.#topics.get(organisationId)?.values() ?? [])])
    this.#topics.delete(organisationId)
    this.#silent.delete(organisationId)
    this.#broker?.post({ kind: 'disconnect', organisationId })
    if (this.#topics.size > 0 || !this.#broker) return
    const closing = this.#broker
    this.#broker = null
    this.port = null
    this.#readers = []
    await closing.stop()
  }

  #takeBack(left: readonly Topic[]): void {
    if (left.length === 0) return
    this.#broker?.post({ kind: 'publish', items: left.map(({ topic }) => [topic, '']) })
  }

  #open(): Broker {
    const { NAMESPACE_HOST: host, NAMESPACE_PORT: port } = this.#house.config
    const worker = new Worker(new URL('./broker.ts', import.meta.url), { workerData: { host, port } })
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    const post = (message: ToBroker) => worker.postMessage(message)
    worker.on('message', (message: FromBroker) => this.#heard(message, post))
    worker.on('error', (error) => {
      this.problem = error.message
      this.#house.log.error({ err: error }, 'namespace broker')
    })
    return {
      post,
      async stop() {
        post({ kind: 'stop' })
        await gone
      },
    }
  }

  #heard(message: FromBroker, post: Broker['post']): void {
    if (message.kind === 'listening') this.port = message.port
    if (message.kind === 'failed') this.problem = message.message
    if (message.kind === 'connections') this.#readers = message.readers
    if (message.kind === 'authenticate') {
      const answer = (reader: Reader | null) => post({ kind: 'answer', id: message.id, reader })
      readerOf(this.#house, message).then(answer, () => answer(null))
    }
  }

  #later(what: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#soon(what)
    }, againMs)
    this.#timers.add(timer)
  }

  #soon(what: () => Promise<void>): void {
    this.#working = this.#working
      .then(what)
      .catch((error: unknown) => this.#house.log.error({ err: error }, 'namespace'))
  }

  #nowMs(): number {
    return this.#house.clock.now().getTime()
  }
}

type Question = Extract<FromBroker, { kind: 'authenticate' }>

async function readerOf(house: House, { username, passwordHash }: Question): Promise<Reader | null> {
  if (!/^[0-9a-f-]{36}$/.test(username)) return null
  return house.act(systemCaller, async ({ sql, now }) => {
    const found = await store.readerByCredential(sql, username, passwordHash, now)
    if (!found) return null
    const { organisationId, unitId } = found
    const scope = await scopeOf(sql, organisationId, unitId)
    return scope === null ? null : { readerId: username, organisationId, scope }
  })
}

/** Where a reader reads; null when its unit is no more. */
export function scopeOf(
  sql: Parameters<typeof store.rootOf>[0],
  organisationId: string,
  unitId: string | null,
): Promise<string | null> {
  return unitId === null ? store.rootOf(sql, organisationId) : store.scopeOf(sql, organisationId, unitId)
}
