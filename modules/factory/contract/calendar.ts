import { Day, Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { ImportReport } from '@ronghe/registry/contract'
import { CalendarMonth, CalendarPeriod, Rotation } from './calendar-shapes.ts'
import * as shape from './shapes.ts'

const equipmentId = Type.Object({ equipmentId: Id })
const unitId = Type.Object({ unitId: Id })
const month = Type.Object(
  { month: Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$' }) },
  { additionalProperties: false },
)
const RotationChange = Type.Object(
  { validFrom: Day, timeZone: Type.String({ maxLength: 60 }), rotation: Rotation },
  { additionalProperties: false },
)

/** What was planned: shifts, exceptions, and what was to be made. */
export const calendarRoutes = {
  shifts: {
    method: 'GET',
    path: '/factory/units/:unitId/shifts',
    may: 'factory.read',
    params: unitId,
    response: Type.Object({
      inheritedFrom: Type.Union([Id, Type.Null()]),
      timeZone: Type.String(),
      shifts: Type.Array(shape.Shift),
      exceptions: Type.Array(shape.CalendarException),
      /** Crews that rotate, where they do; `shifts` is then empty. */
      rotation: shape.orNull(Rotation),
      /** What the unit itself planned from which day on. */
      periods: Type.Array(CalendarPeriod),
    }),
  },
  /** The days of a month as they are planned. */
  calendarMonth: {
    method: 'GET',
    path: '/factory/units/:unitId/month',
    may: 'factory.read',
    params: unitId,
    query: month,
    response: CalendarMonth,
  },
  /** Has crews rotate from `validFrom` on; what was before stays as it counted. */
  changeRotation: {
    method: 'PUT',
    path: '/factory/units/:unitId/rotation',
    may: 'factory.operate',
    params: unitId,
    body: RotationChange,
    response: shape.Done,
  },
  /** The days of a month as they would be; nothing is kept. */
  previewRotation: {
    method: 'POST',
    path: '/factory/units/:unitId/rotation/preview',
    may: 'factory.read',
    params: unitId,
    query: month,
    body: RotationChange,
    response: CalendarMonth,
  },
  /** Holidays and maintenance from a table; what is there already stays. */
  importExceptions: {
    method: 'POST',
    path: '/factory/units/:unitId/exceptions/import',
    may: 'factory.operate',
    params: unitId,
    query: Type.Object(
      { dryRun: Type.Optional(Type.Boolean({ default: true })) },
      { additionalProperties: false },
    ),
    body: shape.File,
    upload: true,
    response: ImportReport,
  },
  exceptionTemplate: {
    method: 'GET',
    path: '/factory/exception-template',
    may: 'factory.read',
    response: Type.Unknown(),
    download: true,
  },
  /** The unit's own, in the columns that an import reads. */
  exportExceptions: {
    method: 'GET',
    path: '/factory/units/:unitId/exceptions',
    may: 'factory.read',
    params: unitId,
    response: Type.Unknown(),
    download: true,
  },
  /** Days off of a year's official calendar; `known` is false where it holds none. */
  addPublicHolidays: {
    method: 'POST',
    path: '/factory/units/:unitId/exceptions/holidays',
    may: 'factory.operate',
    params: unitId,
    body: Type.Object(
      { year: Type.Integer({ minimum: 2000, maximum: 2100 }) },
      { additionalProperties: false },
    ),
    response: Type.Object({ added: Type.Integer(), known: Type.Boolean() }),
  },
  /** From `validFrom` on; what was before stays as it counted. */
  changeShifts: {
    method: 'PUT',
    path: '/factory/units/:unitId/shifts',
    may: 'factory.operate',
    params: unitId,
    body: Type.Object(
      {
        validFrom: Day,
        timeZone: Type.String({ maxLength: 60 }),
        shifts: Type.Array(shape.Shift, { maxItems: 200 }),
      },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  addException: {
    method: 'POST',
    path: '/factory/units/:unitId/exceptions',
    may: 'factory.operate',
    params: unitId,
    body: Type.Object(
      {
        kind: Type.Enum(['holiday', 'maintenance']),
        name: Type.String({ minLength: 1, maxLength: 60 }),
        startsAt: Instant,
        endsAt: Instant,
        /** Again after so many days, up to a day: regular maintenance. */
        everyDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
        repeatUntil: Type.Optional(Day),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  removeException: {
    method: 'DELETE',
    path: '/factory/exceptions/:exceptionId',
    may: 'factory.operate',
    params: Type.Object({ exceptionId: Id }),
    response: shape.Done,
  },
  productRuns: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/runs',
    may: 'factory.read',
    params: equipmentId,
    query: listQuery({}),
    response: listOf(
      Type.Object({
        id: Id,
        product: Type.String(),
        idealCycleMs: Type.Integer(),
        startsAt: Instant,
        endsAt: Type.Union([Instant, Type.Null()]),
      }),
    ),
    list: { columns: ['product', 'idealCycleMs', 'startsAt', 'endsAt'] },
  },
  addProductRun: {
    method: 'POST',
    path: '/factory/equipment/:equipmentId/runs',
    may: 'factory.operate',
    params: equipmentId,
    body: Type.Object(
      {
        /** From the product table, with its ideal cycle on this machine unless the body gives another. */
        productId: Type.Optional(Id),
        product: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
        idealCycleMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })),
        startsAt: Instant,
        endsAt: Type.Optional(Instant),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  /** Takes back a run that was declared by mistake. */
  removeProductRun: {
    method: 'DELETE',
    path: '/factory/runs/:runId',
    may: 'factory.operate',
    params: Type.Object({ runId: Id }),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
