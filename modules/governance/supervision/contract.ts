import { Figure, Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { itemStates, partStates, steps } from './steps.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Day = Type.String({ format: 'date' })
const Comment = Type.String({ minLength: 1, maxLength: 2000 })
const Light = Type.Enum(['green', 'yellow', 'red'])
const done = Type.Object({ done: Type.Literal(true) })
const itemParams = Type.Object({ itemId: Id })
/** The version that was seen; an action on another is refused, so that none counts twice. */
const version = Type.Integer({ minimum: 1 })

export const ItemRow = Type.Object({
  id: Id,
  number: Type.String(),
  title: Type.String(),
  /** The Chinese one where it has no other. */
  titleEn: Type.String(),
  isUrgent: Type.Boolean(),
  dueOn: Type.String(),
  state: Type.Enum([...itemStates]),
  step: orNull(Type.Enum([...steps])),
  light: Light,
  leadZh: Type.String(),
  leadEn: Type.String(),
  departments: Type.Integer(),
  taskKey: orNull(Type.String()),
  goalKey: orNull(Type.String()),
  isSample: Type.Boolean(),
  updatedAt: Instant,
})

export const ItemPart = Type.Object({
  departmentCode: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  isLead: Type.Boolean(),
  /** Does the caller's organisation act for it? */
  isMine: Type.Boolean(),
  /** Nobody acts for it here; the supervisor records for it. */
  isOffPlatform: Type.Boolean(),
  state: Type.Enum([...partStates]),
  dueOn: Type.String(),
  signedOn: orNull(Type.String()),
  reportedOn: orNull(Type.String()),
  light: Light,
  lightReason: Type.Enum(['onTime', 'inTime', 'madeUpLate', 'overdue', 'dueSoon', 'unsigned', 'notIssued']),
})

export const ItemEvent = Type.Object({
  id: Id,
  at: Instant,
  personName: Type.String(),
  action: Type.String(),
  departmentZh: orNull(Type.String()),
  departmentEn: orNull(Type.String()),
  comment: orNull(Type.String()),
  explanation: orNull(Type.String()),
  isOnBehalf: Type.Boolean(),
  evidenced: orNull(Figure),
  declared: orNull(Figure),
})

export const Extension = Type.Object({
  id: Id,
  departmentCode: Type.String(),
  departmentZh: Type.String(),
  departmentEn: Type.String(),
  until: Type.String(),
  reason: Type.String(),
  askedByName: Type.String(),
  askedAt: Instant,
  decision: orNull(Type.Enum(['granted', 'refused'])),
  decidedByName: orNull(Type.String()),
  decidedAt: orNull(Instant),
  comment: orNull(Type.String()),
})

export const ItemDetail = Type.Object({
  ...ItemRow.properties,
  text: Type.String(),
  version: Type.Integer(),
  draftedByName: Type.String(),
  isDraftedByMe: Type.Boolean(),
  /** The version of the plan under which it was issued. */
  plan: orNull(
    Type.Object({ id: Id, number: Type.Integer(), titleZh: Type.String(), titleEn: Type.String() }),
  ),
  /** Does the caller's organisation supervise it? */
  isOurs: Type.Boolean(),
  parts: Type.Array(ItemPart),
  events: Type.Array(ItemEvent),
  extensions: Type.Array(Extension),
  lights: Type.Array(
    Type.Object({ departmentCode: Type.String(), at: Instant, light: Light, dueOn: Type.String() }),
  ),
  files: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      hash: Type.String(),
      mediaType: Type.String(),
      personName: Type.String(),
      at: Instant,
    }),
  ),
})

const draftBody = Type.Object(
  {
    title: Type.String({ minLength: 2, maxLength: 120 }),
    titleEn: Type.Optional(Type.String({ maxLength: 300 })),
    text: Type.String({ minLength: 2, maxLength: 4000 }),
    /** The first leads. */
    departments: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 30, uniqueItems: true }),
    dueOn: Day,
    isUrgent: Type.Optional(Type.Boolean({ default: false })),
    taskKey: Type.Optional(Type.String({ maxLength: 60 })),
    goalKey: Type.Optional(Type.String({ maxLength: 60 })),
  },
  { additionalProperties: false },
)

export const DepartmentRecord = Type.Object({
  code: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  parts: Type.Integer(),
  open: Type.Integer(),
  inTime: Type.Integer(),
  late: Type.Integer(),
  yellow: Type.Integer(),
  red: Type.Integer(),
  /** Reported in time ÷ reported or overdue; null without any. */
  punctuality: Figure,
})

/** How the comparison of bodies counts a part. */
const Counted = Type.Enum(['parts', 'open', 'inTime', 'late', 'yellow', 'red'])

/** Supervision of the plan's work: eight steps, a light by rule, and a trail of who did what. */
export const supervisionRoutes = {
  items: {
    method: 'GET',
    path: '/governance/items',
    may: 'governance.read',
    query: listQuery({
      step: Type.Optional(Type.Enum([...steps])),
      state: Type.Optional(Type.Enum([...itemStates])),
      light: Type.Optional(Light),
      department: Type.Optional(Type.String({ maxLength: 60 })),
      task: Type.Optional(Type.String({ maxLength: 60 })),
      goal: Type.Optional(Type.String({ maxLength: 60 })),
      /** Items with a part of that body that the comparison counts so, due within the days. */
      counted: Type.Optional(Counted),
      ...{ from: Type.Optional(Day), to: Type.Optional(Day) },
      /** What waits for the caller. */
      isMine: Type.Optional(Type.Boolean()),
    }),
    response: listOf(ItemRow),
    list: {
      columns: ['number', 'title', 'leadZh', 'departments', 'dueOn', 'state', 'step', 'light', 'updatedAt'],
    },
  },
  item: {
    method: 'GET',
    path: '/governance/items/:itemId',
    may: 'governance.read',
    params: itemParams,
    response: ItemDetail,
  },
  draftItem: {
    method: 'POST',
    path: '/governance/items',
    may: 'governance.supervise',
    body: draftBody,
    response: Type.Object({ id: Id, number: Type.String() }),
  },
  changeItem: {
    method: 'PUT',
    path: '/governance/items/:itemId',
    may: 'governance.supervise',
    params: itemParams,
    body: Type.Object({ ...draftBody.properties, version }, { additionalProperties: false }),
    response: done,
  },
  /** What the supervisor does with the item as a whole. */
  superviseItem: {
    method: 'POST',
    path: '/governance/items/:itemId/supervision',
    may: 'governance.supervise',
    params: itemParams,
    body: Type.Object(
      {
        action: Type.Enum(['submit', 'issue', 'close', 'withdraw']),
        comment: Type.Optional(Comment),
        version,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
  /** The leader's decision on a draft, by another person than who drafted it. */
  decideItem: {
    method: 'POST',
    path: '/governance/items/:itemId/decision',
    may: 'governance.approve',
    params: itemParams,
    body: Type.Object(
      { decision: Type.Enum(['approve', 'return']), comment: Type.Optional(Comment), version },
      { additionalProperties: false },
    ),
    response: done,
  },
  /** The supervisor's review of a report, urging, or recording for a body that is not on the platform. */
  reviewPart: {
    method: 'POST',
    path: '/governance/items/:itemId/parts/:departmentCode/review',
    may: 'governance.supervise',
    params: Type.Object({ itemId: Id, departmentCode: Type.String({ maxLength: 60 }) }),
    body: Type.Object(
      {
        action: Type.Enum(['accept', 'return', 'urge']),
        comment: Type.Optional(Comment),
        version,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
  /** What a body does with its part. */
  handlePart: {
    method: 'POST',
    path: '/governance/items/:itemId/parts/:departmentCode/handling',
    may: 'governance.handle',
    params: Type.Object({ itemId: Id, departmentCode: Type.String({ maxLength: 60 }) }),
    body: Type.Object(
      {
        action: Type.Enum(['sign', 'progress', 'report']),
        comment: Type.Optional(Comment),
        /** Why it is late; needed where the light is red. */
        explanation: Type.Optional(Comment),
        version,
      },
      { additionalProperties: false },
    ),
    response: done,
  },
  askExtension: {
    method: 'POST',
    path: '/governance/items/:itemId/parts/:departmentCode/extensions',
    may: 'governance.handle',
    params: Type.Object({ itemId: Id, departmentCode: Type.String({ maxLength: 60 }) }),
    body: Type.Object({ until: Day, reason: Comment }, { additionalProperties: false }),
    response: Type.Object({ id: Id }),
  },
  decideExtension: {
    method: 'POST',
    path: '/governance/extensions/:extensionId/decision',
    may: 'governance.approve',
    params: Type.Object({ extensionId: Id }),
    body: Type.Object(
      { decision: Type.Enum(['granted', 'refused']), comment: Type.Optional(Comment) },
      { additionalProperties: false },
    ),
    response: done,
  },
  addItemFile: {
    method: 'POST',
    path: '/governance/items/:itemId/files',
    may: 'governance.handle',
    params: itemParams,
    body: Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) }),
    upload: true,
    response: Type.Object({ id: Id }),
  },
  itemFile: {
    method: 'GET',
    path: '/governance/items/:itemId/files/:fileId',
    may: 'governance.read',
    params: Type.Object({ itemId: Id, fileId: Id }),
    download: true,
    response: Type.Any(),
  },
  /** How many items wait for the caller, by what is to be done. */
  waiting: {
    method: 'GET',
    path: '/governance/waiting',
    may: 'governance.read',
    response: Type.Object({
      rows: Type.Array(Type.Object({ step: Type.Enum([...steps]), count: Type.Integer() })),
    }),
  },
  /** How the departments keep their deadlines. */
  comparison: {
    method: 'GET',
    path: '/governance/comparison',
    may: 'governance.read',
    query: listQuery({
      ...{ from: Type.Optional(Day), to: Type.Optional(Day) },
      department: Type.Optional(Type.String({ maxLength: 60 })),
    }),
    response: listOf(DepartmentRecord),
    list: { columns: ['code', 'nameZh', 'nameEn', 'parts', 'open', 'inTime', 'late', 'yellow', 'red'] },
  },
  supervisionRules: {
    method: 'GET',
    path: '/governance/supervision-rules',
    may: 'governance.read',
    response: Type.Object({
      signDays: Type.Integer(),
      warnDays: Type.Integer(),
      escalateDays: Type.Integer(),
      goalWarnPercent: Type.Integer(),
    }),
  },
  changeSupervisionRules: {
    method: 'PUT',
    path: '/governance/supervision-rules',
    may: 'governance.write',
    body: Type.Object(
      {
        signDays: Type.Integer({ minimum: 0, maximum: 60 }),
        warnDays: Type.Integer({ minimum: 0, maximum: 60 }),
        escalateDays: Type.Integer({ minimum: 0, maximum: 60 }),
        /** Below this share of the path to its target a goal is red. */
        goalWarnPercent: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      },
      { additionalProperties: false },
    ),
    response: done,
  },
} as const satisfies Record<string, Route>
