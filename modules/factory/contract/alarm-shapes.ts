import { Figure, Id, Instant, type Static, Type } from '@ronghe/kit/contract'
import { Code, orNull } from './shapes.ts'

/** How grave: critical asks for an answer at once (rank 1), low can wait (rank 4). */
export const AlarmPriority = Type.Enum(['critical', 'high', 'medium', 'low'])
export const priorities = ['critical', 'high', 'medium', 'low'] as const

/** What makes an alarm active (engines/alarm SPEC, 2). */
export const AlarmKind = Type.Enum([
  'limit',
  'rate',
  'deviation',
  'stale',
  'quality',
  'discrepancy',
  'rule',
  'reported',
])

/** Figures of the statistics that are of some alarms alone (engines/alarm SPEC, ALM-50). */
export const CountedKind = Type.Enum([
  'fleeting',
  'stale',
  'chattering',
  'badActors',
  'overIntervals',
  'floods',
  'acknowledged',
])

/** The states of ANSI/ISA-18.2-2016 clause 5. */
export const AlarmState = Type.Enum([
  'normal',
  'unacknowledged',
  'acknowledged',
  'returnedUnacknowledged',
  'latchedUnacknowledged',
  'latchedAcknowledged',
  'shelved',
  'suppressedByDesign',
  'outOfService',
])

const Signal = Type.String({ minLength: 1, maxLength: 120 })
const Text = Type.String({ maxLength: 500 })
const Seconds = Type.Number({ minimum: 0, maximum: 86_400 })

/**
 * An alarm as people define it: what makes it active, on which machines, and what is to be done (the
 * rationalisation of ANSI/ISA-18.2-2016 clause 9). A signal is named by its meaning or its own name.
 */
export const AlarmBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    nameEn: Type.Optional(Type.String({ maxLength: 160 })),
    kind: AlarmKind,
    signal: Type.Optional(Signal),
    level: Type.Optional(Type.Enum(['HH', 'H', 'L', 'LL'])),
    side: Type.Optional(Type.Enum(['above', 'below', 'either'])),
    limit: Type.Optional(Type.Number()),
    deadBand: Type.Optional(Type.Number({ minimum: 0 })),
    /** Of a rate: the change per so many seconds, measured over the window. */
    perSeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 86_400 })),
    windowSeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 3600 })),
    /** Of a deviation: from another signal or from a value. */
    targetSignal: Type.Optional(Signal),
    targetValue: Type.Optional(Type.Number()),
    silenceSeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 2_592_000 })),
    /** Of a discrepancy: the signal that commands; `ON=RUNNING; OFF=STOPPED` says what answers. */
    command: Type.Optional(Signal),
    tolerance: Type.Optional(Type.Number({ minimum: 0 })),
    pairs: Type.Optional(Type.String({ maxLength: 1000 })),
    /** Of a rule: a condition as in state rules. */
    when: Type.Optional(Type.String({ maxLength: 2000 })),
    /** Of a reported condition: its words, `WARNING, FAULT`. */
    values: Type.Optional(Type.String({ maxLength: 500 })),
    onDelaySeconds: Type.Optional(Seconds),
    offDelaySeconds: Type.Optional(Seconds),
    priority: AlarmPriority,
    mustAcknowledge: Type.Boolean({ default: true }),
    latches: Type.Boolean({ default: false }),
    /** Alarms of one group on one machine: the first of them is marked. */
    groupName: Type.Optional(Type.String({ maxLength: 60 })),
    /** While this condition holds the alarm is suppressed by design. */
    suppressWhen: Type.Optional(Type.String({ maxLength: 2000 })),
    cause: Type.Optional(Text),
    consequence: Type.Optional(Text),
    response: Type.Optional(Text),
    responseMinutes: Type.Optional(Type.Number({ minimum: 0, maximum: 10_080 })),
    /** Which machines: these, and those of the class that the rest describes. */
    equipmentIds: Type.Optional(Type.Array(Id, { maxItems: 500 })),
    unitId: Type.Optional(Id),
    maker: Type.Optional(Type.String({ maxLength: 120 })),
    model: Type.Optional(Type.String({ maxLength: 120 })),
    process: Type.Optional(Type.String({ maxLength: 120 })),
  },
  { additionalProperties: false },
)
export type AlarmBody = Static<typeof AlarmBody>

export const AlarmDefinition = Type.Object({
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  alarmCode: Type.String(),
  name: Type.String(),
  nameEn: orNull(Type.String()),
  kind: AlarmKind,
  priority: AlarmPriority,
  /** The condition in one line. */
  condition: Type.String(),
  groupName: orNull(Type.String()),
  version: Type.Integer(),
  machines: Type.Integer(),
  machinesMissing: Type.Integer(),
  /** Announcements of the last seven days. */
  weekCount: Type.Integer(),
  countsFrom: Instant,
  isSample: Type.Boolean(),
  retiredAt: orNull(Instant),
})

export const NewAlarmDefinition = Type.Object(
  {
    code: Code,
    body: AlarmBody,
    note: Type.Optional(Type.String({ maxLength: 300 })),
    /** Signals count from here on, up to a month back; left out: from now on. */
    countsFrom: Type.Optional(Instant),
  },
  { additionalProperties: false },
)

const Value = Type.Union([Type.Number(), Type.String(), Type.Null()])

/** One row of the journal: an alarm from when it became active until it was over. */
export const Alarm = Type.Object({
  id: Id,
  watchId: Id,
  definitionId: Id,
  organisationId: Id,
  organisationName: Type.String(),
  equipmentId: Id,
  equipmentName: Type.String(),
  unitName: Type.String(),
  alarmCode: Type.String(),
  name: Type.String(),
  kind: AlarmKind,
  priority: AlarmPriority,
  state: AlarmState,
  groupName: orNull(Type.String()),
  isFirstOut: Type.Boolean(),
  /** The group of machines across which it was the first of a burst, its window, and how many followed. */
  burstGroup: orNull(Type.String()),
  burstWindowSeconds: orNull(Type.Integer()),
  burstFollowers: orNull(Type.Integer()),
  raisedAt: Instant,
  announcedAt: orNull(Instant),
  clearedAt: orNull(Instant),
  acknowledgedAt: orNull(Instant),
  acknowledgedName: orNull(Type.String()),
  comment: orNull(Type.String()),
  endedAt: orNull(Instant),
  /** How long it was active, up to now where it still is. */
  activeSeconds: Type.Number(),
  /** From its announcement to its acknowledgement. */
  answerSeconds: orNull(Type.Number()),
  value: Value,
  peak: Value,
  unit: orNull(Type.String()),
  message: orNull(Type.String()),
  quiet: orNull(Type.Enum(['shelved', 'suppressedByDesign', 'outOfService'])),
  isLate: Type.Boolean(),
  refutedAt: orNull(Instant),
  isSample: Type.Boolean(),
})

/** One alarm of the list that operators work from: its newest announcement, and how many wait. */
export const CurrentAlarm = Type.Object({
  ...Alarm.properties,
  unacknowledgedCount: Type.Integer(),
  response: orNull(Type.String()),
})

/** One definition on one machine, with what keeps it quiet. */
export const AlarmWatch = Type.Object({
  id: Id,
  definitionId: Id,
  organisationId: Id,
  equipmentId: Id,
  equipmentName: Type.String(),
  alarmCode: Type.String(),
  name: Type.String(),
  kind: AlarmKind,
  priority: AlarmPriority,
  condition: Type.String(),
  state: AlarmState,
  isActive: Type.Boolean(),
  missing: Type.Array(Type.String()),
  evaluatedTo: orNull(Instant),
  quietSince: orNull(Instant),
  quietTo: orNull(Instant),
  quietBy: orNull(Type.String()),
  quietReason: orNull(Type.String()),
  weekCount: Type.Integer(),
})

export const AlarmAction = Type.Object({
  id: Id,
  at: Instant,
  kind: Type.String(),
  personName: orNull(Type.String()),
  reason: orNull(Type.String()),
  until: orNull(Instant),
})

/** What a trial found on one machine. */
export const AlarmTrial = Type.Object({
  equipmentId: Id,
  equipmentName: Type.String(),
  missing: Type.Array(Type.String()),
  count: Type.Integer(),
  suppressedCount: Type.Integer(),
  activeSeconds: Type.Number(),
  longestSeconds: Type.Number(),
  /** The signals that were read, for the plot. */
  tagIds: Type.Array(Id),
  activations: Type.Array(
    Type.Object({
      startsAt: Instant,
      endsAt: orNull(Instant),
      value: Value,
      peak: Value,
      isSuppressed: Type.Boolean(),
    }),
  ),
  /** The trial ends earlier than asked where a signal has too many points. */
  to: Instant,
})

const Durations = Type.Object({
  count: Type.Integer(),
  mean: Figure,
  median: Figure,
  ninetieth: Figure,
  max: Figure,
})

/** One source of alarms: a definition on a machine. */
const Source = {
  watchId: Id,
  definitionId: Id,
  equipmentId: Id,
  alarmCode: Type.String(),
  name: Type.String(),
  equipmentName: Type.String(),
}

/** How good the alarms of a span were (ANSI/ISA-18.2-2016 clause 16; engines/alarm SPEC, 6). */
export const AlarmStatistics = Type.Object({
  from: Instant,
  to: Instant,
  count: Figure,
  /** Announced per ten minutes on average, and its band; null without time. */
  meanRate: Figure,
  band: orNull(Type.Enum(['acceptable', 'manageable', 'overloaded'])),
  peak: Figure,
  overShare: Figure,
  floodShare: Figure,
  badShare: Figure,
  fleeting: Figure,
  standing: Figure,
  stale: Figure,
  chattering: Figure,
  /** Announcements of each ten minutes from `from` on. */
  intervals: Type.Array(Type.Integer()),
  floods: Type.Array(
    Type.Object({ from: Instant, to: Instant, count: Type.Integer(), peak: Type.Integer() }),
  ),
  badActors: Type.Array(Type.Object({ ...Source, count: Type.Integer(), share: Type.Number() })),
  chatterers: Type.Array(Type.Object({ ...Source, count: Type.Integer() })),
  staleOnes: Type.Array(Type.Object({ ...Source, since: Instant })),
  priorities: Type.Array(
    Type.Object({ priority: AlarmPriority, count: Type.Integer(), share: Type.Number() }),
  ),
  acknowledging: Durations,
  lasting: Durations,
})
