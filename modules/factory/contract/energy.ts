import { Id, listOf, listQuery, type Route, Type } from '@ronghe/kit/contract'
import * as energy from './energy-shapes.ts'
import * as shape from './shapes.ts'

const meterId = Type.Object({ meterId: Id })
const organisation = { organisation: Type.Optional(Id) }
const made = Type.Object({ id: Id })

/** Energy: meters, prices, factors and targets as data; sums, hours and days that follow of them. */
export const energyRoutes = {
  energyMeters: {
    method: 'GET',
    path: '/factory/energy/meters',
    may: 'factory.read',
    query: listQuery({ ...organisation, equipment: Type.Optional(Id) }),
    response: listOf(energy.Meter),
    list: {
      columns: [
        'name',
        'organisationName',
        'unitName',
        'equipmentName',
        'parentName',
        'tagName',
        'reading',
        'measuredIn',
      ],
    },
  },
  addEnergyMeter: {
    method: 'POST',
    path: '/factory/energy/meters',
    may: 'factory.write',
    body: energy.NewMeter,
    response: made,
  },
  changeEnergyMeter: {
    method: 'PUT',
    path: '/factory/energy/meters/:meterId',
    may: 'factory.write',
    params: meterId,
    body: energy.ChangedMeter,
    response: shape.Done,
  },
  /** Takes it out of every sum; its history may be had back by the same signal. */
  retireEnergyMeter: {
    method: 'DELETE',
    path: '/factory/energy/meters/:meterId',
    may: 'factory.write',
    params: meterId,
    response: shape.Done,
  },
  energyTariffs: {
    method: 'GET',
    path: '/factory/energy/tariffs',
    may: 'factory.read',
    query: listQuery(organisation),
    response: listOf(energy.Tariff),
    list: { columns: ['name', 'validFrom', 'timeZone', 'source', 'isVerified', 'personName', 'createdAt'] },
  },
  addEnergyTariff: {
    method: 'POST',
    path: '/factory/energy/tariffs',
    may: 'factory.write',
    body: energy.NewTariff,
    response: made,
  },
  withdrawEnergyTariff: {
    method: 'DELETE',
    path: '/factory/energy/tariffs/:tariffId',
    may: 'factory.write',
    params: Type.Object({ tariffId: Id }),
    response: shape.Done,
  },
  energyFactors: {
    method: 'GET',
    path: '/factory/energy/factors',
    may: 'factory.read',
    query: listQuery(organisation),
    response: listOf(energy.Factor),
    list: { columns: ['validFrom', 'kgPerKwh', 'source', 'isVerified', 'personName', 'createdAt'] },
  },
  addEnergyFactor: {
    method: 'POST',
    path: '/factory/energy/factors',
    may: 'factory.write',
    body: energy.NewFactor,
    response: made,
  },
  withdrawEnergyFactor: {
    method: 'DELETE',
    path: '/factory/energy/factors/:factorId',
    may: 'factory.write',
    params: Type.Object({ factorId: Id }),
    response: shape.Done,
  },
  energyTargets: {
    method: 'GET',
    path: '/factory/energy/targets',
    may: 'factory.read',
    query: listQuery({ ...organisation, meter: Type.Optional(Id) }),
    response: listOf(energy.Target),
    list: { columns: ['meterName', 'period', 'kwh', 'validFrom', 'note', 'personName', 'createdAt'] },
  },
  addEnergyTarget: {
    method: 'POST',
    path: '/factory/energy/targets',
    may: 'factory.write',
    body: energy.NewTarget,
    response: made,
  },
  withdrawEnergyTarget: {
    method: 'DELETE',
    path: '/factory/energy/targets/:targetId',
    may: 'factory.write',
    params: Type.Object({ targetId: Id }),
    response: shape.Done,
  },
  /** Days and months in which a target was passed, the newest first. */
  energyPasses: {
    method: 'GET',
    path: '/factory/energy/passes',
    may: 'factory.read',
    query: listQuery({ ...organisation, meter: Type.Optional(Id) }),
    response: listOf(energy.Pass),
    list: { columns: ['meterName', 'period', 'day', 'limit', 'kwh', 'passedAt'] },
  },

  /** All meters of a firm over a span: sums, tree, days. */
  energyOverview: {
    method: 'GET',
    path: '/factory/energy',
    may: 'factory.read',
    query: Type.Object({ ...shape.span, ...organisation }, { additionalProperties: false }),
    response: energy.Overview,
  },
  /** The sums of each meter as rows, to be given out. */
  energySums: {
    method: 'GET',
    path: '/factory/energy/sums',
    may: 'factory.read',
    query: listQuery({ ...shape.span, ...organisation }),
    response: listOf(energy.EnergySum),
    list: {
      columns: [
        ...['name', 'unitName', 'from', 'to', 'kwh', 'coverage', 'kwhBefore', 'kwhLastYear', 'cost'],
        ...['carbon', 'idleKwh', 'unmeteredKwh', 'unmeteredHours', 'demandKw', 'kwhPerPiece'],
        ...['costPerPiece', 'basis'],
      ],
    },
  },
  /** One meter over a span, with its days and hours. */
  energyReport: {
    method: 'GET',
    path: '/factory/energy/meters/:meterId/report',
    may: 'factory.read',
    params: meterId,
    query: Type.Object(shape.span, { additionalProperties: false }),
    response: energy.MeterReport,
  },
  energyHours: {
    method: 'GET',
    path: '/factory/energy/meters/:meterId/hours',
    may: 'factory.read',
    params: meterId,
    query: listQuery(shape.span),
    response: listOf(energy.EnergyHour),
    list: {
      words: { kind: 'factory.tariff' },
      columns: ['startsAt', 'endsAt', 'kwh', 'coverage', 'kind', 'cost', 'carbon', 'idleKwh'],
    },
  },
  energyDays: {
    method: 'GET',
    path: '/factory/energy/meters/:meterId/days',
    may: 'factory.read',
    params: meterId,
    query: listQuery(shape.span),
    response: listOf(energy.EnergyDay),
    list: {
      columns: [
        'day',
        'kwh',
        'coverage',
        'cost',
        'carbon',
        'idleKwh',
        'demandKw',
        'demandAt',
        'targetKwh',
        'deviationKwh',
        'pieces',
        'kwhPerPiece',
        'costPerPiece',
        'pieceTargetKwh',
        'pieceDeviationKwh',
        'basis',
      ],
    },
  },
} as const satisfies Record<string, Route>
