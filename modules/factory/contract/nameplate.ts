import { Id, type Route, Type } from '@ronghe/kit/contract'
import { File, orNull, span } from './shapes.ts'

const equipmentId = Type.Object({ equipmentId: Id })

/** The digital nameplate of a machine: an AAS submodel after IDTA 02006-3-0. */
export const nameplateRoutes = {
  nameplate: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/nameplate',
    may: 'factory.read',
    params: equipmentId,
    query: Type.Object(
      { package: Type.Optional(Type.Enum(['json', 'aasx'], { default: 'json' })) },
      { additionalProperties: false },
    ),
    response: Type.Unknown(),
    download: true,
  },
  /** Signals of a machine as a submodel after IDTA 02008-1-1, beside its nameplate where that is whole. */
  timeSeries: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/time-series',
    may: 'factory.read',
    params: equipmentId,
    query: Type.Object(
      {
        ...span,
        intervalSeconds: Type.Integer({ minimum: 1, maximum: 86_400, default: 60 }),
        tag: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 50 })),
        package: Type.Optional(Type.Enum(['json', 'aasx'], { default: 'json' })),
      },
      { additionalProperties: false },
    ),
    response: Type.Unknown(),
    download: true,
  },
  /** Reads a nameplate in JSON or AASX against its template; writes it into the register unless a trial. */
  importNameplate: {
    method: 'POST',
    path: '/factory/equipment/:equipmentId/nameplate',
    may: 'factory.write',
    params: equipmentId,
    query: Type.Object(
      { dryRun: Type.Optional(Type.Boolean({ default: true })) },
      { additionalProperties: false },
    ),
    body: File,
    upload: true,
    response: Type.Object({
      faults: Type.Array(Type.Object({ field: Type.String(), rule: Type.String(), message: Type.String() })),
      changes: Type.Array(
        Type.Object({
          field: Type.Enum(['maker', 'model', 'serialNumber', 'firmware', 'builtOn']),
          before: orNull(Type.String()),
          after: Type.String(),
        }),
      ),
      written: Type.Boolean(),
    }),
  },
} as const satisfies Record<string, Route>
