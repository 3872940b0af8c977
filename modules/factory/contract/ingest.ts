import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as shape from './shapes.ts'

const orNull = shape.orNull
const Text = Type.String()
const Count = Type.Integer({ minimum: 0 })
const Reason = Type.String({ minLength: 1, maxLength: 300 })

/** Why something of an edge was refused. */
export const refusalCodes = [
  'unreadable',
  'topic',
  'notYours',
  'retained',
  'packet',
  'notBorn',
  'seq',
  'birth',
  'name',
  'kind',
  'deviceUnknown',
  'unknownMetric',
  'value',
  'time',
  'tooLong',
  'tooMany',
  'quota',
  'quotaTags',
  'store',
  'failed',
  'more',
] as const
const RefusalCode = Type.Enum([...refusalCodes])
const LetterState = Type.Enum(['refused', 'replayed', 'again'])

const letter = {
  id: Id,
  at: Instant,
  organisationId: Id,
  organisationName: Text,
  edgeId: Id,
  edgeName: Text,
  device: orNull(Text),
  metric: orNull(Text),
  code: RefusalCode,
  reason: Text,
  topic: Text,
  count: Count,
  /** Length of the message that is kept; null where it was too long. */
  payloadBytes: orNull(Count),
  state: LetterState,
  replayedAt: orNull(Instant),
  stored: orNull(Count),
  duplicates: orNull(Count),
  personName: orNull(Text),
}

const Limits = {
  pointsPerSecondMax: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
  messagesPerSecondMax: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  tagsMax: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
  pointsPerDayMax: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
}

/** What the ingest refused, and what organisations may bring. */
export const ingestRoutes = {
  letters: {
    method: 'GET',
    path: '/factory/letters',
    may: 'factory.read',
    query: listQuery({
      edge: Type.Optional(Id),
      organisation: Type.Optional(Id),
      code: Type.Optional(RefusalCode),
      device: Type.Optional(Text),
      state: Type.Optional(LetterState),
      from: Type.Optional(Instant),
      to: Type.Optional(Instant),
    }),
    response: listOf(Type.Object(letter)),
    list: {
      columns: [
        'at',
        'organisationName',
        'edgeName',
        'device',
        'metric',
        'code',
        'reason',
        'count',
        'topic',
        'payloadBytes',
        'state',
        'replayedAt',
        'stored',
        'duplicates',
        'personName',
      ],
    },
  },
  /** What was refused in the last day and not handled since, by reason. */
  letterSums: {
    method: 'GET',
    path: '/factory/letters/sums',
    may: 'factory.read',
    response: Type.Object({
      rows: Type.Array(Type.Object({ code: RefusalCode, letters: Count, count: Count, newestAt: Instant })),
    }),
  },
  /** One letter with its message: as it is read (JSON) where it can be, and its bytes. */
  letter: {
    method: 'GET',
    path: '/factory/letters/:letterId',
    may: 'factory.read',
    params: Type.Object({ letterId: Id }),
    response: Type.Object({ ...letter, detail: Text, read: orNull(Text), hex: orNull(Text) }),
  },
  /** Handles messages once more, in the order they came; what is stored already stays single. */
  replayLetters: {
    method: 'POST',
    path: '/factory/letters/replay',
    may: 'factory.connect',
    body: Type.Object(
      { ids: Type.Array(Id, { minItems: 1, maxItems: 500 }) },
      { additionalProperties: false },
    ),
    response: Type.Object({ replayed: Count, again: Count, stored: Count, duplicates: Count }),
  },
  /** Deletes letters for a reason: those that are named, or all that match. */
  purgeLetters: {
    method: 'POST',
    path: '/factory/letters/purge',
    may: 'factory.connect',
    body: Type.Object(
      {
        ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 500 })),
        before: Type.Optional(Instant),
        code: Type.Optional(RefusalCode),
        edge: Type.Optional(Id),
        reason: Reason,
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ deleted: Count }),
  },
  limits: {
    method: 'GET',
    path: '/factory/limits',
    may: 'factory.read',
    query: listQuery({ organisation: Type.Optional(Id), isOwn: Type.Optional(Type.Boolean()) }),
    response: listOf(
      Type.Object({
        organisationId: Id,
        organisationName: Text,
        ...Limits,
        /** Limits of its own; else those of everybody. */
        isOwn: Type.Boolean(),
        reason: orNull(Text),
        changedAt: orNull(Instant),
        personName: orNull(Text),
        edges: Count,
        tags: Count,
        pointsPerSecond: Count,
        messagesPerSecond: Type.Number(),
        pointsToday: Count,
        messagesToday: Count,
        bytesToday: Count,
        refusedToday: Count,
        /** Seconds of today in which a limit held it, and the limit that holds it now, or held it last. */
        heldSeconds: Count,
        held: orNull(Type.Enum(['points', 'messages', 'day'])),
        heldBy: orNull(Type.Enum(['points', 'messages', 'day'])),
        heldAt: orNull(Instant),
        /** Since when it is held without a break; null while it is not. */
        heldSince: orNull(Instant),
        mayChange: Type.Boolean(),
      }),
    ),
    list: {
      words: { heldBy: 'factory.limits.held' },
      columns: [
        'organisationName',
        'pointsPerSecond',
        'pointsPerSecondMax',
        'messagesPerSecond',
        'messagesPerSecondMax',
        'tags',
        'tagsMax',
        'pointsToday',
        'pointsPerDayMax',
        'bytesToday',
        'refusedToday',
        'heldSeconds',
        'heldBy',
        'isOwn',
        'reason',
        'changedAt',
        'personName',
      ],
    },
  },
  defaultLimits: {
    method: 'GET',
    path: '/factory/limits/default',
    may: 'factory.read',
    response: Type.Object({ ...Limits, mayChange: Type.Boolean() }),
  },
  /** Only who reaches every organisation may: the platform's administrators. */
  setDefaultLimits: {
    method: 'PUT',
    path: '/factory/limits/default',
    may: 'factory.read',
    body: Type.Object({ ...Limits, reason: Reason }, { additionalProperties: false }),
    response: shape.Done,
  },
  setLimits: {
    method: 'PUT',
    path: '/factory/limits/:organisationId',
    may: 'factory.read',
    params: Type.Object({ organisationId: Id }),
    body: Type.Object({ ...Limits, reason: Reason }, { additionalProperties: false }),
    response: shape.Done,
  },
  /** The organisation has the limits of everybody again. */
  dropLimits: {
    method: 'POST',
    path: '/factory/limits/:organisationId/drop',
    may: 'factory.read',
    params: Type.Object({ organisationId: Id }),
    body: Type.Object({ reason: Reason }, { additionalProperties: false }),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
