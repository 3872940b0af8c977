import { Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import { Certificate } from './certificates.ts'
import { Outline } from './frameworks.ts'
import { Objection } from './objections.ts'
import { done, file, Kind, Names, orNull, Reason, RegionCode, Revision, strict } from './parts.ts'
import { AnswerValue } from './runs.ts'
import { Verdict } from './scores.ts'

export const Case = Type.Object({
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  regionCode: Type.String(),
  procedureId: Id,
  nameZh: Type.String(),
  nameEn: Type.String(),
  kind: Kind,
  stage: Type.String(),
  stageName: Names,
  isOpen: Type.Boolean(),
  consultantId: orNull(Id),
  bodyId: orNull(Id),
  runId: orNull(Id),
  noticeFrom: orNull(Type.String()),
  noticeUntil: orNull(Type.String()),
  seed: orNull(Type.String()),
  poolHash: orNull(Type.String()),
  isSample: Type.Boolean(),
  revision: Revision,
  stageAt: Instant,
})
export type Case = Static<typeof Case>

const Nonconformity = Type.Object({
  id: Id,
  place: Type.Integer(),
  clause: Type.String(),
  grade: Type.Enum(['minor', 'major']),
  text: Type.String(),
  status: Type.Enum(['open', 'corrected', 'closed']),
  correction: orNull(Type.String()),
  openedBy: Type.String(),
  closedBy: orNull(Type.String()),
})
const Review = Type.Object({
  id: Id,
  /** Who it is, only for the officials (blind to the firm and to the other experts). */
  name: orNull(Type.String()),
  status: Type.Enum(['drawn', 'recused', 'scored']),
  score: orNull(Type.Number()),
  text: orNull(Type.String()),
})
const Draw = Type.Object({
  id: Id,
  place: Type.Integer(),
  seed: Type.String(),
  poolHash: Type.String(),
  wanted: Type.Integer(),
  byName: Type.String(),
  at: Instant,
  /** Made again now from seed and pool, the draw gives the same. */
  isEqual: Type.Boolean(),
  /** In the sequence of their tickets: SHA-256 over the seed, a blank and the id. */
  pool: Type.Array(
    Type.Object({
      id: Id,
      name: orNull(Type.String()),
      ticket: Type.String(),
      isChosen: Type.Boolean(),
    }),
  ),
  leftOut: Type.Array(
    Type.Object({ name: orNull(Type.String()), why: Type.Enum(['side', 'tie', 'before']) }),
  ),
})
const MyReview = Type.Object({
  id: Id,
  nameZh: Type.String(),
  nameEn: Type.String(),
  status: Type.Enum(['drawn', 'recused', 'scored']),
  total: orNull(Type.String()),
  score: orNull(Type.Number()),
  text: orNull(Type.String()),
  drawnAt: Instant,
})
const Dossier = Type.Object({
  outline: Outline,
  verdict: Verdict,
  answers: Type.Array(
    Type.Object({
      question: Type.String(),
      value: orNull(AnswerValue),
      basis: Type.Enum(['evidenced', 'declared']),
      /** What the evidence says where the firm says something else, and why it does. */
      evidenceValue: orNull(AnswerValue),
      reason: orNull(Type.String()),
    }),
  ),
})
const caseId = Type.Object({ caseId: Id })
const Procedure = Type.Object({
  id: Id,
  code: Type.String(),
  version: Type.String(),
  kind: Kind,
  nameZh: Type.String(),
  nameEn: Type.String(),
  framework: orNull(Type.String()),
  isExample: Type.Boolean(),
  valid: Type.Integer(),
  underWay: Type.Integer(),
})

/** Certification and recognition: a case a firm, moved from stage to stage by whoever the procedure names. */
export const caseRoutes = {
  procedures: {
    method: 'GET',
    path: '/assess/procedures',
    may: 'public',
    response: Type.Object({ rows: Type.Array(Procedure) }),
  },
  cases: {
    method: 'GET',
    path: '/assess/cases',
    may: 'assess.read',
    query: listQuery({
      kind: Type.Optional(Kind),
      isOpen: Type.Optional(Type.Boolean()),
      /** Open ones that have led to no certificate yet. */
      isUnderWay: Type.Optional(Type.Boolean()),
      region: Type.Optional(RegionCode),
    }),
    response: listOf(Case),
    list: { columns: ['organisationName', 'regionCode', 'nameZh', 'stage', 'isOpen', 'stageAt'] },
  },
  startCase: {
    method: 'POST',
    path: '/assess/cases',
    may: 'assess.fill',
    body: Type.Object({ procedureId: Id }, strict),
    response: Type.Object({ id: Id }),
  },
  case: {
    method: 'GET',
    path: '/assess/cases/:caseId',
    may: 'assess.read',
    params: caseId,
    response: Type.Object({
      case: Case,
      /** `isEnd`: the case ends there without a certificate, or loses it. */
      stages: Type.Array(Type.Object({ code: Type.String(), name: Names, isEnd: Type.Boolean() })),
      moves: Type.Array(
        Type.Object({
          code: Type.String(),
          name: Names,
          wantsNote: Type.Boolean(),
          lacks: Type.Array(Type.String()),
        }),
      ),
      events: Type.Array(
        Type.Object({
          id: Id,
          name: Names,
          byName: Type.String(),
          byParty: Type.String(),
          note: orNull(Type.String()),
          at: Instant,
        }),
      ),
      wanted: Type.Array(Type.Object({ code: Type.String(), name: Names, isNeeded: Type.Boolean() })),
      documents: Type.Array(
        Type.Object({
          id: Id,
          kind: Type.String(),
          version: Type.Integer(),
          fileName: Type.String(),
          byName: Type.String(),
          at: Instant,
        }),
      ),
      nonconformities: Type.Array(Nonconformity),
      reviews: Type.Array(Review),
      objections: Type.Array(Objection),
      certificate: orNull(Certificate),
      /** What the procedure asks, with the source where its original was not read (示例阈值). */
      rules: Type.Object({
        reviewers: orNull(Type.Integer()),
        spread: orNull(Type.Integer()),
        noticeDays: orNull(Type.Integer()),
        reviewMonths: orNull(Type.Integer()),
        validYears: orNull(Type.Integer()),
        example: orNull(Type.String()),
      }),
      /** When the call ends in which the firm may apply; null where there is none. */
      closesAt: orNull(Instant),
      parties: Type.Array(Type.String()),
    }),
  },
  /** A replay of a move that was made finds another revision, and is refused. */
  moveCase: {
    method: 'POST',
    path: '/assess/cases/:caseId/moves',
    may: 'assess.read',
    params: caseId,
    body: Type.Object(
      { move: Type.String({ maxLength: 40 }), revision: Revision, note: Type.Optional(Reason) },
      strict,
    ),
    response: done,
  },
  /** How the experts were drawn: whoever sees the case makes each draw again; names are the officials'. */
  draws: {
    method: 'GET',
    path: '/assess/cases/:caseId/draws',
    may: 'assess.read',
    params: caseId,
    response: Type.Object({ rows: Type.Array(Draw) }),
  },
  setParties: {
    method: 'PUT',
    path: '/assess/cases/:caseId/parties',
    may: 'assess.fill',
    params: caseId,
    body: Type.Object({ consultantId: orNull(Id), bodyId: orNull(Id), revision: Revision }, strict),
    response: done,
  },
  addDocument: {
    method: 'POST',
    path: '/assess/cases/:caseId/documents',
    may: 'assess.read',
    params: caseId,
    query: Type.Object({ kind: Type.String({ maxLength: 40 }) }, strict),
    body: file,
    upload: true,
    response: Type.Object({ version: Type.Integer() }),
  },
  document: {
    method: 'GET',
    path: '/assess/cases/:caseId/documents/:documentId',
    may: 'assess.read',
    params: Type.Object({ caseId: Id, documentId: Id }),
    response: Type.Unknown(),
    download: true,
  },
  openNonconformity: {
    method: 'POST',
    path: '/assess/cases/:caseId/nonconformities',
    may: 'assess.certify',
    params: caseId,
    body: Type.Object(
      {
        clause: Type.String({ minLength: 1, maxLength: 60 }),
        grade: Type.Enum(['minor', 'major']),
        text: Type.String({ minLength: 1, maxLength: 2000 }),
      },
      strict,
    ),
    response: Type.Object({ place: Type.Integer() }),
  },
  /** The firm corrects, the body closes or opens it again. */
  changeNonconformity: {
    method: 'PUT',
    path: '/assess/nonconformities/:nonconformityId',
    may: 'assess.read',
    params: Type.Object({ nonconformityId: Id }),
    body: Type.Object({ status: Type.Enum(['open', 'corrected', 'closed']), text: Reason }, strict),
    response: done,
  },
  /** Joins the pool of experts, or leaves it. */
  joinPool: {
    method: 'PUT',
    path: '/assess/experts/me',
    may: 'assess.review',
    body: Type.Object({ isActive: Type.Boolean() }, strict),
    response: done,
  },
  myReviews: {
    method: 'GET',
    path: '/assess/reviews',
    may: 'assess.review',
    query: listQuery({}),
    response: listOf(MyReview),
    list: { columns: ['nameZh', 'status', 'total', 'score', 'text', 'drawnAt'] },
  },
  /**
   * What an expert judges: questions, answers and score, without the firm, its files and its comments; null
   * where the application has no self-assessment.
   */
  reviewDossier: {
    method: 'GET',
    path: '/assess/reviews/:reviewId',
    may: 'assess.review',
    params: Type.Object({ reviewId: Id }),
    response: Type.Object({ review: MyReview, assessment: orNull(Dossier) }),
  },
  decideReview: {
    method: 'PUT',
    path: '/assess/reviews/:reviewId',
    may: 'assess.review',
    params: Type.Object({ reviewId: Id }),
    body: Type.Object(
      {
        status: Type.Enum(['recused', 'scored']),
        score: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
        text: Reason,
      },
      strict,
    ),
    response: done,
  },
} as const satisfies Record<string, Route>
