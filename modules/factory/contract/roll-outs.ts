import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const orNull = shape.orNull
const Text = Type.String()
const rollOutId = Type.Object({ rollOutId: Id })
const Count = Type.Integer()

const RollOut = Type.Object({
  id: Id,
  createdAt: Instant,
  personName: orNull(Text),
  note: orNull(Text),
  edgeName: Text,
  version: Count,
  /** Edges it was given to, and how many have it in force, wait for it, refused it or were given another. */
  edges: Count,
  inForce: Count,
  waiting: Count,
  refused: Count,
  superseded: Count,
  rolledBackAt: orNull(Instant),
  rolledBackBy: orNull(Text),
  rolledBackReason: orNull(Text),
})

/** One version of machines given to a group of edges: how far it is, and the way back. */
export const rollOutRoutes = {
  rollOuts: {
    method: 'GET',
    path: '/factory/roll-outs',
    may: 'factory.connect',
    query: listQuery({}),
    response: listOf(RollOut),
    list: { columns: ['createdAt', 'edgeName', 'version', 'edges', 'inForce', 'waiting', 'refused', 'note'] },
  },
  rollOut: {
    method: 'GET',
    path: '/factory/roll-outs/:rollOutId',
    may: 'factory.connect',
    params: rollOutId,
    response: Type.Object({
      rolledBackAt: orNull(Instant),
      rolledBackReason: orNull(Text),
      rows: Type.Array(
        Type.Object({
          edgeId: Id,
          code: Text,
          name: Text,
          isOnline: Type.Boolean(),
          version: Count,
          hash: Text,
          versionInForce: orNull(Count),
          state: Type.Enum(['inForce', 'waiting', 'refused', 'superseded']),
          refusal: orNull(Text),
          program: orNull(shape.EdgeProgram),
        }),
      ),
    }),
  },
  /** Gives every edge whose newest version is this roll-out's the one before it, as its next version. */
  rollBack: {
    method: 'POST',
    path: '/factory/roll-outs/:rollOutId/roll-back',
    may: 'factory.connect',
    params: rollOutId,
    body: Type.Object(
      { reason: Type.String({ minLength: 1, maxLength: 300 }) },
      { additionalProperties: false },
    ),
    response: Type.Object({ edges: Count, left: Count }),
  },
} as const satisfies Record<string, Route>
