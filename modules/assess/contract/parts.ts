import { Id, type TSchema, Type } from '@ronghe/kit/contract'
import { TradeCode } from '@ronghe/registry/contract'

export const done = Type.Object({ done: Type.Literal(true) })
export const file = Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) })
export const dryRun = Type.Object(
  { dryRun: Type.Optional(Type.Boolean({ default: true })) },
  { additionalProperties: false },
)
export const strict = { additionalProperties: false } as const
export const Names = Type.Object({ zh: Type.String(), en: Type.String() })
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const Revision = Type.Integer({ minimum: 1 })
export const RegionCode = Type.String({ pattern: '^[0-9]{6}$' })
export const Reason = Type.String({ minLength: 2, maxLength: 1000, pattern: '\\S' })
/** Narrows a list to the firms of a trade or with a site in a park. */
export const OfFirms = { trade: Type.Optional(TradeCode), park: Type.Optional(Id) }
/** What a procedure leads to. */
export const Kind = Type.Enum(['certification', 'recognition'])
