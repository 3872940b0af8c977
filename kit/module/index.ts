import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Caller } from '../auth/index.ts'
import type { Clock } from '../clock/index.ts'
import type { Config } from '../config/index.ts'
import type { Answer, Contract, FileAnswer, Input, Route } from '../contract/index.ts'
import type { Database, Sql } from '../db/index.ts'
import type { Files } from '../files/index.ts'
import type { Translate } from '../i18n/index.ts'
import type { Series } from '../series/index.ts'

/** The long-lived parts of the running program that a module may use. */
export type House = {
  readonly config: Config
  readonly db: Database
  readonly series: Series
  readonly files: Files
  readonly clock: Clock
  readonly log: Logger
  readonly translate: Translate
  /** Pushes to every page that watches the topic; `organisationId` null means a public topic. */
  publish(topic: Topic, message: unknown): void
  /** Tells the live stream where an organisation stands, so that officials see the firms of their region. */
  learnRegion(organisationId: string, regionCode: string): void
  /** Has a measure of a room stand among the Prometheus metrics. */
  measure(measure: Measure): void
  /** Runs `work` as `caller` in one transaction, with everything a service function has. */
  act<T>(caller: Caller, work: (ctx: Ctx) => Promise<T>): Promise<T>
}

/** A gauge: its name begins with `ronghe_`, and `read` is asked whenever the metrics are. */
export type Measure = {
  name: string
  help: string
  label: string
  read(): readonly { label: string; value: number }[]
}

/**
 * Who may watch: `may` a permission or `public`; `organisationId` whose data (null: nobody’s); `personId` one
 * person only.
 */
export type Topic = { name: string; may: string; organisationId: string | null; personId?: string }

/** What a service function gets: one request, one transaction, one caller. */
export type Ctx = {
  readonly caller: Caller
  readonly sql: Sql
  readonly house: House
  readonly requestId: string
  readonly log: Logger
  readonly now: Date
  newId(): string
  /** Words in the caller's language. */
  t(key: string, values?: Record<string, string | number>): string
  /**
   * In-process read of a neighbour through its contract: same caller, same transaction, same permission
   * checks.
   */
  read<C extends Contract>(contract: C): Reader<C>
  /** Writes an event of this module's contract into the outbox, in this transaction. */
  emit(event: string, payload: Record<string, unknown>): Promise<void>
  /** Appends to the hash-chained audit, in this transaction. */
  audit(entry: AuditEntry): Promise<void>
  /** Tells people by their notifications, and by mail where it is configured, once this transaction holds. */
  notify(notice: Notice): Promise<void>
  /** The uploaded file of an `upload` route. */
  upload(): Promise<{ name: string; mediaType: string; content: Buffer }>
}

export type AuditEntry = {
  action: string
  subject: string
  subjectId: string
  organisationId: string | null
  before?: unknown
  after?: unknown
  reason?: string
}

/**
 * Whom to tell: people, those of an organisation who hold a permission, the officials who hold it and stand
 * nearest to a division (those of its city before those of the region), or those who hold it everywhere.
 */
export type Recipients =
  | { people: readonly string[] }
  | { organisationId: string; may: string }
  | { regionCode: string; may: string }
  | { everywhere: true; may: string }

/**
 * The words `<word>.subject` (mail) and `<word>.text`, filled with `blanks` in each reader's own language;
 * `link` is a path of the pages.
 */
export type Notice = { to: Recipients; word: string; blanks: Record<string, string>; link: string | null }

export type Reader<C extends Contract> = {
  [K in keyof C['routes']]: (input: Partial<Input<C['routes'][K]>>) => Promise<Answer<C['routes'][K]>>
}

type AnswerOf<R extends Route> = R['download'] extends true ? FileAnswer : Answer<R>

/** One function per route of the contract, in the contract's order. */
export type Service<C extends Contract> = {
  [K in keyof C['routes']]: (ctx: Ctx, input: Input<C['routes'][K]>) => Promise<AnswerOf<C['routes'][K]>>
}

export type Subscriber = (ctx: Ctx, payload: Record<string, unknown>) => Promise<void>

/** A room of the house, as `module.ts` declares it. */
export type Module<C extends Contract = Contract> = {
  readonly contract: C
  readonly service: Service<C>
  /** Folder of forward-only SQL files `001-noun.sql`. */
  readonly sql: URL
  /** Words of the module by language. */
  readonly words: { readonly zh: Record<string, string>; readonly en: Record<string, string> }
  /** Handlers of neighbours' events, `<module>.<event>`; each sees an event at least once, in order. */
  readonly subscribes?: Readonly<Record<string, Subscriber>>
  /** Starts what the module keeps running (jobs, brokers); the answer stops it. */
  readonly start?: (house: House) => Promise<() => Promise<void>>
  /** Routes outside the contract's shape: callbacks of a library, the binding of a standard. */
  readonly mount?: (app: FastifyInstance, house: House, whoAsks: WhoAsks) => Promise<void>
  /** Beginnings of the paths of `mount` whose requests are counted with the API's, e.g. `/epcis/`. */
  readonly counted?: readonly string[]
  /** Tells who is asking; exactly one module (registry) has it. */
  readonly identify?: (house: House, request: Identification) => Promise<Caller>
}

/** Who is asking, by session cookie or API key. */
export type WhoAsks = (request: FastifyRequest) => Promise<Caller>

export type Identification = {
  cookie: string | null
  authorization: string | null
  /** All of them, made when they are asked for: for a library that looks for what it needs by itself. */
  readonly headers: Headers
  locale: 'zh' | 'en'
  /** The organisation the page acts for, when a person has several memberships. */
  actingFor: string | null
  /** Sends cookies with the answer; null where none can be sent (a live stream, a standard's binding). */
  setCookies: ((cookies: readonly string[]) => void) | null
}

/** Keeps the literal types of a module. */
export function defineModule<C extends Contract>(module: Module<C>): Module<C> {
  return module
}
