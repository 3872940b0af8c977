import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const equipmentId = Type.Object({ equipmentId: Id })
const cycle = Type.Integer({ minimum: 1, maximum: 2_000_000_000 })
const Rate = Type.Object({ equipmentId: Id, idealCycleMs: cycle }, { additionalProperties: false })
const says = {
  code: shape.Code,
  name: Type.String({ minLength: 1, maxLength: 120 }),
  nameEn: Type.Optional(Type.String({ maxLength: 160 })),
  /** Of machines without a cycle of their own. */
  idealCycleMs: Type.Optional(cycle),
  rates: Type.Array(Rate, { maxItems: 500 }),
}
const CountRule = Type.Object(
  {
    source: Type.Enum(['counter', 'programEnd', 'declared']),
    partsPerEnd: Type.Integer({ minimum: 1, maximum: 10_000 }),
    cycleSecondsMin: Type.Integer({ minimum: 0, maximum: 86_400 }),
    rejects: Type.Enum(['unknown', 'noneUnlessSaid']),
  },
  { additionalProperties: false },
)
/** What one signal measured while a part was made; null where nothing good came. */
const Measured = Type.Object({
  tagId: Id,
  name: Type.String(),
  unit: shape.orNull(Type.String()),
  least: shape.orNull(Type.Number()),
  mean: shape.orNull(Type.Number()),
  most: shape.orNull(Type.Number()),
})
const PartsMade = Type.Object({
  equipmentName: Type.String(),
  organisationId: Id,
  until: Instant,
  /** A person's word is in the counts. */
  basis: Type.Enum(['evidenced', 'declared']),
  parts: Type.Array(
    Type.Object({
      /** Since the part before, at most an hour. */
      startsAt: Instant,
      at: Instant,
      good: Type.Integer(),
      rejected: Type.Integer(),
      measured: Type.Array(Measured),
    }),
  ),
})
const count = Type.Integer({ minimum: 0, maximum: 100_000_000 })

/** What is made and how fast it could be, how it is counted, and what people counted. */
export const productRoutes = {
  products: {
    method: 'GET',
    path: '/factory/products',
    may: 'factory.read',
    query: listQuery({ organisation: Type.Optional(Id), isRetired: Type.Optional(Type.Boolean()) }),
    response: listOf(
      Type.Object({
        id: Id,
        code: Type.String(),
        name: Type.String(),
        nameEn: shape.orNull(Type.String()),
        idealCycleMs: shape.orNull(Type.Integer()),
        rates: Type.Array(
          Type.Object({ equipmentId: Id, equipmentName: Type.String(), idealCycleMs: Type.Integer() }),
        ),
        isRetired: Type.Boolean(),
        isSample: Type.Boolean(),
        version: Type.Integer(),
      }),
    ),
    list: { columns: ['code', 'name', 'nameEn', 'idealCycleMs', 'isRetired'] },
  },
  addProduct: {
    method: 'POST',
    path: '/factory/products',
    may: 'factory.operate',
    body: Type.Object(says, { additionalProperties: false }),
    response: Type.Object({ id: Id }),
  },
  /** Runs that were begun keep the cycle that they were begun with. */
  changeProduct: {
    method: 'PUT',
    path: '/factory/products/:productId',
    may: 'factory.operate',
    params: Type.Object({ productId: Id }),
    body: Type.Object(
      { ...says, isRetired: Type.Boolean(), version: Type.Integer({ minimum: 1 }) },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  countRule: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/count-rule',
    may: 'factory.read',
    params: equipmentId,
    response: CountRule,
  },
  /** How parts are counted; all figures of the machine follow. */
  changeCountRule: {
    method: 'PUT',
    path: '/factory/equipment/:equipmentId/count-rule',
    may: 'factory.write',
    params: equipmentId,
    body: CountRule,
    response: shape.Done,
  },
  /**
   * Parts that the machine made in a time, oldest first, at most `limit`, with what asked signals measured
   * while each was made. Behind `until` nothing is known or told yet: the next question goes on from there.
   */
  partsMade: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/parts-made',
    may: 'factory.read',
    params: equipmentId,
    query: Type.Object(
      {
        from: Instant,
        to: Instant,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 200 })),
        tag: Type.Optional(Type.Array(Id, { maxItems: 8 })),
      },
      { additionalProperties: false },
    ),
    response: PartsMade,
  },
  declaredCounts: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/declared-counts',
    may: 'factory.read',
    params: equipmentId,
    query: listQuery({}),
    response: listOf(
      Type.Object({
        id: Id,
        startsAt: Instant,
        endsAt: Instant,
        product: shape.orNull(Type.String()),
        good: Type.Integer(),
        rejected: Type.Integer(),
        rejectedStartup: Type.Integer(),
        note: shape.orNull(Type.String()),
        personName: shape.orNull(Type.String()),
        createdAt: Instant,
        withdrawnAt: shape.orNull(Instant),
      }),
    ),
    list: {
      columns: ['startsAt', 'endsAt', 'product', 'good', 'rejected', 'rejectedStartup', 'note', 'personName'],
    },
  },
  /** Parts that a person counted; they belong to the end of the stretch. */
  addDeclaredCount: {
    method: 'POST',
    path: '/factory/equipment/:equipmentId/declared-counts',
    may: 'factory.operate',
    params: equipmentId,
    body: Type.Object(
      {
        startsAt: Instant,
        endsAt: Instant,
        product: Type.Optional(Type.String({ maxLength: 120 })),
        good: count,
        rejected: count,
        rejectedStartup: Type.Optional(count),
        note: Type.Optional(Type.String({ maxLength: 300 })),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  withdrawDeclaredCount: {
    method: 'DELETE',
    path: '/factory/declared-counts/:countId',
    may: 'factory.operate',
    params: Type.Object({ countId: Id }),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
