import { Type } from '@ronghe/kit/contract'

export const done = Type.Object({ done: Type.Literal(true) })
export const secret = (minLength: number) => Type.String({ minLength, maxLength: 200 })
export const dryRun = Type.Object(
  { dryRun: Type.Optional(Type.Boolean({ default: true })) },
  { additionalProperties: false },
)
export const file = Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) })
