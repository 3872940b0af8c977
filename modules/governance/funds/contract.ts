import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { Duplicate } from './contract-duplicates.ts'
import { Entry } from './contract-entries.ts'
import { Request, Terms } from './contract-modes.ts'
import { factNames, operators } from './eligibility.ts'
import { applicationParams, Comment, done, Fen, orNull, version } from './parts.ts'
import { applicationStates } from './steps.ts'

const State = Type.Enum([...applicationStates])
export const modes = ['grant', 'interest', 'guarantee', 'voucher', 'equity'] as const

export const Condition = Type.Object(
  {
    fact: Type.Enum([...factNames]),
    operator: Type.Enum([...operators]),
    value: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
)
export const Judged = Type.Object({
  ...Condition.properties,
  found: orNull(Type.String()),
  met: orNull(Type.Boolean()),
})

const programmeBody = {
  code: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{1,39}$' }),
  titleZh: Type.String({ minLength: 2, maxLength: 120 }),
  titleEn: Type.String({ minLength: 2, maxLength: 160 }),
  guideZh: Type.String({ minLength: 2, maxLength: 10_000 }),
  guideEn: Type.String({ minLength: 2, maxLength: 10_000 }),
  mode: Type.Enum([...modes]),
  budgetFen: Fen,
  /** Most of the investment, in hundredths of a percent. */
  shareBasisPoints: Type.Integer({ minimum: 1, maximum: 10_000 }),
  capFen: Fen,
  terms: Type.Optional(Terms),
  opensAt: Instant,
  closesAt: Instant,
  conditions: Type.Array(Condition, { maxItems: 30 }),
  experts: Type.Integer({ minimum: 1, maximum: 15 }),
  /** Scores further apart than this, in tenths of a point, ask for another expert. */
  spreadMaxTenths: Type.Integer({ minimum: 0, maximum: 1000 }),
}

export const Programme = Type.Object({
  id: Id,
  ...programmeBody,
  terms: orNull(Terms),
  state: Type.Enum(['draft', 'open', 'ended']),
  isSample: Type.Boolean(),
  /** Is it within its window now? */
  isOpenNow: Type.Boolean(),
  isOurs: Type.Boolean(),
  grantedFen: Type.Integer(),
  applications: Type.Integer(),
})

export const ApplicationRow = Type.Object({
  id: Id,
  number: Type.String(),
  title: Type.String(),
  programmeId: Id,
  programmeZh: Type.String(),
  programmeEn: Type.String(),
  organisationId: Id,
  organisationName: Type.String(),
  investmentFen: Type.Integer(),
  askedFen: Type.Integer(),
  grantFen: orNull(Type.Integer()),
  state: State,
  noticeTo: orNull(Type.String()),
  isSample: Type.Boolean(),
  updatedAt: Instant,
  /** Entries of the form in which the firm says something else than the platform knows. */
  otherwise: Type.Integer(),
})

export const ApplicationDetail = Type.Object({
  ...ApplicationRow.properties,
  summary: Type.String(),
  mode: Type.Enum([...modes]),
  request: orNull(Request),
  /** The fund's part of the firm behind the round, in parts per million; null in other modes. */
  sharePpm: orNull(Type.Integer()),
  version: Type.Integer(),
  isMine: Type.Boolean(),
  /** Does the caller's organisation run the programme? */
  isOurs: Type.Boolean(),
  grantMaxFen: Type.Integer(),
  judged: Type.Array(Judged),
  noticeFrom: orNull(Type.String()),
  grade: orNull(Type.Enum(['excellent', 'good', 'passed', 'failed'])),
  subjects: Type.Array(
    Type.Object({
      kind: Type.Enum(['equipment', 'invoice', 'project', 'contract']),
      label: Type.String(),
    }),
  ),
  entries: Type.Array(Entry),
  duplicates: Type.Array(Duplicate),
  /** Null before the experts are through, and for who may not see. */
  review: orNull(
    Type.Object({
      seed: Type.String(),
      drawn: Type.Integer(),
      scored: Type.Integer(),
      recused: Type.Integer(),
      meanTenths: orNull(Type.Integer()),
      spreadTenths: orNull(Type.Integer()),
      isDispersed: Type.Boolean(),
      /** What each expert said, in the order in which they were drawn and without their names. */
      experts: Type.Array(
        Type.Object({
          place: Type.Integer(),
          state: Type.Enum(['drawn', 'recused', 'scored']),
          scoreTenths: orNull(Type.Integer()),
          comment: orNull(Type.String()),
        }),
      ),
    }),
  ),
  objections: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      contact: Type.String(),
      text: Type.String(),
      at: Instant,
      decision: orNull(Type.Enum(['upheld', 'dismissed'])),
      comment: orNull(Type.String()),
    }),
  ),
  tranches: Type.Array(
    Type.Object({
      place: Type.Integer(),
      amountFen: Type.Integer(),
      milestone: Type.String(),
      dueOn: Type.String(),
      number: orNull(Type.String()),
      claimedAt: orNull(Instant),
      claim: orNull(Type.String()),
      invoiceNumber: orNull(Type.String()),
      invoiceFen: orNull(Type.Integer()),
      paidAt: orNull(Instant),
      paidFen: orNull(Type.Integer()),
      cancelledAt: orNull(Instant),
      /** A voucher of which the last day is over and that nobody redeemed. */
      isExpired: Type.Boolean(),
    }),
  ),
  payments: Type.Array(
    Type.Object({ id: Id, amountFen: Type.Integer(), reason: Type.String(), at: Instant }),
  ),
  events: Type.Array(
    Type.Object({
      id: Id,
      at: Instant,
      personName: Type.String(),
      act: Type.String(),
      comment: orNull(Type.String()),
      amountFen: orNull(Type.Integer()),
    }),
  ),
})

const draftBody = {
  title: Type.String({ minLength: 2, maxLength: 120 }),
  summary: Type.String({ minLength: 2, maxLength: 5000 }),
  investmentFen: Fen,
  askedFen: Fen,
  /** What the programme's mode asks for: the loan, guarantee, service or round. */
  request: Type.Optional(Request),
  /** Codes of the firm's own machines that the money is for. */
  equipmentCodes: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
    maxItems: 200,
    uniqueItems: true,
  }),
  invoiceNumbers: Type.Array(Type.String({ minLength: 4, maxLength: 60 }), {
    maxItems: 500,
    uniqueItems: true,
  }),
}

const programmeParams = Type.Object({ programmeId: Id })

/** Programmes and applications up to the formal check. */
export const fundRoutes = {
  programmes: {
    method: 'GET',
    path: '/governance/programmes',
    may: 'public',
    query: listQuery({ mode: Type.Optional(Type.Enum([...modes])) }),
    response: listOf(Programme),
    list: { columns: ['code', 'titleZh', 'titleEn', 'mode', 'opensAt', 'closesAt', 'state'] },
  },
  programme: {
    method: 'GET',
    path: '/governance/programmes/:programmeId',
    may: 'public',
    params: programmeParams,
    response: Programme,
  },
  addProgramme: {
    method: 'POST',
    path: '/governance/programmes',
    may: 'governance.fund',
    body: Type.Object(programmeBody, { additionalProperties: false }),
    response: Type.Object({ id: Id }),
  },
  /** Publishes a draft, or ends a programme early. */
  moveProgramme: {
    method: 'POST',
    path: '/governance/programmes/:programmeId/state',
    may: 'governance.fund',
    params: programmeParams,
    body: Type.Object({ state: Type.Enum(['open', 'ended']) }, { additionalProperties: false }),
    response: done,
  },
  /** Which programmes fit the caller's firm, and why not. */
  fittingProgrammes: {
    method: 'GET',
    path: '/governance/programmes-fitting',
    may: 'governance.apply',
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          programmeId: Id,
          titleZh: Type.String(),
          titleEn: Type.String(),
          isOpenNow: Type.Boolean(),
          opensAt: Instant,
          closesAt: Instant,
          fits: orNull(Type.Boolean()),
          conditions: Type.Array(Judged),
        }),
      ),
    }),
  },
  applications: {
    method: 'GET',
    path: '/governance/applications',
    may: 'governance.read',
    query: listQuery({
      state: Type.Optional(State),
      programme: Type.Optional(Id),
    }),
    response: listOf(ApplicationRow),
    list: {
      words: { state: 'governance.value.applicationState' },
      columns: [
        'number',
        'title',
        'organisationName',
        'programmeZh',
        'askedFen',
        'grantFen',
        'state',
        'updatedAt',
      ],
    },
  },
  application: {
    method: 'GET',
    path: '/governance/applications/:applicationId',
    may: 'governance.read',
    params: applicationParams,
    response: ApplicationDetail,
  },
  draftApplication: {
    method: 'POST',
    path: '/governance/programmes/:programmeId/applications',
    may: 'governance.apply',
    params: programmeParams,
    body: Type.Object(draftBody, { additionalProperties: false }),
    response: Type.Object({ id: Id, number: Type.String() }),
  },
  changeApplication: {
    method: 'PUT',
    path: '/governance/applications/:applicationId',
    may: 'governance.apply',
    params: applicationParams,
    body: Type.Object({ ...draftBody, version }, { additionalProperties: false }),
    response: done,
  },
  /** What the firm does: submit within the window, or withdraw. */
  moveApplication: {
    method: 'POST',
    path: '/governance/applications/:applicationId/state',
    may: 'governance.apply',
    params: applicationParams,
    body: Type.Object({ act: Type.Enum(['submit', 'withdraw']), version }, { additionalProperties: false }),
    response: done,
  },
  /** Formal check by the officials of the firm's city or of the region. */
  checkApplication: {
    method: 'POST',
    path: '/governance/applications/:applicationId/check',
    may: 'governance.check',
    params: applicationParams,
    body: Type.Object(
      { act: Type.Enum(['pass', 'return', 'refuse']), comment: Type.Optional(Comment), version },
      { additionalProperties: false },
    ),
    response: done,
  },
} as const satisfies Record<string, Route>
