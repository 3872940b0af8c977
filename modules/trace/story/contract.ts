import { Id, Instant, type Static, Type } from '@ronghe/kit/contract'

const Nullable = Type.Union([Type.String(), Type.Null()])
const Measure = Type.Union([Type.Number(), Type.Null()])
const Named = Type.Object({ type: Type.String(), id: Type.String() })

/** What an event tells besides its line. Terms of types are bare, ids canonical. */
export const EventDetails = Type.Object({
  parent: Nullable,
  inputs: Type.Integer(),
  outputs: Type.Integer(),
  transactions: Type.Array(Named),
  sources: Type.Array(Named),
  destinations: Type.Array(Named),
  sensors: Type.Array(
    Type.Object({
      type: Type.String(),
      component: Nullable,
      value: Measure,
      least: Measure,
      most: Measure,
      mean: Measure,
      text: Nullable,
      uom: Nullable,
      unit: Nullable,
      at: Nullable,
      device: Nullable,
    }),
  ),
  lot: Nullable,
  /** The machine that did it, and since when; the event's time is its end. */
  equipmentId: Type.Union([Id, Type.Null()]),
  startedAt: Type.Union([Instant, Type.Null()]),
  isSample: Type.Boolean(),
})
export type EventDetails = Static<typeof EventDetails>

/** Id → name of products, places and parties that are named, as far as master data know them. */
export const Names = Type.Record(Type.String(), Type.String())
