import { Id, Instant, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import { ImportReport } from '@ronghe/registry/contract'
import * as shape from './shapes.ts'

const code = Type.Object({ code: shape.Code })
export const BigLoss = Type.Enum([
  'equipmentFailure',
  'setupAdjustment',
  'idlingMinorStop',
  'reducedSpeed',
  'processDefect',
  'startupReject',
  'waiting',
  'unknown',
])
/** What a firm may call its reasons' time: speed and rejects come from counts, the unknown from nobody. */
const ReasonLoss = Type.Enum(['equipmentFailure', 'setupAdjustment', 'idlingMinorStop', 'waiting'])
const Colour = Type.String({ pattern: '^#[0-9a-fA-F]{6}$' })

/** A reason as the tree shows it: colour, state and loss as they hold, its own or those from above. */
const ShownReason = Type.Object({
  code: Type.String(),
  parentCode: shape.orNull(Type.String()),
  name: Type.String(),
  nameEn: shape.orNull(Type.String()),
  colour: shape.orNull(Type.String()),
  state: shape.orNull(shape.SaidState),
  loss: shape.orNull(BigLoss),
  isPlanned: Type.Boolean(),
  isRetired: Type.Boolean(),
  depth: Type.Integer(),
  hasChildren: Type.Boolean(),
  /** What the reason says itself; null where it takes the parent's. */
  own: Type.Object({
    colour: shape.orNull(Type.String()),
    state: shape.orNull(shape.SaidState),
    loss: shape.orNull(BigLoss),
  }),
})

const says = {
  name: Type.String({ minLength: 1, maxLength: 60 }),
  nameEn: Type.Optional(Type.String({ maxLength: 80 })),
  colour: Type.Optional(Colour),
  state: Type.Optional(shape.SaidState),
  loss: Type.Optional(ReasonLoss),
  isPlanned: Type.Boolean({ default: false }),
}
/** The version that the change was made on; another person's change since then is not overwritten. */
const version = Type.Integer({ minimum: 0 })
const Changed = Type.Object({ version: Type.Integer() })

/** A firm's own tree of stop reasons. Without one the usual tree holds, as version 0. */
export const reasonRoutes = {
  reasons: {
    method: 'GET',
    path: '/factory/reasons',
    may: 'factory.read',
    query: Type.Object(
      {
        q: Type.Optional(Type.String({ maxLength: 100 })),
        organisation: Type.Optional(Id),
        isRetired: Type.Optional(Type.Boolean()),
        page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
        // A tree is small and wanted whole.
        pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
        format: Type.Optional(Type.Enum(['csv', 'xlsx'])),
      },
      { additionalProperties: false },
    ),
    response: Type.Object({
      rows: Type.Array(ShownReason),
      total: Type.Integer({ minimum: 0 }),
      version: Type.Integer(),
    }),
    list: { columns: ['code', 'parentCode', 'name', 'nameEn', 'state', 'loss', 'isPlanned', 'colour'] },
  },
  addReason: {
    method: 'POST',
    path: '/factory/reasons',
    may: 'factory.write',
    body: Type.Object(
      { version, code: shape.Code, parentCode: Type.Optional(shape.Code), ...says },
      { additionalProperties: false },
    ),
    response: Changed,
  },
  changeReason: {
    method: 'PUT',
    path: '/factory/reasons/:code',
    may: 'factory.write',
    params: code,
    body: Type.Object({ version, ...says }, { additionalProperties: false }),
    response: Changed,
  },
  /** Under another parent, or before a brother; without either to the end of the top. */
  moveReason: {
    method: 'POST',
    path: '/factory/reasons/:code/move',
    may: 'factory.write',
    params: code,
    body: Type.Object(
      { version, parentCode: Type.Optional(shape.Code), before: Type.Optional(shape.Code) },
      { additionalProperties: false },
    ),
    response: Changed,
  },
  /** Retired reasons are offered no more; what was said with them keeps its name and meaning. */
  retireReason: {
    method: 'POST',
    path: '/factory/reasons/:code/retire',
    may: 'factory.write',
    params: code,
    body: Type.Object({ version, isRetired: Type.Boolean() }, { additionalProperties: false }),
    response: Changed,
  },
  /** The versions of the tree, the newest first. */
  reasonVersions: {
    method: 'GET',
    path: '/factory/reason-versions',
    may: 'factory.read',
    query: listQuery({ organisation: Type.Optional(Id) }),
    response: listOf(
      Type.Object({
        version: Type.Integer(),
        note: shape.orNull(Type.String()),
        reasonCount: Type.Integer(),
        personName: shape.orNull(Type.String()),
        createdAt: Instant,
      }),
    ),
    list: { columns: ['version', 'note', 'reasonCount', 'personName', 'createdAt'] },
  },
  /** Brings a former tree back, as a new version. */
  restoreReasons: {
    method: 'POST',
    path: '/factory/reason-versions/:number/restore',
    may: 'factory.write',
    params: Type.Object({ number: Type.Integer({ minimum: 0 }) }),
    body: Type.Object({ version }, { additionalProperties: false }),
    response: Changed,
  },
  /** Adds and changes reasons by their code; what the sheet does not name stays. */
  importReasons: {
    method: 'POST',
    path: '/factory/reasons/import',
    may: 'factory.write',
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
    body: shape.File,
    upload: true,
    response: ImportReport,
  },
  reasonTemplate: {
    method: 'GET',
    path: '/factory/reasons/template',
    may: 'factory.read',
    response: Type.Unknown(),
    download: true,
  },

  /** What counts as a stop worth a word, for a machine or a unit; and whose rule it is. */
  stopRules: {
    method: 'GET',
    path: '/factory/stop-rules',
    may: 'factory.read',
    query: Type.Object(
      { unit: Type.Optional(Id), equipment: Type.Optional(Id) },
      { additionalProperties: false },
    ),
    response: Type.Object({
      microStopSeconds: Type.Integer(),
      classifySeconds: Type.Integer(),
      isMandatory: Type.Boolean(),
      overSpeedPercent: Type.Integer(),
      origin: Type.Enum(['equipment', 'unit', 'usual']),
      ownerId: shape.orNull(Id),
    }),
  },
  changeStopRules: {
    method: 'PUT',
    path: '/factory/stop-rules',
    may: 'factory.write',
    query: Type.Object(
      { unit: Type.Optional(Id), equipment: Type.Optional(Id) },
      { additionalProperties: false },
    ),
    body: Type.Object(
      {
        microStopSeconds: Type.Integer({ minimum: 0, maximum: 3600 }),
        classifySeconds: Type.Integer({ minimum: 0, maximum: 86_400 }),
        isMandatory: Type.Boolean(),
        overSpeedPercent: Type.Integer({ minimum: 100, maximum: 1000 }),
      },
      { additionalProperties: false },
    ),
    response: shape.Done,
  },
} as const satisfies Record<string, Route>
