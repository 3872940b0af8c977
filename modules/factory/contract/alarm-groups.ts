import { Id, type Route, type Static, Type } from '@ronghe/kit/contract'
import { Done, orNull } from './shapes.ts'

/** Machines whose alarms belong together: of a burst across them the first is marked. */
export const AlarmGroupBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60 }),
    nameEn: Type.Optional(Type.String({ maxLength: 100 })),
    /** Every machine of this unit and below (ISA-95). */
    unitId: Type.Optional(Id),
    /** Machines by themselves, beside the unit's or without one. */
    equipmentIds: Type.Optional(Type.Array(Id, { maxItems: 500 })),
    /** An alarm at most so long after another of the group belongs to the same burst. */
    windowSeconds: Type.Integer({ minimum: 1, maximum: 3600, default: 60 }),
  },
  { additionalProperties: false },
)
export type AlarmGroupBody = Static<typeof AlarmGroupBody>

const AlarmGroup = Type.Object({
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  name: Type.String(),
  nameZh: Type.String(),
  nameEn: orNull(Type.String()),
  unitId: orNull(Id),
  unitName: orNull(Type.String()),
  equipmentIds: Type.Array(Id),
  windowSeconds: Type.Integer(),
  machines: Type.Integer(),
  /** Bursts of the last seven days. */
  weekBursts: Type.Integer(),
  version: Type.Integer(),
  isSample: Type.Boolean(),
})

const groupId = Type.Object({ groupId: Id })

/** Groups of machines for the first-out of a line or an area (ANSI/ISA-18.2-2016 clause 12). */
export const alarmGroupRoutes = {
  alarmGroups: {
    method: 'GET',
    path: '/factory/alarm-groups',
    may: 'factory.read',
    response: Type.Object({ rows: Type.Array(AlarmGroup) }),
  },
  addAlarmGroup: {
    method: 'POST',
    path: '/factory/alarm-groups',
    may: 'factory.write',
    body: AlarmGroupBody,
    response: Type.Object({ id: Id }),
  },
  changeAlarmGroup: {
    method: 'PUT',
    path: '/factory/alarm-groups/:groupId',
    may: 'factory.write',
    params: groupId,
    body: Type.Object(
      {
        ...AlarmGroupBody.properties,
        /** The version that was changed; another one since then is a conflict. */
        version: Type.Integer({ minimum: 1 }),
      },
      { additionalProperties: false },
    ),
    response: Done,
  },
  removeAlarmGroup: {
    method: 'DELETE',
    path: '/factory/alarm-groups/:groupId',
    may: 'factory.write',
    params: groupId,
    response: Done,
  },
} as const satisfies Record<string, Route>
