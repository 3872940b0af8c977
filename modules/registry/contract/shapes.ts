import { Id, Instant, Locale, Type } from '@ronghe/kit/contract'

export const OrganisationKind = Type.Enum([
  'enterprise',
  'park',
  'serviceAgency',
  'institute',
  'financial',
  'government',
])
export const SizeClass = Type.Enum(['large', 'medium', 'small', 'micro'])
export const UnitLevel = Type.Enum(['site', 'area', 'line', 'cell'])
export const VerificationState = Type.Enum(['unverified', 'submitted', 'approved', 'returned'])

/** GB/T 2260 division: six digits. */
export const RegionCode = Type.String({ pattern: '^[0-9]{6}$' })
/** GB/T 4754-2017 trade: a section letter, or two to four digits. */
export const TradeCode = Type.String({ pattern: '^([A-T]|[0-9]{2,4})$' })
/** How deep trades are told apart: 门类, 大类, 中类, 小类. */
export const TradeDepth = Type.Enum(['section', 'division', 'group', 'class'])
/** By what firms are brought together. */
export const GroupBy = Type.Enum(['division', 'trade', 'park'])
/** GB 32100 unified social credit code: 18 characters without I, O, S, V, Z. */
export const CreditCode = Type.String({ pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$' })

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** What anybody may know of an organisation. */
export const Organisation = Type.Object({
  id: Id,
  code: Type.String(),
  kind: OrganisationKind,
  name: Type.String(),
  nameEn: orNull(Type.String()),
  creditCode: Type.String(),
  creditCodeSound: Type.Boolean(),
  regionCode: Type.String(),
  regionName: Type.String(),
  tradeCode: orNull(Type.String()),
  tradeName: orNull(Type.String()),
  sizeClass: orNull(Type.String()),
  isKey: Type.Boolean(),
  keySince: orNull(Type.String()),
  verification: VerificationState,
  isSample: Type.Boolean(),
})

/** With what only its own people and the officials of its region may know (null for others). */
export const OrganisationDetail = Type.Object({
  ...Organisation.properties,
  employees: orNull(Type.Integer()),
  revenueFen: orNull(Type.Integer()),
  address: orNull(Type.String()),
  contactName: orNull(Type.String()),
  contactPhone: orNull(Type.String()),
  contactEmail: orNull(Type.String()),
  website: orNull(Type.String()),
  version: Type.Integer(),
  createdAt: Instant,
  updatedAt: Instant,
})

const writable = {
  name: Type.String({ minLength: 2, maxLength: 120 }),
  nameEn: Type.Optional(Type.String({ maxLength: 160 })),
  regionCode: RegionCode,
  tradeCode: Type.Optional(TradeCode),
  employees: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
  /** Yearly revenue in fen (0.01 CNY). */
  revenueFen: Type.Optional(Type.Integer({ minimum: 0, maximum: 9_000_000_000_000_000 })),
  address: Type.Optional(Type.String({ maxLength: 200 })),
  contactName: Type.Optional(Type.String({ maxLength: 60 })),
  contactPhone: Type.Optional(Type.String({ maxLength: 40, pattern: '^[0-9+() -]*$' })),
  contactEmail: Type.Optional(Type.String({ maxLength: 120, format: 'email' })),
  website: Type.Optional(Type.String({ maxLength: 200, pattern: '^(https?://.+)?$' })),
}

export const NewOrganisation = Type.Object(
  { ...writable, kind: OrganisationKind, creditCode: CreditCode },
  { additionalProperties: false },
)

/** `version` is the one that was read; another one since then answers 409. */
export const ChangedOrganisation = Type.Object(
  { ...writable, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export const Unit = Type.Object({
  id: Id,
  organisationId: Id,
  parentId: orNull(Id),
  level: UnitLevel,
  code: Type.String(),
  name: Type.String(),
  nameEn: orNull(Type.String()),
  regionCode: orNull(Type.String()),
  address: orNull(Type.String()),
  /** The park in which a site lies. */
  parkId: orNull(Id),
  parkName: orNull(Type.String()),
  isSample: Type.Boolean(),
  version: Type.Integer(),
})

const unitWritable = {
  code: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$' }),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  nameEn: Type.Optional(Type.String({ maxLength: 160 })),
  regionCode: Type.Optional(RegionCode),
  address: Type.Optional(Type.String({ maxLength: 200 })),
  /** Of sites alone. */
  parkId: Type.Optional(Id),
}

export const NewUnit = Type.Object(
  { ...unitWritable, parentId: Type.Optional(Id), level: UnitLevel },
  { additionalProperties: false },
)
export const ChangedUnit = Type.Object(
  { ...unitWritable, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export const Park = Type.Object({
  id: Id,
  code: Type.String(),
  name: Type.String(),
  nameEn: orNull(Type.String()),
  regionCode: Type.String(),
  regionName: Type.String(),
  /** The organisation that runs it. */
  operatorId: orNull(Id),
  operatorName: orNull(Type.String()),
  address: orNull(Type.String()),
  isSample: Type.Boolean(),
  version: Type.Integer(),
  /** May the caller change it? */
  isMine: Type.Boolean(),
})

const parkWritable = {
  code: unitWritable.code,
  name: Type.String({ minLength: 2, maxLength: 120 }),
  nameEn: unitWritable.nameEn,
  regionCode: RegionCode,
  operatorId: Type.Optional(Id),
  address: unitWritable.address,
}
export const NewPark = Type.Object(parkWritable, { additionalProperties: false })
export const ChangedPark = Type.Object(
  { ...parkWritable, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export const Membership = Type.Object({
  organisationId: Id,
  organisationName: Type.String(),
  kind: OrganisationKind,
  roleCode: Type.String(),
  roleName: Type.String(),
  regionCode: Type.String(),
})

/** Who I am, for the shell: nobody when not signed in. */
export const Me = Type.Object({
  person: orNull(
    Type.Object({
      id: Id,
      name: Type.String(),
      email: Type.String(),
      locale: Locale,
      twoFactorEnabled: Type.Boolean(),
      isSample: Type.Boolean(),
    }),
  ),
  organisation: orNull(
    Type.Object({
      id: Id,
      name: Type.String(),
      kind: OrganisationKind,
      regionCode: Type.String(),
      isSample: Type.Boolean(),
    }),
  ),
  memberships: Type.Array(Membership),
  permissions: Type.Array(Type.String()),
  sample: Type.Boolean(),
  region: orNull(Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() })),
  /** Is an OpenID Connect provider configured? */
  openIdConnect: Type.Boolean(),
})

export const Member = Type.Object({
  personId: Id,
  name: Type.String(),
  email: Type.String(),
  roleCode: Type.String(),
  roleName: Type.String(),
  since: Instant,
  twoFactorEnabled: Type.Boolean(),
  locked: Type.Boolean(),
})

export const Role = Type.Object({
  code: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  kinds: Type.Array(Type.String()),
  permissions: Type.Array(Type.String()),
  reach: Type.Enum(['own', 'region', 'all']),
})

export const Invitation = Type.Object({
  id: Id,
  email: Type.String(),
  roleCode: Type.String(),
  createdAt: Instant,
  expiresAt: Instant,
  state: Type.Enum(['open', 'accepted', 'revoked', 'expired']),
})

export const ApiKey = Type.Object({
  id: Id,
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(Type.String()),
  createdAt: Instant,
  expiresAt: orNull(Instant),
  lastUsedAt: orNull(Instant),
  revokedAt: orNull(Instant),
})

export const Session = Type.Object({
  id: Id,
  current: Type.Boolean(),
  ipAddress: orNull(Type.String()),
  userAgent: orNull(Type.String()),
  createdAt: Instant,
  seenAt: Instant,
  expiresAt: Instant,
})

export const Verification = Type.Object({
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  creditCode: Type.String(),
  regionCode: Type.String(),
  regionName: Type.String(),
  fileName: Type.String(),
  note: orNull(Type.String()),
  status: Type.Enum(['submitted', 'approved', 'returned', 'withdrawn']),
  submittedByName: orNull(Type.String()),
  submittedAt: Instant,
  decidedByName: orNull(Type.String()),
  decidedAt: orNull(Instant),
  reason: orNull(Type.String()),
})

export const Notification = Type.Object({
  id: Id,
  text: Type.String(),
  link: orNull(Type.String()),
  createdAt: Instant,
  readAt: orNull(Instant),
})

/** One line of an import that breaks a rule: its row and column as the sheet shows them. */
const ImportFault = Type.Object({ row: Type.Integer(), column: Type.String(), message: Type.String() })

/** What an import would do (dry run) or did: nothing is written while there is a fault. */
export const ImportReport = Type.Object({
  written: Type.Boolean(),
  rowsTotal: Type.Integer(),
  rowsNew: Type.Integer(),
  rowsChanged: Type.Integer(),
  rowsSame: Type.Integer(),
  faults: Type.Array(ImportFault),
  warnings: Type.Array(ImportFault),
})

export const AuditRow = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  personName: Type.String(),
  organisationName: orNull(Type.String()),
  action: Type.String(),
  actionName: Type.String(),
  subject: Type.String(),
  subjectId: Type.String(),
  before: Type.Unknown(),
  after: Type.Unknown(),
  reason: orNull(Type.String()),
  requestId: Type.String(),
  hash: Type.String(),
})

export const SearchHit = Type.Object({
  kind: Type.Enum(['organisation', 'unit', 'person', 'page']),
  id: Type.String(),
  title: Type.String(),
  detail: Type.String(),
  link: Type.String(),
})
