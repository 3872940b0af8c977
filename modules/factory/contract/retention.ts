import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const days = Type.Union([Type.Integer({ minimum: 1, maximum: 36_600 }), Type.Null()])
/** Days that points, their minutes and their hours are kept; null keeps for ever. */
const tiers = { rawDays: days, minuteDays: days, hourDays: days }

const Freed = Type.Object({ points: Type.Integer(), bytes: Type.Integer(), signals: Type.Integer() })

const orNull = shape.orNull
const text = (maxLength: number) => Type.Union([Type.String({ minLength: 1, maxLength }), Type.Null()])
const rule = {
  rank: Type.Integer({ minimum: 1, maximum: 1000 }),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  /** Of a signal: its meaning, its name (* stands for anything), its machine. Null: any. */
  meaning: text(120),
  pattern: text(120),
  equipmentId: orNull(Id),
  ...tiers,
}
const ruleId = Type.Object({ ruleId: Id })
const ruleBody = Type.Object(
  { ...rule, reason: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
)

/** How long history is kept, and the state of the store that keeps it. */
export const retentionRoutes = {
  storage: {
    method: 'GET',
    path: '/factory/storage',
    may: 'factory.read',
    response: Type.Object({
      /** Full: what comes is refused until there is room, and the edges keep it. */
      state: Type.Enum(['fine', 'tight', 'full']),
      bytesFree: Type.Integer(),
      bytesUsed: Type.Integer(),
      points: Type.Integer(),
      closedDays: Type.Integer(),
      bytesPerPoint: Type.Union([Type.Number(), Type.Null()]),
      waitingPoints: Type.Integer(),
      committedAt: Type.Union([Instant, Type.Null()]),
    }),
  },
  retention: {
    method: 'GET',
    path: '/factory/retention',
    may: 'factory.read',
    response: Type.Object({
      ...tiers,
      changedAt: Type.Union([Instant, Type.Null()]),
      changedBy: Type.Union([Type.String(), Type.Null()]),
      thinnedAt: Type.Union([Instant, Type.Null()]),
      thinnedPoints: Type.Integer(),
      heldSignals: Type.Integer(),
    }),
  },
  /** What would go if these days held from today on. Nothing changes. */
  tryRetention: {
    method: 'POST',
    path: '/factory/retention/trial',
    may: 'factory.write',
    body: Type.Object(tiers, { additionalProperties: false }),
    response: Freed,
    reads: true,
  },
  changeRetention: {
    method: 'PUT',
    path: '/factory/retention',
    may: 'factory.write',
    body: Type.Object(
      { ...tiers, reason: Type.String({ minLength: 1, maxLength: 500 }) },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  /** Classes of signals that are kept otherwise, in the order in which they are tried. */
  retentionRules: {
    method: 'GET',
    path: '/factory/retention/rules',
    may: 'factory.read',
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          id: Id,
          ...rule,
          equipmentName: orNull(Type.String()),
          /** Signals whose first class this is, and nothing holds. */
          signals: Type.Integer(),
          changedAt: Instant,
          changedBy: orNull(Type.String()),
        }),
      ),
      /** Signals of numbers that fit none, and nothing holds. */
      rest: Type.Integer(),
    }),
  },
  addRetentionRule: {
    method: 'POST',
    path: '/factory/retention/rules',
    may: 'factory.write',
    body: ruleBody,
    response: Type.Object({ id: Id }),
  },
  changeRetentionRule: {
    method: 'PUT',
    path: '/factory/retention/rules/:ruleId',
    may: 'factory.write',
    params: ruleId,
    body: ruleBody,
    response: shape.Done,
  },
  removeRetentionRule: {
    method: 'DELETE',
    path: '/factory/retention/rules/:ruleId',
    may: 'factory.write',
    params: ruleId,
    response: shape.Done,
  },
  /** Thins now what the kept days let go. */
  thinHistory: {
    method: 'POST',
    path: '/factory/retention/thinning',
    may: 'factory.write',
    response: Freed,
  },
  holds: {
    method: 'GET',
    path: '/factory/holds',
    may: 'factory.read',
    query: listQuery({}),
    response: listOf(
      Type.Object({
        tagId: Id,
        name: Type.String(),
        equipmentName: Type.String(),
        reason: Type.String(),
        personName: Type.Union([Type.String(), Type.Null()]),
        createdAt: Instant,
      }),
    ),
    list: { columns: ['equipmentName', 'name', 'reason', 'personName', 'createdAt'] },
  },
  hold: {
    method: 'POST',
    path: '/factory/holds',
    may: 'factory.write',
    body: Type.Object(
      { tagId: Id, reason: Type.String({ minLength: 1, maxLength: 500 }) },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  releaseHold: {
    method: 'DELETE',
    path: '/factory/holds/:tagId',
    may: 'factory.write',
    params: Type.Object({ tagId: Id }),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
