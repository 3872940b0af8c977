import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done, Kind, OfFirms, orNull, Reason, RegionCode, strict } from './parts.ts'

export const Certificate = Type.Object({
  number: Type.String(),
  scheme: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  holder: Type.String(),
  regionCode: Type.String(),
  issuedOn: Type.String(),
  validUntil: orNull(Type.String()),
  status: Type.Enum(['valid', 'expired', 'withdrawn', 'replaced']),
  /** Its next yearly review or surveillance. */
  reviewDueOn: orNull(Type.String()),
  isOverdue: Type.Boolean(),
  replacedBy: orNull(Type.String()),
  reason: orNull(Type.String()),
  isSample: Type.Boolean(),
})

const Tie = Type.Enum(['owner', 'client', 'family', 'other'])
const Relation = Type.Object({
  id: Id,
  organisationName: Type.String(),
  relatedName: Type.String(),
  kind: Tie,
  note: orNull(Type.String()),
  byName: Type.String(),
  at: Instant,
})

/** Certificates for everybody, and the ties that keep people from judging. */
export const certificateRoutes = {
  certificates: {
    method: 'GET',
    path: '/assess/certificates',
    may: 'public',
    query: listQuery({
      /** One scheme, or several parted by commas. */
      scheme: Type.Optional(Type.String({ maxLength: 200 })),
      status: Type.Optional(Type.Enum(['valid', 'withdrawn', 'replaced'])),
      year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
      region: Type.Optional(RegionCode),
      organisation: Type.Optional(Id),
      ...OfFirms,
      /** Valid ones whose review is due within a month, or late. */
      isDue: Type.Optional(Type.Boolean()),
    }),
    response: listOf(Certificate),
    list: {
      columns: [
        'number',
        'nameZh',
        'holder',
        'regionCode',
        'issuedOn',
        'validUntil',
        'reviewDueOn',
        'status',
      ],
    },
  },
  /** Certificates in force by scheme, city and year of issue, for everybody. */
  certificateCounts: {
    method: 'GET',
    path: '/assess/certificate-counts',
    may: 'public',
    query: Type.Object({ region: Type.Optional(RegionCode) }, strict),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          scheme: Type.String(),
          city: Type.String(),
          year: Type.Integer(),
          valid: Type.Integer(),
          isSample: Type.Boolean(),
        }),
      ),
      schemes: Type.Array(
        Type.Object({
          code: Type.String(),
          nameZh: Type.String(),
          nameEn: Type.String(),
          kind: Kind,
          underWay: Type.Integer(),
        }),
      ),
      at: Instant,
    }),
  },
  certificate: {
    method: 'GET',
    path: '/assess/certificates/:number',
    may: 'public',
    params: Type.Object({ number: Type.String({ maxLength: 60 }) }),
    response: Certificate,
  },
  /** Ties of the caller's own organisation; officials see those of their division. */
  relations: {
    method: 'GET',
    path: '/assess/relations',
    may: 'assess.read',
    query: listQuery({}),
    response: listOf(Relation),
    list: {
      columns: ['organisationName', 'relatedName', 'kind', 'note', 'byName', 'at'],
      words: { kind: 'assess.value.tie' },
    },
  },
  /** Takes back a tie that was declared by mistake; only an official of the region, and it is audited. */
  removeRelation: {
    method: 'POST',
    path: '/assess/relations/:relationId/removal',
    may: 'assess.decide',
    params: Type.Object({ relationId: Id }),
    body: Type.Object({ reason: Reason }, strict),
    response: done,
  },
  addRelation: {
    method: 'POST',
    path: '/assess/relations',
    may: 'assess.read',
    body: Type.Object({ relatedId: Id, kind: Tie, note: Type.Optional(Reason) }, strict),
    response: done,
  },
} as const satisfies Record<string, Route>
