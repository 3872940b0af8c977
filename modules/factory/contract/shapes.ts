import { Day, Figure, Id, Instant, Type } from '@ronghe/kit/contract'

/** The shape, or null. */
export const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
export const Code = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$' })

/**
 * States of a machine as the rules give them (engines/oee, after ISO 22400-2 clause 6): production, setup,
 * delay (an order
 * has begun and does not go on), down (a fault or a stop), idle (ready and without work), unknown (silence,
 * never running).
 */
/** What a person may say of a stretch: nobody declares the unknown. */
export const SaidState = Type.Enum(['production', 'setup', 'delay', 'down', 'idle'])
export const MachineState = Type.Enum(['production', 'setup', 'delay', 'down', 'idle', 'unknown'])

export const Done = Type.Object({ done: Type.Literal(true) })
export const File = Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) })
/** A stretch of time `[from, to)`. */
export const span = { from: Instant, to: Instant }

/** The program an edge runs, and whether it is the one that this server offers. */
export const EdgeProgram = Type.Object({
  version: Type.String(),
  hash: Type.String(),
  isCurrent: Type.Boolean(),
})

export const Edge = Type.Object({
  id: Id,
  organisationId: Id,
  code: Type.String(),
  name: Type.String(),
  isOnline: Type.Boolean(),
  stateAt: orNull(Instant),
  stateReason: orNull(Type.String()),
  program: orNull(EdgeProgram),
  equipmentCount: Type.Integer(),
  createdAt: Instant,
  revokedAt: orNull(Instant),
  isSample: Type.Boolean(),
})

/** How a fact about a machine is known: typed by a person, or proved by its own controller. */
export const Basis = Type.Enum(['evidenced', 'declared'])

export const Equipment = Type.Object({
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  unitId: Id,
  unitName: Type.String(),
  regionCode: Type.String(),
  code: Type.String(),
  name: Type.String(),
  nameEn: orNull(Type.String()),
  maker: orNull(Type.String()),
  model: orNull(Type.String()),
  serialNumber: orNull(Type.String()),
  firmware: orNull(Type.String()),
  builtOn: orNull(Day),
  commissionedOn: orNull(Day),
  retiredOn: orNull(Day),
  hasPhoto: Type.Boolean(),
  isNumericalControl: Type.Boolean(),
  numericalControlBasis: Basis,
  isNetworked: Type.Boolean(),
  networkedBasis: Basis,
  process: orNull(Type.String()),
  isKeyProcess: Type.Boolean(),
  edgeId: orNull(Id),
  edgeCode: orNull(Type.String()),
  device: orNull(Type.String()),
  firstSignalAt: orNull(Instant),
  lastSignalAt: orNull(Instant),
  state: MachineState,
  stateSince: orNull(Instant),
  isSample: Type.Boolean(),
  version: Type.Integer(),
})

const writable = {
  unitId: Id,
  code: Code,
  name: Type.String({ minLength: 1, maxLength: 120 }),
  nameEn: Type.Optional(Type.String({ maxLength: 160 })),
  maker: Type.Optional(Type.String({ maxLength: 120 })),
  model: Type.Optional(Type.String({ maxLength: 120 })),
  serialNumber: Type.Optional(Type.String({ maxLength: 120 })),
  firmware: Type.Optional(Type.String({ maxLength: 120 })),
  builtOn: Type.Optional(Day),
  commissionedOn: Type.Optional(Day),
  retiredOn: Type.Optional(Day),
  isNumericalControl: Type.Boolean({ default: false }),
  isNetworked: Type.Boolean({ default: false }),
  process: Type.Optional(Type.String({ maxLength: 120 })),
  isKeyProcess: Type.Boolean({ default: false }),
  edgeId: Type.Optional(Id),
  device: Type.Optional(Code),
}
export const NewEquipment = Type.Object(writable, { additionalProperties: false })
export const ChangedEquipment = Type.Object(
  { ...writable, version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
)

export const Document = Type.Object({
  id: Id,
  name: Type.String(),
  mediaType: Type.String(),
  sizeBytes: Type.Integer(),
  createdAt: Instant,
})

/** A signal with its newest value, already scaled. */
export const Tag = Type.Object({
  id: Id,
  equipmentId: Id,
  name: Type.String(),
  label: orNull(Type.String()),
  labelEn: orNull(Type.String()),
  valueType: Type.Enum(['number', 'text']),
  /** MTConnect type, such as EXECUTION: what state rules ask for. */
  meaning: orNull(Type.String()),
  unit: orNull(Type.String()),
  scale: Type.Number(),
  shift: Type.Number(),
  place: Type.Integer(),
  /** Its edge says that it can't be written. */
  isReadOnly: Type.Boolean(),
  value: Type.Union([Type.Number(), Type.String(), Type.Null()]),
  quality: Type.Enum(['good', 'bad', 'stale', 'none']),
  at: orNull(Instant),
})

export const ChangedTag = Type.Object(
  {
    label: Type.Optional(Type.String({ maxLength: 120 })),
    labelEn: Type.Optional(Type.String({ maxLength: 120 })),
    unit: Type.Optional(Type.String({ maxLength: 20 })),
    /** An empty text takes the meaning away. */
    meaning: Type.Optional(Type.String({ pattern: '^([A-Z][A-Z0-9_]{0,59})?$' })),
    scale: Type.Optional(Type.Number()),
    shift: Type.Optional(Type.Number()),
    place: Type.Optional(Type.Integer({ minimum: 0, maximum: 100000 })),
  },
  { additionalProperties: false },
)

/**
 * One signal over a time: bands of minimum, mean and maximum, or the points themselves when there are few.
 */
export const Trend = Type.Object({
  tagId: Id,
  name: Type.String(),
  label: orNull(Type.String()),
  labelEn: orNull(Type.String()),
  unit: orNull(Type.String()),
  kind: Type.Enum(['points', 'bands']),
  /** Unix milliseconds of points or of the starts of buckets. */
  at: Type.Array(Type.Number()),
  value: Type.Array(Type.Union([Type.Number(), Type.String(), Type.Null()])),
  min: Type.Array(Type.Union([Type.Number(), Type.Null()])),
  max: Type.Array(Type.Union([Type.Number(), Type.Null()])),
  bucketMs: Type.Integer(),
  /** What is before this moment, in milliseconds, is approximate: its points are thinned. */
  approximateBefore: orNull(Type.Number()),
})

export const StateSpan = Type.Object({
  startsAt: Instant,
  endsAt: Instant,
  state: MachineState,
  reason: orNull(Type.String()),
})

/** One piece of calendar time with what it was attributed to and which input decided it. */
const AttributedSpan = Type.Object({
  startsAt: Instant,
  endsAt: Instant,
  timeClass: Type.String(),
  reason: orNull(Type.String()),
  source: orNull(Type.String()),
})

export const OeeReport = Type.Object({
  equipmentId: Id,
  from: Instant,
  to: Instant,
  /** Microseconds of each time class; they sum exactly to the window. */
  classes: Type.Array(Type.Object({ timeClass: Type.String(), micros: Type.Number() })),
  availability: Figure,
  effectiveness: Figure,
  quality: Figure,
  oee: Figure,
  nee: Figure,
  knownShare: Figure,
  /** More was made than the ideal cycle allows: the cycle or the count is wrong. It is told, not cut. */
  overSpeed: Type.Boolean(),
  countedBy: Type.Enum(['counter', 'programEnd', 'declared']),
  partsTotal: orNull(Type.Number()),
  partsGood: orNull(Type.Number()),
  losses: Type.Array(
    Type.Object({
      reason: Type.String(),
      timeClass: Type.String(),
      micros: Type.Number(),
      count: Type.Integer(),
    }),
  ),
  /** Calendar time down to effective production time, each step with what was lost before it. */
  waterfall: Type.Array(
    Type.Object({ step: Type.String(), micros: Type.Number(), lostMicros: Type.Number() }),
  ),
  /**
   * Without gap over the window; beyond a bound they are `coarse`: equal slots, each with its longest class.
   */
  spans: Type.Array(AttributedSpan),
  spansAre: Type.Enum(['exact', 'coarse']),
  inputsHash: Type.String(),
  computedAt: Instant,
})

export const OeeDay = Type.Object({
  equipmentId: Id,
  equipmentName: Type.String(),
  day: Day,
  oee: orNull(Type.Number()),
  availability: orNull(Type.Number()),
  effectiveness: orNull(Type.Number()),
  quality: orNull(Type.Number()),
  nee: orNull(Type.Number()),
  knownShare: orNull(Type.Number()),
  productionHours: Type.Number(),
  plannedHours: Type.Number(),
  inputsHash: Type.String(),
})

export const Shift = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60 }),
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  startMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
  endMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
  kind: Type.Enum(['shift', 'break', 'maintenance']),
})

export const CalendarException = Type.Object({
  id: Id,
  kind: Type.Enum(['holiday', 'maintenance']),
  name: Type.String(),
  startsAt: Instant,
  endsAt: Instant,
})

/** What a person said of a stretch of a machine's time; without a state it names the reason only. */
export const Correction = Type.Object({
  id: Id,
  startsAt: Instant,
  endsAt: Instant,
  state: orNull(SaidState),
  reason: Type.String(),
  overProduction: Type.Boolean(),
  note: orNull(Type.String()),
  personName: orNull(Type.String()),
  createdAt: Instant,
  withdrawnAt: orNull(Instant),
})

/** A node of the plant tree: a unit of IEC 62264 or a machine. */
export const TreeNode = Type.Object({
  id: Id,
  parentId: orNull(Id),
  kind: Type.Enum(['organisation', 'site', 'area', 'line', 'cell', 'equipment']),
  name: Type.String(),
  nameEn: orNull(Type.String()),
  state: orNull(MachineState),
  isSample: Type.Boolean(),
})

/** One machine on the live board. */
export const BoardCard = Type.Object({
  equipmentId: Id,
  name: Type.String(),
  nameEn: orNull(Type.String()),
  organisationName: Type.String(),
  unitName: Type.String(),
  state: MachineState,
  stateSince: orNull(Instant),
  lastSignalAt: orNull(Instant),
  isConnected: Type.Boolean(),
  /** It only meters others, and has no OEE. */
  isMeter: Type.Boolean(),
  isSample: Type.Boolean(),
  oeeToday: Figure,
  signals: Type.Array(
    Type.Object({
      name: Type.String(),
      label: orNull(Type.String()),
      labelEn: orNull(Type.String()),
      unit: orNull(Type.String()),
      value: Type.Union([Type.Number(), Type.String(), Type.Null()]),
    }),
  ),
})

/** What one division, or one firm, has in machines: counts only, so that it may be public. */
export const MachineSummary = Type.Object({
  /** GB/T 2260 code of the division or id of the firm. */
  key: Type.String(),
  firms: Type.Integer(),
  firmsConnected: Type.Integer(),
  /** Those with key-process machines, whose rates are averaged. */
  firmsWithKeyProcess: Type.Integer(),
  machines: Type.Integer(),
  machinesConnected: Type.Integer(),
  machinesOnline: Type.Integer(),
  keyProcess: Type.Integer(),
  /** Key-process machines with numerical control as the firms declare. */
  keyProcessControlledDeclared: Type.Integer(),
  /** Those of them whose controller has proved it by its own signals. */
  keyProcessControlledEvidenced: Type.Integer(),
  /** Mean of the firms' own rates (the statistical definition), 0…1; null without key-process machines. */
  rateDeclared: orNull(Type.Number()),
  rateEvidenced: orNull(Type.Number()),
})

/** One firm of a summary with its name. */
export const FirmSummary = Type.Object({
  ...MachineSummary.properties,
  organisationId: Id,
  organisationName: Type.String(),
  regionCode: Type.String(),
  isKey: Type.Boolean(),
  isSample: Type.Boolean(),
  oee: orNull(Type.Number()),
})
