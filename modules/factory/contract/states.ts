import { Day, Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { RegionCode } from '@ronghe/registry/contract'
import * as shape from './shapes.ts'

const equipmentId = Type.Object({ equipmentId: Id })

/** What a machine did: its states, the rules behind them, and the figures of ISO 22400-2. */
export const stateRoutes = {
  states: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/states',
    may: 'factory.read',
    params: equipmentId,
    query: listQuery(shape.span),
    response: listOf(shape.StateSpan),
    list: { columns: ['startsAt', 'endsAt', 'state', 'reason'] },
  },
  corrections: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/corrections',
    may: 'factory.read',
    params: equipmentId,
    query: listQuery(shape.span),
    response: listOf(shape.Correction),
    list: {
      columns: [
        'startsAt',
        'endsAt',
        'state',
        'reason',
        'overProduction',
        'note',
        'personName',
        'createdAt',
        'withdrawnAt',
      ],
    },
  },
  /** Says of a past stretch what it was, or why; figures follow, and the later word counts. */
  addCorrection: {
    method: 'POST',
    path: '/factory/equipment/:equipmentId/corrections',
    may: 'factory.operate',
    params: equipmentId,
    body: Type.Object(
      {
        startsAt: Instant,
        endsAt: Instant,
        state: Type.Optional(shape.SaidState),
        reason: Type.String({ minLength: 1, maxLength: 60 }),
        overProduction: Type.Optional(Type.Boolean()),
        note: Type.Optional(Type.String({ maxLength: 300 })),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  /** Takes back what was said by mistake; it stays in the list. */
  withdrawCorrection: {
    method: 'DELETE',
    path: '/factory/corrections/:correctionId',
    may: 'factory.operate',
    params: Type.Object({ correctionId: Id }),
    response: shape.Done,
  },
  oee: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/oee',
    may: 'factory.read',
    params: equipmentId,
    query: Type.Object(shape.span, { additionalProperties: false }),
    response: shape.OeeReport,
  },
  oeeDays: {
    method: 'GET',
    path: '/factory/oee-days',
    may: 'factory.read',
    response: listOf(shape.OeeDay),
    query: listQuery({
      organisation: Type.Optional(Id),
      equipment: Type.Optional(Id),
      region: Type.Optional(RegionCode),
      fromDay: Type.Optional(Day),
      toDay: Type.Optional(Day),
    }),
    list: {
      columns: [
        'equipmentName',
        'day',
        'oee',
        'availability',
        'effectiveness',
        'quality',
        'nee',
        'knownShare',
        'productionHours',
        'plannedHours',
        'inputsHash',
      ],
    },
  },

  stateRules: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/state-rules',
    may: 'factory.read',
    params: equipmentId,
    response: Type.Object({
      origin: Type.Enum(['equipment', 'organisation', 'standard']),
      version: Type.Integer(),
      rules: Type.Unknown(),
      note: Type.Union([Type.String(), Type.Null()]),
      createdAt: Type.Union([Instant, Type.Null()]),
    }),
  },
  /** The versions of a machine's own rules, the newest first. */
  stateRuleVersions: {
    method: 'GET',
    path: '/factory/equipment/:equipmentId/state-rules/versions',
    may: 'factory.read',
    params: equipmentId,
    query: listQuery({}),
    response: listOf(
      Type.Object({
        version: Type.Integer(),
        rules: Type.Unknown(),
        note: Type.Union([Type.String(), Type.Null()]),
        createdAt: Instant,
      }),
    ),
    list: { columns: ['version', 'note', 'createdAt'] },
  },
  /** What rules would have made of a past span, beside what counts now. Changes nothing. */
  tryStateRules: {
    method: 'POST',
    path: '/factory/equipment/:equipmentId/state-rules/try',
    may: 'factory.write',
    params: equipmentId,
    body: Type.Object({ rules: Type.Unknown(), ...shape.span }, { additionalProperties: false }),
    response: Type.Object({
      /** The span that was tried; it ends earlier than asked where a signal has too many points. */
      from: Instant,
      to: Instant,
      states: Type.Array(
        Type.Object({ state: shape.MachineState, microsNow: Type.Integer(), microsTried: Type.Integer() }),
      ),
      spans: Type.Array(shape.StateSpan),
      /** Names the rules use that are no signal of this machine. */
      absentTags: Type.Array(Type.String()),
    }),
  },
  changeStateRules: {
    method: 'PUT',
    path: '/factory/equipment/:equipmentId/state-rules',
    may: 'factory.write',
    params: equipmentId,
    body: Type.Object(
      { rules: Type.Unknown(), note: Type.Optional(Type.String({ maxLength: 300 })) },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
