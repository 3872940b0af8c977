import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const equipmentId = Type.Object({ equipmentId: Id })
const edgeId = Type.Object({ edgeId: Id })
const credential = Type.Object({
  id: Id,
  /** Shown once. */
  password: Type.String(),
  server: Type.String(),
  group: Type.String(),
  node: Type.String(),
})

/** Edges, their credentials, and the signals they bring. */
export const signalRoutes = {
  edges: {
    method: 'GET',
    path: '/factory/edges',
    may: 'factory.read',
    query: listQuery({ organisation: Type.Optional(Id) }),
    response: listOf(shape.Edge),
    list: {
      columns: [
        'code',
        'name',
        'isOnline',
        'stateAt',
        'stateReason',
        'equipmentCount',
        'createdAt',
        'revokedAt',
      ],
    },
  },
  /** Devices that an edge brings and nobody has registered; a machine that is, takes their history. */
  discovered: {
    method: 'GET',
    path: '/factory/edges/:edgeId/discovered',
    may: 'factory.connect',
    params: edgeId,
    response: Type.Object({
      rows: Type.Array(Type.Object({ device: Type.String(), signals: Type.Integer(), foundAt: Instant })),
    }),
  },
  addEdge: {
    method: 'POST',
    path: '/factory/edges',
    may: 'factory.connect',
    body: Type.Object(
      { code: shape.Code, name: Type.String({ minLength: 1, maxLength: 120 }) },
      { additionalProperties: false },
    ),
    response: credential,
  },
  renewEdge: {
    method: 'POST',
    path: '/factory/edges/:edgeId/credential',
    may: 'factory.connect',
    params: edgeId,
    response: credential,
  },
  revokeEdge: {
    method: 'DELETE',
    path: '/factory/edges/:edgeId',
    may: 'factory.connect',
    params: edgeId,
    response: shape.Done,
  },

  tags: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/tags',
    may: 'factory.read',
    params: equipmentId,
    response: Type.Object({ rows: Type.Array(shape.Tag) }),
  },
  changeTag: {
    method: 'PATCH',
    path: '/factory/tags/:tagId',
    may: 'factory.write',
    params: Type.Object({ tagId: Id }),
    body: shape.ChangedTag,
    response: shape.Done,
  },
  /** At most `points` buckets or points a signal; few enough points come as they are. */
  trend: {
    method: 'GET',
    path: '/factory/trend',
    may: 'factory.read',
    response: Type.Object({ rows: Type.Array(shape.Trend) }),
    query: Type.Object(
      {
        tag: Type.Array(Id, { minItems: 1, maxItems: 12 }),
        ...shape.span,
        points: Type.Optional(Type.Integer({ minimum: 10, maximum: 5000, default: 600 })),
      },
      { additionalProperties: false },
    ),
  },
  /** The points of one signal themselves: what a figure goes back to. */
  points: {
    method: 'GET',
    path: '/factory/tags/:tagId/points',
    may: 'factory.read',
    params: Type.Object({ tagId: Id }),
    query: listQuery(shape.span),
    response: listOf(
      Type.Object({
        at: Instant,
        value: Type.Union([Type.Number(), Type.String(), Type.Null()]),
        quality: Type.String(),
      }),
    ),
    list: { columns: ['at', 'value', 'quality'] },
  },
} as const satisfies Record<string, Route>
