import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { indicatorKinds } from './scheme.ts'
import { appraisalStates, ownerActs } from './steps.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const strict = { additionalProperties: false }
const Day = Type.String({ format: 'date' })
const Text = Type.String({ minLength: 2, maxLength: 2000 })
const Version = Type.Integer({ minimum: 1 })
const Code = Type.String({ maxLength: 60 })
const Kind = Type.Enum([...indicatorKinds])
const AdjustmentKind = Type.Enum(['addition', 'deduction', 'veto'])
const done = Type.Object({ done: Type.Literal(true) })
const State = Type.Enum([...appraisalStates])
const about = Type.Object({ appraisalId: Id })
const ofUnit = Type.Object({ appraisalId: Id, departmentCode: Code })

const Scheme = Type.Object(
  {
    indicators: Type.Array(
      Type.Object(
        {
          kind: Kind,
          nameZh: Type.String({ minLength: 1, maxLength: 60 }),
          nameEn: Type.String({ minLength: 1, maxLength: 80 }),
          /** Of a hundred. */
          weight: Type.Integer({ minimum: 1, maximum: 100 }),
        },
        strict,
      ),
      { minItems: 1, maxItems: indicatorKinds.length },
    ),
    additionsMax: Type.Integer({ minimum: 0, maximum: 50 }),
    deductionsMax: Type.Integer({ minimum: 0, maximum: 50 }),
    vetoAtMost: Type.Integer({ minimum: 0, maximum: 100 }),
    missing: Type.Enum(['drop', 'lowest']),
  },
  strict,
)

const draft = {
  titleZh: Type.String({ minLength: 2, maxLength: 120 }),
  titleEn: Type.String({ minLength: 2, maxLength: 160 }),
  ...{ fromOn: Day, toOn: Day },
  /** Working days within which a body may appeal. */
  appealDays: Type.Integer({ minimum: 1, maximum: 60 }),
  departments: Type.Array(Code, { minItems: 1, maxItems: 100, uniqueItems: true }),
  scheme: Scheme,
}

const Row = Type.Object({
  ...{ id: Id, titleZh: Type.String(), titleEn: Type.String(), fromOn: Type.String(), toOn: Type.String() },
  ...{ state: State, units: Type.Integer(), appealUntil: orNull(Type.String()) },
  ...{ openAppeals: Type.Integer(), isPublished: Type.Boolean(), isSample: Type.Boolean() },
})

const Result = Type.Object({
  ...{ departmentCode: Type.String(), nameZh: Type.String(), nameEn: Type.String() },
  ...{ total: orNull(Type.Number()), rank: orNull(Type.Integer()) },
  /** Of a hundred each, by kind of indicator; null where it is not asked or there was nothing to count. */
  ...{ goals: orNull(Type.Number()), punctual: orNull(Type.Number()), closed: orNull(Type.Number()) },
  ...{ neverRed: orNull(Type.Number()), signed: orNull(Type.Number()), adjusted: Type.Number() },
  isVetoed: Type.Boolean(),
  /** Total and rank in the period before, when it was final. */
  ...{ totalBefore: orNull(Type.Number()), rankBefore: orNull(Type.Integer()) },
  change: orNull(Type.Number()),
})

const FactRow = Type.Object({
  ...{ link: Type.String(), titleZh: Type.String(), titleEn: Type.String() },
  /** Null: no figure yet, left out of the count. */
  share: orNull(Type.Number()),
  ...{ dueOn: orNull(Type.String()), doneOn: orNull(Type.String()), value: orNull(Type.Number()) },
  target: orNull(Type.Number()),
})

const Appeal = Type.Object({
  ...{ id: Id, appraisalId: Id, titleZh: Type.String(), titleEn: Type.String() },
  ...{ departmentCode: Type.String(), nameZh: Type.String(), nameEn: Type.String() },
  ...{ indicator: orNull(Kind), text: Type.String(), madeByName: Type.String(), madeAt: Instant },
  ...{ decision: orNull(Type.Enum(['upheld', 'refused'])), reason: orNull(Type.String()) },
  ...{ decidedByName: orNull(Type.String()), decidedAt: orNull(Instant) },
  /** Open, and the caller leads the body whose appraisal it is. */
  mayDecide: Type.Boolean(),
  files: Type.Array(Type.Object({ id: Id, name: Type.String(), hash: Type.String() })),
  /** Open, and the caller's own body made it. */
  mayAttach: Type.Boolean(),
})

/** Appraisal of bodies (考核): scheme, computation with proof, appeals, ranking. Bodies see their own. */
export const appraisalRoutes = {
  appraisals: {
    method: 'GET',
    path: '/governance/appraisals',
    may: 'public',
    query: listQuery({ state: Type.Optional(State) }),
    response: listOf(Row),
    list: {
      columns: ['titleZh', 'titleEn', 'fromOn', 'toOn', 'state', 'units', 'appealUntil', 'openAppeals'],
    },
  },
  appraisal: {
    method: 'GET',
    path: '/governance/appraisals/:appraisalId',
    may: 'public',
    params: about,
    response: Type.Object({
      ...Row.properties,
      ...{ appealDays: Type.Integer(), scheme: Scheme, schemeNumber: Type.Integer() },
      ...{ version: Type.Integer(), draftedByName: Type.String(), departments: Type.Array(Type.String()) },
      ...{ isOurs: Type.Boolean(), isDraftedByMe: Type.Boolean() },
      /** Each scheme as it was saved; for whoever appraises. */
      schemes: Type.Array(
        Type.Object({ number: Type.Integer(), scheme: Scheme, personName: Type.String(), at: Instant }),
      ),
      trail: Type.Array(
        Type.Object({
          ...{ id: Id, at: Instant, personName: Type.String(), action: Type.String() },
          ...{ departmentCode: orNull(Type.String()), comment: orNull(Type.String()) },
        }),
      ),
    }),
  },
  draftAppraisal: {
    method: 'POST',
    path: '/governance/appraisals',
    may: 'governance.supervise',
    body: Type.Object(draft, strict),
    response: Type.Object({ id: Id }),
  },
  changeAppraisal: {
    method: 'PUT',
    path: '/governance/appraisals/:appraisalId',
    may: 'governance.supervise',
    params: about,
    body: Type.Object({ ...draft, version: Version }, strict),
    response: done,
  },
  moveAppraisal: {
    method: 'POST',
    path: '/governance/appraisals/:appraisalId/act',
    may: 'governance.supervise',
    params: about,
    body: Type.Object(
      { action: Type.Enum([...ownerActs]), comment: Type.Optional(Text), version: Version },
      strict,
    ),
    response: done,
  },
  /** By a leader who did not draft it: of the scheme, and of the results when appeals are over. */
  decideAppraisal: {
    method: 'POST',
    path: '/governance/appraisals/:appraisalId/decision',
    may: 'governance.approve',
    params: about,
    body: Type.Object(
      { decision: Type.Enum(['approve', 'return']), comment: Type.Optional(Text), version: Version },
      strict,
    ),
    response: done,
  },
  /** Whether everybody sees the final ranking. */
  publishAppraisal: {
    method: 'PUT',
    path: '/governance/appraisals/:appraisalId/publication',
    may: 'governance.approve',
    params: about,
    body: Type.Object({ isPublished: Type.Boolean(), version: Version }, strict),
    response: done,
  },
  appraisalResults: {
    method: 'GET',
    path: '/governance/appraisals/:appraisalId/results',
    may: 'public',
    params: about,
    query: listQuery({}),
    response: listOf(Result),
    list: {
      columns: [
        ...['rank', 'departmentCode', 'nameZh', 'nameEn', 'total', ...indicatorKinds],
        ...['adjusted', 'isVetoed', 'rankBefore', 'totalBefore', 'change'],
      ],
    },
  },
  appraisalUnit: {
    method: 'GET',
    path: '/governance/appraisals/:appraisalId/units/:departmentCode',
    may: 'public',
    params: ofUnit,
    response: Type.Object({
      ...Result.properties,
      ...{ appraisal: Row, version: Type.Integer() },
      indicators: Type.Array(
        Type.Object({
          ...{ kind: Kind, nameZh: Type.String(), nameEn: Type.String(), weight: Type.Number() },
          ...{ good: Type.Number(), all: Type.Integer(), value: orNull(Type.Number()) },
          /** What was counted; empty for whoever sees the published result alone. */
          rows: Type.Array(FactRow),
        }),
      ),
      adjustments: Type.Array(
        Type.Object({
          ...{ id: Id, kind: AdjustmentKind, points: Type.Number(), reason: Type.String() },
          ...{ itemId: orNull(Id), isByAppeal: Type.Boolean(), personName: Type.String(), at: Instant },
          withdrawnReason: orNull(Type.String()),
        }),
      ),
      appeals: Type.Array(Appeal),
      /** The derivation’s hash, and whether it says the same when it is computed anew. */
      ...{ scoreHash: orNull(Type.String()), isSound: orNull(Type.Boolean()), computedAt: orNull(Instant) },
      isDetailed: Type.Boolean(),
      /** May the caller’s body appeal now? */
      ...{ mayAppeal: Type.Boolean(), isOurs: Type.Boolean() },
      /** Final totals of the body, the oldest first. */
      earlier: Type.Array(
        Type.Object({
          ...{ appraisalId: Id, titleZh: Type.String(), titleEn: Type.String(), total: Type.Number() },
          rank: Type.Integer(),
        }),
      ),
    }),
  },
  adjustUnit: {
    method: 'POST',
    path: '/governance/appraisals/:appraisalId/units/:departmentCode/adjustments',
    may: 'governance.supervise',
    params: ofUnit,
    body: Type.Object(
      {
        kind: AdjustmentKind,
        points: Type.Number({ minimum: 0, maximum: 50, multipleOf: 0.5 }),
        reason: Text,
        /** The item of supervision that proves it. */
        ...{ itemId: Type.Optional(Id), version: Version },
      },
      strict,
    ),
    response: Type.Object({ id: Id }),
  },
  withdrawAdjustment: {
    method: 'POST',
    path: '/governance/appraisals/:appraisalId/adjustments/:adjustmentId/withdrawal',
    may: 'governance.supervise',
    params: Type.Object({ appraisalId: Id, adjustmentId: Id }),
    body: Type.Object({ reason: Text, version: Version }, strict),
    response: done,
  },
  appealAppraisal: {
    method: 'POST',
    path: '/governance/appraisals/:appraisalId/units/:departmentCode/appeals',
    may: 'governance.handle',
    params: ofUnit,
    body: Type.Object({ indicator: Type.Optional(Kind), text: Text }, strict),
    response: Type.Object({ id: Id }),
  },
  appraisalAppeals: {
    method: 'GET',
    path: '/governance/appraisal-appeals',
    may: 'governance.read',
    query: listQuery({ isOpen: Type.Optional(Type.Boolean()), appraisal: Type.Optional(Id) }),
    response: listOf(Appeal),
    list: {
      columns: ['titleZh', 'nameZh', 'indicator', 'text', 'madeByName', 'madeAt', 'decision', 'reason'],
    },
  },
  addAppealFile: {
    method: 'POST',
    path: '/governance/appraisal-appeals/:appealId/files',
    may: 'governance.handle',
    params: Type.Object({ appealId: Id }),
    body: Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) }),
    upload: true,
    response: Type.Object({ id: Id }),
  },
  appealFile: {
    method: 'GET',
    path: '/governance/appraisal-appeals/:appealId/files/:fileId',
    may: 'governance.read',
    params: Type.Object({ appealId: Id, fileId: Id }),
    download: true,
    response: Type.Any(),
  },
  decideAppeal: {
    method: 'POST',
    path: '/governance/appraisal-appeals/:appealId/decision',
    may: 'governance.approve',
    params: Type.Object({ appealId: Id }),
    body: Type.Object(
      {
        ...{ decision: Type.Enum(['uphold', 'refuse']), reason: Text },
        /** What an upheld appeal adds. */
        points: Type.Optional(Type.Number({ minimum: 0, maximum: 50, multipleOf: 0.5 })),
      },
      strict,
    ),
    response: done,
  },
} as const satisfies Record<string, Route>
