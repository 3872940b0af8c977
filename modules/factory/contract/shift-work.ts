import { Day, Figure, Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { AlarmPriority } from './alarm-shapes.ts'
import { LossPart, ReasonLossRow } from './losses.ts'
import { BigLoss } from './reasons.ts'
import * as shape from './shapes.ts'
import { MachineStop } from './stops.ts'

const unitId = Type.Object({ unitId: Id })
const entryId = Type.Object({ entryId: Id })
const HandoverKind = Type.Enum(['note', 'fault', 'quality', 'material', 'safety', 'order'])

const HandoverEntry = Type.Object({
  id: Id,
  unitId: Id,
  unitName: Type.String(),
  equipmentId: shape.orNull(Id),
  equipmentName: shape.orNull(Type.String()),
  kind: HandoverKind,
  body: Type.String(),
  isPoint: Type.Boolean(),
  createdAt: Instant,
  personName: shape.orNull(Type.String()),
  closedAt: shape.orNull(Instant),
  closedName: shape.orNull(Type.String()),
  closing: shape.orNull(Type.String()),
  files: Type.Array(Type.Object({ id: Id, name: Type.String(), sizeBytes: Type.Integer() })),
  isSample: Type.Boolean(),
})

const ShiftReport = Type.Object({
  unitId: Id,
  unitName: Type.String(),
  startsAt: Instant,
  endsAt: Instant,
  day: Day,
  name: Type.String(),
  crew: shape.orNull(Type.String()),
  factors: Type.Object({
    oee: Figure,
    availability: Figure,
    effectiveness: Figure,
    quality: Figure,
    knownShare: Figure,
  }),
  target: shape.orNull(Type.Number()),
  machines: Type.Array(LossPart),
  bigLosses: Type.Array(
    Type.Object({ loss: BigLoss, seconds: shape.orNull(Type.Number()), points: shape.orNull(Type.Number()) }),
  ),
  reasons: Type.Array(ReasonLossRow),
  /** The longest stops with their reasons. */
  stops: Type.Array(MachineStop),
  openStops: Type.Object({ count: Type.Integer(), mandatory: Type.Integer() }),
  /** What people were told of, by alarm and machine; reports that were signed earlier have none. */
  alarms: Type.Optional(
    Type.Array(
      Type.Object({
        definitionId: Id,
        alarmCode: Type.String(),
        name: Type.String(),
        priority: AlarmPriority,
        equipmentId: Id,
        equipmentName: Type.String(),
        count: Type.Integer(),
        activeSeconds: Type.Integer(),
        unacknowledged: Type.Integer(),
        firstAt: Instant,
      }),
    ),
  ),
  entries: Type.Array(HandoverEntry),
  inputsHash: Type.String(),
})

/** The report of a shift with its signature, and what one shift tells the next. */
export const shiftWorkRoutes = {
  shiftReport: {
    method: 'GET',
    path: '/factory/units/:unitId/shift-report',
    may: 'factory.read',
    params: unitId,
    query: Type.Object({ startsAt: Instant }, { additionalProperties: false }),
    response: Type.Object({
      report: ShiftReport,
      /** As it was signed; null while nobody has. */
      signature: shape.orNull(
        Type.Object({
          signedAt: Instant,
          signedName: shape.orNull(Type.String()),
          comment: shape.orNull(Type.String()),
          hash: Type.String(),
          /** The kept text still has this hash. */
          isSound: Type.Boolean(),
          /** What would be computed today has the same inputs. */
          isUnchanged: Type.Boolean(),
        }),
      ),
    }),
  },
  /** Fixes the report as it is now, with a person's name; it is not changed any more. */
  signShiftReport: {
    method: 'POST',
    path: '/factory/units/:unitId/shift-report',
    may: 'factory.operate',
    params: unitId,
    body: Type.Object(
      { startsAt: Instant, comment: Type.Optional(Type.String({ maxLength: 2000 })) },
      { additionalProperties: false },
    ),
    response: Type.Object({ hash: Type.String() }),
  },
  shiftReportSheet: {
    method: 'GET',
    path: '/factory/units/:unitId/shift-report/sheet',
    may: 'factory.read',
    params: unitId,
    query: Type.Object({ startsAt: Instant }, { additionalProperties: false }),
    response: Type.Unknown(),
    download: true,
  },
  shiftReports: {
    method: 'GET',
    path: '/factory/shift-reports',
    may: 'factory.read',
    query: listQuery({ unit: Type.Optional(Id), fromDay: Type.Optional(Day), toDay: Type.Optional(Day) }),
    response: listOf(
      Type.Object({
        id: Id,
        unitId: Id,
        unitName: Type.String(),
        day: Day,
        name: Type.String(),
        startsAt: Instant,
        signedAt: Instant,
        signedName: shape.orNull(Type.String()),
        comment: shape.orNull(Type.String()),
        hash: Type.String(),
      }),
    ),
    list: { columns: ['day', 'name', 'unitName', 'signedName', 'signedAt', 'comment', 'hash'] },
  },

  handover: {
    method: 'GET',
    path: '/factory/handover',
    may: 'factory.read',
    query: listQuery({
      unit: Type.Optional(Id),
      kind: Type.Optional(HandoverKind),
      isPoint: Type.Optional(Type.Boolean()),
      isClosed: Type.Optional(Type.Boolean()),
    }),
    response: listOf(HandoverEntry),
    list: {
      words: { kind: 'factory.value.handover' },
      columns: [
        'createdAt',
        'unitName',
        'equipmentName',
        'kind',
        'body',
        'personName',
        'closedAt',
        'closing',
      ],
    },
  },
  addHandover: {
    method: 'POST',
    path: '/factory/units/:unitId/handover',
    may: 'factory.operate',
    params: unitId,
    body: Type.Object(
      {
        kind: HandoverKind,
        body: Type.String({ minLength: 1, maxLength: 2000 }),
        equipmentId: Type.Optional(Id),
        isPoint: Type.Boolean({ default: false }),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  closeHandover: {
    method: 'POST',
    path: '/factory/handover/:entryId/close',
    may: 'factory.operate',
    params: entryId,
    body: Type.Object(
      { closing: Type.String({ minLength: 1, maxLength: 500 }) },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  /** The shift that begins has read what was handed over. */
  acknowledgeHandover: {
    method: 'POST',
    path: '/factory/units/:unitId/handover/acknowledge',
    may: 'factory.operate',
    params: unitId,
    response: Type.Object({ points: Type.Integer() }),
  },
  handoverAcknowledgements: {
    method: 'GET',
    path: '/factory/units/:unitId/handover/acknowledgements',
    may: 'factory.read',
    params: unitId,
    query: listQuery({}),
    response: listOf(
      Type.Object({
        id: Id,
        acknowledgedAt: Instant,
        personName: shape.orNull(Type.String()),
        points: Type.Integer(),
      }),
    ),
    list: { columns: ['acknowledgedAt', 'personName', 'points'] },
  },
  addHandoverFile: {
    method: 'POST',
    path: '/factory/handover/:entryId/files',
    may: 'factory.operate',
    params: entryId,
    body: shape.File,
    upload: true,
    response: Type.Object({ id: Id }),
  },
  handoverFile: {
    method: 'GET',
    path: '/factory/handover-files/:fileId',
    may: 'factory.read',
    params: Type.Object({ fileId: Id }),
    response: Type.Unknown(),
    download: true,
  },
} as const satisfies Record<string, Route>
