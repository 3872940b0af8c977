import { Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

/** The audit log and the search over everything. */
export const auditRoutes = {
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
    query: Type.Object({ q: Type.String({ minLength: 1, maxLength: 60 }) }, { additionalProperties: false }),
    response: Type.Object({ rows: Type.Array(shape.SearchHit) }),
  },
} as const satisfies Record<string, Route>
