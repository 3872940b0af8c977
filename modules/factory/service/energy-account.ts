import type { Sql } from '@ronghe/kit/db'
import type { Series } from '@ronghe/kit/series'
import type { SignalPoint } from '@ronghe/oee'
import { timeZoneOf } from '../calendar/planned.ts'
import type { Beside } from '../energy/account.ts'
import { type AccountedDay, daysOf } from '../energy/days.ts'
import { type Flow, flowsOf, type Source } from '../energy/flow.ts'
import { corrected } from '../energy/said.ts'
import { type Factor, factorsIn, pricedOf, type Tariff } from '../energy/tariff.ts'
import { signalsOf } from '../states/signals.ts'
import { overridesOf } from '../store/corrections.ts'
import { knownUpTo, type MeterRow } from '../store/energy-meters.ts'
import { listFactors, listTariffs } from '../store/energy-rates.ts'
import { spansOf } from '../store/states.ts'
import { tagsByIds } from '../store/tags.ts'
import type { Span } from './spans.ts'
import { tooMany } from './trend.ts'

/** Points of one meter in a window of sums. */
const meterPointsMax = 1_000_000
/** A counter's reading after the window tells what it grew until the window's end. */
const reachMicros = 2 * 3_600_000_000
const ratesMax = 1000

export type Rates = { tariffs: Tariff[]; factors: Factor[] }
export type Account = { flows: Flow[]; days: AccountedDay[]; timeZone: string }

/** Tariffs and factors of a firm. */
export async function ratesOf(sql: Sql, organisationId: string): Promise<Rates> {
  const filter = { organisation: organisationId, pageSize: ratesMax }
  const { rows: tariffs } = await listTariffs(sql, 'zh', filter)
  const { rows: factors } = await listFactors(sql, 'zh', filter)
  return { tariffs, factors }
}

/** The rates of each firm once, however many meters it has. */
export function ratesBy(sql: Sql): (organisationId: string) => Promise<Rates> {
  const known = new Map<string, Promise<Rates>>()
  return (organisationId) => {
    const rates = known.get(organisationId) ?? ratesOf(sql, organisationId)
    known.set(organisationId, rates)
    return rates
  }
}

/** Where energy flowed through a meter in a window, from the points of its signal. */
async function flowsIn(sql: Sql, series: Series, meter: MeterRow, window: Span): Promise<Flow[]> {
  const tags = await tagsByIds(sql, [meter.tagId])
  const reach = { ...window, toMicros: window.toMicros + reachMicros }
  const { signals, toMicros } = await signalsOf(series, tags, reach, meterPointsMax)
  if (toMicros < reach.toMicros) throw tooMany(meterPointsMax)
  const points: SignalPoint[] = [...(signals[meter.tagId] ?? [])]
  const known = await knownUpTo(sql, [meter.tagEquipmentId])
  // Power holds as long as its machine is known to speak, and never beyond the window.
  const knownToMicros = Math.min(known.get(meter.tagEquipmentId) ?? 0, window.toMicros)
  return flowsOf(points, { kind: meter.reading, unit: meter.measuredIn } as Source, knownToMicros)
}

/** All that follows of a meter's points in a window, by local days and hours. */
export async function accountOf(
  sql: Sql,
  series: Series,
  meter: MeterRow,
  window: Span,
  rates: Rates,
  timeZone?: string,
): Promise<Account> {
  const flows = await flowsIn(sql, series, meter, window)
  const zone = timeZone ?? (await timeZoneOf(sql, meter.unitId))
  const beside: Beside = {
    prices: pricedOf(rates.tariffs, window, rates.tariffs[0]?.timeZone ?? zone),
    factors: factorsIn(rates.factors, window, zone),
    states: meter.equipmentId ? await statesOf(sql, meter.equipmentId, window) : [],
  }
  return { flows, days: daysOf(flows, beside, window, zone), timeZone: zone }
}

async function statesOf(sql: Sql, equipmentId: string, window: Span): Promise<Beside['states']> {
  const states = await spansOf(sql, equipmentId, window.fromMicros, window.toMicros)
  return corrected(states, await overridesOf(sql, equipmentId, window))
}
