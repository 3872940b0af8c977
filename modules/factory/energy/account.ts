import { energyIn, type Flow } from './flow.ts'
import type { Factored, Priced, TariffKind } from './tariff.ts'

type Window = { fromMicros: number; toMicros: number }
export type StateSpan = Window & { state: string }

/** What stands beside the flows of one machine: each list in order and without overlap. */
export type Beside = {
  prices: readonly Priced[]
  factors: readonly Factored[]
  states: readonly StateSpan[]
}

/** The energy of one hour and all that follows of it, in integers that sum exactly. */
export type Hour = Window & {
  coveredMicros: number
  /** Milliwatt hours. */
  energy: number
  byKind: Partial<Record<TariffKind, number>>
  /** Energy without a price, without a factor, and in no known state. */
  unpriced: number
  unfactored: number
  stateless: number
  /** Energy while the machine was in a known state other than production. */
  idle: number
  /** Milliwatt hours × millionths of a fen, and × millionths of a kilogram. */
  cost: bigint
  costByKind: Partial<Record<TariffKind, bigint>>
  carbon: bigint
}

const hourMicros = 3_600_000_000

/**
 * Energy by hour of a window, in one pass over flows. A slot is a piece of an hour with one price, factor and
 * state; its energy is rounded to milliwatt hours, so every sum of slots is exact.
 */
export function hoursOf(flows: readonly Flow[], beside: Beside, window: Window): Hour[] {
  const hours: Hour[] = []
  const priceAt = cursor(beside.prices)
  const factorAt = cursor(beside.factors)
  const stateAt = cursor(beside.states)
  let first = 0
  let hour: Hour | undefined
  for (const slot of slotsOf(beside, window)) {
    if (!hour || slot.fromMicros >= hour.toMicros) {
      hour = emptyHour(slot.fromMicros, window)
      hours.push(hour)
    }
    let energy = 0
    while ((flows[first]?.toMicros ?? Number.POSITIVE_INFINITY) <= slot.fromMicros) first++
    for (let index = first; index < flows.length; index++) {
      const flow = flows[index]
      if (!flow || flow.fromMicros >= slot.toMicros) break
      energy += energyIn(flow, slot.fromMicros, slot.toMicros)
      hour.coveredMicros +=
        Math.min(flow.toMicros, slot.toMicros) - Math.max(flow.fromMicros, slot.fromMicros)
    }
    const at = slot.fromMicros
    addSlot(hour, Math.round(energy), priceAt(at), factorAt(at), stateAt(at))
  }
  return hours
}

function addSlot(
  hour: Hour,
  energy: number,
  price: Priced | undefined,
  factor: Factored | undefined,
  state: StateSpan | undefined,
): void {
  const exact = BigInt(energy)
  hour.energy += energy
  if (price) {
    const cost = exact * price.price
    hour.byKind[price.kind] = (hour.byKind[price.kind] ?? 0) + energy
    hour.costByKind[price.kind] = (hour.costByKind[price.kind] ?? 0n) + cost
    hour.cost += cost
  } else hour.unpriced += energy
  if (factor) hour.carbon += exact * factor.factor
  else hour.unfactored += energy
  if (!state || state.state === 'unknown') hour.stateless += energy
  else if (state.state !== 'production') hour.idle += energy
}

function emptyHour(atMicros: number, window: Window): Hour {
  const start = Math.floor(atMicros / hourMicros) * hourMicros
  return {
    fromMicros: Math.max(start, window.fromMicros),
    toMicros: Math.min(start + hourMicros, window.toMicros),
    coveredMicros: 0,
    energy: 0,
    byKind: {},
    unpriced: 0,
    unfactored: 0,
    stateless: 0,
    idle: 0,
    cost: 0n,
    costByKind: {},
    carbon: 0n,
  }
}

/** The window cut at every hour and wherever a price, factor or state changes. */
function slotsOf(beside: Beside, window: Window): Window[] {
  const { fromMicros, toMicros } = window
  const cuts = new Set([fromMicros, toMicros])
  for (let at = Math.ceil(fromMicros / hourMicros) * hourMicros; at < toMicros; at += hourMicros) cuts.add(at)
  for (const one of [...beside.prices, ...beside.factors, ...beside.states]) {
    if (one.fromMicros > fromMicros && one.fromMicros < toMicros) cuts.add(one.fromMicros)
    if (one.toMicros > fromMicros && one.toMicros < toMicros) cuts.add(one.toMicros)
  }
  const sorted = Float64Array.from(cuts).sort()
  return Array.from(sorted.subarray(1), (to, index) => ({ fromMicros: sorted[index] ?? to, toMicros: to }))
}

/** The span that holds at a moment; moments must be asked in order. */
function cursor<T extends Window>(spans: readonly T[]): (atMicros: number) => T | undefined {
  let index = 0
  return (atMicros) => {
    while ((spans[index]?.toMicros ?? Number.POSITIVE_INFINITY) <= atMicros) index++
    const span = spans[index]
    return span && span.fromMicros <= atMicros ? span : undefined
  }
}

/** Several hours, days or machines as one sum; the window is the widest. */
export function sumOf(list: readonly Hour[], window: Window): Hour {
  const sum = { ...emptyHour(window.fromMicros, window), ...window }
  for (const one of list) {
    sum.coveredMicros += one.coveredMicros
    sum.energy += one.energy
    sum.unpriced += one.unpriced
    sum.unfactored += one.unfactored
    sum.stateless += one.stateless
    sum.idle += one.idle
    sum.cost += one.cost
    sum.carbon += one.carbon
    for (const kind of Object.keys(one.byKind) as TariffKind[]) {
      sum.byKind[kind] = (sum.byKind[kind] ?? 0) + (one.byKind[kind] ?? 0)
      sum.costByKind[kind] = (sum.costByKind[kind] ?? 0n) + (one.costByKind[kind] ?? 0n)
    }
  }
  return sum
}
