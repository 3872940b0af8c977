import { Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import { Framework, Outline } from './frameworks.ts'
import { done, dryRun, file, Names, OfFirms, orNull, Reason, RegionCode, Revision, strict } from './parts.ts'

export const RunStatus = Type.Enum(['draft', 'submitted', 'returned', 'accepted'])
/** A choice's code or a decimal, several codes, or that the question does not apply; null takes it back. */
export const AnswerValue = Type.Union([
  Type.String({ maxLength: 200 }),
  Type.Array(Type.String({ maxLength: 120 }), { maxItems: 100 }),
  Type.Object({ notApplicable: Type.Literal(true) }, strict),
])
export type AnswerValue = Static<typeof AnswerValue>
/**
 * An answer as it is sent. The server makes texts of lists and empty texts of nothing where a schema lets it
 * choose, so the schema lets everything through, and `AnswerValue` is asked of what came.
 */
export const SentValue = Type.Unsafe<AnswerValue | null>({})

export const Run = Type.Object({
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  regionCode: Type.String(),
  frameworkId: Id,
  frameworkCode: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  year: Type.Integer(),
  status: RunStatus,
  answered: Type.Integer(),
  evidenced: Type.Integer(),
  questions: Type.Integer(),
  total: orNull(Type.String()),
  reached: orNull(Type.Record(Type.String(), orNull(Type.String()))),
  closesAt: Instant,
  submittedAt: orNull(Instant),
  reason: orNull(Type.String()),
  assessorId: orNull(Id),
  isSample: Type.Boolean(),
  revision: Revision,
})
export type Run = Static<typeof Run>

export const Answer = Type.Object({
  question: Type.String(),
  value: orNull(AnswerValue),
  basis: Type.Enum(['evidenced', 'declared']),
  evidenceId: orNull(Id),
  /** What the evidence says, where a person says something else. */
  evidenceValue: orNull(AnswerValue),
  reason: orNull(Type.String()),
  revision: Type.Integer({ minimum: 0 }),
  byName: Type.String(),
  at: Instant,
})
export type Answer = Static<typeof Answer>

const Comment = Type.Object({
  id: Id,
  question: orNull(Type.String()),
  text: Type.String(),
  byName: Type.String(),
  byOrganisation: orNull(Type.String()),
  at: Instant,
})
const Attachment = Type.Object({
  id: Id,
  question: Type.String(),
  fileName: Type.String(),
  bytes: Type.Integer(),
  byName: Type.String(),
  at: Instant,
})
const runId = Type.Object({ runId: Id })
const ofQuestion = Type.Object({ runId: Id, question: Type.String({ maxLength: 120 }) })

/** A firm's assessment: answers saved as typed, and what is said of them. */
export const runRoutes = {
  runs: {
    method: 'GET',
    path: '/assess/runs',
    may: 'assess.read',
    query: listQuery({
      status: Type.Optional(RunStatus),
      year: Type.Optional(Type.Integer()),
      framework: Type.Optional(Type.String({ maxLength: 60 })),
      organisation: Type.Optional(Id),
      window: Type.Optional(Id),
      region: Type.Optional(RegionCode),
      ...OfFirms,
      /** The newest submitted run of each firm and framework, which is what counts it as assessed. */
      isCounted: Type.Optional(Type.Boolean()),
    }),
    response: listOf(Run),
    list: {
      columns: [
        'organisationName',
        'regionCode',
        'nameZh',
        'year',
        'status',
        'answered',
        'evidenced',
        'total',
      ],
    },
  },
  startRun: {
    method: 'POST',
    path: '/assess/runs',
    may: 'assess.fill',
    body: Type.Object(
      { windowId: Id, facts: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 60 })) },
      strict,
    ),
    response: Type.Object({ id: Id }),
  },
  run: {
    method: 'GET',
    path: '/assess/runs/:runId',
    may: 'assess.read',
    params: runId,
    response: Type.Object({
      run: Run,
      framework: Framework,
      facts: Type.Record(Type.String(), Type.String()),
      outline: Outline,
      answers: Type.Array(Answer),
      /** Last year's answers to the same questions. */
      before: Type.Array(Type.Object({ question: Type.String(), value: orNull(AnswerValue) })),
      /** The run that `before` is of: the firm's last one of the framework. */
      beforeRunId: orNull(Id),
      findings: Type.Array(
        Type.Object({ questions: Type.Array(Type.String()), text: Names, isWarning: Type.Boolean() }),
      ),
      attachments: Type.Array(Attachment),
      comments: Type.Array(Comment),
      mayFill: Type.Boolean(),
      /** Plans steps for its own firm, also after the submission. */
      mayPlan: Type.Boolean(),
      mayCheck: Type.Boolean(),
      /** An official who may give the run to an agency. */
      mayAssign: Type.Boolean(),
      assessorName: orNull(Type.String()),
      isLate: Type.Boolean(),
    }),
  },
  /** One answer, saved as typed; another one since `revision` answers 409 with the fault's words. */
  saveAnswer: {
    method: 'PUT',
    path: '/assess/runs/:runId/answers/:question',
    may: 'assess.fill',
    params: ofQuestion,
    body: Type.Object(
      {
        value: SentValue,
        revision: Type.Integer({ minimum: 0 }),
        reason: Type.Optional(Type.String({ maxLength: 1000 })),
      },
      strict,
    ),
    response: Answer,
  },
  answerHistory: {
    method: 'GET',
    path: '/assess/runs/:runId/answers/:question',
    may: 'assess.read',
    params: ofQuestion,
    response: Type.Object({ rows: Type.Array(Answer) }),
  },
  addComment: {
    method: 'POST',
    path: '/assess/runs/:runId/comments',
    may: 'assess.read',
    params: runId,
    body: Type.Object(
      {
        question: Type.Optional(Type.String({ maxLength: 120 })),
        text: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
      },
      strict,
    ),
    response: Comment,
  },
  addAttachment: {
    method: 'POST',
    path: '/assess/runs/:runId/attachments',
    may: 'assess.fill',
    params: runId,
    query: Type.Object({ question: Type.String({ maxLength: 120 }) }, strict),
    body: file,
    upload: true,
    response: Type.Object({ id: Id }),
  },
  attachment: {
    method: 'GET',
    path: '/assess/runs/:runId/attachments/:attachmentId',
    may: 'assess.read',
    params: Type.Object({ runId: Id, attachmentId: Id }),
    response: Type.Unknown(),
    download: true,
  },
  removeAttachment: {
    method: 'DELETE',
    path: '/assess/runs/:runId/attachments/:attachmentId',
    may: 'assess.fill',
    params: Type.Object({ runId: Id, attachmentId: Id }),
    response: done,
  },
  submitRun: {
    method: 'POST',
    path: '/assess/runs/:runId/submit',
    may: 'assess.fill',
    params: runId,
    body: Type.Object({ revision: Revision }, strict),
    response: Run,
  },
  decideRun: {
    method: 'POST',
    path: '/assess/runs/:runId/decision',
    may: 'assess.check',
    params: runId,
    body: Type.Object(
      {
        decision: Type.Enum(['accepted', 'returned']),
        revision: Revision,
        reason: Type.Optional(Reason),
      },
      strict,
    ),
    response: done,
  },
  /** Gives the run to an agency that checks it, or takes it back. */
  assignRun: {
    method: 'PUT',
    path: '/assess/runs/:runId/assessor',
    may: 'assess.check',
    params: runId,
    body: Type.Object({ assessorId: orNull(Id), revision: Revision }, strict),
    response: done,
  },
  /** The run on paper, a PDF that brings its font. */
  runReport: {
    method: 'GET',
    path: '/assess/runs/:runId/report',
    may: 'assess.read',
    params: runId,
    response: Type.Unknown(),
    download: true,
  },
  runSheet: {
    method: 'GET',
    path: '/assess/runs/:runId/sheet',
    may: 'assess.read',
    params: runId,
    response: Type.Unknown(),
    download: true,
  },
  importRunSheet: {
    method: 'POST',
    path: '/assess/runs/:runId/sheet',
    may: 'assess.fill',
    params: runId,
    query: dryRun,
    body: file,
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
} as const satisfies Record<string, Route>
