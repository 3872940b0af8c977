import { Day, Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Nullable = Type.Union([Type.String(), Type.Null()])
const Path = Type.Array(Type.Object({ side: Type.Enum(['left', 'right']), hash: Hash }))
const seq = Type.Object({ seq: Type.Integer({ minimum: 1 }) })

/** A day's published root; each day names the one before. */
export const PublishedDay = Type.Object({
  day: Day,
  number: Type.Integer(),
  links: Type.Integer(),
  events: Type.Integer(),
  root: Hash,
  previousHash: Hash,
  hash: Hash,
  publishedAt: Instant,
})
export type PublishedDay = Static<typeof PublishedDay>

/** By what somebody checks, without this program, that an event stands under a published root. */
export const Proof = Type.Object({
  format: Type.Literal('ronghe-trace-proof-1'),
  event: Type.Object({
    id: Type.String(),
    hash: Hash,
    recordTime: Type.String(),
    body: Type.String(),
    context: Type.String(),
    hashIgnores: Type.String(),
  }),
  leafText: Type.String(),
  leaf: Hash,
  leafPath: Path,
  link: Type.Object({
    organisationId: Id,
    number: Type.Integer(),
    sealedAt: Type.String(),
    events: Type.Integer(),
    root: Hash,
    previousHash: Hash,
  }),
  linkText: Type.String(),
  linkHash: Hash,
  day: Type.Union([
    Type.Object({
      path: Path,
      head: Type.Object({
        day: Day,
        number: Type.Integer(),
        links: Type.Integer(),
        events: Type.Integer(),
        root: Hash,
        previousHash: Hash,
      }),
      text: Type.String(),
      hash: Hash,
    }),
    Type.Null(),
  ]),
})

export const Difference = Type.Object({
  kind: Type.Enum(['event', 'link', 'day']),
  fault: Type.Enum([
    ...(['changed', 'missing', 'added', 'derived', 'unlinked'] as const),
    ...(['number', 'previous', 'hash', 'leaves', 'root'] as const),
  ]),
  organisationId: Type.Union([Id, Type.Null()]),
  day: Nullable,
  link: Type.Union([Type.Integer(), Type.Null()]),
  place: Type.Union([Type.Integer(), Type.Null()]),
  seq: Type.Union([Type.Integer(), Type.Null()]),
  eventId: Nullable,
  fields: Type.Array(Type.String()),
})

const Other = Type.Object({ seq: Type.Union([Type.Integer(), Type.Null()]), eventId: Type.String() })

/** What proves that events are what they were, and what was corrected openly. */
export const chainRoutes = {
  /** What other events say of this one: its error declaration, what corrects it, what it corrects. */
  eventRelations: {
    method: 'GET',
    path: '/trace/events/:seq/relations',
    may: 'trace.read',
    params: seq,
    response: Type.Object({
      declaration: Type.Union([
        Type.Object({
          seq: Type.Integer(),
          declaredAt: Instant,
          reason: Nullable,
          corrective: Type.Array(Other),
        }),
        Type.Null(),
      ]),
      /** The event that this declaration is about. */
      original: Type.Union([Type.Integer(), Type.Null()]),
      /** Events that were declared an error and that this one corrects. */
      corrects: Type.Array(Other),
    }),
  },
  /** The proof, made from what stands in the rows at this moment; `faults` says what does not follow. */
  eventProof: {
    method: 'GET',
    path: '/trace/events/:seq/proof',
    may: 'trace.read',
    params: seq,
    response: Type.Object({ proof: Proof, faults: Type.Array(Type.String()) }),
  },
  /** The same as a file, to be checked elsewhere (`tools/trace-verify/check.mjs`). */
  eventProofFile: {
    method: 'GET',
    path: '/trace/events/:seq/proof.json',
    may: 'trace.read',
    params: seq,
    response: Type.Unknown(),
    download: true,
  },
  /** Published roots, newest first; open to everybody and meant to be copied. */
  days: {
    method: 'GET',
    path: '/trace/days',
    may: 'public',
    query: listQuery({}),
    response: listOf(PublishedDay),
    list: { columns: ['day', 'number', 'links', 'events', 'root', 'previousHash', 'hash', 'publishedAt'] },
  },
  day: {
    method: 'GET',
    path: '/trace/days/:day',
    may: 'public',
    params: Type.Object({ day: Day }),
    response: PublishedDay,
  },
  /** Hashes of all links of a day, one a line in the order of the tree, so that anybody computes its root. */
  dayLinks: {
    method: 'GET',
    path: '/trace/days/:day/links',
    may: 'public',
    params: Type.Object({ day: Day }),
    response: Type.Unknown(),
    download: true,
  },
  /** The chain of the organisation that the caller acts for. */
  chain: {
    method: 'GET',
    path: '/trace/chain',
    may: 'trace.read',
    response: Type.Object({
      links: Type.Integer(),
      events: Type.Integer(),
      /** Links whose day is not over. */
      waiting: Type.Integer(),
      lastHash: Type.Union([Hash, Type.Null()]),
      lastAt: Type.Union([Instant, Type.Null()]),
    }),
  },
  /** Computes the newest links of the caller's organisation again from the rows. */
  checkChain: {
    method: 'POST',
    path: '/trace/chain/check',
    may: 'trace.read',
    reads: true,
    body: Type.Object(
      { links: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 100 })) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      links: Type.Integer(),
      events: Type.Integer(),
      differences: Type.Array(Difference),
    }),
  },
} as const satisfies Record<string, Route>
