import { Id, Instant, type Static, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

export const Happened = Type.Object({
  equipmentName: Type.String(),
  organisationId: Id,
  /** Behind it nothing is known or told yet. */
  until: Instant,
  /** States that began in the time, in order. */
  states: Type.Array(
    Type.Object({ startsAt: Instant, state: Type.String(), reason: shape.orNull(Type.String()) }),
  ),
  /** Planned shifts that ended in the time. */
  shifts: Type.Array(Type.Object({ startsAt: Instant, endsAt: Instant, name: Type.String() })),
  /** Announced alarms that were active in the time, since their condition held; without an end they hold. */
  alarms: Type.Array(
    Type.Object({
      id: Id,
      alarmCode: Type.String(),
      name: Type.String(),
      priority: Type.Enum(['critical', 'high', 'medium', 'low']),
      startsAt: Instant,
      endsAt: shape.orNull(Instant),
    }),
  ),
})
export type Happened = Static<typeof Happened>

/** What rooms that work machines off want to know besides parts. */
export const happenedRoutes = {
  /**
   * What happened to a machine in a time, as `partsMade` tells it: as far as its states are known, each once
   * when the next question begins at `until`.
   */
  happened: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/happened',
    may: 'factory.read',
    params: Type.Object({ equipmentId: Id }),
    query: Type.Object({ from: Instant, to: Instant }, { additionalProperties: false }),
    response: Happened,
  },
} as const
