import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { BigLoss } from './reasons.ts'
import * as shape from './shapes.ts'

const TimeClass = Type.Enum(['setup', 'delay', 'down', 'idle', 'unknown'])
const Said = Type.String({ minLength: 1, maxLength: 60 })
const note = Type.Optional(Type.String({ maxLength: 300 }))

/** Planned time in which a machine did not produce, as one stretch of one class and reason. */
export const MachineStop = Type.Object({
  equipmentId: Id,
  equipmentName: Type.String(),
  unitName: Type.String(),
  startsAt: Instant,
  endsAt: Instant,
  seconds: Type.Number(),
  timeClass: TimeClass,
  reason: shape.orNull(Type.String()),
  /** In the reader's language, as the firm's tree calls it. */
  reasonName: Type.String(),
  colour: shape.orNull(Type.String()),
  loss: BigLoss,
  isMicro: Type.Boolean(),
  /** It still wants a person's word. */
  isOpen: Type.Boolean(),
  isMandatory: Type.Boolean(),
  decidedBy: Type.Enum(['calendar', 'observation', 'override', 'silence']),
})

/** Stops of machines, and what people say of them: in one act, with history, undone as one. */
export const stopRoutes = {
  stops: {
    method: 'GET',
    path: '/factory/stops',
    may: 'factory.read',
    query: listQuery({
      ...shape.span,
      unit: Type.Optional(Id),
      equipment: Type.Optional(Id),
      reason: Type.Optional(Type.String({ maxLength: 60 })),
      timeClass: Type.Optional(TimeClass),
      loss: Type.Optional(BigLoss),
      isOpen: Type.Optional(Type.Boolean()),
      isMicro: Type.Optional(Type.Boolean()),
    }),
    response: Type.Object({
      rows: Type.Array(MachineStop),
      total: Type.Integer({ minimum: 0 }),
      /** Of all that fit, not of this page. */
      seconds: Type.Number(),
    }),
    list: {
      columns: [
        'equipmentName',
        'unitName',
        'startsAt',
        'endsAt',
        'seconds',
        'timeClass',
        'reasonName',
        'loss',
        'isMicro',
        'isOpen',
      ],
    },
  },
  /** Gives stops of one or several machines a reason; the state follows the reason where it has one. */
  classifyStops: {
    method: 'POST',
    path: '/factory/stops/classify',
    may: 'factory.operate',
    body: Type.Object(
      {
        stops: Type.Array(Type.Object({ equipmentId: Id, startsAt: Instant, endsAt: Instant }), {
          minItems: 1,
          maxItems: 200,
        }),
        reason: Said,
        note,
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ changeIds: Type.Array(Id) }),
  },
  /** Cuts a stretch into parts, each with its reason. */
  splitStop: {
    method: 'POST',
    path: '/factory/equipment/:equipmentId/stops/split',
    may: 'factory.operate',
    params: Type.Object({ equipmentId: Id }),
    body: Type.Object(
      {
        startsAt: Instant,
        parts: Type.Array(Type.Object({ endsAt: Instant, reason: Said }), { minItems: 2, maxItems: 20 }),
        note,
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ changeId: Id }),
  },
  /** Makes one stop of several that follow each other, short runs between them too where that is said. */
  mergeStops: {
    method: 'POST',
    path: '/factory/equipment/:equipmentId/stops/merge',
    may: 'factory.operate',
    params: Type.Object({ equipmentId: Id }),
    body: Type.Object(
      {
        startsAt: Instant,
        endsAt: Instant,
        reason: Said,
        overProduction: Type.Boolean({ default: false }),
        note,
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ changeId: Id }),
  },
  stopChanges: {
    method: 'GET',
    path: '/factory/stop-changes',
    may: 'factory.read',
    query: listQuery({ ...shape.span, unit: Type.Optional(Id), equipment: Type.Optional(Id) }),
    response: listOf(
      Type.Object({
        id: Id,
        equipmentId: Id,
        equipmentName: Type.String(),
        kind: Type.Enum(['classify', 'split', 'merge']),
        startsAt: Instant,
        endsAt: Instant,
        reasonNames: Type.Array(Type.String()),
        note: shape.orNull(Type.String()),
        personName: shape.orNull(Type.String()),
        createdAt: Instant,
        undoneAt: shape.orNull(Instant),
        undoneName: shape.orNull(Type.String()),
      }),
    ),
    list: {
      words: { kind: 'factory.value.act' },
      columns: [
        'equipmentName',
        'kind',
        'startsAt',
        'endsAt',
        'reasonNames',
        'note',
        'personName',
        'createdAt',
        'undoneAt',
      ],
    },
  },
  /** Takes back all that was said in one act; it stays to be read. */
  undoStopChange: {
    method: 'POST',
    path: '/factory/stop-changes/:changeId/undo',
    may: 'factory.operate',
    params: Type.Object({ changeId: Id }),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
