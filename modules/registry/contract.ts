import { Day, defineContract, Id, Instant, Locale, listOf, listQuery, Type } from '@ronghe/kit/contract'
import * as shape from './contract/shapes.ts'

export {
  CreditCode,
  ImportReport,
  Organisation,
  OrganisationKind,
  RegionCode,
  UnitLevel,
} from './contract/shapes.ts'

const organisationId = Type.Object({ organisationId: Id })
const done = Type.Object({ done: Type.Literal(true) })
const secret = (minLength: number) => Type.String({ minLength, maxLength: 200 })
const dryRun = Type.Object(
  { dryRun: Type.Optional(Type.Boolean({ default: true })) },
  { additionalProperties: false },
)
const file = Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) })

export const registry = defineContract({
  module: 'registry',
  permissions: [
    'registry.organisation.write',
    'registry.organisation.make',
    'registry.member.read',
    'registry.member.write',
    'registry.unit.read',
    'registry.unit.write',
    'registry.apiKey.write',
    'registry.verification.submit',
    'registry.verification.decide',
    'registry.audit.read',
    'registry.role.write',
    'registry.key.write',
  ],
  routes: {
    me: { method: 'GET', path: '/registry/me', may: 'public', response: shape.Me },
    changeMe: {
      method: 'PATCH',
      path: '/registry/me',
      may: 'signedIn',
      response: done,
      body: Type.Object(
        { name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })), locale: Type.Optional(Locale) },
        { additionalProperties: false },
      ),
    },
    myData: {
      method: 'GET',
      path: '/registry/me/data',
      may: 'signedIn',
      response: Type.Unknown(),
      download: true,
    },
    deleteMe: {
      method: 'POST',
      path: '/registry/me/delete',
      may: 'signedIn',
      response: done,
      body: Type.Object({ password: secret(1) }, { additionalProperties: false }),
    },
    sessions: {
      method: 'GET',
      path: '/registry/sessions',
      may: 'signedIn',
      response: Type.Object({ rows: Type.Array(shape.Session) }),
    },
    revokeSession: {
      method: 'DELETE',
      path: '/registry/sessions/:sessionId',
      may: 'signedIn',
      params: Type.Object({ sessionId: Id }),
      response: done,
    },

    regions: {
      method: 'GET',
      path: '/registry/regions',
      may: 'public',
      response: Type.Object({
        rows: Type.Array(
          Type.Object({
            code: Type.String(),
            parentCode: Type.Union([Type.String(), Type.Null()]),
            level: Type.String(),
            nameZh: Type.String(),
            nameEn: Type.String(),
          }),
        ),
      }),
    },
    trades: {
      method: 'GET',
      path: '/registry/trades',
      may: 'public',
      query: Type.Object(
        {
          q: Type.Optional(Type.String({ maxLength: 60 })),
          parent: Type.Optional(shape.TradeCode),
          level: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
        },
        { additionalProperties: false },
      ),
      response: Type.Object({
        rows: Type.Array(
          Type.Object({
            code: Type.String(),
            parentCode: Type.Union([Type.String(), Type.Null()]),
            level: Type.Integer(),
            nameZh: Type.String(),
            nameEn: Type.Union([Type.String(), Type.Null()]),
          }),
        ),
      }),
    },
    roles: {
      method: 'GET',
      path: '/registry/roles',
      may: 'signedIn',
      response: Type.Object({ rows: Type.Array(shape.Role) }),
    },
    changeRole: {
      method: 'PUT',
      path: '/registry/roles/:roleCode',
      may: 'registry.role.write',
      params: Type.Object({ roleCode: Type.String({ maxLength: 60 }) }),
      response: done,
      body: Type.Object(
        {
          nameZh: Type.String({ minLength: 1, maxLength: 60 }),
          nameEn: Type.String({ minLength: 1, maxLength: 60 }),
          permissions: Type.Array(Type.String({ maxLength: 80 }), { maxItems: 200 }),
        },
        { additionalProperties: false },
      ),
    },

    organisations: {
      method: 'GET',
      path: '/registry/organisations',
      may: 'signedIn',
      response: listOf(shape.Organisation),
      query: listQuery({
        kind: Type.Optional(shape.OrganisationKind),
        region: Type.Optional(shape.RegionCode),
        trade: Type.Optional(shape.TradeCode),
        sizeClass: Type.Optional(shape.SizeClass),
        verification: Type.Optional(shape.VerificationState),
        isKey: Type.Optional(Type.Boolean()),
      }),
      list: {
        columns: [
          'code',
          'kind',
          'name',
          'nameEn',
          'creditCode',
          'regionCode',
          'regionName',
          'tradeCode',
          'tradeName',
          'sizeClass',
          'isKey',
          'verification',
          'isSample',
        ],
      },
    },
    organisation: {
      method: 'GET',
      path: '/registry/organisations/:organisationId',
      may: 'signedIn',
      params: organisationId,
      response: shape.OrganisationDetail,
    },
    addOrganisation: {
      method: 'POST',
      path: '/registry/organisations',
      may: 'signedIn',
      body: shape.NewOrganisation,
      response: Type.Object({ id: Id }),
    },
    changeOrganisation: {
      method: 'PUT',
      path: '/registry/organisations/:organisationId',
      may: 'registry.organisation.write',
      params: organisationId,
      body: shape.ChangedOrganisation,
      response: shape.OrganisationDetail,
    },
    /** Puts a firm on, or takes it off, the dated roster of key enterprises. */
    markKey: {
      method: 'PUT',
      path: '/registry/organisations/:organisationId/key',
      may: 'registry.key.write',
      params: organisationId,
      response: done,
      body: Type.Object(
        { isKey: Type.Boolean(), since: Type.Optional(Day) },
        { additionalProperties: false },
      ),
    },
    organisationHistory: {
      method: 'GET',
      path: '/registry/organisations/:organisationId/history',
      may: 'registry.audit.read',
      params: organisationId,
      query: listQuery({}),
      response: listOf(shape.AuditRow),
      list: { columns: ['seq', 'at', 'personName', 'actionName', 'reason', 'hash'] },
    },
    importOrganisations: {
      method: 'POST',
      path: '/registry/organisations/import',
      may: 'registry.organisation.make',
      query: dryRun,
      body: file,
      upload: true,
      response: shape.ImportReport,
    },
    importTemplate: {
      method: 'GET',
      path: '/registry/import-template',
      may: 'signedIn',
      query: Type.Object({ kind: Type.Enum(['organisations', 'units']) }, { additionalProperties: false }),
      response: Type.Unknown(),
      download: true,
    },

    units: {
      method: 'GET',
      path: '/registry/units',
      may: 'registry.unit.read',
      response: listOf(shape.Unit),
      query: listQuery({
        organisation: Type.Optional(Id),
        level: Type.Optional(shape.UnitLevel),
        parent: Type.Optional(Id),
      }),
      list: { columns: ['code', 'level', 'name', 'nameEn', 'regionCode', 'address'] },
    },
    unit: {
      method: 'GET',
      path: '/registry/units/:unitId',
      may: 'registry.unit.read',
      params: Type.Object({ unitId: Id }),
      response: shape.Unit,
    },
    addUnit: {
      method: 'POST',
      path: '/registry/units',
      may: 'registry.unit.write',
      body: shape.NewUnit,
      response: Type.Object({ id: Id }),
    },
    changeUnit: {
      method: 'PUT',
      path: '/registry/units/:unitId',
      may: 'registry.unit.write',
      params: Type.Object({ unitId: Id }),
      body: shape.ChangedUnit,
      response: done,
    },
    removeUnit: {
      method: 'DELETE',
      path: '/registry/units/:unitId',
      may: 'registry.unit.write',
      params: Type.Object({ unitId: Id }),
      response: done,
    },
    importUnits: {
      method: 'POST',
      path: '/registry/units/import',
      may: 'registry.unit.write',
      query: dryRun,
      body: file,
      upload: true,
      response: shape.ImportReport,
    },

    members: {
      method: 'GET',
      path: '/registry/members',
      may: 'registry.member.read',
      query: listQuery({}),
      response: listOf(shape.Member),
      list: { columns: ['name', 'email', 'roleCode', 'roleName', 'since', 'twoFactorEnabled', 'locked'] },
    },
    changeMember: {
      method: 'PUT',
      path: '/registry/members/:personId',
      may: 'registry.member.write',
      params: Type.Object({ personId: Id }),
      body: Type.Object({ roleCode: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
      response: done,
    },
    removeMember: {
      method: 'DELETE',
      path: '/registry/members/:personId',
      may: 'registry.member.write',
      params: Type.Object({ personId: Id }),
      response: done,
    },
    invitations: {
      method: 'GET',
      path: '/registry/invitations',
      may: 'registry.member.read',
      query: listQuery({}),
      response: listOf(shape.Invitation),
      list: { columns: ['email', 'roleCode', 'state', 'createdAt', 'expiresAt'] },
    },
    /** Sends a mail with the link; the link comes back too, for where there is no mail server. */
    invite: {
      method: 'POST',
      path: '/registry/invitations',
      may: 'registry.member.write',
      body: Type.Object(
        { email: Type.String({ format: 'email', maxLength: 120 }), roleCode: Type.String({ maxLength: 60 }) },
        { additionalProperties: false },
      ),
      response: Type.Object({ id: Id, link: Type.String() }),
    },
    revokeInvitation: {
      method: 'DELETE',
      path: '/registry/invitations/:invitationId',
      may: 'registry.member.write',
      params: Type.Object({ invitationId: Id }),
      response: done,
    },
    /** What an invitation link is for; tells nothing but the organisation, the role and the address. */
    invitation: {
      method: 'GET',
      path: '/registry/invitations/by-token/:token',
      may: 'public',
      params: Type.Object({ token: secret(20) }),
      response: Type.Object({
        organisationName: Type.String(),
        roleName: Type.String(),
        email: Type.String(),
        expiresAt: Instant,
        knownPerson: Type.Boolean(),
      }),
    },
    /** A new person gives a name and a password; a known person must be signed in with the invited address. */
    acceptInvitation: {
      method: 'POST',
      path: '/registry/invitations/by-token/:token/accept',
      may: 'public',
      params: Type.Object({ token: secret(20) }),
      response: done,
      body: Type.Object(
        {
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
          password: Type.Optional(secret(10)),
        },
        { additionalProperties: false },
      ),
    },

    apiKeys: {
      method: 'GET',
      path: '/registry/api-keys',
      may: 'registry.apiKey.write',
      query: listQuery({}),
      response: listOf(shape.ApiKey),
      list: { columns: ['name', 'prefix', 'scopes', 'createdAt', 'expiresAt', 'lastUsedAt', 'revokedAt'] },
    },
    /** The key comes back once and is never shown again. Its scopes may not exceed the maker's permissions. */
    addApiKey: {
      method: 'POST',
      path: '/registry/api-keys',
      may: 'registry.apiKey.write',
      response: Type.Object({ id: Id, key: Type.String() }),
      body: Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 80 }),
          scopes: Type.Array(Type.String({ maxLength: 80 }), { minItems: 1, maxItems: 100 }),
          expiresAt: Type.Optional(Instant),
        },
        { additionalProperties: false },
      ),
    },
    revokeApiKey: {
      method: 'DELETE',
      path: '/registry/api-keys/:apiKeyId',
      may: 'registry.apiKey.write',
      params: Type.Object({ apiKeyId: Id }),
      response: done,
    },

    verifications: {
      method: 'GET',
      path: '/registry/verifications',
      may: 'signedIn',
      response: listOf(shape.Verification),
      query: listQuery({
        status: Type.Optional(Type.Enum(['submitted', 'approved', 'returned', 'withdrawn'])),
        organisation: Type.Optional(Id),
      }),
      list: {
        columns: [
          'organisationName',
          'creditCode',
          'regionName',
          'status',
          'submittedByName',
          'submittedAt',
          'decidedByName',
          'decidedAt',
          'reason',
        ],
      },
    },
    submitVerification: {
      method: 'POST',
      path: '/registry/verifications',
      may: 'registry.verification.submit',
      query: Type.Object(
        { note: Type.Optional(Type.String({ maxLength: 500 })) },
        { additionalProperties: false },
      ),
      body: file,
      upload: true,
      response: Type.Object({ id: Id }),
    },
    verificationFile: {
      method: 'GET',
      path: '/registry/verifications/:verificationId/file',
      may: 'signedIn',
      params: Type.Object({ verificationId: Id }),
      response: Type.Unknown(),
      download: true,
    },
    withdrawVerification: {
      method: 'POST',
      path: '/registry/verifications/:verificationId/withdraw',
      may: 'registry.verification.submit',
      params: Type.Object({ verificationId: Id }),
      response: done,
    },
    decideVerification: {
      method: 'POST',
      path: '/registry/verifications/:verificationId/decision',
      may: 'registry.verification.decide',
      params: Type.Object({ verificationId: Id }),
      response: done,
      body: Type.Object(
        {
          decision: Type.Enum(['approved', 'returned']),
          reason: Type.Optional(Type.String({ maxLength: 500 })),
        },
        { additionalProperties: false },
      ),
    },

    notifications: {
      method: 'GET',
      path: '/registry/notifications',
      may: 'signedIn',
      query: listQuery({ unread: Type.Optional(Type.Boolean()) }),
      response: Type.Object({
        rows: Type.Array(shape.Notification),
        total: Type.Integer(),
        unread: Type.Integer(),
      }),
      list: { columns: ['createdAt', 'text', 'readAt'] },
    },
    /** Marks these, or all of mine, as read. */
    readNotifications: {
      method: 'POST',
      path: '/registry/notifications/read',
      may: 'signedIn',
      body: Type.Object(
        { ids: Type.Optional(Type.Array(Id, { maxItems: 200 })) },
        { additionalProperties: false },
      ),
      response: done,
    },

    audit: {
      method: 'GET',
      path: '/registry/audit',
      may: 'registry.audit.read',
      response: listOf(shape.AuditRow),
      query: listQuery({
        action: Type.Optional(Type.String({ maxLength: 80 })),
        subject: Type.Optional(Type.String({ maxLength: 60 })),
        subjectId: Type.Optional(Type.String({ maxLength: 80 })),
        from: Type.Optional(Instant),
        to: Type.Optional(Instant),
      }),
      list: {
        columns: [
          'seq',
          'at',
          'personName',
          'organisationName',
          'actionName',
          'subject',
          'subjectId',
          'reason',
          'requestId',
          'hash',
        ],
      },
    },
    search: {
      method: 'GET',
      path: '/registry/search',
      may: 'signedIn',
      query: Type.Object(
        { q: Type.String({ minLength: 1, maxLength: 60 }) },
        { additionalProperties: false },
      ),
      response: Type.Object({ rows: Type.Array(shape.SearchHit) }),
    },
  },
  events: {
    'organisation.added': Type.Object({ organisationId: Id }),
    'organisation.changed': Type.Object({ organisationId: Id }),
    'verification.submitted': Type.Object({ verificationId: Id, organisationId: Id }),
    'verification.decided': Type.Object({ verificationId: Id, organisationId: Id, decision: Type.String() }),
    'person.invited': Type.Object({ invitationId: Id, organisationId: Id }),
  },
  faults: {
    'registry.creditCode.checkDigit': { status: 400 },
    'registry.creditCode.taken': { status: 409 },
    'registry.region.unknown': { status: 400 },
    'registry.trade.unknown': { status: 400 },
    'registry.organisation.changedSince': { status: 409 },
    'registry.unit.parentLevel': { status: 400 },
    'registry.unit.codeTaken': { status: 409 },
    'registry.unit.hasChildren': { status: 409 },
    'registry.unit.changedSince': { status: 409 },
    'registry.role.unfit': { status: 400 },
    'registry.role.beyondOwn': { status: 403 },
    'registry.member.last': { status: 409 },
    'registry.invitation.gone': { status: 410 },
    'registry.invitation.otherPerson': { status: 403 },
    'registry.invitation.member': { status: 409 },
    'registry.apiKey.beyondOwn': { status: 403 },
    'registry.verification.open': { status: 409 },
    'registry.verification.decided': { status: 409 },
    'registry.verification.reasonNeeded': { status: 400 },
    'registry.verification.fileKind': { status: 400 },
    'registry.verification.ownFirm': { status: 403 },
    'registry.password.wrong': { status: 403 },
    'registry.person.locked': { status: 423 },
  },
})
