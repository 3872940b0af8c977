import { Id, Instant, type Route, Type } from '@ronghe/kit/contract'
import { Done, orNull } from './shapes.ts'

const wallKinds = ['states', 'oee', 'energy', 'alarms', 'andon', 'picture'] as const

const Panel = Type.Object(
  { kind: Type.Enum([...wallKinds]), picture: Type.Optional(Id) },
  { additionalProperties: false },
)
const chosen = {
  panels: Type.Array(Panel, { minItems: 1, maxItems: 20 }),
  /** How long each panel stays. */
  seconds: Type.Integer({ minimum: 5, maximum: 600 }),
}

/** The large screen (大屏) of a firm. */
export const wallRoutes = {
  /** What it shows in turn; where nobody chose, states, OEE, energy and every published picture. */
  wall: {
    method: 'GET',
    path: '/factory/wall',
    may: 'factory.read',
    response: Type.Object({
      ...chosen,
      organisationName: orNull(Type.String()),
      isChosen: Type.Boolean(),
      changedAt: orNull(Instant),
      personName: orNull(Type.String()),
    }),
  },
  changeWall: {
    method: 'PUT',
    path: '/factory/wall',
    may: 'factory.write',
    body: Type.Object(chosen, { additionalProperties: false }),
    response: Done,
  },
} as const satisfies Record<string, Route>
