import { Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'

import { ImportReport } from '@ronghe/registry/contract'
import { file } from '../master/contract.ts'

const strict = { additionalProperties: false } as const
const orNull = Type.Union([Type.String(), Type.Null()])
/** `product`, `item` and `equipment` every firm has; others it writes itself. */
export const IdentifierTemplate = Type.String({ pattern: '^[a-z][a-zA-Z0-9]{1,39}$' })

export const TemplateField = Type.Object(
  {
    name: Type.String({ pattern: '^[a-zA-Z][a-zA-Z0-9]{0,39}$' }),
    title: Type.String({ minLength: 1, maxLength: 60 }),
    titleEn: Type.Optional(Type.String({ maxLength: 60 })),
    type: Type.Enum(['text', 'number', 'date', 'boolean', 'choice', 'link']),
    isRequired: Type.Boolean(),
    unit: Type.Optional(Type.String({ maxLength: 20 })),
    choices: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })),
    /** Everybody who resolves it, partners too, or only its owner. */
    audience: Type.Enum(['public', 'partner', 'own']),
  },
  strict,
)
export type TemplateField = Static<typeof TemplateField>

export const Template = Type.Object({
  name: Type.String(),
  title: Type.String(),
  titleEn: orNull,
  version: Type.Integer(),
  isBuiltIn: Type.Boolean(),
  isSample: Type.Boolean(),
  fields: Type.Array(Type.Object({ ...TemplateField.properties, title: Type.String() })),
  note: orNull,
  changedAt: Type.Union([Instant, Type.Null()]),
  changedBy: orNull,
})
export type Template = Static<typeof Template>
const templateName = Type.Object({ templateName: IdentifierTemplate })
const IdentifierState = Type.Enum(['active', 'suspended'])
const Attributes = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 200 }))

export const IdentifierLine = Type.Object({
  identifier: Type.String(),
  template: IdentifierTemplate,
  /** By which version its attributes were checked. */
  templateVersion: Type.Integer(),
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
  /** What is said of what it stands for, checked by the newest version of its template. */
  describeIdentifier: {
    method: 'PUT',
    path: '/trace/identifiers/attributes',
    may: 'trace.capture',
    body: Type.Object({ identifier: Type.String({ maxLength: 300 }), attributes: Attributes }, strict),
    response: IdentifierLine,
  },
  identifierTemplates: {
    method: 'GET',
    path: '/trace/identifier-templates',
    may: 'trace.read',
    response: Type.Object({ rows: Type.Array(Template) }),
  },
  /** All versions, the newest first. */
  identifierTemplate: {
    method: 'GET',
    path: '/trace/identifier-templates/:templateName',
    may: 'trace.read',
    params: templateName,
    response: Type.Object({ rows: Type.Array(Template) }),
  },
  /** As the next version of the one that was read; 0 where there is none of the firm yet. */
  saveIdentifierTemplate: {
    method: 'PUT',
    path: '/trace/identifier-templates/:templateName',
    may: 'trace.rule',
    params: templateName,
    body: Type.Object(
      {
        title: Type.String({ minLength: 1, maxLength: 60 }),
        titleEn: Type.Optional(Type.String({ maxLength: 60 })),
        fields: Type.Array(TemplateField, { minItems: 1, maxItems: 60 }),
        version: Type.Integer({ minimum: 0 }),
        note: Type.Optional(Type.String({ maxLength: 300 })),
      },
      strict,
    ),
    response: Type.Object({ version: Type.Integer() }),
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
