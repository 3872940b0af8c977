import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { Names, orNull, strict } from './parts.ts'

const Scope = Type.Enum(['all', 'region', 'trade', 'size'])
const Cell = Type.Object({
  scope: Scope,
  key: Type.String(),
  /** Null where it is held back: fewer than five firms, or the rest of the wider group would be. */
  firms: orNull(Type.Integer()),
  percentile: orNull(Type.Integer()),
  median: orNull(Type.String()),
  bars: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), firms: Type.Integer() })),
})
const runId = Type.Object({ runId: Id })

/** How a firm stands among others, never of fewer than five (A9). */
export const benchmarkRoutes = {
  benchmark: {
    method: 'GET',
    path: '/assess/runs/:runId/benchmark',
    may: 'assess.read',
    params: runId,
    response: Type.Object({ cells: Type.Array(Cell), total: orNull(Type.String()), high: Type.String() }),
  },
  /** One group: what is counted in it, and how percentile and median come of it. */
  peerGroup: {
    method: 'GET',
    path: '/assess/runs/:runId/group',
    may: 'assess.read',
    params: runId,
    query: Type.Object({ scope: Scope }, strict),
    response: Type.Object({
      cell: Cell,
      total: orNull(Type.String()),
      high: Type.String(),
      framework: Names,
      year: Type.Integer(),
      organisationName: Type.String(),
      /** Firms of the group that lie below; null where it is held back or the run has no total. */
      below: orNull(Type.Integer()),
      /** The fewest firms behind a figure, and by how many a group grows. */
      cellMin: Type.Integer(),
      /** To whoever checks: how many submitted firms wait until the group grows. */
      waiting: orNull(Type.Integer()),
    }),
  },
  /** The firms of a group, to an official of theirs: those that are counted, and those that wait. */
  peers: {
    method: 'GET',
    path: '/assess/runs/:runId/peers',
    may: 'assess.check',
    params: runId,
    query: listQuery({ scope: Type.Optional(Scope), isCounted: Type.Optional(Type.Boolean()) }),
    response: listOf(
      Type.Object({
        runId: Id,
        organisationName: Type.String(),
        regionCode: Type.String(),
        total: Type.String(),
        status: Type.Enum(['submitted', 'accepted']),
        submittedAt: Instant,
        isCounted: Type.Boolean(),
      }),
    ),
    list: { columns: ['organisationName', 'regionCode', 'total', 'status', 'submittedAt', 'isCounted'] },
  },
} as const satisfies Record<string, Route>
