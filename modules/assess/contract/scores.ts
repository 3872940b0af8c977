import {
  Day,
  Evidence,
  EvidenceRow,
  Id,
  Instant,
  listOf,
  listQuery,
  type Route,
  type Static,
  Type,
} from '@ronghe/kit/contract'
import { GroupBy, TradeCode, TradeDepth } from '@ronghe/registry/contract'
import { done, Names, orNull, RegionCode, Revision, strict } from './parts.ts'
import { AnswerValue, SentValue } from './runs.ts'

const StoredEvidence = Type.Object({
  ...Evidence.properties,
  /** `words`: what codes among label and facts mean, in the reader's language. */
  rows: Type.Array(
    Type.Object({ ...EvidenceRow.properties, words: Type.Record(Type.String(), Type.String()) }),
  ),
  /** The value in words of the reader; null where it says itself. */
  valueText: orNull(Type.String()),
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  inputsHash: Type.String(),
  hash: Type.String(),
  isSample: Type.Boolean(),
  /** Recomputed now from the rows that were kept. */
  isEqual: Type.Boolean(),
  /** The questions that it answers, by which threshold, and where that comes from. */
  answers: Type.Array(
    Type.Object({
      runId: Id,
      frameworkName: Names,
      year: Type.Integer(),
      question: Type.String(),
      questionName: Names,
      /** What the evidence says as an answer; null where it says nothing. */
      says: orNull(Names),
      /** From where on the value means that; null where it is the answer itself. */
      threshold: orNull(Type.String()),
      /** Somebody answers otherwise, with a reason. */
      isOverridden: Type.Boolean(),
      /** The source of thresholds or weights that were not read in an original (示例阈值). */
      example: orNull(Type.String()),
      /** Of a question with several options: what proves each, from where on, and by which rows. */
      options: Type.Array(
        Type.Object({
          name: Names,
          by: Type.String(),
          threshold: orNull(Type.String()),
          rows: Type.Array(Type.Object({ id: Type.String(), kind: Type.String(), label: Type.String() })),
        }),
      ),
    }),
  ),
})

const NodeResult = Type.Object({
  code: Type.String(),
  name: Names,
  parent: orNull(Type.String()),
  isQuestion: Type.Boolean(),
  weight: orNull(Type.String()),
  value: orNull(Type.String()),
  outcome: Type.String(),
  /** How it came: the rule of a question, or how a group combines. */
  rule: Type.String(),
  answer: orNull(AnswerValue),
  basis: orNull(Type.Enum(['evidenced', 'declared'])),
  evidenceId: orNull(Id),
  /** The source of its threshold or weights where the original was not read (示例阈值). */
  example: orNull(Type.String()),
})
const LadderResult = Type.Object({
  code: Type.String(),
  name: Names,
  reached: orNull(Type.String()),
  heldBy: Type.Array(Type.String()),
  steps: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Names,
      met: Type.Boolean(),
      example: orNull(Type.String()),
      requires: Type.Array(Type.Object({ text: Type.String(), holds: orNull(Type.Boolean()) })),
    }),
  ),
})
export const Verdict = Type.Object({
  total: orNull(Type.String()),
  ladders: Type.Array(LadderResult),
  vetoes: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Names,
      applied: Type.Boolean(),
      example: orNull(Type.String()),
    }),
  ),
})
export type Verdict = Static<typeof Verdict>

const Step = Type.Object({
  id: Id,
  runId: Id,
  organisationName: Type.String(),
  year: Type.Integer(),
  node: Type.String(),
  nodeName: Names,
  measure: orNull(Type.String()),
  title: Type.String(),
  owner: Type.String(),
  dueOn: Day,
  costFen: Type.Integer(),
  status: Type.Enum(['planned', 'doing', 'done', 'dropped']),
  note: orNull(Type.String()),
  isLate: Type.Boolean(),
  /** The node's value when the step was planned, and in the newest assessment of the same framework. */
  valueBefore: orNull(Type.String()),
  valueNow: orNull(Type.String()),
  /** The assessment in which it is worth that. */
  runNow: orNull(Id),
  revision: Revision,
})
const stepBody = {
  title: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  owner: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
  dueOn: Day,
  costFen: Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 }),
  note: Type.Optional(Type.String({ maxLength: 1000 })),
}
const runId = Type.Object({ runId: Id })

/** What answers are worth: evidence, score, comparison, next steps, and what an assessor should look at. */
export const scoreRoutes = {
  /** Asks the rooms for evidence now, keeps it, and answers with it what no person has overridden. */
  takeEvidence: {
    method: 'POST',
    path: '/assess/runs/:runId/evidence',
    may: 'assess.fill',
    params: runId,
    response: Type.Object({ taken: Type.Integer(), answered: Type.Integer(), differing: Type.Integer() }),
  },
  evidence: {
    method: 'GET',
    path: '/assess/evidence/:evidenceId',
    may: 'assess.read',
    params: Type.Object({ evidenceId: Id }),
    response: StoredEvidence,
  },
  score: {
    method: 'GET',
    path: '/assess/runs/:runId/score',
    may: 'assess.read',
    params: runId,
    response: Type.Object({
      verdict: Verdict,
      nodes: Type.Array(NodeResult),
      /** Set at the submission; null while answers still change. */
      scoreHash: orNull(Type.String()),
      isEqual: orNull(Type.Boolean()),
      years: Type.Array(
        Type.Object({
          /** Null where the reader may not open it: an agency has the runs that it was given. */
          runId: orNull(Id),
          year: Type.Integer(),
          total: orNull(Type.String()),
          parts: Type.Record(Type.String(), orNull(Type.String())),
        }),
      ),
      /** Nodes right below the root, for the radar. */
      parts: Type.Array(Type.String()),
      high: Type.String(),
    }),
  },
  /** What the score would be with other answers. */
  whatIf: {
    method: 'POST',
    path: '/assess/runs/:runId/what-if',
    may: 'assess.read',
    reads: true,
    params: runId,
    body: Type.Object(
      { answers: Type.Record(Type.String({ maxLength: 120 }), SentValue, { maxProperties: 300 }) },
      strict,
    ),
    response: Type.Object({ before: Verdict, after: Verdict }),
  },
  /** Weak nodes with what they could still give, and measures ranked for each. */
  gaps: {
    method: 'GET',
    path: '/assess/runs/:runId/gaps',
    may: 'assess.read',
    params: runId,
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          node: Type.String(),
          name: Names,
          /** The sections above it, outermost first. */
          path: Type.Array(Names),
          example: orNull(Type.String()),
          value: orNull(Type.String()),
          highest: Type.String(),
          gain: orNull(Type.String()),
          /** An answer that gives the highest. */
          best: AnswerValue,
          steps: Type.Array(
            Type.Object({
              ladder: Type.String(),
              before: orNull(Type.String()),
              after: orNull(Type.String()),
            }),
          ),
          measures: Type.Array(
            Type.Object({
              code: Type.String(),
              kind: Type.Enum(['service', 'solution', 'course', 'fund', 'capability']),
              name: Names,
              link: orNull(Type.String()),
              isPlanned: Type.Boolean(),
            }),
          ),
        }),
      ),
    }),
  },
  steps: {
    method: 'GET',
    path: '/assess/steps',
    may: 'assess.read',
    query: listQuery({
      status: Type.Optional(Type.Enum(['planned', 'doing', 'done', 'dropped'])),
      run: Type.Optional(Id),
    }),
    response: listOf(Step),
    list: {
      columns: [
        'organisationName',
        'year',
        'title',
        'owner',
        'dueOn',
        'costFen',
        'status',
        'valueBefore',
        'valueNow',
        'note',
      ],
    },
  },
  addStep: {
    method: 'POST',
    path: '/assess/runs/:runId/steps',
    may: 'assess.fill',
    params: runId,
    body: Type.Object(
      {
        node: Type.String({ maxLength: 120 }),
        measure: Type.Optional(Type.String({ maxLength: 120 })),
        ...stepBody,
      },
      strict,
    ),
    response: Type.Object({ id: Id }),
  },
  changeStep: {
    method: 'PUT',
    path: '/assess/steps/:stepId',
    may: 'assess.fill',
    params: Type.Object({ stepId: Id }),
    body: Type.Object(
      { ...stepBody, status: Type.Enum(['planned', 'doing', 'done', 'dropped']), revision: Revision },
      strict,
    ),
    response: done,
  },
  /** Public sums: firms that assessed themselves, by division; groups of fewer than five are held back. */
  summary: {
    method: 'GET',
    path: '/assess/summary',
    may: 'public',
    query: Type.Object(
      {
        region: Type.Optional(RegionCode),
        framework: Type.Optional(Type.String({ maxLength: 60 })),
        year: Type.Optional(Type.Integer()),
      },
      strict,
    ),
    response: Type.Object({
      firms: Type.Integer(),
      meanTotal: orNull(Type.String()),
      evidencedShare: orNull(Type.Number()),
      rows: Type.Array(
        Type.Object({ key: Type.String(), firms: Type.Integer(), meanTotal: orNull(Type.String()) }),
      ),
      certificates: Type.Array(Type.Object({ scheme: Type.String(), valid: Type.Integer() })),
      underWay: Type.Integer(),
      at: Instant,
    }),
  },
  /** How many firms were assessed and are certified, by division, trade or park. */
  countsByGroup: {
    method: 'GET',
    path: '/assess/groups',
    may: 'public',
    query: Type.Object(
      {
        ...{ region: Type.Optional(RegionCode), by: GroupBy, depth: Type.Optional(TradeDepth) },
        ...{ trade: Type.Optional(TradeCode), park: Type.Optional(Id) },
      },
      strict,
    ),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          key: Type.String(),
          assessed: Type.Array(Type.Object({ framework: Type.String(), firms: Type.Integer() })),
          certificates: Type.Array(Type.Object({ scheme: Type.String(), valid: Type.Integer() })),
          underWay: Type.Integer(),
        }),
      ),
      at: Instant,
    }),
  },
} as const satisfies Record<string, Route>
