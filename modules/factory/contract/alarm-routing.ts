import { Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import { AlarmPriority } from './alarm-shapes.ts'
import { Done, orNull } from './shapes.ts'

const Clock = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

/** Who is told first, and who after how long without an acknowledgement. */
export const AlarmRouteBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** Alarms at least so grave. */
    priority: AlarmPriority,
    /** Machines of this unit and below; left out: all. */
    unitId: Type.Optional(Id),
    /** Only while a shift of this name works on the machine. */
    shift: Type.Optional(Type.String({ maxLength: 60 })),
    /** Only while this crew of a rotation works on the machine. */
    crew: Type.Optional(Type.String({ maxLength: 60 })),
    levels: Type.Array(
      Type.Object(
        {
          afterMinutes: Type.Integer({ minimum: 0, maximum: 1440 }),
          roles: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 }),
          personIds: Type.Array(Id, { maxItems: 50 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 5 },
    ),
    /** Quiet hours of the machine's zone: what is less grave waits until they end. */
    quietFrom: Type.Optional(Clock),
    quietTo: Type.Optional(Clock),
    quietPriority: Type.Optional(AlarmPriority),
  },
  { additionalProperties: false },
)
export type AlarmRouteBody = Static<typeof AlarmRouteBody>

const AlarmRoute = Type.Object({
  id: Id,
  organisationId: Id,
  body: AlarmRouteBody,
  unitName: orNull(Type.String()),
  version: Type.Integer(),
})

const AlarmCall = Type.Object({
  id: Id,
  alarmId: Id,
  alarmCode: Type.String(),
  name: Type.String(),
  equipmentName: Type.String(),
  routeName: Type.String(),
  level: Type.Integer(),
  personName: orNull(Type.String()),
  at: Instant,
  seenAt: orNull(Instant),
  acknowledgedAt: orNull(Instant),
})

const routeId = Type.Object({ routeId: Id })

/** Routing of alarms to people, with escalation, and who was told when. */
export const alarmRoutingRoutes = {
  alarmRoutes: {
    method: 'GET',
    path: '/factory/alarm-routes',
    may: 'factory.read',
    response: Type.Object({ rows: Type.Array(AlarmRoute) }),
  },
  addAlarmRoute: {
    method: 'POST',
    path: '/factory/alarm-routes',
    may: 'factory.write',
    body: AlarmRouteBody,
    response: Type.Object({ id: Id }),
  },
  changeAlarmRoute: {
    method: 'PUT',
    path: '/factory/alarm-routes/:routeId',
    may: 'factory.write',
    params: routeId,
    body: AlarmRouteBody,
    response: Done,
  },
  removeAlarmRoute: {
    method: 'DELETE',
    path: '/factory/alarm-routes/:routeId',
    may: 'factory.write',
    params: routeId,
    response: Done,
  },
  /** Who was told of which alarm when, and whether they looked at it. */
  alarmCalls: {
    method: 'GET',
    path: '/factory/alarm-calls',
    may: 'factory.read',
    query: listQuery({ alarm: Type.Optional(Id), isSeen: Type.Optional(Type.Boolean()) }),
    response: listOf(AlarmCall),
    list: {
      columns: [
        'at',
        'alarmCode',
        'name',
        'equipmentName',
        'level',
        'personName',
        'seenAt',
        'acknowledgedAt',
      ],
    },
  },
  /** The caller has looked at the alarm: what they were told of it counts as seen. */
  seeAlarm: {
    method: 'POST',
    path: '/factory/alarms/:alarmId/seen',
    may: 'factory.read',
    params: Type.Object({ alarmId: Id }),
    response: Done,
  },
} as const satisfies Record<string, Route>
