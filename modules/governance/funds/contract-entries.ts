import { EvidenceRow, Instant, type Route, Type } from '@ronghe/kit/contract'
import { entryKeys } from './entries.ts'
import { applicationParams, Comment, done, orNull, version } from './parts.ts'

/** An entry of the form: what the platform knows with its proof, and what the firm says instead. */
export const Entry = Type.Object({
  key: Type.Enum(entryKeys),
  value: orNull(Type.String()),
  /** A word key, where the platform does not know. */
  reason: orNull(Type.String()),
  unit: Type.String(),
  basis: Type.Enum(['evidenced', 'declared']),
  source: Type.Enum(['registry', 'factory', 'assess']),
  proof: orNull(Type.String()),
  at: Instant,
  said: orNull(Type.String()),
  saidReason: orNull(Type.String()),
  saidByName: orNull(Type.String()),
  saidAt: orNull(Instant),
  isNumber: Type.Boolean(),
  /** It is the register's, and a firm changes it there. */
  isFixed: Type.Boolean(),
  /** The firm says something else than the platform knows. */
  isOtherwise: Type.Boolean(),
})

const entryParams = Type.Object({ ...applicationParams.properties, key: Type.Enum(entryKeys) })

/** What fills a draft from the other rooms, and what the firm says instead. */
export const fundEntryRoutes = {
  /** Fills the entries in anew; what the firm says instead stays. */
  fillEntries: {
    method: 'POST',
    path: '/governance/applications/:applicationId/entries',
    may: 'governance.apply',
    params: applicationParams,
    body: Type.Object({ version }, { additionalProperties: false }),
    response: done,
  },
  /** The rows of which the platform made an entry, as they were when it was filled in. */
  entryProof: {
    method: 'GET',
    path: '/governance/applications/:applicationId/entries/:key',
    may: 'governance.read',
    params: entryParams,
    response: Type.Object({
      key: Type.Enum(entryKeys),
      title: Type.String(),
      organisationName: Type.String(),
      query: Type.String(),
      version: Type.Integer(),
      value: orNull(Type.String()),
      unit: Type.String(),
      basis: Type.Enum(['evidenced', 'declared']),
      hash: Type.String(),
      at: Instant,
      /** Computed again now from the rows that were kept. */
      isEqual: Type.Boolean(),
      rows: Type.Array(EvidenceRow),
    }),
  },
  /** Says something else than the platform, with a reason; without a text what was said is taken back. */
  sayEntry: {
    method: 'PUT',
    path: '/governance/applications/:applicationId/entries/:key',
    may: 'governance.apply',
    params: entryParams,
    body: Type.Object(
      {
        said: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        reason: Type.Optional(Comment),
        version,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
} as const satisfies Record<string, Route>
