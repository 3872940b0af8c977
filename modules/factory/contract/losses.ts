import { Day, Figure, Id, Instant, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { BigLoss } from './reasons.ts'
import * as shape from './shapes.ts'

/** How several machines make one figure: by their sums (planned time), by volume, or each alike. */
export const Weighting = Type.Enum(['plannedTime', 'volume', 'plain'])
const days = { fromDay: Day, toDay: Day }
const scope = {
  unit: Type.Optional(Id),
  equipment: Type.Optional(Id),
  organisation: Type.Optional(Id),
  /** Only shifts of this name. */
  shift: Type.Optional(Type.String({ maxLength: 60 })),
}
const Factors = Type.Object({
  oee: Figure,
  availability: Figure,
  effectiveness: Figure,
  quality: Figure,
  knownShare: Figure,
})

/** One reason's time, and what share of planned time that is: points of OEE. */
export const ReasonLossRow = Type.Object({
  reason: shape.orNull(Type.String()),
  name: Type.String(),
  colour: shape.orNull(Type.String()),
  /** Codes from the root of the firm's tree; empty for what is no reason of the tree. */
  path: Type.Array(Type.String()),
  timeClass: Type.String(),
  loss: BigLoss,
  isPlanned: Type.Boolean(),
  isMicro: Type.Boolean(),
  seconds: Type.Number(),
  count: Type.Integer(),
  points: shape.orNull(Type.Number()),
  declaredSeconds: Type.Number(),
})
export const LossPart = Type.Object({
  id: Id,
  kind: Type.Enum(['unit', 'equipment']),
  name: Type.String(),
  machines: Type.Integer(),
  factors: Factors,
  /** Share that the part has in each factor of the whole, 0…1. */
  weights: Type.Object({
    availability: shape.orNull(Type.Number()),
    effectiveness: shape.orNull(Type.Number()),
    quality: shape.orNull(Type.Number()),
    oee: shape.orNull(Type.Number()),
  }),
  plannedHours: Type.Number(),
  productionHours: Type.Number(),
  parts: shape.orNull(Type.Number()),
  overSpeed: Type.Boolean(),
  openStops: Type.Integer(),
})
const WaterfallStep = Type.Object({
  step: Type.String(),
  seconds: Type.Number(),
  lostSeconds: Type.Number(),
  /** Of calendar time lost and of planned busy time; null without planned time. */
  points: shape.orNull(Type.Number()),
})

/** Steps from calendar time to what good items needed (engines/oee SPEC, OEE-70). */
const WaterfallName = Type.Enum([
  'notPlanned',
  'plannedStop',
  'unknown',
  'idle',
  'down',
  'delay',
  'setup',
  'speed',
  'quality',
])

/** What shifts were worth and where their time went: for a machine, a line, a site, a firm. */
export const lossRoutes = {
  losses: {
    method: 'GET',
    path: '/factory/losses',
    may: 'factory.read',
    query: Type.Object(
      { ...days, ...scope, weighting: Type.Optional(Weighting) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      fromDay: Day,
      toDay: Day,
      weighting: Weighting,
      factors: Factors,
      target: shape.orNull(Type.Number()),
      /** Share of planned time of the machines that have an OEE; the others are named. */
      coverage: shape.orNull(Type.Number()),
      without: Type.Array(Type.Object({ id: Id, name: Type.String(), reason: Type.String() })),
      parts: Type.Array(LossPart),
      bigLosses: Type.Array(
        Type.Object({
          loss: BigLoss,
          seconds: shape.orNull(Type.Number()),
          points: shape.orNull(Type.Number()),
        }),
      ),
      reasons: Type.Array(ReasonLossRow),
      waterfall: Type.Array(WaterfallStep),
      openStops: Type.Object({ count: Type.Integer(), seconds: Type.Number() }),
      /** The stretch whose stops make the losses; null where other shifts lie between. */
      span: shape.orNull(Type.Object({ from: Instant, to: Instant })),
      shiftNames: Type.Array(Type.String()),
      /** SHA-256 over the hashes of all shifts that make the figures. */
      inputsHash: Type.String(),
    }),
  },
  /** The machines' shifts behind a step, a big loss or a reason; what each has of it makes the figure. */
  lossShifts: {
    method: 'GET',
    path: '/factory/loss-shifts',
    may: 'factory.read',
    query: listQuery({
      ...days,
      ...scope,
      step: Type.Optional(WaterfallName),
      loss: Type.Optional(BigLoss),
      reason: Type.Optional(Type.String({ maxLength: 60 })),
      timeClass: Type.Optional(Type.Enum(['setup', 'delay', 'down', 'idle', 'unknown'])),
      isMicro: Type.Optional(Type.Boolean()),
    }),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          equipmentId: Id,
          equipmentName: Type.String(),
          day: Day,
          shiftName: Type.String(),
          crew: shape.orNull(Type.String()),
          startsAt: Instant,
          endsAt: Instant,
          /** What the shift has of the loss; below 0 where items came faster than planned. */
          seconds: Type.Number(),
          plannedHours: Type.Number(),
          availability: shape.orNull(Type.Number()),
          oee: shape.orNull(Type.Number()),
        }),
      ),
      total: Type.Integer({ minimum: 0 }),
      /** Of all that fit, not of this page. */
      seconds: Type.Number(),
    }),
    list: {
      columns: [
        'day',
        'shiftName',
        'crew',
        'equipmentName',
        'startsAt',
        'endsAt',
        'seconds',
        'plannedHours',
        'availability',
        'oee',
      ],
    },
  },
  /** Availability by local day and hour, or OEE by day and shift. */
  lossHeat: {
    method: 'GET',
    path: '/factory/loss-heat',
    may: 'factory.read',
    query: Type.Object(
      { ...days, ...scope, by: Type.Enum(['hour', 'shift']) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      columns: Type.Array(Type.String()),
      rows: Type.Array(
        Type.Object({
          day: Day,
          cells: Type.Array(
            Type.Object({
              availability: shape.orNull(Type.Number()),
              oee: shape.orNull(Type.Number()),
              plannedHours: Type.Number(),
            }),
          ),
        }),
      ),
    }),
  },
  /** The factors by day, week or month, to see where they go. */
  lossTrend: {
    method: 'GET',
    path: '/factory/loss-trend',
    may: 'factory.read',
    query: Type.Object(
      { ...days, ...scope, by: Type.Enum(['day', 'week', 'month']) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          from: Day,
          to: Day,
          oee: shape.orNull(Type.Number()),
          availability: shape.orNull(Type.Number()),
          effectiveness: shape.orNull(Type.Number()),
          quality: shape.orNull(Type.Number()),
          plannedHours: Type.Number(),
        }),
      ),
    }),
  },
  /** The same figures side by side: lines, machines, shifts, crews, or this period and the one before. */
  lossComparison: {
    method: 'GET',
    path: '/factory/loss-comparison',
    may: 'factory.read',
    query: Type.Object(
      { ...days, ...scope, by: Type.Enum(['unit', 'equipment', 'shift', 'crew', 'period']) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          key: Type.String(),
          name: Type.String(),
          factors: Factors,
          plannedHours: Type.Number(),
          parts: shape.orNull(Type.Number()),
          top: Type.Array(Type.Object({ name: Type.String(), seconds: Type.Number() })),
        }),
      ),
    }),
  },
  /** The shifts of a unit that have figures, the newest first. */
  shiftList: {
    method: 'GET',
    path: '/factory/units/:unitId/shift-list',
    may: 'factory.read',
    params: Type.Object({ unitId: Id }),
    query: Type.Object({ ...days }, { additionalProperties: false }),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          startsAt: Instant,
          endsAt: Instant,
          day: Day,
          name: Type.String(),
          crew: shape.orNull(Type.String()),
          machines: Type.Integer(),
          oee: shape.orNull(Type.Number()),
          availability: shape.orNull(Type.Number()),
          openStops: Type.Integer(),
        }),
      ),
    }),
  },
  /** Why a shift of a unit was better or worse than the one it is held against: cause by cause, exactly. */
  lossExplanation: {
    method: 'GET',
    path: '/factory/units/:unitId/loss-explanation',
    may: 'factory.read',
    params: Type.Object({ unitId: Id }),
    query: Type.Object(
      {
        startsAt: Instant,
        /** The shift of the same name before; the mean of those of four weeks; or the plan (nothing lost). */
        against: Type.Enum(['before', 'weeks', 'plan']),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({
      measure: Type.Enum(['oeeByTime', 'availability']),
      now: Figure,
      reference: Figure,
      change: shape.orNull(Type.Number()),
      target: shape.orNull(Type.Number()),
      shift: Type.Object({ startsAt: Instant, endsAt: Instant, day: Day, name: Type.String() }),
      /** The shifts that it is held against. */
      against: Type.Array(Type.Object({ startsAt: Instant, endsAt: Instant, day: Day, name: Type.String() })),
      causes: Type.Array(
        Type.Object({
          equipmentId: Id,
          equipmentName: Type.String(),
          cause: Type.String(),
          name: Type.String(),
          now: Type.Number(),
          before: Type.Number(),
          /** Points of the figure, below 0 where they were won. */
          change: Type.Number(),
          /** The page that shows the stretches and signals behind it. */
          proof: Type.String(),
        }),
      ),
    }),
  },
  oeeTarget: {
    method: 'PUT',
    path: '/factory/units/:unitId/oee-target',
    may: 'factory.write',
    params: Type.Object({ unitId: Id }),
    body: Type.Object(
      { validFrom: Day, targetPercent: Type.Number({ exclusiveMinimum: 0, maximum: 100 }) },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
