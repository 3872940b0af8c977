import { AGGREGATES } from '@ronghe/aggregate'
import { Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const tagId = Type.Array(Id, { minItems: 1, maxItems: 50, uniqueItems: true })
const aggregate = Type.Enum([...AGGREGATES])
const aggregates = Type.Array(aggregate, { minItems: 1, maxItems: 8, uniqueItems: true })
/** From a second to a year. */
const intervalMs = Type.Integer({ minimum: 1000, maximum: 366 * 86_400_000 })

const HistorySignal = Type.Object({
  tagId: Id,
  name: Type.String(),
  label: Type.Union([Type.String(), Type.Null()]),
  labelEn: Type.Union([Type.String(), Type.Null()]),
  unit: Type.Union([Type.String(), Type.Null()]),
  valueType: Type.Enum(['number', 'text']),
  equipmentId: Id,
  equipmentCode: Type.String(),
  equipmentName: Type.String(),
  organisationName: Type.String(),
  isSample: Type.Boolean(),
})

/** A chart as it is kept: a span up to now, or two fixed moments. */
export const ChartDefinition = Type.Object(
  {
    tags: tagId,
    aggregates,
    span: Type.Enum(['hour', 'shift', 'day', 'week', 'month', 'year', 'fixed']),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    /** Absent: as fits the span. */
    intervalMs: Type.Optional(intervalMs),
    isStepped: Type.Boolean(),
    compare: Type.Enum(['none', 'day', 'week', 'month', 'year']),
  },
  { additionalProperties: false },
)
export type ChartDefinition = Static<typeof ChartDefinition>

const Chart = Type.Object({
  id: Id,
  name: Type.String(),
  isShared: Type.Boolean(),
  isOwn: Type.Boolean(),
  personName: Type.String(),
  definition: ChartDefinition,
  changedAt: Instant,
  isSample: Type.Boolean(),
})

const chartBody = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  isShared: Type.Boolean(),
  definition: ChartDefinition,
}

const asked = { tag: tagId, aggregate: aggregates, ...shape.span, intervalMs, stepped: Type.Boolean() }

/** History over long spans: several aggregates of several signals in one question, and kept charts. */
export const historyRoutes = {
  historySignals: {
    method: 'GET',
    path: '/factory/history/signals',
    may: 'factory.read',
    query: listQuery({
      equipment: Type.Optional(Id),
      tag: Type.Optional(Type.Array(Id, { maxItems: 50 })),
      valueType: Type.Optional(Type.Enum(['number', 'text'])),
    }),
    response: listOf(HistorySignal),
  },
  /** Aggregates of OPC UA Part 13; `at` and the lists of each aggregate run along the same intervals. */
  aggregates: {
    method: 'GET',
    path: '/factory/history/aggregates',
    may: 'factory.read',
    query: Type.Object(asked, { additionalProperties: false }),
    response: Type.Object({
      /** Beginnings of the intervals, in milliseconds since 1970. */
      at: Type.Array(Type.Number()),
      rows: Type.Array(
        Type.Object({
          tagId: Id,
          /**
           * Intervals that begin before this moment, in milliseconds, are approximate: they cut through
           * pieces that points were thinned to. Null: none is.
           */
          approximateBefore: shape.orNull(Type.Number()),
          results: Type.Array(
            Type.Object({
              aggregate,
              value: Type.Array(Type.Union([Type.Number(), Type.Null()])),
              status: Type.Array(Type.Enum(['good', 'uncertain', 'bad', 'noData'])),
              /** Indexes of intervals in which the data begin or end. */
              partial: Type.Array(Type.Integer()),
            }),
          ),
        }),
      ),
    }),
  },
  /** The same as a table, one line an interval. */
  aggregatesFile: {
    method: 'GET',
    path: '/factory/history/aggregates/file',
    may: 'factory.read',
    query: Type.Object({ ...asked, format: Type.Enum(['csv', 'xlsx']) }, { additionalProperties: false }),
    response: Type.Unknown(),
    download: true,
  },
  charts: {
    method: 'GET',
    path: '/factory/history/charts',
    may: 'factory.read',
    query: listQuery({}),
    response: listOf(Chart),
  },
  chart: {
    method: 'GET',
    path: '/factory/history/charts/:chartId',
    may: 'factory.read',
    params: Type.Object({ chartId: Id }),
    response: Chart,
  },
  addChart: {
    method: 'POST',
    path: '/factory/history/charts',
    may: 'factory.read',
    body: Type.Object(chartBody, { additionalProperties: false }),
    response: Type.Object({ id: Id }),
  },
  changeChart: {
    method: 'PATCH',
    path: '/factory/history/charts/:chartId',
    may: 'factory.read',
    params: Type.Object({ chartId: Id }),
    body: Type.Partial(Type.Object(chartBody, { additionalProperties: false }), {
      additionalProperties: false,
    }),
    response: shape.Done,
  },
  removeChart: {
    method: 'DELETE',
    path: '/factory/history/charts/:chartId',
    may: 'factory.read',
    params: Type.Object({ chartId: Id }),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
