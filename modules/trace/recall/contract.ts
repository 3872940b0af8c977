import { Figure, Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import { itemStates, partyAnswers, recallStates, recallSteps } from './steps.ts'

const Nullable = Type.Union([Type.String(), Type.Null()])
const InstantOrNull = Type.Union([Instant, Type.Null()])
const recallId = Type.Object({ recallId: Id })
const done = Type.Object({ done: Type.Boolean() })
const note = Type.Optional(Type.String({ maxLength: 1000 }))
const version = Type.Integer({ minimum: 1 })
const How = Type.Enum(['affected', 'holding', 'held'])

/**
 * What was found. `things`: lots, items, carriers by any form of their ids, from a time on where one is
 * given. `machine`: whatever a machine did in a span.
 */
export const Finding = Type.Object(
  {
    kind: Type.Enum(['things', 'machine']),
    things: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { maxItems: 500 })),
    equipmentId: Type.Optional(Id),
    from: Type.Optional(Instant),
    until: Type.Optional(Instant),
  },
  { additionalProperties: false },
)
export type Finding = Static<typeof Finding>

const said = {
  title: Type.String({ minLength: 1, maxLength: 200 }),
  reason: Type.String({ minLength: 1, maxLength: 2000 }),
  hazard: Type.Enum(['1', '2', '3']),
  instructions: Type.String({ minLength: 1, maxLength: 2000 }),
  publicText: Type.Optional(Type.String({ maxLength: 2000 })),
  finding: Finding,
}

export const RecallLine = Type.Object({
  id: Id,
  number: Type.String(),
  title: Type.String(),
  organisationId: Id,
  organisationName: Type.String(),
  hazard: Type.Enum(['1', '2', '3']),
  isDrill: Type.Boolean(),
  isSample: Type.Boolean(),
  state: Type.Enum(recallStates),
  step: Type.Enum(recallSteps),
  items: Type.Integer(),
  accounted: Type.Integer(),
  openedAt: Instant,
  dueAt: InstantOrNull,
  closedAt: InstantOrNull,
  demandedByName: Nullable,
})
export type RecallLine = Static<typeof RecallLine>

/** One recall whole; `part` is what the reader is to it and so what it may do. */
export const Recall = Type.Object({
  ...RecallLine.properties,
  reason: Type.String(),
  instructions: Type.String(),
  publicText: Nullable,
  finding: Finding,
  /** Name of the machine of the finding. */
  openedBy: Nullable,
  frozenAt: InstantOrNull,
  scopeHash: Nullable,
  notifiedAt: InstantOrNull,
  conclusion: Nullable,
  part: Type.Enum(['maker', 'party', 'official']),
  version: Type.Integer(),
  /** Seconds from opening: to the frozen scope, to the notice, to the last answer, to the end. */
  timing: Type.Object({
    frozen: Type.Union([Type.Number(), Type.Null()]),
    notified: Type.Union([Type.Number(), Type.Null()]),
    answered: Type.Union([Type.Number(), Type.Null()]),
    closed: Type.Union([Type.Number(), Type.Null()]),
  }),
  figures: Type.Object({
    affected: Figure,
    located: Figure,
    answered: Figure,
    accounted: Figure,
    recovered: Figure,
  }),
})
export type Recall = Static<typeof Recall>

export const RecallItem = Type.Object({
  thing: Type.String(),
  name: Nullable,
  how: How,
  kind: Type.String(),
  depth: Type.Integer(),
  since: InstantOrNull,
  place: Nullable,
  placeName: Nullable,
  placeAt: InstantOrNull,
  placeEvent: Type.Union([Type.Integer(), Type.Null()]),
  reachedFrom: Nullable,
  reachedBy: Type.Union([Type.Integer(), Type.Null()]),
  parties: Type.Array(Type.String()),
  holderId: Id,
  holderName: Type.String(),
  state: Type.Enum(itemStates),
  stateAt: InstantOrNull,
  stateBy: Nullable,
  stateEvent: Type.Union([Type.Integer(), Type.Null()]),
  note: Nullable,
})
export type RecallItem = Static<typeof RecallItem>

export const RecallParty = Type.Object({
  id: Id,
  name: Type.String(),
  organisationId: Type.Union([Id, Type.Null()]),
  party: Nullable,
  isOutside: Type.Boolean(),
  items: Type.Integer(),
  accounted: Type.Integer(),
  notifiedAt: InstantOrNull,
  answer: Type.Union([Type.Enum(partyAnswers), Type.Null()]),
  answeredAt: InstantOrNull,
  answeredBy: Nullable,
  note: Nullable,
})

const Preview = Type.Object({
  affected: Type.Integer(),
  holding: Type.Integer(),
  held: Type.Integer(),
  places: Type.Integer(),
  organisations: Type.Array(Type.Object({ name: Type.String(), items: Type.Integer() })),
  outside: Type.Array(Type.Object({ party: Type.String(), name: Nullable, items: Type.Integer() })),
  some: Type.Array(
    Type.Object({ thing: Type.String(), name: Nullable, how: How, place: Nullable, placeName: Nullable }),
  ),
  isTruncated: Type.Boolean(),
  seconds: Type.Number(),
})

const itemFilters = {
  how: Type.Optional(How),
  state: Type.Optional(Type.Enum(itemStates)),
  holder: Type.Optional(Id),
  place: Type.Optional(Type.String({ maxLength: 500 })),
}

/** Recalls, real and for practice. */
export const recallRoutes = {
  recalls: {
    method: 'GET',
    path: '/trace/recalls',
    may: 'trace.read',
    query: listQuery({
      state: Type.Optional(Type.Enum(recallStates)),
      isDrill: Type.Optional(Type.Boolean()),
      hazard: Type.Optional(Type.Enum(['1', '2', '3'])),
    }),
    response: listOf(RecallLine),
    list: {
      columns: [
        'number',
        'title',
        'organisationName',
        'hazard',
        'isDrill',
        'state',
        'step',
        'items',
        'accounted',
        'openedAt',
        'dueAt',
        'closedAt',
      ],
    },
  },
  recall: {
    method: 'GET',
    path: '/trace/recalls/:recallId',
    may: 'trace.read',
    params: recallId,
    response: Recall,
  },
  /** What a finding would concern; nothing is kept. */
  previewRecall: {
    method: 'POST',
    path: '/trace/recalls/preview',
    may: 'trace.recall',
    body: Type.Object({ finding: Finding }, { additionalProperties: false }),
    response: Preview,
    reads: true,
  },
  openRecall: {
    method: 'POST',
    path: '/trace/recalls',
    may: 'trace.recall',
    body: Type.Object({ ...said, isDrill: Type.Boolean() }, { additionalProperties: false }),
    response: Type.Object({ id: Id }),
  },
  /** An authority has a firm of its region recall. */
  demandRecall: {
    method: 'POST',
    path: '/trace/recalls/demand',
    may: 'trace.demand',
    body: Type.Object(
      { ...said, organisationId: Id, dueAt: Instant, isDrill: Type.Boolean() },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  changeRecall: {
    method: 'PUT',
    path: '/trace/recalls/:recallId',
    may: 'trace.recall',
    params: recallId,
    body: Type.Object({ ...said, version }, { additionalProperties: false }),
    response: done,
  },
  /** Keeps the set with its hash; once more adds what came since, and takes nothing out. */
  freezeRecall: {
    method: 'POST',
    path: '/trace/recalls/:recallId/scope',
    may: 'trace.recall',
    params: recallId,
    body: Type.Object({ version }, { additionalProperties: false }),
    response: Type.Object({ added: Type.Integer(), scopeHash: Type.String() }),
  },
  notifyRecall: {
    method: 'POST',
    path: '/trace/recalls/:recallId/notice',
    may: 'trace.recall',
    params: recallId,
    body: Type.Object({ version }, { additionalProperties: false }),
    response: Type.Object({ organisations: Type.Integer() }),
  },
  recallItems: {
    method: 'GET',
    path: '/trace/recalls/:recallId/items',
    may: 'trace.read',
    params: recallId,
    query: listQuery(itemFilters),
    response: listOf(RecallItem),
    list: {
      columns: [
        'thing',
        'name',
        'how',
        'kind',
        'since',
        'place',
        'placeName',
        'placeAt',
        'parties',
        'holderName',
        'state',
        'stateAt',
        'stateBy',
        'note',
      ],
    },
  },
  /** What became of things: each mark of a real recall is an event of its own organisation. */
  markItems: {
    method: 'POST',
    path: '/trace/recalls/:recallId/marks',
    may: 'trace.capture',
    params: recallId,
    body: Type.Object(
      {
        things: Type.Array(Type.String({ maxLength: 500 }), { minItems: 1, maxItems: 5000 }),
        state: Type.Enum(['quarantined', 'returned', 'destroyed', 'released', 'notFound']),
        note,
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ marked: Type.Integer(), events: Type.Integer() }),
  },
  recallParties: {
    method: 'GET',
    path: '/trace/recalls/:recallId/parties',
    may: 'trace.read',
    params: recallId,
    query: listQuery({}),
    response: listOf(RecallParty),
    list: {
      columns: [
        'name',
        'party',
        'isOutside',
        'items',
        'accounted',
        'notifiedAt',
        'answer',
        'answeredAt',
        'answeredBy',
        'note',
      ],
    },
  },
  /** An organisation that was told answers; for a party outside, whoever asked it. */
  answerRecall: {
    method: 'POST',
    path: '/trace/recalls/:recallId/parties/:partyId/answer',
    may: 'trace.capture',
    params: Type.Object({ recallId: Id, partyId: Id }),
    body: Type.Object({ answer: Type.Enum(partyAnswers), note }, { additionalProperties: false }),
    response: done,
  },
  closeRecall: {
    method: 'POST',
    path: '/trace/recalls/:recallId/end',
    may: 'trace.recall',
    params: recallId,
    body: Type.Object(
      { conclusion: Type.String({ minLength: 1, maxLength: 2000 }), isCancelled: Type.Boolean(), version },
      { additionalProperties: false },
    ),
    response: done,
  },
  recallTrail: {
    method: 'GET',
    path: '/trace/recalls/:recallId/trail',
    may: 'trace.read',
    params: recallId,
    query: listQuery({}),
    response: listOf(
      Type.Object({
        id: Type.String(),
        at: Instant,
        act: Type.String(),
        organisationName: Type.String(),
        personName: Nullable,
        things: Type.Union([Type.Integer(), Type.Null()]),
        note: Nullable,
      }),
    ),
    list: { columns: ['at', 'act', 'organisationName', 'personName', 'things', 'note'] },
  },
  /** Open data: recalls that people should know of; never those for practice. */
  publicRecalls: {
    method: 'GET',
    path: '/trace/public/recalls',
    may: 'public',
    query: listQuery({ hazard: Type.Optional(Type.Enum(['1', '2', '3'])) }),
    response: listOf(
      Type.Object({
        id: Id,
        number: Type.String(),
        title: Type.String(),
        organisationName: Type.String(),
        hazard: Type.Enum(['1', '2', '3']),
        publicText: Type.String(),
        products: Type.Array(Type.String()),
        lots: Type.Array(Type.String()),
        items: Type.Integer(),
        notifiedAt: Instant,
        closedAt: InstantOrNull,
        isSample: Type.Boolean(),
      }),
    ),
    list: {
      columns: [
        'number',
        'title',
        'organisationName',
        'hazard',
        'publicText',
        'products',
        'lots',
        'items',
        'notifiedAt',
        'closedAt',
        'isSample',
      ],
    },
  },
} as const satisfies Record<string, Route>
