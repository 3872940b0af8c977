import { Day, Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { done, dryRun, file } from './parts.ts'
import * as shape from './shapes.ts'
import { SystemProcess } from './system-rules.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const strict = { additionalProperties: false } as const
const processesOf = Type.Array(SystemProcess, { minItems: 1, maxItems: 40, uniqueItems: true })
const KindCode = Type.String({ pattern: '^[a-z][A-Za-z0-9]{1,39}$' })

export const SystemStatus = Type.Enum(['entered', 'asked', 'confirmed', 'refused'])
/** Of what the share that a system covers was counted. */
export const CoverageOf = Type.Enum(['departments', 'lines', 'products', 'sites', 'people'])
/** What two systems exchange. */
export const Exchanged = Type.Enum([
  'partsList',
  'processPlan',
  'orders',
  'plans',
  'stock',
  'quality',
  'vouchers',
  'customers',
  'masterData',
  'other',
])
export const PaperKind = Type.Enum(['contract', 'acceptance', 'screenshot', 'other'])

/** A kind of system, and the business processes that such a system can carry. */
export const SystemKind = Type.Object({
  code: KindCode,
  nameZh: Type.String({ minLength: 1, maxLength: 80 }),
  nameEn: Type.String({ minLength: 1, maxLength: 80 }),
  processes: processesOf,
  place: Type.Integer({ minimum: 0, maximum: 100_000 }),
})

const given = {
  kindCode: KindCode,
  name: Type.String({ minLength: 1, maxLength: 120 }),
  /** Who made it; none for what the firm made itself. */
  supplier: Type.Optional(Type.String({ maxLength: 120 })),
  isOwn: Type.Boolean(),
  usedSince: Day,
  /** The first day on which it is no longer used. */
  usedUntil: Type.Optional(Day),
  processes: processesOf,
  coverageOf: CoverageOf,
  covered: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  total: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  countedHow: Type.String({ minLength: 1, maxLength: 500 }),
}
export const NewSystem = Type.Object(given, strict)
export const ChangedSystem = Type.Object({ ...given, version: Type.Integer({ minimum: 1 }) }, strict)

/** An information system of a firm. */
export const System = Type.Object({
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  kindCode: Type.String(),
  kindName: Type.String(),
  name: Type.String(),
  supplier: Type.String(),
  isOwn: Type.Boolean(),
  usedSince: Type.String(),
  usedUntil: orNull(Type.String()),
  isInUse: Type.Boolean(),
  processes: Type.Array(SystemProcess),
  coverageOf: CoverageOf,
  covered: Type.Integer(),
  total: Type.Integer(),
  /** In whole per cent, rounded down. */
  coveredPercent: Type.Integer(),
  countedHow: Type.String(),
  status: SystemStatus,
  papers: Type.Integer(),
  links: Type.Integer(),
  decidedBy: orNull(Type.String()),
  decidedFor: orNull(Type.String()),
  decidedAt: orNull(Instant),
  reason: orNull(Type.String()),
  isSample: Type.Boolean(),
  version: Type.Integer(),
})

const Link = Type.Object({
  id: Id,
  fromId: Id,
  fromName: Type.String(),
  toId: Id,
  toName: Type.String(),
  exchanged: Exchanged,
  isAutomatic: Type.Boolean(),
  note: Type.String(),
})
const Paper = Type.Object({
  id: Id,
  paperKind: PaperKind,
  fileName: Type.String(),
  mediaType: Type.String(),
  bytes: Type.Integer(),
  addedBy: Type.String(),
  addedAt: Instant,
})

export const SystemDetail = Type.Object({
  system: System,
  links: Type.Array(Link),
  papers: Type.Array(Paper),
  mayWrite: Type.Boolean(),
  mayConfirm: Type.Boolean(),
})

const Change = Type.Object({
  seq: Type.Integer(),
  at: Instant,
  action: Type.String(),
  byName: Type.String(),
  before: Type.Unknown(),
  after: Type.Unknown(),
  reason: orNull(Type.String()),
})

/** What the ledger of a firm has for one query of its evidence. */
const Summary = Type.Object({
  query: Type.String(),
  value: orNull(Type.String()),
  reason: orNull(Type.String()),
  /** Systems in use that carry what is asked, and how far they came. */
  entered: Type.Integer(),
  asked: Type.Integer(),
  confirmed: Type.Integer(),
  process: orNull(SystemProcess),
})

const systemId = Type.Object({ systemId: Id })

/** The ledger of information systems: entered by the firm, confirmed by somebody else. */
export const systemRoutes = {
  systems: {
    method: 'GET',
    path: '/registry/systems',
    may: 'registry.system.read',
    query: listQuery({
      organisation: Type.Optional(Id),
      kind: Type.Optional(KindCode),
      process: Type.Optional(SystemProcess),
      status: Type.Optional(SystemStatus),
      isInUse: Type.Optional(Type.Boolean()),
    }),
    response: listOf(System),
    list: {
      columns: [
        ...[
          'organisationName',
          'name',
          'kindName',
          'supplier',
          'usedSince',
          'usedUntil',
          'processes',
          'coverageOf',
        ],
        ...['covered', 'total', 'coveredPercent', 'countedHow', 'papers', 'links', 'status'],
        ...['decidedBy', 'decidedFor', 'decidedAt', 'reason'],
      ],
    },
  },
  system: {
    method: 'GET',
    path: '/registry/systems/:systemId',
    may: 'registry.system.read',
    params: systemId,
    response: SystemDetail,
  },
  systemHistory: {
    method: 'GET',
    path: '/registry/systems/:systemId/history',
    may: 'registry.system.read',
    params: systemId,
    response: listOf(Change),
  },
  systemsSummary: {
    method: 'GET',
    path: '/registry/organisations/:organisationId/systems/summary',
    may: 'registry.system.read',
    params: Type.Object({ organisationId: Id }),
    response: listOf(Summary),
  },
  addSystem: {
    method: 'POST',
    path: '/registry/systems',
    may: 'registry.system.write',
    body: NewSystem,
    response: Type.Object({ id: Id }),
  },
  changeSystem: {
    method: 'PUT',
    path: '/registry/systems/:systemId',
    may: 'registry.system.write',
    params: systemId,
    body: ChangedSystem,
    response: done,
  },
  removeSystem: {
    method: 'DELETE',
    path: '/registry/systems/:systemId',
    may: 'registry.system.write',
    params: systemId,
    response: done,
  },
  /** Asks for confirmation of systems that have papers; without ids of all that are not confirmed. */
  askSystems: {
    method: 'POST',
    path: '/registry/systems/asks',
    may: 'registry.system.write',
    body: Type.Object({ systemIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 200 })) }, strict),
    response: Type.Object({ asked: Type.Integer() }),
  },
  /** Confirms or refuses what was asked, in the version that was read. */
  decideSystem: {
    method: 'POST',
    path: '/registry/systems/:systemId/decision',
    may: 'registry.system.confirm',
    params: systemId,
    body: Type.Object(
      {
        decision: Type.Enum(['confirmed', 'refused']),
        reason: Type.Optional(Type.String({ maxLength: 500 })),
        version: Type.Integer({ minimum: 1 }),
      },
      strict,
    ),
    response: done,
  },
  linkSystem: {
    method: 'POST',
    path: '/registry/systems/:systemId/links',
    may: 'registry.system.write',
    params: systemId,
    body: Type.Object(
      {
        toId: Id,
        exchanged: Exchanged,
        isAutomatic: Type.Boolean(),
        note: Type.Optional(Type.String({ maxLength: 200 })),
      },
      strict,
    ),
    response: Type.Object({ id: Id }),
  },
  unlinkSystem: {
    method: 'DELETE',
    path: '/registry/systems/:systemId/links/:linkId',
    may: 'registry.system.write',
    params: Type.Object({ systemId: Id, linkId: Id }),
    response: done,
  },
  addSystemPaper: {
    method: 'POST',
    path: '/registry/systems/:systemId/papers',
    may: 'registry.system.write',
    params: systemId,
    query: Type.Object({ paperKind: PaperKind }, strict),
    body: file,
    upload: true,
    response: Type.Object({ id: Id }),
  },
  systemPaper: {
    method: 'GET',
    path: '/registry/systems/:systemId/papers/:paperId',
    may: 'registry.system.read',
    params: Type.Object({ systemId: Id, paperId: Id }),
    response: Type.Unknown(),
    download: true,
  },
  removeSystemPaper: {
    method: 'DELETE',
    path: '/registry/systems/:systemId/papers/:paperId',
    may: 'registry.system.write',
    params: Type.Object({ systemId: Id, paperId: Id }),
    response: done,
  },
  importSystems: {
    method: 'POST',
    path: '/registry/systems/import',
    may: 'registry.system.write',
    query: dryRun,
    body: file,
    upload: true,
    response: shape.ImportReport,
  },
  systemKinds: {
    method: 'GET',
    path: '/registry/system-kinds',
    may: 'signedIn',
    response: listOf(SystemKind),
  },
  /** Adds a kind, or changes one; what stands in ledgers stays as it is. */
  keepSystemKind: {
    method: 'PUT',
    path: '/registry/system-kinds',
    may: 'registry.system.kind',
    body: Type.Object(SystemKind.properties, strict),
    response: done,
  },
} as const satisfies Record<string, Route>
