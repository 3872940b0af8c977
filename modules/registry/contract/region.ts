import { type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

/** The region: divisions and trades. */
export const regionRoutes = {
  regions: {
    method: 'GET',
    path: '/registry/regions',
    may: 'public',
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          code: Type.String(),
          parentCode: Type.Union([Type.String(), Type.Null()]),
          level: Type.String(),
          nameZh: Type.String(),
          nameEn: Type.String(),
        }),
      ),
    }),
  },
  trades: {
    method: 'GET',
    path: '/registry/trades',
    may: 'public',
    query: Type.Object(
      {
        q: Type.Optional(Type.String({ maxLength: 60 })),
        parent: Type.Optional(shape.TradeCode),
        level: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          code: Type.String(),
          parentCode: Type.Union([Type.String(), Type.Null()]),
          level: Type.Integer(),
          nameZh: Type.String(),
          nameEn: Type.Union([Type.String(), Type.Null()]),
        }),
      ),
    }),
  },
} as const satisfies Record<string, Route>
