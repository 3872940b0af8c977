import { Evidence, Figure, Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { GroupBy, RegionCode, TradeCode, TradeDepth } from '@ronghe/registry/contract'
import * as shape from './shapes.ts'

/** What machines prove of a region: counts without names for everybody, firms for their officials. */
export const evidenceRoutes = {
  /** Evidence: counts of machines by division below `region` (cities of a province, counties of a city). */
  machinesByRegion: {
    method: 'GET',
    path: '/factory/evidence/regions',
    may: 'public',
    query: Type.Object(
      { region: RegionCode, isKey: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      total: shape.MachineSummary,
      rows: Type.Array(shape.MachineSummary),
      at: Instant,
      isSample: Type.Boolean(),
    }),
  },
  /**
   * Evidence: counts of machines by division, trade or park. Firms are counted for everybody; what the
   * machines of fewer than five firms of a trade or park amount to is for who answers for all of the region.
   */
  machinesByGroup: {
    method: 'GET',
    path: '/factory/evidence/groups',
    may: 'public',
    query: Type.Object(
      {
        ...{ region: RegionCode, by: GroupBy, depth: Type.Optional(TradeDepth) },
        ...{ trade: Type.Optional(TradeCode), park: Type.Optional(Id), isKey: Type.Optional(Type.Boolean()) },
      },
      { additionalProperties: false },
    ),
    response: Type.Object({
      /** Null where it is held back. */
      total: Type.Union([shape.MachineSummary, Type.Null()]),
      /** The key is a division, a trade (empty: not given) or the id of a park. */
      rows: Type.Array(
        Type.Object({
          ...{ key: Type.String(), firms: Type.Integer() },
          machines: Type.Union([shape.MachineSummary, Type.Null()]),
        }),
      ),
      at: Instant,
      isSample: Type.Boolean(),
    }),
  },
  /** Evidence: the firms behind a division's counts; officials of the region see them, a firm only itself. */
  machinesByFirm: {
    method: 'GET',
    path: '/factory/evidence/firms',
    may: 'factory.read',
    query: listQuery({
      ...{ region: Type.Optional(RegionCode), trade: Type.Optional(TradeCode), park: Type.Optional(Id) },
      ...{ isKey: Type.Optional(Type.Boolean()), organisation: Type.Optional(Id) },
    }),
    response: Type.Object({
      ...listOf(shape.FirmSummary).properties,
      /** Of all firms that were asked for, those on other pages too. */
      sum: shape.MachineSummary,
      at: Instant,
    }),
    list: {
      columns: [
        'organisationName',
        'regionCode',
        'machines',
        'machinesConnected',
        'keyProcess',
        'keyProcessControlledDeclared',
        'keyProcessControlledEvidenced',
        'rateDeclared',
        'rateEvidenced',
        'oee',
      ],
    },
  },
  /** Evidence of one firm, each with the machines that it follows from. */
  firmEvidence: {
    method: 'GET',
    path: '/factory/evidence/firms/:organisationId',
    may: 'factory.read',
    params: Type.Object({ organisationId: Id }),
    response: Type.Object({ rows: Type.Array(Evidence) }),
  },
  /**
   * Evidence: how OEE is spread over the machines of a region in the last days: counts by tenth, no names.
   */
  oeeSpread: {
    method: 'GET',
    path: '/factory/evidence/oee',
    may: 'public',
    query: Type.Object(
      { region: RegionCode, days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 7 })) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      /** Availability is spread where no ideal cycle is declared, because OEE cannot be computed there. */
      oee: Type.Array(Type.Integer()),
      availability: Type.Array(Type.Integer()),
      machines: Type.Integer(),
      machinesWithoutOee: Type.Integer(),
      mean: Figure,
      meanAvailability: Figure,
      at: Instant,
    }),
  },
} as const satisfies Record<string, Route>
