import { Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'

import { ImportReport } from '@ronghe/registry/contract'
import { file } from '../master/contract.ts'

const strict = { additionalProperties: false } as const
const orNull = Type.Union([Type.String(), Type.Null()])
export const IdentifierTemplate = Type.Enum(['product', 'item', 'equipment'])
const IdentifierState = Type.Enum(['active', 'suspended'])
const Attributes = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 200 }))

export const IdentifierLine = Type.Object({
  identifier: Type.String(),
  template: IdentifierTemplate,
  /** The same item as a digital link; null where it stands for nothing that events name. */
  key: orNull,
  attributes: Attributes,
  identifierState: IdentifierState,
  isSample: Type.Boolean(),
  changedAt: Instant,
  changedBy: orNull,
})
export type IdentifierLine = Static<typeof IdentifierLine>

const PrefixOf = Type.Object({
  prefix: Type.String(),
  used: Type.Integer(),
  addedAt: Instant,
  addedBy: orNull,
})

export const identifierRoutes = {
  identifierPrefixes: {
    method: 'GET',
    path: '/trace/identifier-prefixes',
    may: 'trace.read',
    response: Type.Object({ rows: Type.Array(PrefixOf) }),
  },
  addIdentifierPrefix: {
    method: 'POST',
    path: '/trace/identifier-prefixes',
    may: 'trace.subscribe',
    body: Type.Object({ identifierPrefix: Type.String({ minLength: 1, maxLength: 90 }) }, strict),
    response: PrefixOf,
  },
  identifiers: {
    method: 'GET',
    path: '/trace/identifiers',
    may: 'trace.read',
    query: listQuery({
      template: Type.Optional(IdentifierTemplate),
      identifierState: Type.Optional(IdentifierState),
      /** Of this item. */
      about: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    response: listOf(IdentifierLine),
    list: { columns: ['identifier', 'template', 'key', 'identifierState', 'changedAt', 'changedBy'] },
  },
  /** Many at a time: all or none, every fault by its line. */
  registerIdentifiers: {
    method: 'POST',
    path: '/trace/identifiers',
    may: 'trace.capture',
    body: Type.Object(
      {
        prefix: Type.String({ minLength: 1, maxLength: 90 }),
        template: IdentifierTemplate,
        rows: Type.Array(
          Type.Object(
            {
              suffix: Type.String({ minLength: 1, maxLength: 200 }),
              about: Type.Optional(Type.String({ maxLength: 500 })),
              attributes: Type.Optional(Attributes),
            },
            strict,
          ),
          { minItems: 1, maxItems: 1000 },
        ),
      },
      strict,
    ),
    response: Type.Object({
      registered: Type.Integer(),
      faults: Type.Array(Type.Object({ row: Type.Integer(), field: Type.String(), message: Type.String() })),
    }),
  },
  importIdentifiers: {
    method: 'POST',
    path: '/trace/identifiers/import',
    may: 'trace.capture',
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: true })) }, strict),
    body: file,
    upload: true,
    response: ImportReport,
  },
  identifierTable: {
    method: 'GET',
    path: '/trace/identifiers/table',
    may: 'trace.read',
    response: Type.Unknown(),
    download: true,
  },
  stateIdentifier: {
    method: 'PUT',
    path: '/trace/identifiers/state',
    may: 'trace.capture',
    body: Type.Object(
      { identifier: Type.String({ maxLength: 300 }), identifierState: IdentifierState },
      strict,
    ),
    response: IdentifierLine,
  },
} as const
