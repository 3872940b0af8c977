import { Id, Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'
import { ImportReport } from '@ronghe/registry/contract'
import { file } from '../master/contract.ts'

const strict = { additionalProperties: false } as const
const orNull = Type.Union([Type.String(), Type.Null()])
const InstantOrNull = Type.Union([Instant, Type.Null()])
const Unit = Type.String({ pattern: '^[A-Z0-9]{1,3}$' })

/** Of what comes in, between two steps, of what is ready, of what goes out, or in a laboratory. */
export const InspectionKind = Type.Enum(['incoming', 'process', 'final', 'outgoing', 'laboratory'])
export const Verdict = Type.Enum(['passed', 'failed'])
const InspectionState = Type.Enum(['waiting', 'captured', 'withdrawn'])

/** What was found of one characteristic: a value, or words. */
export const Finding = Type.Object(
  {
    characteristic: Type.String({ minLength: 1, maxLength: 60 }),
    value: Type.Optional(Type.Number()),
    text: Type.Optional(Type.String({ maxLength: 200 })),
    /** Unit code of UNECE recommendation 20. */
    uom: Type.Optional(Unit),
    least: Type.Optional(Type.Number()),
    most: Type.Optional(Type.Number()),
    /** Said where no limits say it. */
    isPassed: Type.Optional(Type.Boolean()),
  },
  strict,
)
export type Finding = Static<typeof Finding>
/** As it is kept: judged. */
export type Judged = Finding & { isPassed: boolean }

const Said = Type.Object(
  {
    /** Of the report; one is given where there is none. */
    number: Type.Optional(Type.String({ maxLength: 60 })),
    inspectionKind: InspectionKind,
    /** Lots or items in any form of their ids. */
    things: Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { minItems: 1, maxItems: 500 }),
    /** Of a lot. */
    quantity: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e12 })),
    unit: Type.Optional(Unit),
    place: Type.Optional(Type.String({ maxLength: 500 })),
    findings: Type.Array(Finding, { minItems: 1, maxItems: 60 }),
    inspectedAt: Instant,
    inspector: Type.Optional(Type.String({ maxLength: 60 })),
    documentId: Type.Optional(Id),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
)
export type Said = Static<typeof Said>

export const InspectionLine = Type.Object({
  id: Id,
  organisationId: Id,
  number: Type.String(),
  inspectionKind: InspectionKind,
  /** The first thing, and how many there are. */
  thing: Type.String(),
  thingsInAll: Type.Integer(),
  productName: orNull,
  /** Characteristics that failed. */
  failed: Type.Array(Type.String()),
  characteristics: Type.Integer(),
  verdict: Verdict,
  inspectedAt: Instant,
  inspector: orNull,
  source: Type.Enum(['person', 'table', 'signal']),
  inspectionState: InspectionState,
  isHeld: Type.Boolean(),
  isSample: Type.Boolean(),
})
export type InspectionLine = Static<typeof InspectionLine>

export const Inspection = Type.Intersect([
  InspectionLine,
  Type.Object({
    things: Type.Array(Type.String()),
    names: Type.Record(Type.String(), Type.String()),
    quantity: Type.Union([Type.Number(), Type.Null()]),
    unit: orNull,
    place: orNull,
    findings: Type.Array(Type.Object({ ...Finding.properties, isPassed: Type.Boolean() })),
    document: Type.Union([Type.Object({ id: Id, title: Type.String() }), Type.Null()]),
    note: orNull,
    addedAt: Instant,
    addedBy: orNull,
    withdrawnAt: InstantOrNull,
    withdrawnBy: orNull,
    withdrawal: orNull,
    /** What was captured of it; null while it waits. */
    event: Type.Union([
      Type.Object({ seq: Type.Integer(), ruleId: Id, ruleName: orNull, capturedAt: Instant }),
      Type.Null(),
    ]),
    /** Is there a rule that is on and takes such a one? */
    isExpected: Type.Boolean(),
    heldAt: InstantOrNull,
    heldBy: orNull,
    releasedAt: InstantOrNull,
    releasedBy: orNull,
  }),
])
export type Inspection = Static<typeof Inspection>

const inspectionId = Type.Object({ inspectionId: Id })
const done = Type.Object({ done: Type.Boolean() })

/** What was found at things by people, tables and instruments. */
export const inspectionRoutes = {
  inspections: {
    method: 'GET',
    path: '/trace/inspections',
    may: 'trace.read',
    query: listQuery({
      inspectionKind: Type.Optional(InspectionKind),
      verdict: Type.Optional(Verdict),
      inspectionState: Type.Optional(InspectionState),
      isHeld: Type.Optional(Type.Boolean()),
      /** Of this lot or item. */
      thing: Type.Optional(Type.String({ maxLength: 500 })),
      /** Of things of this product. */
      product: Type.Optional(Type.String({ maxLength: 500 })),
      from: Type.Optional(Instant),
      until: Type.Optional(Instant),
    }),
    response: listOf(InspectionLine),
    list: {
      columns: [
        'number',
        'inspectedAt',
        'inspectionKind',
        'thing',
        'thingsInAll',
        'verdict',
        'failed',
        'inspector',
        'source',
        'inspectionState',
      ],
    },
  },
  inspection: {
    method: 'GET',
    path: '/trace/inspections/:inspectionId',
    may: 'trace.read',
    params: inspectionId,
    response: Inspection,
  },
  addInspection: {
    method: 'POST',
    path: '/trace/inspections',
    may: 'trace.capture',
    body: Said,
    response: Type.Object({ id: Id, verdict: Verdict }),
  },
  /** A line a characteristic; lines of one number are one inspection. Tried first, all or none. */
  importInspections: {
    method: 'POST',
    path: '/trace/inspections/import',
    may: 'trace.capture',
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: true })) }, strict),
    body: file,
    upload: true,
    response: ImportReport,
  },
  inspectionTable: {
    method: 'GET',
    path: '/trace/inspections/table',
    may: 'trace.read',
    response: Type.Unknown(),
    download: true,
  },
  /** It was wrong: it counts for nothing, and its event is declared an error. */
  withdrawInspection: {
    method: 'POST',
    path: '/trace/inspections/:inspectionId/withdraw',
    may: 'trace.capture',
    params: inspectionId,
    body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, strict),
    response: done,
  },
  /** Sets apart what failed, or lets it go again, each as an event of its things. */
  holdInspected: {
    method: 'POST',
    path: '/trace/inspections/:inspectionId/hold',
    may: 'trace.capture',
    params: inspectionId,
    body: Type.Object({ isHeld: Type.Boolean() }, strict),
    response: done,
  },
} as const
