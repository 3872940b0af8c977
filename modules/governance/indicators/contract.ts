import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { ImportReport, RegionCode } from '@ronghe/registry/contract'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const strict = { additionalProperties: false }
const Day = Type.String({ format: 'date' })
const Key = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,59}$' })
const Comment = Type.String({ minLength: 1, maxLength: 2000 })
const done = Type.Object({ done: Type.Literal(true) })
const Frequency = Type.Enum(['month', 'quarter', 'year'])
const Source = Type.Enum(['evidence', 'report', 'none'])

export const Indicator = Type.Object({
  key: Type.String(),
  titleZh: Type.String(),
  titleEn: Type.String(),
  target: orNull(Type.Number()),
  unitZh: Type.String(),
  unitEn: Type.String(),
  dueOn: Type.String(),
  formula: Type.String(),
  methodZh: Type.String(),
  methodEn: Type.String(),
  direction: Type.Enum(['up', 'down']),
  baseValue: orNull(Type.Number()),
  baseOn: orNull(Type.String()),
  frequency: Frequency,
  /** Records of a room, a report by a body, or nothing yet. */
  source: Source,
  /** The room whose records prove it. */
  evidence: orNull(Type.String()),
  reportDepartment: orNull(Type.String()),
  departmentZh: orNull(Type.String()),
  departmentEn: orNull(Type.String()),
})

const indicatorFields = {
  titleZh: Type.String({ minLength: 2, maxLength: 120 }),
  titleEn: Type.String({ minLength: 2, maxLength: 160 }),
  unitZh: Type.String({ maxLength: 20 }),
  unitEn: Type.String({ maxLength: 20 }),
  target: Type.Optional(Type.Number()),
  dueOn: Day,
  formula: Type.String({ maxLength: 500 }),
  direction: Type.Enum(['up', 'down']),
  baseValue: Type.Optional(Type.Number()),
  baseOn: Type.Optional(Day),
  frequency: Frequency,
  /** Who reports it; not for what records prove. */
  reportDepartment: Type.Optional(Type.String({ maxLength: 60 })),
}

const Report = Type.Object({
  id: Id,
  goalKey: Type.String(),
  goalZh: Type.String(),
  goalEn: Type.String(),
  departmentZh: Type.String(),
  departmentEn: Type.String(),
  period: Type.String(),
  value: Type.Number(),
  note: Type.String(),
  fileName: Type.String(),
  fileHash: Type.String(),
  state: Type.Enum(['reported', 'accepted', 'returned']),
  version: Type.Integer(),
  reportedByName: Type.String(),
  reportedAt: Instant,
  decidedByName: orNull(Type.String()),
  comment: orNull(Type.String()),
  isMine: Type.Boolean(),
  isSample: Type.Boolean(),
  /** What it amounts to by city or county, trade and park, as far as the body told. */
  parts: Type.Array(
    Type.Object({
      kind: Type.Enum(['division', 'trade', 'park']),
      key: Type.String(),
      nameZh: Type.String(),
      nameEn: Type.String(),
      value: Type.Number(),
    }),
  ),
})

/** How goals are measured, and what bodies report where no record proves it. */
export const indicatorRoutes = {
  indicators: {
    method: 'GET',
    path: '/governance/indicators',
    may: 'public',
    query: listQuery({ source: Type.Optional(Source) }),
    response: listOf(Indicator),
    list: {
      columns: [
        'key',
        'titleZh',
        'titleEn',
        'target',
        'unitZh',
        'dueOn',
        'formula',
        'direction',
        'baseValue',
        'baseOn',
        'frequency',
        'source',
        'departmentZh',
      ],
    },
  },
  makeIndicator: {
    method: 'POST',
    path: '/governance/indicators',
    may: 'governance.write',
    body: Type.Object({ key: Key, ...indicatorFields }, strict),
    response: done,
  },
  changeIndicator: {
    method: 'PUT',
    path: '/governance/indicators/:goalKey',
    may: 'governance.write',
    params: Type.Object({ goalKey: Type.String({ maxLength: 60 }) }),
    body: Type.Object(indicatorFields, strict),
    response: done,
  },
  /** A goal's newest figure in each city; what is reported has one of the whole region only. */
  goalCities: {
    method: 'GET',
    path: '/governance/goals/:goalKey/cities',
    may: 'public',
    params: Type.Object({ goalKey: Type.String({ maxLength: 60 }) }),
    response: Type.Object({
      rows: Type.Array(
        Type.Object({
          code: Type.String(),
          nameZh: Type.String(),
          nameEn: Type.String(),
          /** Null: the city has a target and no figure yet. */
          day: orNull(Type.String()),
          evidenced: orNull(Type.Number()),
          declared: orNull(Type.Number()),
          /** What the city itself is to reach, and the light that follows from it. */
          ...{ target: orNull(Type.Number()), dueOn: orNull(Type.String()) },
          light: orNull(Type.Enum(['green', 'yellow', 'red'])),
        }),
      ),
    }),
  },
  /** What a city is to reach of the region's goal. */
  setCityTarget: {
    method: 'PUT',
    path: '/governance/goals/:goalKey/cities/:regionCode',
    may: 'governance.write',
    params: Type.Object({ goalKey: Type.String({ maxLength: 60 }), regionCode: RegionCode }),
    body: Type.Object({ target: Type.Number({ minimum: 0 }), dueOn: Day }, strict),
    response: done,
  },
  reports: {
    method: 'GET',
    path: '/governance/reports',
    may: 'public',
    query: listQuery({
      goal: Type.Optional(Type.String({ maxLength: 60 })),
      state: Type.Optional(Type.Enum(['reported', 'accepted', 'returned'])),
    }),
    response: listOf(Report),
    list: {
      columns: ['goalZh', 'departmentZh', 'period', 'value', 'note', 'state', 'reportedByName', 'reportedAt'],
    },
  },
  /** A body's figure of a period, with the document that proves it. */
  report: {
    method: 'POST',
    path: '/governance/goals/:goalKey/reports',
    may: 'governance.handle',
    params: Type.Object({ goalKey: Type.String({ maxLength: 60 }) }),
    query: Type.Object(
      {
        /** 2026, 2026-Q1 or 2026-01, by the indicator's frequency. */
        period: Type.String({ maxLength: 7 }),
        value: Type.Number(),
        note: Type.String({ minLength: 2, maxLength: 500 }),
      },
      strict,
    ),
    body: Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) }),
    upload: true,
    response: Type.Object({ id: Id }),
  },
  /** What a report amounts to by city, trade and park, in place of what was told before. */
  importReportParts: {
    method: 'POST',
    path: '/governance/reports/:reportId/parts',
    may: 'governance.handle',
    params: Type.Object({ reportId: Id }),
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean({ default: true })) }, strict),
    body: Type.Object({ file: Type.String({ contentMediaType: 'application/octet-stream' }) }),
    upload: true,
    response: ImportReport,
  },
  reportPartsTemplate: {
    method: 'GET',
    path: '/governance/report-parts-template',
    may: 'governance.handle',
    download: true,
    response: Type.Any(),
  },
  /** By an official who did not report it. */
  decideReport: {
    method: 'POST',
    path: '/governance/reports/:reportId/decision',
    may: 'governance.approve',
    params: Type.Object({ reportId: Id }),
    body: Type.Object(
      {
        decision: Type.Enum(['accept', 'return']),
        comment: Type.Optional(Comment),
        version: Type.Integer({ minimum: 1 }),
      },
      strict,
    ),
    response: done,
  },
  reportFile: {
    method: 'GET',
    path: '/governance/reports/:reportId/file',
    may: 'governance.read',
    params: Type.Object({ reportId: Id }),
    download: true,
    response: Type.Any(),
  },
} as const satisfies Record<string, Route>
