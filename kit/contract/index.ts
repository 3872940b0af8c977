import { type Static, type TObject, type TSchema, Type } from 'typebox'

export type { Static, TSchema }
export { Type }

/** A question or command a module answers over HTTP, and in process to its neighbours. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path below `/api`, e.g. `/factory/equipment/:equipmentId`. */
  readonly path: string
  /**
   * `public`: anyone; `signedIn`: any person or machine known to us; otherwise a permission
   * `<module>.<action>`.
   */
  readonly may: May
  readonly params?: TObject
  readonly query?: TObject
  readonly body?: TSchema
  readonly response: TSchema
  /** A list answers `{ rows, total }` and can be exported: `?format=csv` or `?format=xlsx`. */
  readonly list?: ListShape
  /** The body is one uploaded file (multipart field `file`) plus the query; `ctx.upload()` gives it. */
  readonly upload?: true
  /** Strangers write here: of one address fewer are taken a minute, `RATE_STRANGER_WRITES_MAX`. */
  readonly strangersWrite?: true
  /** The answer is a file: the service returns `FileAnswer`. */
  readonly download?: true
  /** The answer is kept from the audit of reads and never changes data although the method is not GET. */
  readonly reads?: true
}

export type May = 'public' | 'signedIn' | `${string}.${string}`

/** Columns of an export in order; each title is the word `<module>.column.<key>`. */
export type ListShape = {
  readonly columns: readonly string[]
  /** What stands before a column's codes in their words, where it is not `<module>.value.<key>`. */
  readonly words?: Readonly<Record<string, string>>
}

/** A fact that already happened, kept in the outbox until every subscriber has seen it. */
export type EventShape = TObject

/** What can go wrong, as the world sees it: an HTTP status, and the words `fault.<code>`. */
export type FaultShape = {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 423 | 429 | 503 | 507
}

/** One module's whole promise: its routes, events, faults and permissions, said once and used everywhere. */
export type Contract = {
  readonly module: string
  readonly routes: Readonly<Record<string, Route>>
  readonly events: Readonly<Record<string, EventShape>>
  readonly faults: Readonly<Record<string, FaultShape>>
  /** Every permission that a role may carry, `<module>.<action>`; its words are `permission.<code>`. */
  readonly permissions: readonly string[]
}

type StaticOr<T, Otherwise> = T extends TSchema ? Static<T> : Otherwise

/** What a caller passes: only the parts that the route declares. */
export type Input<R extends Route> = {
  params: StaticOr<R['params'], Record<never, never>>
  query: StaticOr<R['query'], Record<never, never>>
  body: StaticOr<R['body'], undefined>
}

export type Answer<R extends Route> = Static<R['response']>

/** A file as an answer: streamed with its name and media type. */
export type FileAnswer = { name: string; mediaType: string; content: Uint8Array | NodeJS.ReadableStream }

/** Keeps the literal types of a contract, so that service, client and tests can follow them. */
export function defineContract<const C extends Contract>(contract: C): C {
  return contract
}

/** The query every list understands; add the list's own filters with `listQuery({ … })`. */
export function listQuery<P extends Record<string, TSchema>>(filters: P) {
  return Type.Object(
    {
      q: Type.Optional(Type.String({ maxLength: 100 })),
      page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100000, default: 1 })),
      pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 20 })),
      sort: Type.Optional(Type.String({ maxLength: 60, pattern: '^-?[a-zA-Z]+$' })),
      format: Type.Optional(Type.Enum(['csv', 'xlsx'])),
      ...filters,
    },
    { additionalProperties: false },
  )
}

/** The answer of every list. */
export function listOf<R extends TSchema>(row: R) {
  return Type.Object({ rows: Type.Array(row), total: Type.Integer({ minimum: 0 }) })
}

export const Id = Type.String({ format: 'uuid' })
export const Instant = Type.String({ format: 'date-time' })
export const Day = Type.String({ format: 'date' })
export const Locale = Type.Enum(['zh', 'en'])

/**
 * A figure with its proof. `value` null means it cannot be computed, and `reason` (a word key) says why.
 * `basis` keeps what a machine proved apart from what a person typed; `proof` names the page with the rows
 * behind it.
 */
export const Figure = Type.Object({
  value: Type.Union([Type.Number(), Type.Null()]),
  unit: Type.String(),
  at: Instant,
  basis: Type.Enum(['evidenced', 'declared']),
  reason: Type.Optional(Type.String()),
  numerator: Type.Optional(Type.Number()),
  denominator: Type.Optional(Type.Number()),
  /** How the value comes of its parts, as a word key with values; a page shows it instead of bare “n / d”. */
  method: Type.Optional(
    Type.Object({ key: Type.String(), values: Type.Record(Type.String(), Type.Number()) }),
  ),
  /** A path of the web shell that shows the rows which prove the value. */
  proof: Type.Optional(Type.String()),
})
export type Figure = Static<typeof Figure>

/** A row that evidence follows from, with what was read of it at the time. */
export const EvidenceRow = Type.Object({
  kind: Type.String(),
  id: Type.String(),
  label: Type.String(),
  facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer(), Type.Boolean(), Type.Null()])),
})
export type EvidenceRow = Static<typeof EvidenceRow>

/**
 * What a room proves of an organisation. `query` and `version` name the rule by which `value` follows from
 * the rows alone, so that whoever keeps the rows can compute it again; a rule that changes gets a new
 * version. `value` is a decimal or a word, null with the reason (a word key) where it cannot be told.
 */
export const Evidence = Type.Object({
  query: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  value: Type.Union([Type.String(), Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()]),
  unit: Type.String(),
  at: Instant,
  rows: Type.Array(EvidenceRow),
  proof: Type.Union([Type.String(), Type.Null()]),
})
export type Evidence = Static<typeof Evidence>

/** The shape of every error answer. */
export const ErrorAnswer = Type.Object({
  code: Type.String(),
  message: Type.String(),
  /** One entry a field that breaks a rule, in the caller's language. */
  fields: Type.Optional(
    Type.Array(Type.Object({ field: Type.String(), rule: Type.String(), message: Type.String() })),
  ),
  requestId: Type.String(),
})
export type ErrorAnswer = Static<typeof ErrorAnswer>
