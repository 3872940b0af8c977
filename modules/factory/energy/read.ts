import type { Sql } from '@ronghe/kit/db'
import type { Series } from '@ronghe/kit/series'
import type { SignalPoint } from '@ronghe/oee'
import { timeZoneOf } from '../calendar/planned.ts'
import { pointsOf, signalsOf } from '../states/signals.ts'
import { overridesOf } from '../store/corrections.ts'
import { knownUpTo, type MeterRow } from '../store/energy-meters.ts'
import { listFactors, listTariffs } from '../store/energy-rates.ts'
import { spansOf } from '../store/states.ts'
import { type TagRow, tagsByIds } from '../store/tags.ts'
import type { Beside } from './account.ts'
import { type AccountedDay, daysOf } from './days.ts'
import { type Flow, flowsOf, type Source } from './flow.ts'
import { flowsOfPieces, flowsWithin } from './pieces.ts'
import { corrected } from './said.ts'
import { type Factor, factorsIn, pricedOf, type Tariff } from './tariff.ts'

type Span = { fromMicros: number; toMicros: number }

/** Points of one meter in a window of sums; of more the minutes they come to are read. */
const meterPointsMax = 1_000_000
const hourMicros = 3_600_000_000
/** A counter's next reading tells what it grew until a window's end, however far away it is. */
const reachesMicros = [2 * hourMicros, 24 * hourMicros, 31 * 24 * hourMicros, 400 * 24 * hourMicros]
const nextPointsMax = 50
const ratesMax = 1000

export type Rates = { tariffs: Tariff[]; factors: Factor[] }
export type Account = Flows & { days: AccountedDay[]; timeZone: string }
/** `coarseTo`: up to this moment flows are of minutes or hours; `isOverfull`: because of too many points. */
type Flows = { flows: Flow[]; coarseTo: number; isOverfull: boolean }

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

/** Where energy flowed through a meter in a window: by its points, and by pieces where those are thinned. */
async function flowsIn(sql: Sql, series: Series, meter: MeterRow, window: Span): Promise<Flows> {
  const [tag] = await tagsByIds(sql, [meter.tagId])
  if (!tag) return { flows: [], coarseTo: 0, isOverfull: false }
  const known = await knownUpTo(sql, [meter.tagEquipmentId])
  // Power holds as long as its machine is known to speak, and never beyond the window.
  const knownToMicros = Math.min(known.get(meter.tagEquipmentId) ?? 0, window.toMicros)
  const [bound] = await series.thinned([...(await series.resolve([tag.id]))])
  const coarseTo = Math.min(bound?.rawFromMicros ?? 0, window.toMicros)
  const exactFrom = Math.max(window.fromMicros, coarseTo)
  const points = await pointsIn(series, tag, { ...window, fromMicros: exactFrom })
  if (points === null) {
    const flows = await coarseFlows(series, tag, meter, window, knownToMicros)
    return { flows, coarseTo: window.toMicros, isOverfull: true }
  }
  const exact = flowsOf(points, sourceOf(meter), knownToMicros)
  if (coarseTo <= window.fromMicros) return { flows: exact, coarseTo: 0, isOverfull: false }
  const joint = Math.max(coarseTo, exact[0]?.fromMicros ?? window.toMicros)
  const coarse = await coarseFlows(series, tag, meter, { ...window, toMicros: coarseTo }, knownToMicros)
  const flows = [
    ...flowsWithin(coarse, window.fromMicros, joint),
    ...flowsWithin(exact, coarseTo, Number.POSITIVE_INFINITY),
  ]
  return { flows, coarseTo, isOverfull: false }
}

function sourceOf(meter: MeterRow): Source {
  return { kind: meter.reading, unit: meter.measuredIn } as Source
}

/** The points of a signal in a window, and what follows up to a good one; null where there are too many. */
async function pointsIn(series: Series, tag: TagRow, window: Span): Promise<SignalPoint[] | null> {
  const { signals, toMicros } = await signalsOf(series, [tag], window, meterPointsMax)
  if (toMicros < window.toMicros) return null
  const points = [...(signals[tag.id] ?? [])]
  // Without a reading before its end nothing flowed in the window that the next one would tell of.
  if (points.length === 0) return points
  const [number = 0] = await series.resolve([tag.id])
  const [newest] = await series.last([number])
  if (!newest || newest.timeMicros < window.toMicros) return points
  let fromMicros = window.toMicros
  for (const reach of reachesMicros) {
    const question = { series: number, fromMicros, toMicros: window.toMicros + reach, limit: nextPointsMax }
    const next = pointsOf(tag, await series.raw(question))
    points.push(...next)
    if (next.length === nextPointsMax || next.some((one) => one.quality === 'good')) break
    fromMicros = question.toMicros
  }
  return points
}

/** Flows by the minutes or hours that the store keeps of a signal. */
async function coarseFlows(
  series: Series,
  tag: TagRow,
  meter: MeterRow,
  { fromMicros, toMicros }: Span,
  knownToMicros: number,
): Promise<Flow[]> {
  const numbers = [...(await series.resolve([tag.id]))]
  const [bound] = await series.thinned(numbers)
  const span = {
    fromMicros: Math.floor(fromMicros / hourMicros) * hourMicros,
    toMicros: Math.ceil(toMicros / hourMicros) * hourMicros,
  }
  const hasMinutes = (bound?.minutesFromMicros ?? 0) <= span.fromMicros
  const bucketMicros = hasMinutes ? hourMicros / 60 : hourMicros
  const { before, within, after } = await series.summaries({ series: numbers, ...span, bucketMicros })
  return flowsOfPieces([...before, ...within, ...after], sourceOf(meter), tag, knownToMicros)
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
  const read = await flowsIn(sql, series, meter, window)
  const zone = timeZone ?? (await timeZoneOf(sql, meter.unitId))
  const beside: Beside = {
    prices: pricedOf(rates.tariffs, window, rates.tariffs[0]?.timeZone ?? zone),
    factors: factorsIn(rates.factors, window, zone),
    states: meter.equipmentId ? await statesOf(sql, meter.equipmentId, window) : [],
  }
  return { ...read, days: daysOf(read.flows, beside, window, zone), timeZone: zone }
}

async function statesOf(sql: Sql, equipmentId: string, window: Span): Promise<Beside['states']> {
  const states = await spansOf(sql, equipmentId, window.fromMicros, window.toMicros)
  return corrected(states, await overridesOf(sql, equipmentId, window))
}
