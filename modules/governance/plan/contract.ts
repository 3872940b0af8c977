import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { comparedFields, nodeKinds, planFields } from './tree.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const strict = { additionalProperties: false }
const Day = Type.String({ format: 'date' })
const Comment = Type.String({ minLength: 1, maxLength: 2000 })
const done = Type.Object({ done: Type.Literal(true) })
const ofVersion = Type.Object({ planId: Id })
const version = Type.Integer({ minimum: 1 })
export const planStates = [
  'drafted',
  'submitted',
  'approved',
  'inForce',
  'replaced',
  'repealed',
  'withdrawn',
] as const
const Kind = Type.Enum([...nodeKinds])
const key = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,59}$' })

export const PlanVersion = Type.Object({
  id: Id,
  document: Type.String(),
  number: Type.Integer(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  note: Type.String(),
  state: Type.Enum([...planStates]),
  version: Type.Integer(),
  basedOn: orNull(Id),
  replacedBy: orNull(Id),
  inForceFrom: orNull(Type.String()),
  inForceUntil: orNull(Type.String()),
  draftedByName: Type.String(),
  contentHash: orNull(Type.String()),
  updatedAt: Instant,
})

/** A node as a line of a sheet: lists stand in one cell, parted by `;`. */
export const PlanNodeRow = Type.Object({
  key: Type.String(),
  parentKey: Type.String(),
  kind: Kind,
  depth: Type.Integer(),
  place: Type.Integer(),
  clause: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  textZh: Type.String(),
  textEn: Type.String(),
  units: Type.String(),
  unitsZh: Type.String(),
  unitsEn: Type.String(),
  dueOn: Type.String(),
  goalKey: Type.String(),
  targets: Type.String(),
  planRows: Type.String(),
})

const nodeFields = {
  parentKey: Type.Optional(Type.String({ maxLength: 60 })),
  kind: Kind,
  place: Type.Optional(Type.Integer({ minimum: 0, maximum: 9999 })),
  clause: Type.String({ maxLength: 60 }),
  titleZh: Type.String({ minLength: 1, maxLength: 400 }),
  titleEn: Type.String({ minLength: 1, maxLength: 600 }),
  textZh: Type.Optional(Type.String({ maxLength: 4000 })),
  textEn: Type.Optional(Type.String({ maxLength: 4000 })),
  /** The first leads. */
  units: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 40 })),
  dueOn: Type.Optional(Day),
  goalKey: Type.Optional(Type.String({ maxLength: 60 })),
  /** `2020=30; 2025=50` */
  targets: Type.Optional(Type.String({ maxLength: 400 })),
}
const nodeFault = Type.Object({ key: Type.String(), field: Type.String(), message: Type.String() })

const nodeChange = Type.Object({
  key: Type.String(),
  kind: Kind,
  titleZh: Type.String(),
  titleEn: Type.String(),
  change: Type.Enum(['added', 'removed', 'changed']),
  fields: Type.Array(
    Type.Object({ field: Type.Enum([...comparedFields]), before: Type.String(), after: Type.String() }),
  ),
})

/** The plan in versions: drafted by an official, approved by a leader, in force, replaced, repealed. */
export const planRoutes = {
  plans: {
    method: 'GET',
    path: '/governance/plans',
    may: 'public',
    query: listQuery({ state: Type.Optional(Type.Enum([...planStates])) }),
    response: listOf(PlanVersion),
    list: {
      columns: ['document', 'number', 'titleZh', 'titleEn', 'state', 'inForceFrom', 'inForceUntil', 'note'],
    },
  },
  plan: {
    method: 'GET',
    path: '/governance/plans/:planId',
    may: 'public',
    params: ofVersion,
    response: Type.Object({
      plan: PlanVersion,
      isOurs: Type.Boolean(),
      isDraftedByMe: Type.Boolean(),
      /** Rules that the draft still breaks; none once it is submitted. */
      faults: Type.Array(nodeFault),
      events: Type.Array(
        Type.Object({
          at: Instant,
          personName: Type.String(),
          action: Type.String(),
          comment: orNull(Type.String()),
        }),
      ),
      /** Items of supervision that were issued under it. */
      items: Type.Integer(),
    }),
  },
  planNodes: {
    method: 'GET',
    path: '/governance/plans/:planId/nodes',
    may: 'public',
    params: ofVersion,
    query: listQuery({
      kind: Type.Optional(Kind),
      department: Type.Optional(Type.String({ maxLength: 60 })),
    }),
    response: listOf(PlanNodeRow),
    list: { columns: [...planFields] },
  },
  planDifference: {
    method: 'GET',
    path: '/governance/plans/:planId/difference',
    may: 'public',
    params: ofVersion,
    /** The version to compare with; the one it is based on, without. */
    query: Type.Object({ since: Type.Optional(Id) }, strict),
    response: Type.Object({
      since: orNull(PlanVersion),
      rows: Type.Array(nodeChange),
    }),
  },
  draftPlan: {
    method: 'POST',
    path: '/governance/plans',
    may: 'governance.write',
    body: Type.Object(
      {
        /** A copy of this version; without one, a new document. */
        basedOn: Type.Optional(Id),
        document: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' })),
        titleZh: Type.Optional(Type.String({ minLength: 2, maxLength: 200 })),
        titleEn: Type.Optional(Type.String({ minLength: 2, maxLength: 300 })),
        note: Comment,
      },
      strict,
    ),
    response: Type.Object({ id: Id }),
  },
  /** Puts a node into a draft, or changes it. */
  setPlanNode: {
    method: 'PUT',
    path: '/governance/plans/:planId/nodes/:nodeKey',
    may: 'governance.write',
    params: Type.Object({ planId: Id, nodeKey: key }),
    body: Type.Object({ ...nodeFields, version }, strict),
    response: done,
  },
  /** Takes a node out of a draft, with all that hangs on it. */
  removePlanNode: {
    method: 'DELETE',
    path: '/governance/plans/:planId/nodes/:nodeKey',
    may: 'governance.write',
    params: Type.Object({ planId: Id, nodeKey: key }),
    query: Type.Object({ version }, strict),
    response: Type.Object({ removed: Type.Integer() }),
  },
  /** Lines of a sheet as `planNodes` gives it out; a dry run tells every fault by row and column. */
  importPlan: {
    method: 'POST',
    path: '/governance/plans/:planId/sheet',
    may: 'governance.write',
    params: ofVersion,
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: true })) }, strict),
    body: Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) }),
    upload: true,
    response: Type.Object({
      written: Type.Boolean(),
      rowsTotal: Type.Integer(),
      rowsNew: Type.Integer(),
      rowsChanged: Type.Integer(),
      rowsSame: Type.Integer(),
      faults: Type.Array(Type.Object({ row: Type.Integer(), column: Type.String(), message: Type.String() })),
      warnings: Type.Array(
        Type.Object({ row: Type.Integer(), column: Type.String(), message: Type.String() }),
      ),
    }),
  },
  /** A whole version as JSON, which `importPlanFile` reads back without loss. */
  planFile: {
    method: 'GET',
    path: '/governance/plans/:planId/file',
    may: 'public',
    params: ofVersion,
    download: true,
    response: Type.Any(),
  },
  /**
   * A file as `planFile` gives it out in place of a draft's tree. A dry run tells the difference; with a
   * fault every fault is told and nothing loaded.
   */
  importPlanFile: {
    method: 'POST',
    path: '/governance/plans/:planId/file',
    may: 'governance.write',
    params: ofVersion,
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: true })) }, strict),
    body: Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) }),
    upload: true,
    response: Type.Object({
      written: Type.Boolean(),
      nodes: Type.Integer(),
      /** Where in the file (a JSON pointer), and what is wrong there. */
      faults: Type.Array(Type.Object({ path: Type.String(), message: Type.String() })),
      rows: Type.Array(nodeChange),
    }),
  },
  movePlan: {
    method: 'POST',
    path: '/governance/plans/:planId/state',
    may: 'governance.write',
    params: ofVersion,
    body: Type.Object(
      { action: Type.Enum(['submit', 'withdraw']), comment: Type.Optional(Comment), version },
      strict,
    ),
    response: done,
  },
  /** By a leader who did not draft it; in force from a day, at once where it is not ahead. */
  decidePlan: {
    method: 'POST',
    path: '/governance/plans/:planId/decision',
    may: 'governance.approve',
    params: ofVersion,
    body: Type.Object(
      {
        decision: Type.Enum(['approve', 'return']),
        inForceFrom: Type.Optional(Day),
        comment: Type.Optional(Comment),
        version,
      },
      strict,
    ),
    response: done,
  },
  /** Ends a plan without another in its place. */
  repealPlan: {
    method: 'POST',
    path: '/governance/plans/:planId/repeal',
    may: 'governance.approve',
    params: ofVersion,
    body: Type.Object({ comment: Comment, version }, strict),
    response: done,
  },
} as const satisfies Record<string, Route>
