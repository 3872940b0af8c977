import { Id, Instant, Type } from '@ronghe/kit/contract'
import { AlarmPriority, AlarmState } from './alarm-shapes.ts'
import { MachineState, orNull } from './shapes.ts'

/** Instead of a machine: the one that a template is opened with. */
export const givenMachine = '$machine'
/** Instead of a signal: the machine's state. */
export const stateTag = '$state'

export const symbols = [
  'pump',
  'valve',
  'tank',
  'motor',
  'fan',
  'conveyor',
  'machine',
  'furnace',
  'heater',
  'pipe',
  'arrow',
  'box',
  'text',
  'value',
  'gauge',
  'bar',
  'lamp',
  'trend',
  'setPoint',
  'link',
] as const
export const tones = ['running', 'idle', 'setup', 'stopped', 'fault', 'planned', 'unknown', 'info'] as const

const optional = Type.Optional
const Place = Type.Number({ minimum: -20_000, maximum: 20_000 })
const Size = Type.Number({ minimum: 1, maximum: 20_000 })
const Key = Type.String({ minLength: 1, maxLength: 40 })
const Machine = Type.String({ minLength: 8, maxLength: 36 })

/** A stretch of values, or one word, and how it looks; the first that fits counts. */
const Range = Type.Object(
  {
    from: optional(Type.Number()),
    to: optional(Type.Number()),
    equals: optional(Type.String({ maxLength: 100 })),
    tone: Type.Enum([...tones]),
  },
  { additionalProperties: false },
)

export const Item = Type.Object(
  {
    id: Key,
    symbol: Type.Enum([...symbols]),
    layer: Key,
    x: Place,
    y: Place,
    width: Size,
    height: Size,
    turn: optional(Type.Integer({ minimum: 0, maximum: 359 })),
    text: optional(Type.String({ maxLength: 200 })),
    textEn: optional(Type.String({ maxLength: 200 })),
    size: optional(Type.Number({ minimum: 4, maximum: 400 })),
    digits: optional(Type.Integer({ minimum: 0, maximum: 6 })),
    /** Of gauges, bars and tanks: the values of empty and full. */
    min: optional(Type.Number()),
    max: optional(Type.Number()),
    binding: optional(
      Type.Object(
        { machine: Machine, tag: Type.String({ minLength: 1, maxLength: 200 }) },
        { additionalProperties: false },
      ),
    ),
    /** Alarms of a machine, all or one by its code: the gravest that waits or is active is marked. */
    alarms: optional(
      Type.Object(
        { machine: Machine, code: optional(Type.String({ minLength: 1, maxLength: 64 })) },
        { additionalProperties: false },
      ),
    ),
    ranges: optional(Type.Array(Range, { maxItems: 20 })),
    /** Another picture to go to, and the machine it is opened with. */
    link: optional(Type.Object({ picture: Id, machine: optional(Machine) }, { additionalProperties: false })),
  },
  { additionalProperties: false },
)

export const Drawing = Type.Object(
  {
    width: Type.Integer({ minimum: 100, maximum: 10_000 }),
    height: Type.Integer({ minimum: 100, maximum: 10_000 }),
    layers: Type.Array(
      Type.Object(
        {
          id: Key,
          name: Type.String({ minLength: 1, maxLength: 60 }),
          isHidden: optional(Type.Boolean()),
          isLocked: optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 20 },
    ),
    items: Type.Array(Item, { maxItems: 1000 }),
  },
  { additionalProperties: false },
)

export const PictureHead = Type.Object({
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  name: Type.String(),
  nameEn: orNull(Type.String()),
  unitId: orNull(Id),
  unitName: orNull(Type.String()),
  parentId: orNull(Id),
  parentName: orNull(Type.String()),
  isTemplate: Type.Boolean(),
  publishedVersion: orNull(Type.Integer()),
  newestVersion: Type.Integer(),
  changedAt: Instant,
  personName: orNull(Type.String()),
  isSample: Type.Boolean(),
})

export const NewPicture = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    nameEn: optional(orNull(Type.String({ maxLength: 120 }))),
    unitId: optional(orNull(Id)),
    parentId: optional(orNull(Id)),
  },
  { additionalProperties: false },
)

export const PictureVersion = Type.Object({
  version: Type.Integer(),
  note: orNull(Type.String()),
  hash: Type.String(),
  items: Type.Integer(),
  isPublished: Type.Boolean(),
  createdAt: Instant,
  personName: orNull(Type.String()),
})

/** A signal of a picture now; `isLive` false: its machine is not heard of, so the value is of the past. */
export const PictureValue = Type.Object({
  machine: Id,
  tag: Type.String(),
  tagId: Id,
  label: orNull(Type.String()),
  labelEn: orNull(Type.String()),
  unit: orNull(Type.String()),
  value: Type.Union([Type.Number(), Type.String(), Type.Null()]),
  quality: Type.Enum(['good', 'bad', 'stale', 'none']),
  at: orNull(Instant),
  /** Its edge says that it can't be written. */
  isReadOnly: Type.Boolean(),
})

export const PictureMachine = Type.Object({
  id: Id,
  name: Type.String(),
  nameEn: orNull(Type.String()),
  state: MachineState,
  isLive: Type.Boolean(),
})

/** An alarm that waits or is active at a machine of a picture, and is not kept quiet. */
export const PictureAlarm = Type.Object({
  machine: Id,
  watchId: Id,
  alarmId: Id,
  alarmCode: Type.String(),
  name: Type.String(),
  priority: AlarmPriority,
  state: AlarmState,
  isUnacknowledged: Type.Boolean(),
  raisedAt: Instant,
})
