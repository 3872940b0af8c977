import { Day, Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const equipmentId = Type.Object({ equipmentId: Id })
const unitId = Type.Object({ unitId: Id })

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
    }),
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
