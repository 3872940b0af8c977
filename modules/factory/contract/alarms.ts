import { Day, Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { ImportReport } from '@ronghe/registry/contract'
import * as alarm from './alarm-shapes.ts'
import * as shape from './shapes.ts'

const watchIds = Type.Array(Id, { minItems: 1, maxItems: 200 })
const reason = Type.String({ minLength: 1, maxLength: 300 })
const definitionId = Type.Object({ definitionId: Id })

/** What became of each watch that was asked for: done, or refused with the reason. */
const Answered = Type.Object({
  done: Type.Integer(),
  refused: Type.Array(Type.Object({ watchId: Id, refusal: Type.String() })),
})

const where = {
  organisation: Type.Optional(Id),
  equipment: Type.Optional(Id),
  unit: Type.Optional(Id),
  definition: Type.Optional(Id),
  priority: Type.Optional(alarm.AlarmPriority),
  kind: Type.Optional(alarm.AlarmKind),
}

/** Alarms after ANSI/ISA-18.2: what waits for people, what they did, and the journal of all. */
export const alarmRoutes = {
  /** What operators work from: every alarm that is active or waits for somebody, and is not kept quiet. */
  currentAlarms: {
    method: 'GET',
    path: '/factory/alarms/current',
    may: 'factory.read',
    query: listQuery({ ...where, state: Type.Optional(alarm.AlarmState) }),
    response: listOf(alarm.CurrentAlarm),
    list: {
      columns: [
        'priority',
        'state',
        'name',
        'equipmentName',
        'raisedAt',
        'activeSeconds',
        'value',
        'unit',
        'message',
        'isFirstOut',
        'burstGroup',
        'burstWindowSeconds',
        'burstFollowers',
        'unacknowledgedCount',
      ],
    },
  },
  /** How many wait, are active and are kept quiet now. */
  alarmSummary: {
    method: 'GET',
    path: '/factory/alarms/summary',
    may: 'factory.read',
    query: Type.Object(
      { organisation: Type.Optional(Id), equipment: Type.Optional(Id) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      unacknowledged: Type.Record(Type.String(), Type.Integer()),
      active: Type.Integer(),
      shelved: Type.Integer(),
      suppressedByDesign: Type.Integer(),
      outOfService: Type.Integer(),
      missing: Type.Integer(),
    }),
  },
  /** The journal: every time an alarm became active. */
  alarms: {
    method: 'GET',
    path: '/factory/alarms',
    may: 'factory.read',
    query: listQuery({
      ...where,
      from: Type.Optional(Instant),
      to: Type.Optional(Instant),
      /** Local days of China, both included. */
      fromDay: Type.Optional(Day),
      toDay: Type.Optional(Day),
      /** Those that were active at this moment. */
      activeAt: Type.Optional(Instant),
      isOngoing: Type.Optional(Type.Boolean()),
      isAnnounced: Type.Optional(Type.Boolean()),
      isFirstOut: Type.Optional(Type.Boolean()),
      /** First of a burst across a group of machines. */
      isBurstFirst: Type.Optional(Type.Boolean()),
      /** Of machines of this group. */
      group: Type.Optional(Id),
      isRefuted: Type.Optional(Type.Boolean()),
      /** Of one alarm on one machine. */
      watch: Type.Optional(Id),
      /** Those alone that a figure of the statistics of from … to counts. */
      counted: Type.Optional(alarm.CountedKind),
    }),
    response: listOf(alarm.Alarm),
    list: {
      columns: [
        'raisedAt',
        'clearedAt',
        'activeSeconds',
        'priority',
        'alarmCode',
        'name',
        'equipmentName',
        'unitName',
        'kind',
        'value',
        'peak',
        'unit',
        'message',
        'announcedAt',
        'acknowledgedAt',
        'acknowledgedName',
        'answerSeconds',
        'comment',
        'quiet',
        'isFirstOut',
        'burstGroup',
        'burstWindowSeconds',
        'burstFollowers',
        'isLate',
        'refutedAt',
      ],
    },
  },
  oneAlarm: {
    method: 'GET',
    path: '/factory/alarms/:alarmId',
    may: 'factory.read',
    params: Type.Object({ alarmId: Id }),
    response: Type.Object({
      alarm: alarm.Alarm,
      /** The definition as it was when the alarm was raised. */
      body: alarm.AlarmBody,
      version: Type.Integer(),
      condition: Type.String(),
      actions: Type.Array(alarm.AlarmAction),
      /** The signals that were read, for the plot. */
      tagIds: Type.Array(Id),
    }),
  },
  acknowledgeAlarms: {
    method: 'POST',
    path: '/factory/alarms/acknowledge',
    may: 'factory.operate',
    body: Type.Object(
      { watchIds, comment: Type.Optional(Type.String({ maxLength: 300 })) },
      { additionalProperties: false },
    ),
    response: Answered,
  },
  /** A latched alarm stays until somebody resets it. */
  resetAlarms: {
    method: 'POST',
    path: '/factory/alarms/reset',
    may: 'factory.operate',
    body: Type.Object({ watchIds }, { additionalProperties: false }),
    response: Answered,
  },
  /** Kept quiet for a time, at most a day. */
  shelveAlarms: {
    method: 'POST',
    path: '/factory/alarms/shelve',
    may: 'factory.operate',
    body: Type.Object(
      { watchIds, minutes: Type.Integer({ minimum: 1, maximum: 1440 }), reason },
      { additionalProperties: false },
    ),
    response: Answered,
  },
  unshelveAlarms: {
    method: 'POST',
    path: '/factory/alarms/unshelve',
    may: 'factory.operate',
    body: Type.Object({ watchIds }, { additionalProperties: false }),
    response: Answered,
  },
  /** Kept quiet until it is returned, for maintenance. */
  removeAlarmsFromService: {
    method: 'POST',
    path: '/factory/alarms/out-of-service',
    may: 'factory.write',
    body: Type.Object({ watchIds, reason }, { additionalProperties: false }),
    response: Answered,
  },
  returnAlarmsToService: {
    method: 'POST',
    path: '/factory/alarms/in-service',
    may: 'factory.write',
    body: Type.Object({ watchIds }, { additionalProperties: false }),
    response: Answered,
  },
  /** Every alarm of every machine, with what keeps it quiet. */
  alarmWatches: {
    method: 'GET',
    path: '/factory/alarm-watches',
    may: 'factory.read',
    query: listQuery({
      ...where,
      state: Type.Optional(alarm.AlarmState),
      isQuiet: Type.Optional(Type.Boolean()),
      isMissing: Type.Optional(Type.Boolean()),
      /** Those alone that chattered between these moments. */
      chatteredFrom: Type.Optional(Instant),
      chatteredTo: Type.Optional(Instant),
    }),
    response: listOf(alarm.AlarmWatch),
    list: {
      columns: [
        'alarmCode',
        'name',
        'equipmentName',
        'priority',
        'condition',
        'state',
        'quietSince',
        'quietTo',
        'quietBy',
        'quietReason',
        'weekCount',
      ],
    },
  },
  watchActions: {
    method: 'GET',
    path: '/factory/alarm-watches/:watchId/actions',
    may: 'factory.read',
    params: Type.Object({ watchId: Id }),
    response: Type.Object({ rows: Type.Array(alarm.AlarmAction) }),
  },

  alarmDefinitions: {
    method: 'GET',
    path: '/factory/alarm-definitions',
    may: 'factory.read',
    query: listQuery({ ...where, isRetired: Type.Optional(Type.Boolean()) }),
    response: listOf(alarm.AlarmDefinition),
    list: {
      columns: [
        'alarmCode',
        'name',
        'priority',
        'kind',
        'condition',
        'groupName',
        'machines',
        'machinesMissing',
        'weekCount',
        'version',
        'retiredAt',
      ],
    },
  },
  /** Those in force, in the columns that an import reads. */
  exportAlarmDefinitions: {
    method: 'GET',
    path: '/factory/alarm-definitions/file',
    may: 'factory.write',
    query: Type.Object(
      { format: Type.Enum(['csv', 'xlsx'], { default: 'xlsx' }) },
      { additionalProperties: false },
    ),
    response: Type.Unknown(),
    download: true,
  },
  alarmDefinitionTemplate: {
    method: 'GET',
    path: '/factory/alarm-definition-template',
    may: 'factory.read',
    response: Type.Unknown(),
    download: true,
  },
  /** By code: new ones, next versions of others; nothing where a line has a fault. */
  importAlarmDefinitions: {
    method: 'POST',
    path: '/factory/alarm-definitions/import',
    may: 'factory.write',
    query: Type.Object(
      { dryRun: Type.Optional(Type.Boolean({ default: true })) },
      { additionalProperties: false },
    ),
    body: shape.File,
    upload: true,
    response: ImportReport,
  },
  oneAlarmDefinition: {
    method: 'GET',
    path: '/factory/alarm-definitions/:definitionId',
    may: 'factory.read',
    params: definitionId,
    response: Type.Object({
      definition: alarm.AlarmDefinition,
      body: alarm.AlarmBody,
      versions: Type.Array(
        Type.Object({
          version: Type.Integer(),
          body: alarm.AlarmBody,
          note: shape.orNull(Type.String()),
          createdAt: Instant,
          personName: shape.orNull(Type.String()),
        }),
      ),
    }),
  },
  addAlarmDefinition: {
    method: 'POST',
    path: '/factory/alarm-definitions',
    may: 'factory.write',
    body: alarm.NewAlarmDefinition,
    response: Type.Object({ id: Id }),
  },
  changeAlarmDefinition: {
    method: 'PUT',
    path: '/factory/alarm-definitions/:definitionId',
    may: 'factory.write',
    params: definitionId,
    body: Type.Object(
      {
        /** The version that was changed; another one since then is a conflict. */
        version: Type.Integer({ minimum: 1 }),
        body: alarm.AlarmBody,
        note: Type.Optional(Type.String({ maxLength: 300 })),
      },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  /** Watched no more; what it told stays in the journal. */
  retireAlarmDefinition: {
    method: 'DELETE',
    path: '/factory/alarm-definitions/:definitionId',
    may: 'factory.write',
    params: definitionId,
    response: shape.Done,
  },
  restoreAlarmDefinition: {
    method: 'POST',
    path: '/factory/alarm-definitions/:definitionId/restore',
    may: 'factory.write',
    params: definitionId,
    response: shape.Done,
  },
  /** Rates, floods, nuisances and durations of a span, each with the rows that make it. */
  alarmStatistics: {
    method: 'GET',
    path: '/factory/alarm-statistics',
    may: 'factory.read',
    query: Type.Object(
      { ...shape.span, organisation: Type.Optional(Id), equipment: Type.Optional(Id) },
      { additionalProperties: false },
    ),
    response: alarm.AlarmStatistics,
  },
  /** What a definition would have told of a past span. Changes nothing. */
  tryAlarm: {
    method: 'POST',
    path: '/factory/alarm-definitions/try',
    may: 'factory.write',
    body: Type.Object({ body: alarm.AlarmBody, ...shape.span }, { additionalProperties: false }),
    response: Type.Object({
      machines: Type.Array(alarm.AlarmTrial),
      /** Machines it applies to beyond those that were tried. */
      leftOut: Type.Integer(),
    }),
  },
} as const satisfies Record<string, Route>
