import {
  defineContract,
  Evidence,
  Id,
  Instant,
  listOf,
  listQuery,
  type Static,
  Type,
} from '@ronghe/kit/contract'
import { accessRoutes } from './access/contract.ts'
import { allocationRoutes } from './allocation/contract.ts'
import { chainRoutes } from './chain/contract.ts'
import { consumerRoutes } from './consumer/contract.ts'
import { identifierRoutes } from './identifier/contract.ts'
import { inspectionRoutes } from './inspections/contract.ts'
import { labelRoutes } from './labels/contract.ts'
import { documentRoutes, masterRoutes, prefixRoutes } from './master/contract.ts'
import { passportRoutes } from './passport/contract.ts'
import { recallRoutes } from './recall/contract.ts'
import { linkRoutes } from './resolver/contract.ts'
import { ruleRoutes } from './rules/contract.ts'
import { EventDetails, Names } from './story/contract.ts'

export type { PublishedDay } from './chain/contract.ts'
export { traceEvidence, traceEvidenceQueries } from './evidence/rules.ts'

const Nullable = Type.Union([Type.String(), Type.Null()])
const Thing = Type.String({ minLength: 1, maxLength: 500 })

/**
 * One line of the list of events. Terms and ids are canonical: full URIs of CBV, digital links at
 * id.gs1.org.
 */
export const EventLine = Type.Object({
  seq: Type.Integer(),
  organisationId: Id,
  eventId: Type.String(),
  type: Type.String(),
  eventTime: Instant,
  recordTime: Instant,
  action: Nullable,
  bizStep: Nullable,
  disposition: Nullable,
  readPoint: Nullable,
  bizLocation: Nullable,
  /** How many things it names, and some of them. */
  things: Type.Integer(),
  some: Type.Array(Type.String()),
  /** Does it declare an earlier event an error? */
  isDeclaration: Type.Boolean(),
})
export type EventLine = Static<typeof EventLine>

/** An event whole, as it was captured, with its proof. */
export const EventWhole = Type.Intersect([
  EventLine,
  Type.Object({
    /** SHA-256 of what it says, and the id that CBV makes of it. */
    hash: Type.String(),
    hashId: Type.String(),
    captureId: Id,
    body: Type.Record(Type.String(), Type.Unknown()),
    /** Prefix → namespace of its extensions. */
    context: Type.Record(Type.String(), Type.String()),
    details: EventDetails,
    /** Everything that can be followed, up to a thousand, with the parts it plays. */
    named: Type.Array(Type.Object({ id: Type.String(), roles: Type.Array(Type.String()) })),
    names: Names,
  }),
])
export type EventWhole = Static<typeof EventWhole>

export type { Footprint, Passport } from './passport/contract.ts'

export const ThingLine = Type.Object({
  id: Type.String(),
  name: Nullable,
  events: Type.Integer(),
  firstAt: Instant,
  lastAt: Instant,
})
export type ThingLine = Static<typeof ThingLine>

/** What happened to one thing and to what it was in meanwhile, oldest first, with the part it played. */
export const Story = Type.Object({
  id: Type.String(),
  /** Application identifiers of the id, e.g. 01 and 21; empty where it has none. */
  elements: Type.Array(Type.Object({ ai: Type.String(), title: Type.String(), value: Type.String() })),
  events: Type.Array(
    Type.Intersect([
      EventLine,
      Type.Object({
        /** Parts that it plays, or the carrier that the event names. */
        roles: Type.Array(Type.String()),
        /** What it was in then, from the thing outward; empty where the event names the thing itself. */
        carriers: Type.Array(Type.String()),
        /** It was declared an error, and counts for nothing. */
        isRetracted: Type.Boolean(),
        details: Type.Union([EventDetails, Type.Null()]),
      }),
    ]),
  ),
  /** Where it was last, and how it was. */
  lastPlace: Nullable,
  lastDisposition: Nullable,
  /** Dispositions that were set and not taken back. */
  persistent: Type.Array(Type.String()),
  names: Names,
  /** Where the story was too long to be told whole. */
  isTruncated: Type.Boolean(),
})
export type Story = Static<typeof Story>

export const GraphNode = Type.Object({
  id: Type.String(),
  /** `self`: reached itself. `carrier`: carries something reached. `transaction`: a business document. */
  role: Type.Enum(['self', 'carrier', 'transaction']),
  depth: Type.Integer(),
  /** When it is reached; null for the start without a bound. */
  time: Type.Union([Instant, Type.Null()]),
  event: Nullable,
  from: Nullable,
})

export const GraphLink = Type.Object({
  kind: Type.Enum(['transformation', 'aggregation', 'association', 'transaction', 'membership']),
  from: Type.String(),
  to: Type.String(),
  since: Instant,
  until: Type.Union([Instant, Type.Null()]),
  event: Type.String(),
})

export const Graph = Type.Object({
  nodes: Type.Array(GraphNode),
  links: Type.Array(GraphLink),
  names: Names,
  isTruncated: Type.Boolean(),
})
export type Graph = Static<typeof Graph>

export const Capture = Type.Object({
  id: Id,
  behaviour: Type.Enum(['rollback', 'proceed']),
  source: Type.String(),
  format: Type.Enum(['json', 'xml']),
  createdAt: Instant,
  finishedAt: Type.Union([Instant, Type.Null()]),
  running: Type.Boolean(),
  success: Type.Boolean(),
  events: Type.Integer(),
  stored: Type.Integer(),
  errors: Type.Array(Type.Object({ title: Type.String(), detail: Type.String() })),
  personName: Nullable,
})
export type Capture = Static<typeof Capture>

/** What any text of a label, a scanner or a link means. */
export const Identified = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['digitalLink', 'urn', 'elementString', 'other']),
  elements: Type.Array(Type.Object({ ai: Type.String(), title: Type.String(), value: Type.String() })),
  isKnown: Type.Boolean(),
})

export const trace = defineContract({
  module: 'trace',
  permissions: [
    'trace.read',
    'trace.capture',
    'trace.subscribe',
    'trace.recall',
    'trace.demand',
    'trace.rule',
  ],
  routes: {
    events: {
      method: 'GET',
      path: '/trace/events',
      may: 'trace.read',
      query: listQuery({
        type: Type.Optional(Type.String({ maxLength: 200 })),
        action: Type.Optional(Type.Enum(['ADD', 'OBSERVE', 'DELETE'])),
        bizStep: Type.Optional(Type.String({ maxLength: 200 })),
        disposition: Type.Optional(Type.String({ maxLength: 200 })),
        place: Type.Optional(Type.String({ maxLength: 500 })),
        thing: Type.Optional(Thing),
        captureId: Type.Optional(Id),
        from: Type.Optional(Instant),
        until: Type.Optional(Instant),
      }),
      response: listOf(EventLine),
      list: {
        columns: [
          'eventTime',
          'type',
          'action',
          'bizStep',
          'disposition',
          'readPoint',
          'bizLocation',
          'eventId',
        ],
      },
    },
    event: {
      method: 'GET',
      path: '/trace/events/:seq',
      may: 'trace.read',
      params: Type.Object({ seq: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) }),
      response: EventWhole,
    },
    things: {
      method: 'GET',
      path: '/trace/things',
      may: 'trace.read',
      query: listQuery({}),
      response: listOf(ThingLine),
      list: { columns: ['id', 'events', 'firstAt', 'lastAt'] },
    },
    story: {
      method: 'GET',
      path: '/trace/story',
      may: 'trace.read',
      query: Type.Object({ id: Thing }, { additionalProperties: false }),
      response: Story,
    },
    graph: {
      method: 'GET',
      path: '/trace/graph',
      may: 'trace.read',
      query: Type.Object(
        {
          id: Thing,
          direction: Type.Enum(['forward', 'backward']),
          depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 12 })),
          nodesMax: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000, default: 2000 })),
          from: Type.Optional(Instant),
          until: Type.Optional(Instant),
        },
        { additionalProperties: false },
      ),
      response: Graph,
    },
    identify: {
      method: 'GET',
      path: '/trace/identify',
      may: 'trace.read',
      query: Type.Object(
        { text: Type.String({ minLength: 1, maxLength: 2000 }) },
        { additionalProperties: false },
      ),
      response: Identified,
    },
    /** Evidence of one firm, with the business steps that it follows from. */
    firmEvidence: {
      method: 'GET',
      path: '/trace/evidence/firms/:organisationId',
      may: 'trace.read',
      params: Type.Object({ organisationId: Id }),
      response: Type.Object({ rows: Type.Array(Evidence) }),
    },
    captures: {
      method: 'GET',
      path: '/trace/captures',
      may: 'trace.read',
      query: listQuery({}),
      response: listOf(Capture),
      list: { columns: ['createdAt', 'source', 'behaviour', 'events', 'stored', 'success', 'personName'] },
    },
    capture: {
      method: 'POST',
      path: '/trace/captures',
      may: 'trace.capture',
      upload: true,
      query: Type.Object(
        { behaviour: Type.Optional(Type.Enum(['rollback', 'proceed'], { default: 'rollback' })) },
        { additionalProperties: false },
      ),
      response: Capture,
    },
    ...masterRoutes,
    ...documentRoutes,
    ...prefixRoutes,
    ...allocationRoutes,
    ...chainRoutes,
    ...linkRoutes,
    ...ruleRoutes,
    ...inspectionRoutes,
    ...recallRoutes,
    ...consumerRoutes,
    ...accessRoutes,
    ...labelRoutes,
    ...passportRoutes,
    ...identifierRoutes,
  },
  events: {},
  faults: {
    'trace.event.unknown': { status: 404 },
    'trace.thing.unknown': { status: 404 },
    'trace.day.unknown': { status: 404 },
    'trace.document.invalid': { status: 422 },
    'trace.document.tooMany': { status: 413 },
    'trace.master.unknown': { status: 404 },
    'trace.makingRule.unknown': { status: 404 },
    'trace.makingRule.changedSince': { status: 409 },
    'trace.makingRule.nameTaken': { status: 409 },
    'trace.master.taken': { status: 409 },
    'trace.inspection.unknown': { status: 404 },
    'trace.inspection.numberTaken': { status: 409 },
    'trace.inspection.withdrawn': { status: 409 },
    'trace.inspection.heldAlready': { status: 409 },
    'trace.document.unknown': { status: 404 },
    'trace.prefix.taken': { status: 409 },
    'trace.prefix.used': { status: 409 },
    'trace.report.unknown': { status: 404 },
    'trace.partner.unknown': { status: 404 },
    'trace.partner.self': { status: 409 },
    'trace.partner.asked': { status: 409 },
    'trace.link.unknown': { status: 404 },
    'trace.link.defaultTaken': { status: 409 },
    'trace.allocation.unknown': { status: 404 },
    'trace.allocation.exhausted': { status: 409 },
    'trace.allocation.overlaps': { status: 409 },
    'trace.label.invalid': { status: 422 },
    'trace.identifier.unknown': { status: 404 },
    'trace.identifier.templateUnknown': { status: 404 },
    'trace.identifier.templateChangedSince': { status: 409 },
    'trace.identifier.taken': { status: 409 },
    'trace.identifier.prefixTaken': { status: 409 },
    'trace.passport.unknown': { status: 404 },
    'trace.passport.audience': { status: 403 },
    'trace.passport.unreadable': { status: 400 },
    'trace.passport.xml': { status: 400 },
    'trace.passport.absent': { status: 400 },
    'trace.recall.unknown': { status: 404 },
    'trace.recall.finding': { status: 422 },
    'trace.recall.nothing': { status: 409 },
    'trace.recall.tooLarge': { status: 413 },
    'trace.recall.step': { status: 409 },
    'trace.recall.changedSince': { status: 409 },
    'trace.recall.items': { status: 422 },
    'trace.recall.notYours': { status: 403 },
  },
})
