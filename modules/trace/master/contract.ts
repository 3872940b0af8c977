import { Day, Id, Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'
import { ImportReport } from '@ronghe/registry/contract'
import { languages } from './languages.ts'

const strict = { additionalProperties: false } as const
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const orNull = Type.Union([Type.String(), Type.Null()])
const done = Type.Object({ done: Type.Literal(true) })
export const file = Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) })
export const MasterKind = Type.Enum(['product', 'place', 'party'])
export const MasterState = Type.Enum(['draft', 'active', 'retired'])
export const MasterLanguage = Type.Enum([...languages])
export const Audience = Type.Enum(['public', 'partner', 'own'])

/** What is said of products, places and parties besides their texts; each kind has its own of them. */
const fields = {
  brand: text(100),
  model: text(100),
  /** GPC brick, 8 digits. */
  category: Type.Optional(Type.String({ pattern: '^([0-9]{8})?$' })),
  netContent: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
  unit: Type.Optional(Type.String({ pattern: '^([A-Z0-9]{2,3})?$' })),
  /** ISO 3166-1, two letters. */
  origin: Type.Optional(Type.String({ pattern: '^([A-Z]{2})?$' })),
  shelfLifeDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 36_500 })),
  placeKind: Type.Optional(
    Type.Enum(['factory', 'line', 'workplace', 'warehouse', 'dock', 'shop', 'customer']),
  ),
  regionCode: Type.Optional(Type.String({ pattern: '^([0-9]{6})?$' })),
  latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
  creditCode: Type.Optional(Type.String({ pattern: '^([0-9A-HJ-NPQRTUWXY]{18})?$' })),
  website: Type.Optional(Type.String({ maxLength: 300, pattern: '^(https?://\\S+)?$' })),
  phone: text(40),
  email: Type.Optional(Type.String({ maxLength: 200, pattern: '^([^@\\s]+@[^@\\s]+)?$' })),
}
export const MasterFields = Type.Object(fields)
export type MasterFields = Static<typeof MasterFields>

const head = {
  name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  nameEn: text(200),
  description: text(2000),
  descriptionEn: text(2000),
  address: text(300),
  addressEn: text(300),
}

export const MasterLine = Type.Object({
  id: Id,
  organisationId: Id,
  kind: MasterKind,
  /** Canonical digital link, as events name it. */
  key: Type.String(),
  /** The number as people write it. */
  identifier: Type.String(),
  name: Type.String(),
  nameEn: orNull,
  ...fields,
  address: orNull,
  /** Languages it has a name in. */
  languages: Type.Array(MasterLanguage),
  documents: Type.Integer(),
  state: MasterState,
  /** Does its number begin with a company prefix of its organisation? */
  isOwn: Type.Boolean(),
  version: Type.Integer(),
  isSample: Type.Boolean(),
  changedAt: Instant,
  changedBy: orNull,
})
export type MasterLine = Static<typeof MasterLine>

const TextRow = Type.Object({
  language: MasterLanguage,
  name: Type.String(),
  description: Type.String(),
  address: Type.String(),
})

export const Master = Type.Intersect([MasterLine, Type.Object({ texts: Type.Array(TextRow) })])
export type Master = Static<typeof Master>

export const MasterVersion = Type.Object({
  version: Type.Integer(),
  at: Instant,
  personName: orNull,
  state: MasterState,
  texts: Type.Array(TextRow),
  fields: MasterFields,
})

/** What a page, a label or a map needs of an id that an event names. */
export const Named = Type.Object({
  id: Type.String(),
  kind: Type.Union([MasterKind, Type.Null()]),
  name: orNull,
  brand: orNull,
  model: orNull,
  address: orNull,
  latitude: Type.Union([Type.Number(), Type.Null()]),
  longitude: Type.Union([Type.Number(), Type.Null()]),
  masterId: Type.Union([Id, Type.Null()]),
})
export type Named = Static<typeof Named>

const masterId = Type.Object({ masterId: Id })

export const masterRoutes = {
  masters: {
    method: 'GET',
    path: '/trace/masters',
    may: 'trace.read',
    query: listQuery({
      kind: Type.Optional(MasterKind),
      state: Type.Optional(MasterState),
      isOwn: Type.Optional(Type.Boolean()),
      /** Those without a name in this language. */
      missing: Type.Optional(MasterLanguage),
    }),
    response: listOf(MasterLine),
    list: {
      words: { languages: 'trace.value.language' },
      columns: [
        'identifier',
        'kind',
        'name',
        'nameEn',
        'brand',
        'model',
        'category',
        'netContent',
        'unit',
        'origin',
        'shelfLifeDays',
        'placeKind',
        'regionCode',
        'latitude',
        'longitude',
        'address',
        'creditCode',
        'website',
        'phone',
        'email',
        'languages',
        'state',
        'version',
        'changedAt',
      ],
    },
  },
  master: {
    method: 'GET',
    path: '/trace/masters/:masterId',
    may: 'trace.read',
    params: masterId,
    response: Master,
  },
  addMaster: {
    method: 'POST',
    path: '/trace/masters',
    may: 'trace.capture',
    body: Type.Object(
      { kind: MasterKind, identifier: Type.String({ minLength: 1, maxLength: 200 }), ...head, ...fields },
      strict,
    ),
    response: Master,
  },
  changeMaster: {
    method: 'PUT',
    path: '/trace/masters/:masterId',
    may: 'trace.capture',
    params: masterId,
    body: Type.Object(
      { ...head, ...fields, state: Type.Optional(MasterState), version: Type.Integer({ minimum: 1 }) },
      strict,
    ),
    response: Master,
  },
  translateMaster: {
    method: 'PUT',
    path: '/trace/masters/:masterId/texts/:language',
    may: 'trace.capture',
    params: Type.Object({ masterId: Id, language: MasterLanguage }),
    body: Type.Object(
      { name: Type.String({ maxLength: 200 }), description: text(2000), address: text(300) },
      strict,
    ),
    response: Master,
  },
  masterHistory: {
    method: 'GET',
    path: '/trace/masters/:masterId/versions',
    may: 'trace.read',
    params: masterId,
    response: Type.Object({ rows: Type.Array(MasterVersion) }),
  },
  importMasters: {
    method: 'POST',
    path: '/trace/masters/import',
    may: 'trace.capture',
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: true })) }, strict),
    body: file,
    upload: true,
    response: ImportReport,
  },
  masterTemplate: {
    method: 'GET',
    path: '/trace/masters/template',
    may: 'trace.read',
    response: Type.Unknown(),
    download: true,
  },
  /** Names of ids in the reader's language: the own register first, then that of the owner of the number. */
  names: {
    method: 'POST',
    path: '/trace/names',
    may: 'trace.read',
    reads: true,
    body: Type.Object({ ids: Type.Array(Type.String({ maxLength: 500 }), { maxItems: 500 }) }, strict),
    response: Type.Object({ rows: Type.Array(Named) }),
  },
} as const

export const DocumentKind = Type.Enum([
  'testReport',
  'certificate',
  'declaration',
  'manual',
  'photo',
  'other',
])

export const DocumentLine = Type.Object({
  id: Id,
  key: Type.String(),
  identifier: Type.String(),
  kind: DocumentKind,
  title: Type.String(),
  titleEn: orNull,
  language: orNull,
  number: orNull,
  issuer: orNull,
  issuedOn: Type.Union([Day, Type.Null()]),
  validUntil: Type.Union([Day, Type.Null()]),
  isExpired: Type.Boolean(),
  audience: Audience,
  fileName: Type.String(),
  mediaType: Type.String(),
  sizeBytes: Type.Integer(),
  fileHash: Type.String(),
  isSample: Type.Boolean(),
  addedAt: Instant,
  addedBy: orNull,
})
export type DocumentLine = Static<typeof DocumentLine>

const documentId = Type.Object({ documentId: Id })
const about = {
  kind: DocumentKind,
  title: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  titleEn: text(200),
  language: Type.Optional(MasterLanguage),
  number: text(100),
  issuer: text(200),
  issuedOn: Type.Optional(Day),
  validUntil: Type.Optional(Day),
  audience: Audience,
}

export const documentRoutes = {
  documents: {
    method: 'GET',
    path: '/trace/documents',
    may: 'trace.read',
    query: listQuery({
      kind: Type.Optional(DocumentKind),
      audience: Type.Optional(Audience),
      /** Papers of this product, place, party, lot or serial number, and of the product of the latter two. */
      about: Type.Optional(Type.String({ maxLength: 500 })),
      isExpired: Type.Optional(Type.Boolean()),
    }),
    response: listOf(DocumentLine),
    list: {
      columns: ['identifier', 'kind', 'title', 'number', 'issuer', 'issuedOn', 'validUntil', 'audience'],
    },
  },
  addDocument: {
    method: 'POST',
    path: '/trace/documents',
    may: 'trace.capture',
    query: Type.Object(
      {
        about: Type.String({ minLength: 1, maxLength: 500 }),
        kind: DocumentKind,
        audience: Audience,
        /** The name of the file where it has no other yet. */
        title: text(200),
      },
      strict,
    ),
    body: file,
    upload: true,
    response: DocumentLine,
  },
  changeDocument: {
    method: 'PUT',
    path: '/trace/documents/:documentId',
    may: 'trace.capture',
    params: documentId,
    body: Type.Object(about, strict),
    response: DocumentLine,
  },
  removeDocument: {
    method: 'DELETE',
    path: '/trace/documents/:documentId',
    may: 'trace.capture',
    params: documentId,
    response: done,
  },
  documentFile: {
    method: 'GET',
    path: '/trace/documents/:documentId/file',
    may: 'trace.read',
    params: documentId,
    response: Type.Unknown(),
    download: true,
  },
} as const

export const PrefixLine = Type.Object({
  prefix: Type.String(),
  /** How many products and places its numbers have room for. */
  room: Type.Integer(),
  used: Type.Integer(),
  addedAt: Instant,
  addedBy: orNull,
})

export const prefixRoutes = {
  prefixes: {
    method: 'GET',
    path: '/trace/prefixes',
    may: 'trace.read',
    query: listQuery({}),
    response: listOf(PrefixLine),
    list: { columns: ['prefix', 'room', 'used', 'addedAt', 'addedBy'] },
  },
  addPrefix: {
    method: 'POST',
    path: '/trace/prefixes',
    may: 'trace.subscribe',
    body: Type.Object({ prefix: Type.String({ minLength: 1, maxLength: 20 }) }, strict),
    response: PrefixLine,
  },
  removePrefix: {
    method: 'DELETE',
    path: '/trace/prefixes/:prefix',
    may: 'trace.subscribe',
    params: Type.Object({ prefix: Type.String({ maxLength: 20 }) }),
    response: done,
  },
} as const
