import { Id, Type } from '@ronghe/kit/contract'

export const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
export const done = Type.Object({ done: Type.Literal(true) })
/** Fen; below 2⁵³. */
export const Fen = Type.Integer({ minimum: 1, maximum: 9_000_000_000_000_000 })
export const Comment = Type.String({ minLength: 1, maxLength: 2000 })
/** The version that was seen; an act on another is refused. */
export const version = Type.Integer({ minimum: 1 })
export const applicationParams = Type.Object({ applicationId: Id })
