import { Day, Figure, Id, Instant, Type } from '@ronghe/kit/contract'
import { decimalPattern } from '../energy/decimal.ts'
import { tariffKinds } from '../energy/tariff.ts'
import { orNull } from './shapes.ts'

export const Reading = Type.Enum(['counter', 'powerStep', 'powerLinear'])
const MeterUnit = Type.Enum(['Wh', 'kWh', 'MWh', 'W', 'kW'])
export const TariffKind = Type.Enum([...tariffKinds])
const Name = Type.String({ minLength: 1, maxLength: 120 })
const Source = Type.String({ minLength: 1, maxLength: 300 })
const Decimal = Type.String({ pattern: decimalPattern })

export const Meter = Type.Object({
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  name: Type.String(),
  nameEn: orNull(Type.String()),
  parentId: orNull(Id),
  parentName: orNull(Type.String()),
  unitId: Id,
  unitName: Type.String(),
  equipmentId: orNull(Id),
  equipmentName: orNull(Type.String()),
  tagId: Id,
  tagName: Type.String(),
  /** The machine whose signal it is: the meter's own, or another one's. */
  tagEquipmentId: Id,
  reading: Reading,
  measuredIn: MeterUnit,
  isSample: Type.Boolean(),
  version: Type.Integer(),
})

export const NewMeter = Type.Object(
  {
    name: Name,
    nameEn: Type.Optional(orNull(Type.String({ maxLength: 120 }))),
    parentId: Type.Optional(orNull(Id)),
    unitId: Id,
    equipmentId: Type.Optional(orNull(Id)),
    tagId: Id,
    reading: Reading,
    measuredIn: MeterUnit,
  },
  { additionalProperties: false },
)
export const ChangedMeter = Type.Object(
  { ...NewMeter.properties, version: Type.Integer() },
  { additionalProperties: false },
)

const TariffPeriod = Type.Object(
  {
    months: Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { minItems: 1, maxItems: 12 }),
    fromMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
    toMinute: Type.Integer({ minimum: 1, maximum: 1440 }),
    kind: TariffKind,
    fenPerKwh: Decimal,
  },
  { additionalProperties: false },
)

export const NewTariff = Type.Object(
  {
    name: Name,
    validFrom: Day,
    timeZone: Type.String({ minLength: 1, maxLength: 60 }),
    periods: Type.Array(TariffPeriod, { minItems: 1, maxItems: 200 }),
    source: Source,
    isVerified: Type.Boolean(),
  },
  { additionalProperties: false },
)
const kept = {
  id: Id,
  organisationId: Id,
  organisationName: Type.String(),
  isSample: Type.Boolean(),
  createdAt: Instant,
  personName: orNull(Type.String()),
}
export const Tariff = Type.Object({ ...NewTariff.properties, ...kept })

export const NewFactor = Type.Object(
  { validFrom: Day, kgPerKwh: Decimal, source: Source, isVerified: Type.Boolean() },
  { additionalProperties: false },
)
export const Factor = Type.Object({ ...NewFactor.properties, ...kept })

export const TargetPeriod = Type.Enum(['day', 'month', 'piece'])
export const NewTarget = Type.Object(
  {
    meterId: Id,
    period: TargetPeriod,
    kwh: Decimal,
    validFrom: Day,
    note: Type.Optional(orNull(Type.String({ maxLength: 300 }))),
  },
  { additionalProperties: false },
)
export const Target = Type.Object({
  ...kept,
  meterId: Id,
  meterName: Type.String(),
  period: TargetPeriod,
  kwh: Type.String(),
  validFrom: Day,
  note: orNull(Type.String()),
})

/** A day or month in which a target was passed. */
export const Pass = Type.Object({
  targetId: Id,
  meterId: Id,
  meterName: Type.String(),
  organisationName: Type.String(),
  period: TargetPeriod,
  day: Day,
  limit: Type.Number(),
  kwh: Type.Number(),
  passedAt: Instant,
})

/** Energy and what follows of it over a span, each with its proof. */
const sums = {
  energy: Figure,
  cost: Figure,
  carbon: Figure,
  /** Energy while the machine was known to be in another state than production, and its share. */
  idle: Figure,
  idleShare: Figure,
  /** 最大需量: the greatest mean power of a whole quarter of an hour. */
  demand: Figure,
}
const Kinds = Type.Array(Type.Object({ kind: TariffKind, kwh: Type.Number(), cost: Type.Number() }))

/** The same long before, and over the same days of the year before. */
const compared = { energyBefore: Figure, energyLastYear: Figure }
/** Over the days in which pieces are counted. */
const perPiece = { perPiece: Figure, costPerPiece: Figure }
/** Days are read from points; a span of more than 92 days is told by months, of whole days kept as rows. */
const told = {
  from: Instant,
  to: Instant,
  timeZone: Type.String(),
  grain: Type.Enum(['day', 'month']),
  exact: Type.Object({
    days: Type.Integer(),
    /** Days of which points were thinned: the most of one meter. */
    coarseDays: Type.Integer(),
    /** Days of all meters that are being summed anew. */
    waitingDays: Type.Integer(),
  }),
}

const MeterSums = Type.Object({
  meterId: Id,
  name: Type.String(),
  nameEn: orNull(Type.String()),
  organisationName: Type.String(),
  parentId: orNull(Id),
  unitName: Type.String(),
  equipmentId: orNull(Id),
  isSample: Type.Boolean(),
  ...sums,
  ...compared,
  ...perPiece,
  /** What its sub-meters leave of it; null value where one of the two is not known. */
  unmetered: orNull(Figure),
})

/** Where a day was read: in a month told as pieces, some day was. */
const EnergyBasis = Type.Enum(['points', 'pieces', 'kept', 'waiting'])

/** A local day, or a month named by its first day. */
export const EnergyDay = Type.Object({
  day: Day,
  startsAt: Instant,
  endsAt: Instant,
  /** Null: nothing is known, which is not zero. */
  kwh: orNull(Type.Number()),
  /** Share of the day that readings cover. */
  coverage: Type.Number(),
  kinds: Kinds,
  cost: orNull(Type.Number()),
  carbon: orNull(Type.Number()),
  idleKwh: orNull(Type.Number()),
  demandKw: orNull(Type.Number()),
  demandAt: orNull(Instant),
  targetKwh: orNull(Type.Number()),
  deviationKwh: orNull(Type.Number()),
  pieces: orNull(Type.Number()),
  kwhPerPiece: orNull(Type.Number()),
  costPerPiece: orNull(Type.Number()),
  pieceTargetKwh: orNull(Type.Number()),
  pieceDeviationKwh: orNull(Type.Number()),
  basis: EnergyBasis,
})

export const EnergyHour = Type.Object({
  startsAt: Instant,
  endsAt: Instant,
  kwh: orNull(Type.Number()),
  coverage: Type.Number(),
  kind: orNull(TariffKind),
  cost: orNull(Type.Number()),
  carbon: orNull(Type.Number()),
  idleKwh: orNull(Type.Number()),
})

/** A meter's sums in one row, to be given out. */
export const EnergySum = Type.Object({
  meterId: Id,
  name: Type.String(),
  unitName: Type.String(),
  from: Instant,
  to: Instant,
  kwh: orNull(Type.Number()),
  coverage: Type.Number(),
  kwhBefore: orNull(Type.Number()),
  kwhLastYear: orNull(Type.Number()),
  cost: orNull(Type.Number()),
  carbon: orNull(Type.Number()),
  idleKwh: orNull(Type.Number()),
  /** What sub-meters leave of it, over the hours in which all are known whole; null without sub-meters. */
  unmeteredKwh: orNull(Type.Number()),
  unmeteredHours: orNull(Type.Number()),
  demandKw: orNull(Type.Number()),
  kwhPerPiece: orNull(Type.Number()),
  costPerPiece: orNull(Type.Number()),
  basis: EnergyBasis,
})

export const Overview = Type.Object({
  ...told,
  ...sums,
  ...compared,
  kinds: Kinds,
  days: Type.Array(EnergyDay),
  meters: Type.Array(MeterSums),
})

export const MeterReport = Type.Object({
  ...told,
  meter: Meter,
  ...sums,
  ...compared,
  ...perPiece,
  pieceTargetKwh: orNull(Type.Number()),
  kinds: Kinds,
  days: Type.Array(EnergyDay),
  hours: Type.Array(EnergyHour),
})
