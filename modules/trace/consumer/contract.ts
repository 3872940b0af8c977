import { Id, Instant, listOf, listQuery, type Static, Type } from '@ronghe/kit/contract'

const orNull = Type.Union([Type.String(), Type.Null()])
const Problem = Type.Enum(['fake', 'quality', 'safety', 'other'])
const ReportState = Type.Enum(['open', 'closed'])

export const ReportLine = Type.Object({
  id: Id,
  identifier: Type.String(),
  problem: Problem,
  text: Type.String(),
  contact: orNull,
  at: Instant,
  reportState: ReportState,
  answer: orNull,
  answeredAt: Type.Union([Instant, Type.Null()]),
  answeredBy: orNull,
})
export type ReportLine = Static<typeof ReportLine>

const ScannedLine = Type.Object({
  identifier: Type.String(),
  scans: Type.Integer(),
  phones: Type.Integer(),
  firstAt: Instant,
  lastAt: Instant,
  /** What the readings of one item hint at; empty for a lot or a product. */
  warnings: Type.Array(Type.Enum(['manyPhones', 'farApart'])),
})

export const consumerRoutes = {
  reports: {
    method: 'GET',
    path: '/trace/reports',
    may: 'trace.read',
    query: listQuery({ problem: Type.Optional(Problem), reportState: Type.Optional(ReportState) }),
    response: listOf(ReportLine),
    list: {
      columns: ['at', 'identifier', 'problem', 'text', 'contact', 'reportState', 'answer', 'answeredBy'],
    },
  },
  answerReport: {
    method: 'POST',
    path: '/trace/reports/:reportId/answer',
    may: 'trace.capture',
    params: Type.Object({ reportId: Id }),
    body: Type.Object(
      { answer: Type.String({ minLength: 2, maxLength: 1000, pattern: '\\S' }) },
      { additionalProperties: false },
    ),
    response: ReportLine,
  },
  scanned: {
    method: 'GET',
    path: '/trace/scanned',
    may: 'trace.read',
    query: listQuery({}),
    response: listOf(ScannedLine),
    list: { columns: ['identifier', 'scans', 'phones', 'firstAt', 'lastAt', 'warnings'] },
  },
} as const
