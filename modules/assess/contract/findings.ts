import { Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import { done, Names, orNull, RegionCode, Revision, strict } from './parts.ts'

const FindingKind = Type.Enum(['outlier', 'copied', 'jump', 'override'])
/** What the rules of data quality look for. */
export const RuleKind = Type.Enum(['outlier', 'copied', 'jump'])
export type RuleKind = Static<typeof RuleKind>

const FindingStatus = Type.Enum(['open', 'confirmed', 'dismissed'])

const Finding = Type.Object({
  id: Id,
  runId: Id,
  organisationId: Id,
  organisationName: Type.String(),
  regionCode: Type.String(),
  frameworkName: Names,
  year: Type.Integer(),
  kind: FindingKind,
  question: orNull(Type.String()),
  questionName: orNull(Names),
  text: Type.String(),
  status: FindingStatus,
  note: orNull(Type.String()),
  byName: orNull(Type.String()),
  decidedAt: orNull(Instant),
  at: Instant,
})

const QualityRule = Type.Object({
  kind: RuleKind,
  version: Revision,
  /** So many firms or answers are needed; null where a firm is compared with itself. */
  least: orNull(Type.Integer()),
  threshold: Type.String(),
  source: Names,
  /** Not read in an original (示例阈值). */
  isExample: Type.Boolean(),
  reason: orNull(Type.String()),
  byName: Type.String(),
  at: Instant,
})
export type QualityRule = Static<typeof QualityRule>

const Text = Type.String({ minLength: 2, maxLength: 500, pattern: '\\S' })
const Note = Type.String({ minLength: 2, maxLength: 1000, pattern: '\\S' })
const findingId = Type.Object({ findingId: Id })

/** What the rules find at a submission, what is said of it, and the rules themselves. */
export const findingRoutes = {
  findings: {
    method: 'GET',
    path: '/assess/findings',
    may: 'assess.check',
    query: listQuery({
      status: Type.Optional(FindingStatus),
      kind: Type.Optional(FindingKind),
      year: Type.Optional(Type.Integer()),
      framework: Type.Optional(Type.String({ maxLength: 60 })),
      region: Type.Optional(RegionCode),
      run: Type.Optional(Id),
    }),
    response: listOf(Finding),
    list: {
      words: { kind: 'assess.value.finding' },
      columns: [
        'organisationName',
        'regionCode',
        'year',
        'kind',
        'question',
        'text',
        'status',
        'note',
        'byName',
        'decidedAt',
        'at',
      ],
    },
  },
  /** A finding with what it follows from: the rule as it was, the numbers, and all that was said of it. */
  finding: {
    method: 'GET',
    path: '/assess/findings/:findingId',
    may: 'assess.check',
    params: findingId,
    response: Type.Object({
      finding: Finding,
      rule: orNull(QualityRule),
      /** The newest version of the rule, where it is another one. */
      newestVersion: orNull(Revision),
      numbers: Type.Array(Type.Object({ word: Type.String(), value: Type.String() })),
      /** The node of the score, or the question, that it is about. */
      node: orNull(Type.String()),
      evidenceId: orNull(Id),
      /** The same part in the year before. */
      beforeRunId: orNull(Id),
      /** Whose answers are the same: told to whoever may see that run too. */
      other: orNull(Type.Object({ runId: Id, organisationName: Type.String() })),
      decisions: Type.Array(
        Type.Object({
          id: Id,
          status: FindingStatus,
          note: Type.String(),
          byName: Type.String(),
          at: Instant,
        }),
      ),
      mayDecide: Type.Boolean(),
    }),
  },
  decideFinding: {
    method: 'PUT',
    path: '/assess/findings/:findingId',
    may: 'assess.check',
    params: findingId,
    body: Type.Object({ status: FindingStatus, note: Note }, strict),
    response: done,
  },
  /** The newest version of each rule by which findings are made, or all versions. */
  qualityRules: {
    method: 'GET',
    path: '/assess/quality-rules',
    may: 'assess.read',
    query: listQuery({ kind: Type.Optional(RuleKind), isNewest: Type.Optional(Type.Boolean()) }),
    response: listOf(QualityRule),
    list: {
      columns: ['kind', 'version', 'least', 'threshold', 'isExample', 'reason', 'byName', 'at'],
      words: { kind: 'assess.value.finding' },
    },
  },
  /** Writes the next version of a rule; findings that were made stay as they are. */
  changeQualityRule: {
    method: 'PUT',
    path: '/assess/quality-rules/:kind',
    may: 'assess.framework',
    params: Type.Object({ kind: RuleKind }),
    body: Type.Object(
      {
        least: Type.Optional(Type.Integer({ minimum: 2, maximum: 1000 })),
        threshold: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
        sourceZh: Text,
        sourceEn: Text,
        isExample: Type.Boolean(),
        reason: Note,
        /** The version that was read. */
        revision: Revision,
      },
      strict,
    ),
    response: Type.Object({ version: Revision }),
  },
} as const satisfies Record<string, Route>
