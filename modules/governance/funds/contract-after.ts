import { Day, Id, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { Entry } from './contract-entries.ts'
import { applicationParams, Comment, done, Fen, orNull, version } from './parts.ts'

/** Expert review, public notice, decision, and the money. */
export const fundDecisionRoutes = {
  /** Draws experts by lot; again when scores lie too far apart, then one more. */
  drawExperts: {
    method: 'POST',
    path: '/governance/applications/:applicationId/experts',
    may: 'governance.fund',
    params: applicationParams,
    body: Type.Object({ version }, { additionalProperties: false }),
    response: done,
  },
  /** Opens the public notice of five working days. */
  openNotice: {
    method: 'POST',
    path: '/governance/applications/:applicationId/notice',
    may: 'governance.fund',
    params: applicationParams,
    body: Type.Object({ version }, { additionalProperties: false }),
    response: Type.Object({ noticeTo: Type.String() }),
  },
  /** What stands to public notice now. */
  fundNotices: {
    method: 'GET',
    path: '/governance/fund-notices',
    may: 'public',
    query: listQuery({}),
    response: listOf(
      Type.Object({
        id: Id,
        number: Type.String(),
        title: Type.String(),
        programmeZh: Type.String(),
        programmeEn: Type.String(),
        organisationName: Type.String(),
        askedFen: Type.Integer(),
        noticeFrom: Type.String(),
        noticeTo: Type.String(),
        isSample: Type.Boolean(),
      }),
    ),
    list: {
      columns: ['number', 'title', 'organisationName', 'programmeZh', 'askedFen', 'noticeFrom', 'noticeTo'],
    },
  },
  object: {
    method: 'POST',
    path: '/governance/applications/:applicationId/objections',
    may: 'public',
    params: applicationParams,
    body: Type.Object(
      {
        name: Type.String({ minLength: 2, maxLength: 60 }),
        contact: Type.String({ minLength: 5, maxLength: 120 }),
        text: Type.String({ minLength: 10, maxLength: 4000 }),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  decideObjection: {
    method: 'POST',
    path: '/governance/objections/:objectionId/decision',
    may: 'governance.fund',
    params: Type.Object({ objectionId: Id }),
    body: Type.Object(
      { decision: Type.Enum(['upheld', 'dismissed']), comment: Comment },
      { additionalProperties: false },
    ),
    response: done,
  },
  /** The leader's decision after the notice. */
  decideApplication: {
    method: 'POST',
    path: '/governance/applications/:applicationId/decision',
    may: 'governance.approve',
    params: applicationParams,
    body: Type.Object(
      {
        decision: Type.Enum(['approve', 'refuse']),
        grantFen: Type.Optional(Fen),
        comment: Type.Optional(Comment),
        version,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
  signContract: {
    method: 'POST',
    path: '/governance/applications/:applicationId/contract',
    may: 'governance.fund',
    params: applicationParams,
    body: Type.Object(
      {
        /** None for vouchers: they are issued by the programme's face and time. */
        tranches: Type.Optional(
          Type.Array(
            Type.Object(
              { amountFen: Fen, milestone: Type.String({ minLength: 2, maxLength: 200 }), dueOn: Day },
              { additionalProperties: false },
            ),
            { minItems: 1, maxItems: 20 },
          ),
        ),
        version,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
  claimTranche: {
    method: 'POST',
    path: '/governance/applications/:applicationId/claim',
    may: 'governance.apply',
    params: applicationParams,
    body: Type.Object(
      {
        claim: Comment,
        /** What a voucher is redeemed for. */
        invoiceNumber: Type.Optional(Type.String({ minLength: 4, maxLength: 60 })),
        invoiceFen: Type.Optional(Fen),
        version,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
  /** Pays the next claimed tranche; the same version pays once. */
  payTranche: {
    method: 'POST',
    path: '/governance/applications/:applicationId/payment',
    may: 'governance.fund',
    params: applicationParams,
    body: Type.Object({ version }, { additionalProperties: false }),
    response: Type.Object({ paidFen: Type.Integer() }),
  },
  evaluateApplication: {
    method: 'POST',
    path: '/governance/applications/:applicationId/evaluation',
    may: 'governance.fund',
    params: applicationParams,
    body: Type.Object(
      { grade: Type.Enum(['excellent', 'good', 'passed', 'failed']), comment: Comment, version },
      { additionalProperties: false },
    ),
    response: done,
  },
  clawBack: {
    method: 'POST',
    path: '/governance/applications/:applicationId/claw-back',
    may: 'governance.fund',
    params: applicationParams,
    body: Type.Object({ amountFen: Fen, reason: Comment, version }, { additionalProperties: false }),
    response: done,
  },
  experts: {
    method: 'GET',
    path: '/governance/experts',
    may: 'governance.fund',
    query: listQuery({}),
    response: listOf(
      Type.Object({
        personId: Id,
        name: Type.String(),
        organisationName: Type.String(),
        fields: Type.String(),
        isActive: Type.Boolean(),
        reviews: Type.Integer(),
      }),
    ),
    list: { columns: ['name', 'organisationName', 'fields', 'isActive', 'reviews'] },
  },
  joinExperts: {
    method: 'POST',
    path: '/governance/experts',
    may: 'governance.review',
    body: Type.Object(
      { fields: Type.String({ minLength: 2, maxLength: 300 }) },
      { additionalProperties: false },
    ),
    response: done,
  },
  admitExpert: {
    method: 'PUT',
    path: '/governance/experts/:personId',
    may: 'governance.fund',
    params: Type.Object({ personId: Id }),
    body: Type.Object({ isActive: Type.Boolean() }, { additionalProperties: false }),
    response: done,
  },
  /** What was drawn for the caller; the applicant is not named (盲审). */
  myReviews: {
    method: 'GET',
    path: '/governance/reviews',
    may: 'governance.review',
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          applicationId: Id,
          title: Type.String(),
          summary: Type.String(),
          programmeZh: Type.String(),
          programmeEn: Type.String(),
          investmentFen: Type.Integer(),
          askedFen: Type.Integer(),
          state: Type.Enum(['drawn', 'recused', 'scored']),
          scoreTenths: orNull(Type.Integer()),
          /** The form without what names the firm; what differs from the platform stands in it. */
          entries: Type.Array(Entry),
        }),
      ),
    }),
  },
  review: {
    method: 'POST',
    path: '/governance/reviews/:applicationId',
    may: 'governance.review',
    params: applicationParams,
    body: Type.Object(
      {
        act: Type.Enum(['score', 'recuse']),
        scoreTenths: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
        comment: Comment,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
  /** Awards as an OCDS 1.1 release package (open data), page by page. */
  fundReleases: {
    method: 'GET',
    path: '/governance/fund-releases',
    may: 'public',
    query: Type.Object(
      {
        page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
        pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      },
      { additionalProperties: false },
    ),
    download: true,
    response: Type.Any(),
  },
} as const satisfies Record<string, Route>
