import { Evidence, Id, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { dryRun, file } from './parts.ts'
import * as shape from './shapes.ts'

const organisationId = Type.Object({ organisationId: Id })

/** Organisations, their history and their import. */
export const organisationRoutes = {
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
  /** What the register proves of an organisation: its size, and whether it is on the roster of key firms. */
  organisationEvidence: {
    method: 'GET',
    path: '/registry/organisations/:organisationId/evidence',
    may: 'signedIn',
    params: organisationId,
    response: Type.Object({ rows: Type.Array(Evidence) }),
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
    query: Type.Object(
      { kind: Type.Enum(['organisations', 'units', 'parks', 'roster', 'systems']) },
      { additionalProperties: false },
    ),
    response: Type.Unknown(),
    download: true,
  },
} as const satisfies Record<string, Route>
