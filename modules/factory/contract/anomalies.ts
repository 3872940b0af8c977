import { Id, Instant, listOf, listQuery, type Route, type Static, Type } from '@ronghe/kit/contract'
import { AlarmPriority } from './alarm-shapes.ts'
import { Done, orNull } from './shapes.ts'

const AnomalyState = Type.Enum(['learning', 'watching', 'failed'])
const AnomalyJudgement = Type.Enum(['anomalous', 'normal', 'ignored'])
export const sensitivities = ['low', 'usual', 'high'] as const

/** From which signals, at which step and over which span normal behaviour is learned. */
export const AnomalySettings = Type.Object(
  {
    tagIds: Type.Array(Id, { minItems: 1, maxItems: 40, uniqueItems: true }),
    stepSeconds: Type.Integer({ minimum: 1, maximum: 3600 }),
    learnFrom: Instant,
    learnTo: Instant,
    /** Only while the machine produces; other time is unknown. */
    onlyProduction: Type.Boolean({ default: false }),
    sensitivity: Type.Enum(sensitivities, { default: 'usual' }),
  },
  { additionalProperties: false },
)
export type AnomalySettings = Static<typeof AnomalySettings>

const Watch = Type.Object({
  id: Id,
  equipmentId: Id,
  equipmentName: Type.String(),
  name: Type.String(),
  state: AnomalyState,
  isPaused: Type.Boolean(),
  progress: Type.Integer(),
  fault: orNull(Type.String()),
  /** Percent of the threshold: above 100 it is not as usual. */
  score: orNull(Type.Number()),
  evaluatedTo: orNull(Instant),
  learnedAt: orNull(Instant),
  signals: Type.Integer(),
  open: Type.Integer(),
  unjudged: Type.Integer(),
  isSample: Type.Boolean(),
})

const Contribution = Type.Object({ tagId: Id, name: Type.String(), share: Type.Number() })

export const Anomaly = Type.Object({
  id: Id,
  watchId: Id,
  watchName: Type.String(),
  equipmentId: Id,
  equipmentName: Type.String(),
  startsAt: Instant,
  endsAt: Instant,
  isOpen: Type.Boolean(),
  peak: orNull(Type.Number()),
  contributions: Type.Array(Contribution),
  /** The signal that deviates most, for lists. */
  mostly: orNull(Type.String()),
  isMissed: Type.Boolean(),
  judgement: orNull(AnomalyJudgement),
  note: orNull(Type.String()),
  judgedAt: orNull(Instant),
  judgedName: orNull(Type.String()),
})

const watchId = Type.Object({ watchId: Id })
const Note = Type.Optional(Type.String({ maxLength: 300 }))

/** What is not as usual: learning, watching, explaining, and what people say of it. */
export const anomalyRoutes = {
  anomalyWatches: {
    method: 'GET',
    path: '/factory/anomaly-watches',
    may: 'factory.read',
    query: listQuery({ equipment: Type.Optional(Id), state: Type.Optional(AnomalyState) }),
    response: listOf(Watch),
    list: { columns: ['name', 'equipmentName', 'state', 'score', 'evaluatedTo', 'open', 'unjudged'] },
  },
  oneAnomalyWatch: {
    method: 'GET',
    path: '/factory/anomaly-watches/:watchId',
    may: 'factory.read',
    params: watchId,
    response: Type.Intersect([
      Watch,
      Type.Object({
        settings: AnomalySettings,
        tagId: Id,
        rowsLearned: orNull(Type.Integer()),
        components: orNull(Type.Integer()),
        /** By how much people's judgements moved the threshold: 1 not at all. */
        moved: orNull(Type.Number()),
        tags: Type.Array(
          Type.Object({
            tagId: Id,
            name: Type.String(),
            unit: orNull(Type.String()),
            usual: orNull(Type.Number()),
          }),
        ),
        alarms: Type.Array(Type.Object({ definitionId: Id, alarmCode: Type.String() })),
      }),
    ]),
  },
  addAnomalyWatch: {
    method: 'POST',
    path: '/factory/equipment/:equipmentId/anomaly-watches',
    may: 'factory.write',
    params: Type.Object({ equipmentId: Id }),
    body: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 80 }),
        settings: AnomalySettings,
        /** An alarm while it is not as usual. */
        alarmPriority: Type.Optional(AlarmPriority),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({ id: Id }),
  },
  /** Learns anew; judgements of people are kept and count again. */
  learnAnomalyWatch: {
    method: 'POST',
    path: '/factory/anomaly-watches/:watchId/learn',
    may: 'factory.write',
    params: watchId,
    body: Type.Object({ settings: AnomalySettings }, { additionalProperties: false }),
    response: Done,
  },
  pauseAnomalyWatch: {
    method: 'POST',
    path: '/factory/anomaly-watches/:watchId/pause',
    may: 'factory.write',
    params: watchId,
    body: Type.Object({ isPaused: Type.Boolean() }, { additionalProperties: false }),
    response: Done,
  },
  retireAnomalyWatch: {
    method: 'DELETE',
    path: '/factory/anomaly-watches/:watchId',
    may: 'factory.write',
    params: watchId,
    response: Done,
  },
  /** Scores of a span, computed again from the signals, with each signal's value and part. */
  anomalyScores: {
    method: 'GET',
    path: '/factory/anomaly-watches/:watchId/scores',
    may: 'factory.read',
    params: watchId,
    query: Type.Object({ from: Instant, to: Instant }, { additionalProperties: false }),
    response: Type.Object({
      at: Type.Array(Type.Number()),
      /** Percent of the threshold. */
      score: Type.Array(orNull(Type.Number())),
      signals: Type.Array(
        Type.Object({
          tagId: Id,
          name: Type.String(),
          unit: orNull(Type.String()),
          value: Type.Array(orNull(Type.Number())),
          share: Type.Array(orNull(Type.Number())),
        }),
      ),
    }),
  },
  anomalies: {
    method: 'GET',
    path: '/factory/anomalies',
    may: 'factory.read',
    query: listQuery({
      watch: Type.Optional(Id),
      equipment: Type.Optional(Id),
      judgement: Type.Optional(Type.Enum(['anomalous', 'normal', 'ignored', 'none'])),
      isOpen: Type.Optional(Type.Boolean()),
    }),
    response: listOf(Anomaly),
    list: {
      columns: [
        ...(['startsAt', 'endsAt', 'equipmentName', 'watchName', 'peak', 'mostly'] as const),
        ...(['judgement', 'note', 'judgedName'] as const),
      ],
    },
  },
  /** What a person says of a stretch; null takes it back. The threshold follows. */
  judgeAnomaly: {
    method: 'POST',
    path: '/factory/anomalies/:anomalyId/judgement',
    may: 'factory.operate',
    params: Type.Object({ anomalyId: Id }),
    body: Type.Object({ judgement: orNull(AnomalyJudgement), note: Note }, { additionalProperties: false }),
    response: Done,
  },
  /** A stretch that was not as usual and was not told. */
  addAnomaly: {
    method: 'POST',
    path: '/factory/anomaly-watches/:watchId/anomalies',
    may: 'factory.operate',
    params: watchId,
    body: Type.Object({ startsAt: Instant, endsAt: Instant, note: Note }, { additionalProperties: false }),
    response: Type.Object({ id: Id }),
  },
} as const satisfies Record<string, Route>
