import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const callId = Type.Object({ callId: Id })
const AndonKind = Type.Enum(['fault', 'material', 'quality', 'safety', 'help'])

export const AndonCall = Type.Object({
  id: Id,
  unitId: Id,
  unitName: Type.String(),
  equipmentId: shape.orNull(Id),
  equipmentName: shape.orNull(Type.String()),
  kind: AndonKind,
  status: Type.Enum(['called', 'answered', 'resolved']),
  note: shape.orNull(Type.String()),
  calledAt: Instant,
  calledName: shape.orNull(Type.String()),
  answeredAt: shape.orNull(Instant),
  answeredName: shape.orNull(Type.String()),
  resolvedAt: shape.orNull(Instant),
  resolvedName: shape.orNull(Type.String()),
  resolution: shape.orNull(Type.String()),
  /** How many levels were told. */
  level: Type.Integer(),
  secondsToAnswer: shape.orNull(Type.Number()),
  secondsToResolve: shape.orNull(Type.Number()),
})
const Level = Type.Object(
  {
    afterMinutes: Type.Integer({ minimum: 0, maximum: 1440 }),
    /** Those of the firm who hold this permission are told. */
    may: Type.Enum(['factory.operate', 'factory.write', 'registry.member.write']),
  },
  { additionalProperties: false },
)

/** Calls for help from the shop floor: called, answered, resolved; without an answer, told farther. */
export const andonRoutes = {
  andonCalls: {
    method: 'GET',
    path: '/factory/andon',
    may: 'factory.read',
    query: listQuery({
      unit: Type.Optional(Id),
      equipment: Type.Optional(Id),
      kind: Type.Optional(AndonKind),
      status: Type.Optional(Type.Enum(['called', 'answered', 'resolved', 'open'])),
    }),
    response: listOf(AndonCall),
    list: {
      words: { kind: 'factory.value.andon', status: 'factory.value.andonStatus' },
      columns: [
        'calledAt',
        'unitName',
        'equipmentName',
        'kind',
        'status',
        'note',
        'calledName',
        'answeredName',
        'resolvedName',
        'resolution',
        'secondsToAnswer',
        'secondsToResolve',
        'level',
      ],
    },
  },
  callAndon: {
    method: 'POST',
    path: '/factory/andon',
    may: 'factory.operate',
    body: Type.Object(
      {
        unitId: Type.Optional(Id),
        equipmentId: Type.Optional(Id),
        kind: AndonKind,
        note: Type.Optional(Type.String({ maxLength: 300 })),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  answerAndon: {
    method: 'POST',
    path: '/factory/andon/:callId/answer',
    may: 'factory.operate',
    params: callId,
    response: shape.Done,
  },
  resolveAndon: {
    method: 'POST',
    path: '/factory/andon/:callId/resolve',
    may: 'factory.operate',
    params: callId,
    body: Type.Object(
      { resolution: Type.String({ minLength: 1, maxLength: 500 }) },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
  andonLevels: {
    method: 'GET',
    path: '/factory/andon-levels',
    may: 'factory.read',
    response: Type.Object({ levels: Type.Array(Level), isUsual: Type.Boolean() }),
  },
  changeAndonLevels: {
    method: 'PUT',
    path: '/factory/andon-levels',
    may: 'factory.write',
    body: Type.Object(
      { levels: Type.Array(Level, { minItems: 1, maxItems: 5 }) },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
