import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { GroupBy, RegionCode, TradeCode, TradeDepth } from '@ronghe/registry/contract'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Percent = orNull(Type.Number())

const amounts = {
  firms: Type.Integer(),
  machines: orNull(Type.Integer()),
  machinesConnected: orNull(Type.Integer()),
  rateEvidenced: Percent,
  rateDeclared: Percent,
  /** Firms assessed by the framework that a goal counts, and certificates that goals count. */
  assessed: Type.Integer(),
  certified: Type.Integer(),
  /** Of the chosen goal, as it is computed for the region. */
  goalEvidenced: orNull(Type.Number()),
  goalDeclared: orNull(Type.Number()),
}

/** What the firms of a division, trade or park amount to; null where it is held back. */
export const BreakdownRow = Type.Object({
  /** Division, trade (empty: not given) or the id of a park. */
  key: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  ...amounts,
  keyProcess: orNull(Type.Integer()),
  /** Fewer than five firms, or held back so that those cannot be worked out. */
  isHeld: Type.Boolean(),
  /** The rows that make the figures; null where no rows may be seen. */
  proof: orNull(Type.String()),
  /** The runs and certificates behind what `assess` counts, and the rows behind the goal's figures. */
  assessedProof: orNull(Type.String()),
  certifiedProof: orNull(Type.String()),
  goalProof: orNull(Type.String()),
  /** One step further down. */
  next: orNull(Type.String()),
})

/** All groups together, each firm once; what fewer than five firms amount to is held back (null). */
const BreakdownSum = Type.Object(amounts)

/** The region's figures by division, trade and park. */
export const breakdownRoutes = {
  breakdown: {
    method: 'GET',
    path: '/governance/breakdown',
    may: 'public',
    query: listQuery({
      ...{ by: Type.Optional(GroupBy), depth: Type.Optional(TradeDepth), region: Type.Optional(RegionCode) },
      ...{ trade: Type.Optional(TradeCode), park: Type.Optional(Id), isKey: Type.Optional(Type.Boolean()) },
      goal: Type.Optional(Type.String({ maxLength: 60 })),
    }),
    response: Type.Object({
      ...listOf(BreakdownRow).properties,
      sum: BreakdownSum,
      at: Instant,
      isSample: Type.Boolean(),
      region: Type.Object({ code: Type.String(), nameZh: Type.String(), nameEn: Type.String() }),
    }),
    list: {
      columns: [
        ...['key', 'nameZh', 'nameEn', 'firms', 'machines', 'machinesConnected', 'keyProcess'],
        ...[
          'rateEvidenced',
          'rateDeclared',
          'assessed',
          'certified',
          'goalEvidenced',
          'goalDeclared',
          'isHeld',
        ],
      ],
    },
  },
} as const satisfies Record<string, Route>
