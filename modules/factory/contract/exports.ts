import { AGGREGATES } from '@ronghe/aggregate'
import { Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const Count = Type.Integer({ minimum: 0 })
const Kind = Type.Enum(['points', 'aggregates'])
const Format = Type.Enum(['parquet', 'csv'])
const State = Type.Enum(['waiting', 'running', 'done', 'failed', 'cancelled', 'expired'])
const exportId = Type.Object({ exportId: Id })

/** What is given out; intervals and aggregates only where aggregates are asked for. */
export const ExportQuestion = Type.Object(
  {
    tags: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }),
    from: Instant,
    to: Instant,
    intervalMs: Type.Optional(Type.Integer({ minimum: 1000, maximum: 366 * 86_400_000 })),
    aggregates: Type.Optional(
      Type.Array(Type.Enum([...AGGREGATES]), { minItems: 1, maxItems: 8, uniqueItems: true }),
    ),
    isStepped: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type ExportQuestion = Static<typeof ExportQuestion>

/** History as files, made one after the other while people go on working. */
export const exportRoutes = {
  exports: {
    method: 'GET',
    path: '/factory/exports',
    may: 'factory.write',
    query: listQuery({ state: Type.Optional(State) }),
    response: listOf(
      Type.Object({
        id: Id,
        createdAt: Instant,
        askedBy: Type.String(),
        kind: Kind,
        format: Format,
        signals: Count,
        from: Instant,
        to: Instant,
        state: State,
        progress: Type.Number(),
        rowCount: Count,
        bytes: Count,
        failure: shape.orNull(Type.String()),
        endedAt: shape.orNull(Instant),
        expiresAt: shape.orNull(Instant),
      }),
    ),
    list: {
      columns: ['createdAt', 'askedBy', 'kind', 'format', 'signals', 'from', 'to', 'state', 'rowCount'],
    },
  },
  addExport: {
    method: 'POST',
    path: '/factory/exports',
    may: 'factory.write',
    body: Type.Object(
      { kind: Kind, format: Format, question: ExportQuestion },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  cancelExport: {
    method: 'POST',
    path: '/factory/exports/:exportId/cancellation',
    may: 'factory.write',
    params: exportId,
    response: shape.Done,
  },
  /** Takes the export and its file away before its time. */
  removeExport: {
    method: 'DELETE',
    path: '/factory/exports/:exportId',
    may: 'factory.write',
    params: exportId,
    response: shape.Done,
  },
  exportFile: {
    method: 'GET',
    path: '/factory/exports/:exportId/file',
    may: 'factory.write',
    params: exportId,
    response: Type.Unknown(),
    download: true,
  },
} as const satisfies Record<string, Route>
