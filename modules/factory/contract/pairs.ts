import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { Done, orNull } from './shapes.ts'

const Text = Type.String()
const pairId = Type.Object({ pairId: Id })
const Reason = Type.String({ minLength: 1, maxLength: 300 })
const closed = { additionalProperties: false }

const Member = Type.Object({
  id: Id,
  name: Text,
  isOnline: Type.Boolean(),
  /** Started as one of a pair; without that it would tell what its partner tells too. */
  isStarted: Type.Boolean(),
})

/** Two edges that read the same machines: whose turn it is to tell, and how it came to that. */
export const pairRoutes = {
  edgePair: {
    method: 'GET',
    path: '/factory/edges/:edgeId/pair',
    may: 'factory.read',
    params: Type.Object({ edgeId: Id }),
    response: Type.Object({
      pair: orNull(
        Type.Object({
          id: Id,
          primary: Member,
          standby: Member,
          createdAt: Instant,
          personName: orNull(Text),
          devices: Type.Array(Type.Object({ device: Text, edgeId: Id, edgeName: Text })),
        }),
      ),
    }),
  },
  makePair: {
    method: 'POST',
    path: '/factory/edges/:edgeId/pair',
    may: 'factory.connect',
    params: Type.Object({ edgeId: Id }),
    body: Type.Object({ standbyId: Id }, closed),
    response: Type.Object({ id: Id }),
  },
  endPair: {
    method: 'POST',
    path: '/factory/pairs/:pairId/end',
    may: 'factory.connect',
    params: pairId,
    body: Type.Object({ reason: Reason }, closed),
    response: Done,
  },
  handOver: {
    method: 'POST',
    path: '/factory/pairs/:pairId/hand-over',
    may: 'factory.connect',
    params: pairId,
    body: Type.Object({ edgeId: Id, reason: Reason }, closed),
    response: Done,
  },
  pairTurns: {
    method: 'GET',
    path: '/factory/pairs/:pairId/turns',
    may: 'factory.read',
    params: pairId,
    query: listQuery({}),
    response: listOf(
      Type.Object({
        id: Text,
        at: Instant,
        device: Text,
        edgeName: Text,
        why: Text,
        personName: orNull(Text),
        isOpen: Type.Boolean(),
      }),
    ),
    list: { columns: ['at', 'device', 'edgeName', 'why', 'personName'] },
  },
} as const satisfies Record<string, Route>
