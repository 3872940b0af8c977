import { Day, Instant, type Static, Type } from '@ronghe/kit/contract'
import { file } from '../master/contract.ts'

const strict = { additionalProperties: false } as const
const orNull = Type.Union([Type.String(), Type.Null()])
const Thing = Type.String({ minLength: 1, maxLength: 500 })
/** Exact decimals; the templates carry them as text. */
const Decimal = Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,6})?$' })
export const PassportAudience = Type.Enum(['public', 'partner', 'authority', 'own'])
export type PassportAudience = Static<typeof PassportAudience>

/** ISO 14067 and its like, said by the maker: declared, not computed here. */
const footprint = {
  method: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  kilograms: Decimal,
  quantity: Decimal,
  /** UN/CEFACT. */
  unit: Type.String({ pattern: '^[A-Z0-9]{2,3}$' }),
  phases: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 20 }),
  publishedOn: Day,
}
export const Footprint = Type.Object({
  ...footprint,
  validUntil: Type.Union([Day, Type.Null()]),
  changedAt: Instant,
  changedBy: orNull,
})
export type Footprint = Static<typeof Footprint>

export const Passport = Type.Object({
  id: Type.String(),
  /** As whom the asker sees it. */
  seenAs: PassportAudience,
  mayImport: Type.Boolean(),
  isSample: Type.Boolean(),
  /** Where anybody gets the public passport, and the link as short as it can be. */
  publicUrl: Type.String(),
  compressed: Type.String(),
  submodels: Type.Array(
    Type.Object({
      name: Type.String(),
      rows: Type.Array(Type.Object({ path: Type.String(), value: Type.String() })),
    }),
  ),
  footprint: Type.Union([Footprint, Type.Null()]),
})
export type Passport = Static<typeof Passport>

const asked = { id: Thing, seenAs: Type.Optional(PassportAudience) }

export const passportRoutes = {
  /** A product, lot or item as its digital passport tells it to the asker. */
  passport: {
    method: 'GET',
    path: '/trace/passport',
    may: 'trace.read',
    query: Type.Object(asked, strict),
    response: Passport,
  },
  passportFile: {
    method: 'GET',
    path: '/trace/passport/file',
    may: 'trace.read',
    query: Type.Object(
      { ...asked, package: Type.Optional(Type.Enum(['json', 'aasx'], { default: 'json' })) },
      strict,
    ),
    response: Type.Unknown(),
    download: true,
  },
  /** Reads a passport in AAS JSON or AASX against the templates; writes what is new unless a trial. */
  importPassport: {
    method: 'POST',
    path: '/trace/passport/import',
    may: 'trace.capture',
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: true })) }, strict),
    body: file,
    upload: true,
    response: Type.Object({
      key: orNull,
      faults: Type.Array(Type.Object({ path: Type.String(), rule: Type.String(), message: Type.String() })),
      changes: Type.Array(Type.Object({ field: Type.String(), before: orNull, after: Type.String() })),
      papers: Type.Array(Type.String()),
      written: Type.Boolean(),
    }),
  },
  declareFootprint: {
    method: 'PUT',
    path: '/trace/footprints',
    may: 'trace.capture',
    body: Type.Object({ about: Thing, ...footprint, validUntil: Type.Optional(Day) }, strict),
    response: Footprint,
  },
} as const
