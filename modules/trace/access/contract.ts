import { Id, Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'

import { DocumentKind, DocumentLine } from '../master/contract.ts'

const strict = { additionalProperties: false } as const
const orNull = Type.Union([Type.String(), Type.Null()])
const AudienceOf = Type.Enum(['public', 'partner', 'authority'])

/** What of an event its owner may keep from an audience; what, when and which thing stay. */
export const hideable = [
  'bizStep',
  'disposition',
  'readPoint',
  'bizLocation',
  'parentID',
  'inputs',
  'quantities',
  'bizTransactionList',
  'sourceList',
  'destinationList',
  'sensorElementList',
  'ilmd',
  'persistentDisposition',
  'transformationID',
  'certificationInfo',
  'extensions',
] as const
const Hidden = Type.Array(Type.Enum([...hideable]), { maxItems: 20 })

export const AccessRule = Type.Object({
  audienceOf: AudienceOf,
  hidden: Hidden,
  isDefault: Type.Boolean(),
  changedAt: Type.Union([Instant, Type.Null()]),
  changedBy: orNull,
})
export type AccessRule = Static<typeof AccessRule>

export const PartnerLine = Type.Object({
  organisationId: Id,
  partnerId: Id,
  organisationName: Type.String(),
  partnerName: Type.String(),
  /** `gives`: they see our events; `gets`: we see theirs. */
  direction: Type.Enum(['gives', 'gets']),
  partnerState: Type.Enum(['asked', 'granted', 'refused', 'ended']),
  reason: orNull,
  askedAt: Instant,
  decidedAt: Type.Union([Instant, Type.Null()]),
  decidedBy: orNull,
})
export type PartnerLine = Static<typeof PartnerLine>

export const PartnerPaper = Type.Intersect([
  Type.Omit(DocumentLine, ['audience', 'fileHash', 'addedBy']),
  Type.Object({ ownerId: Id, ownerName: Type.String() }),
])
export type PartnerPaper = Static<typeof PartnerPaper>

export const accessRoutes = {
  /** Test reports and certificates of organisations that granted the caller's own as their partner. */
  partnerPapers: {
    method: 'GET',
    path: '/trace/partner-papers',
    may: 'trace.read',
    query: listQuery({
      kind: Type.Optional(DocumentKind),
      owner: Type.Optional(Id),
      /** Papers of this product, lot or serial number, and of the product of the latter two. */
      about: Type.Optional(Type.String({ maxLength: 500 })),
      isExpired: Type.Optional(Type.Boolean()),
    }),
    response: listOf(PartnerPaper),
    list: {
      columns: ['title', 'ownerName', 'kind', 'identifier', 'number', 'issuer', 'issuedOn', 'validUntil'],
    },
  },
  partnerPaper: {
    method: 'GET',
    path: '/trace/partner-papers/:documentId/file',
    may: 'trace.read',
    params: Type.Object({ documentId: Id }),
    response: Type.Unknown(),
    download: true,
  },
  accessRules: {
    method: 'GET',
    path: '/trace/access',
    may: 'trace.read',
    response: Type.Object({ rows: Type.Array(AccessRule) }),
  },
  setAccess: {
    method: 'PUT',
    path: '/trace/access/:audience',
    may: 'trace.subscribe',
    params: Type.Object({ audience: AudienceOf }),
    body: Type.Object({ hidden: Hidden }, strict),
    response: AccessRule,
  },
  partners: {
    method: 'GET',
    path: '/trace/partners',
    may: 'trace.read',
    query: listQuery({ partnerState: Type.Optional(Type.Enum(['asked', 'granted', 'refused', 'ended'])) }),
    response: listOf(PartnerLine),
    list: {
      columns: ['direction', 'organisationName', 'partnerName', 'partnerState', 'askedAt', 'decidedAt'],
    },
  },
  askPartner: {
    method: 'POST',
    path: '/trace/partners',
    may: 'trace.subscribe',
    body: Type.Object({ organisationId: Id, reason: Type.Optional(Type.String({ maxLength: 500 })) }, strict),
    response: PartnerLine,
  },
  decidePartner: {
    method: 'PUT',
    path: '/trace/partners/:partnerId',
    may: 'trace.subscribe',
    params: Type.Object({ partnerId: Id }),
    body: Type.Object({ partnerState: Type.Enum(['granted', 'refused', 'ended']) }, strict),
    response: PartnerLine,
  },
} as const
