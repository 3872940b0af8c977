import { Day, Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import { Condition, Judged } from '../funds/contract.ts'
import { done, orNull, version } from '../funds/parts.ts'

export const policyKinds = ['policy', 'notice', 'interpretation'] as const
const strict = { additionalProperties: false } as const
const text = (maxLength: number) => Type.String({ minLength: 2, maxLength, pattern: '\\S' })

const given = {
  kind: Type.Enum([...policyKinds]),
  /** 文号. */
  number: Type.Optional(Type.String({ maxLength: 60 })),
  titleZh: text(200),
  titleEn: text(300),
  issuerZh: text(120),
  issuerEn: text(160),
  textZh: text(20_000),
  textEn: text(20_000),
  issuedOn: Day,
  /** The last day on which it is in force. */
  validUntil: Type.Optional(Day),
  /** Where the original stands. */
  source: Type.Optional(Type.String({ pattern: '^(https?://[^\\s]+)?$', maxLength: 500 })),
  conditions: Type.Array(Condition, { maxItems: 30 }),
  programmeId: Type.Optional(Id),
}
export const NewPolicy = Type.Object(given, strict)
export type NewPolicy = Static<typeof NewPolicy>

const Row = Type.Object({
  id: Id,
  kind: Type.Enum([...policyKinds]),
  number: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  issuerZh: Type.String(),
  issuerEn: Type.String(),
  issuedOn: Type.String(),
  validUntil: orNull(Type.String()),
  state: Type.Enum(['draft', 'published', 'withdrawn']),
  /** Published, and today lies within its days. */
  isInForce: Type.Boolean(),
  isOver: Type.Boolean(),
  /** Is it meant for the caller's firm? Null where a fact is not known, and for who is no firm. */
  fits: orNull(Type.Boolean()),
  isSample: Type.Boolean(),
})

const Detail = Type.Object({
  ...Row.properties,
  textZh: Type.String(),
  textEn: Type.String(),
  source: Type.String(),
  /** Each with what was found of the caller's firm. */
  conditions: Type.Array(Judged),
  programme: orNull(Type.Object({ id: Id, titleZh: Type.String(), titleEn: Type.String() })),
  reason: orNull(Type.String()),
  publishedAt: orNull(Instant),
  files: Type.Array(Type.Object({ id: Id, name: Type.String(), hash: Type.String(), at: Instant })),
  isOurs: Type.Boolean(),
  version: Type.Integer(),
})
const params = Type.Object({ policyId: Id })

/** Policies and notices, each with whom it is meant for; a firm sees which are meant for it, and why not. */
export const libraryRoutes = {
  policies: {
    method: 'GET',
    path: '/governance/policies',
    may: 'public',
    query: listQuery({
      kind: Type.Optional(Type.Enum([...policyKinds])),
      isInForce: Type.Optional(Type.Boolean()),
      fits: Type.Optional(Type.Boolean()),
    }),
    response: listOf(Row),
    list: {
      columns: [
        ...['kind', 'number', 'titleZh', 'titleEn', 'issuerZh', 'issuerEn', 'issuedOn', 'validUntil'],
        ...['state', 'isInForce', 'fits'],
      ],
      words: { kind: 'governance.value.policyKind' },
    },
  },
  policy: { method: 'GET', path: '/governance/policies/:policyId', may: 'public', params, response: Detail },
  addPolicy: {
    method: 'POST',
    path: '/governance/policies',
    may: 'governance.fund',
    body: NewPolicy,
    response: Type.Object({ id: Id }),
  },
  /** Writes a draft anew; what was published is withdrawn and given out again. */
  changePolicy: {
    method: 'PUT',
    path: '/governance/policies/:policyId',
    may: 'governance.fund',
    params,
    body: Type.Object({ ...given, version }, strict),
    response: done,
  },
  movePolicy: {
    method: 'POST',
    path: '/governance/policies/:policyId/state',
    may: 'governance.fund',
    params,
    body: Type.Object(
      {
        state: Type.Enum(['published', 'withdrawn']),
        reason: Type.Optional(Type.String({ minLength: 2, maxLength: 500 })),
        version,
      },
      strict,
    ),
    response: done,
  },
  addPolicyFile: {
    method: 'POST',
    path: '/governance/policies/:policyId/files',
    may: 'governance.fund',
    params,
    body: Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) }),
    upload: true,
    response: Type.Object({ id: Id }),
  },
  policyFile: {
    method: 'GET',
    path: '/governance/policies/:policyId/files/:fileId',
    may: 'public',
    params: Type.Object({ policyId: Id, fileId: Id }),
    download: true,
    response: Type.Any(),
  },
} as const satisfies Record<string, Route>
