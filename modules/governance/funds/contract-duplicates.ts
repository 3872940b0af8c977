import { Instant, type Route, Type } from '@ronghe/kit/contract'
import { applicationParams, Comment, done, orNull, version } from './parts.ts'
import { applicationStates } from './steps.ts'

const Kind = Type.Enum(['equipment', 'invoice', 'project', 'contract'])
const Decision = Type.Enum(['same', 'different', 'allowed'])

/** The same thing in two applications, for officials: this side, the other, and what was decided. */
export const Duplicate = Type.Object({
  kind: Kind,
  /** One spelling of the thing; a machine's id. */
  key: Type.String(),
  label: Type.String(),
  how: Type.Enum(['itself', 'serial']),
  applicationNumber: Type.String(),
  programmeZh: Type.String(),
  programmeEn: Type.String(),
  state: Type.Enum([...applicationStates]),
  otherAt: Instant,
  otherGrantFen: orNull(Type.Integer()),
  otherPaidFen: Type.Integer(),
  /** Null where the caller may not see the other application. */
  otherId: orNull(Type.String()),
  otherKey: orNull(Type.String()),
  otherLabel: orNull(Type.String()),
  otherTitle: orNull(Type.String()),
  otherOrganisationName: orNull(Type.String()),
  decision: orNull(Decision),
  reason: orNull(Type.String()),
  byName: orNull(Type.String()),
  decidedAt: orNull(Instant),
})

export const fundDuplicateRoutes = {
  /** Decides a hit with a reason: the same thing twice, another thing, or allowed; the last one stands. */
  decideDuplicate: {
    method: 'POST',
    path: '/governance/applications/:applicationId/duplicates',
    may: 'governance.check',
    params: applicationParams,
    body: Type.Object(
      {
        applicationNumber: Type.String({ maxLength: 40 }),
        kind: Kind,
        key: Type.String({ maxLength: 200 }),
        decision: Decision,
        reason: Comment,
        version,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
} as const satisfies Record<string, Route>
