import { Id, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done, file } from './parts.ts'
import * as shape from './shapes.ts'

/** Licence verification. */
export const verificationRoutes = {
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
} as const satisfies Record<string, Route>
