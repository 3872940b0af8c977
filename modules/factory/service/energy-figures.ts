import type { Figure, Static } from '@ronghe/kit/contract'
import type { EnergyDay, EnergyHour } from '../contract/energy-shapes.ts'
import { type Hour, sumOf } from '../energy/account.ts'
import type { AccountedDay } from '../energy/days.ts'
import { millionthsOf, perFen, perGram, roundedOf } from '../energy/decimal.ts'
import type { Demand } from '../energy/demand.ts'
import { type TariffKind, tariffKinds } from '../energy/tariff.ts'
import { isoOf } from '../micros.ts'
import type { Pieces } from '../store/energy-days.ts'
import type { Left } from '../store/energy-left.ts'
import type { Slot } from './energy-sums.ts'
import type { Span } from './spans.ts'

const hourMicros = 3_600_000_000
/** Milliwatt hours of a kilowatt hour. */
const perKwh = 1_000_000

export function kwhOf(energy: number): number {
  return energy / perKwh
}

/** What is known of a sum: null where nothing is. */
export const isKnown = (sum: Hour) => sum.coveredMicros > 0
const yuanOf = (cost: bigint) => roundedOf(cost, perFen) / 100
export const costOf = (sum: Hour) => (isKnown(sum) && sum.unpriced === 0 ? yuanOf(sum.cost) : null)
export const carbonOf = (sum: Hour) =>
  isKnown(sum) && sum.unfactored === 0 ? roundedOf(sum.carbon, perGram) / 1000 : null
/** Energy in known states; zero of it says nothing of idling. */
const stated = (sum: Hour) => sum.energy - sum.stateless
export const idleOf = (sum: Hour) => (stated(sum) > 0 ? kwhOf(sum.idle) : null)

export function kindsOf(sum: Hour): { kind: TariffKind; kwh: number; cost: number }[] {
  return tariffKinds.flatMap((kind) => {
    const energy = sum.byKind[kind]
    if (energy === undefined) return []
    return [{ kind, kwh: kwhOf(energy), cost: roundedOf(sum.costByKind[kind] ?? 0n, perFen) / 100 }]
  })
}

export type About = { at: string; proof: string }

/** A figure, or why there is none. */
function figure(value: number | null, unit: string, missing: string, about: About): Figure {
  const base = { unit, basis: 'evidenced' as const, ...about }
  return value === null ? { ...base, value, reason: `factory.missing.${missing}` } : { ...base, value }
}

/** Energy with the hours that readings cover and those of the span. */
export function energyFigure(sum: Hour, about: About): Figure {
  const energy = figure(isKnown(sum) ? kwhOf(sum.energy) : null, 'KWH', 'noReadings', about)
  const hours = (micros: number) => Math.round((micros / hourMicros) * 100) / 100
  const values = { known: hours(sum.coveredMicros), whole: hours(sum.toMicros - sum.fromMicros) }
  return { ...energy, method: { key: 'factory.energy.method.covered', values } }
}

export function demandFigure(demand: Demand | null, missing: string, about: About): Figure {
  if (!demand) return figure(null, 'KWT', missing, about)
  return { ...figure(demand.kilowatts, 'KWT', missing, about), at: isoOf(demand.fromMicros) }
}

/** Energy, cost, carbon and idling of a sum. */
export function sumFigures(sum: Hour, about: About) {
  const idle = idleOf(sum)
  const share = idle === null ? null : Math.round((sum.idle / stated(sum)) * 10_000) / 100
  const parts = { numerator: idle ?? 0, denominator: kwhOf(stated(sum)) }
  const noRate = (missing: string) => (isKnown(sum) ? missing : 'noReadings')
  return {
    energy: energyFigure(sum, about),
    cost: figure(costOf(sum), 'CNY', noRate('noTariff'), about),
    carbon: figure(carbonOf(sum), 'KGM', noRate('noFactor'), about),
    idle: figure(idle, 'KWH', noRate('noStates'), about),
    idleShare: {
      ...figure(share, 'P1', noRate('noStates'), about),
      ...(idle === null ? {} : { ...parts, method: { key: 'factory.energy.method.idle', values: parts } }),
    },
  }
}

/** What the sub-meters leave of a meter, over the hours in which all of them are known whole. */
export function unmeteredFigure(whole: readonly Hour[], parts: readonly (readonly Hour[])[], about: About) {
  let energy = 0
  let known = 0
  for (const [index, hour] of whole.entries()) {
    const others = parts.map((list) => list[index])
    if (![hour, ...others].every((one) => one && one.coveredMicros === one.toMicros - one.fromMicros))
      continue
    known += hour.coveredMicros / hourMicros
    energy += hour.energy - others.reduce((sum, one) => sum + (one?.energy ?? 0), 0)
  }
  const values = { known: Math.round(known * 100) / 100, parts: parts.length }
  const left = figure(known > 0 ? kwhOf(energy) : null, 'KWH', 'noReadings', about)
  return { ...left, method: { key: 'factory.energy.method.unmetered', values } }
}

/** The same over the days in which all are known whole. */
export function leftFigure(left: Left | undefined, parts: number, about: About): Figure {
  const one = figure(left ? kwhOf(left.energy) : null, 'KWH', 'noReadings', about)
  return {
    ...one,
    method: { key: 'factory.energy.method.unmeteredDays', values: { known: left?.days ?? 0, parts } },
  }
}

/** What counts for a piece; null where no pieces are counted. */
export type Made = { count: number; energy: number; cost: number | null } | null

/** Pieces with what they took together, of days or machines. */
export function madeOf(list: readonly (Pieces | null)[]): Made {
  const counted = list.flatMap((one) => one ?? [])
  if (counted.length === 0) return null
  const sum = { count: 0, energy: 0, cost: 0n, unpriced: 0 }
  for (const { count, energy, cost, unpriced } of counted) {
    sum.count += count
    sum.energy += energy
    sum.cost += cost
    sum.unpriced += unpriced
  }
  return { count: sum.count, energy: sum.energy, cost: sum.unpriced === 0 ? yuanOf(sum.cost) : null }
}

/** Energy and cost of a piece. */
export function pieceFigures(made: Made, isRead: boolean, about: About) {
  if (made === null || made.count === 0) {
    const missing = made ? 'nothingProduced' : 'noCounts'
    return {
      perPiece: figure(null, 'KWH', missing, about),
      costPerPiece: figure(null, 'CNY', missing, about),
    }
  }
  const { count, cost } = made
  const of = (numerator: number | null, unit: string, missing: string): Figure => {
    if (numerator === null || !isRead) return figure(null, unit, isRead ? missing : 'noReadings', about)
    const values = { numerator, denominator: count }
    const key = `factory.energy.method.${unit === 'KWH' ? 'perPiece' : 'costPerPiece'}`
    return { ...figure(numerator / count, unit, missing, about), ...values, method: { key, values } }
  }
  return {
    perPiece: of(kwhOf(made.energy), 'KWH', 'noReadings'),
    costPerPiece: of(cost, 'CNY', 'noTariff'),
  }
}

export const coverageOf = (sum: Hour) => sum.coveredMicros / (sum.toMicros - sum.fromMicros)

/** A target as it was typed, as a number. */
export function targetNumber(kwh: string | null): number | null {
  return kwh === null ? null : Number(millionthsOf(kwh)) / 1_000_000
}

export type Targets = { day: string | null; piece: string | null }

export function dayShown(one: Slot, targets: Targets): Static<typeof EnergyDay> {
  const { day, sum, demand, pieces, basis } = one
  const [target, pieceTarget] = [targetNumber(targets.day), targetNumber(targets.piece)]
  const made = isKnown(sum) && pieces && pieces.count > 0 ? madeOf([pieces]) : null
  const perPiece = made ? kwhOf(made.energy) / made.count : null
  const kwh = isKnown(sum) ? kwhOf(sum.energy) : null
  return {
    day,
    startsAt: isoOf(sum.fromMicros),
    endsAt: isoOf(sum.toMicros),
    kwh,
    coverage: coverageOf(sum),
    kinds: kindsOf(sum),
    cost: costOf(sum),
    carbon: carbonOf(sum),
    idleKwh: idleOf(sum),
    demandKw: demand?.kilowatts ?? null,
    demandAt: demand ? isoOf(demand.fromMicros) : null,
    targetKwh: target,
    deviationKwh: target === null || kwh === null ? null : kwh - target,
    pieces: pieces?.count ?? null,
    kwhPerPiece: perPiece,
    costPerPiece: made && made.cost !== null ? made.cost / made.count : null,
    pieceTargetKwh: pieceTarget,
    pieceDeviationKwh: pieceTarget === null || perPiece === null ? null : perPiece - pieceTarget,
    basis,
  }
}

export function hourShown(hour: Hour): Static<typeof EnergyHour> {
  const kinds = kindsOf(hour).sort((left, right) => right.kwh - left.kwh)
  return {
    startsAt: isoOf(hour.fromMicros),
    endsAt: isoOf(hour.toMicros),
    kwh: isKnown(hour) ? kwhOf(hour.energy) : null,
    coverage: coverageOf(hour),
    kind: kinds[0]?.kind ?? null,
    cost: costOf(hour),
    carbon: carbonOf(hour),
    idleKwh: idleOf(hour),
  }
}

/** Days of several meters as the days of their sum; each list has the same days. */
export function daysTogether(lists: readonly (readonly Slot[])[], window: Span): Slot[] {
  const [first = []] = lists
  return first.map(({ day, sum }, index) => {
    const part = { fromMicros: sum.fromMicros, toMicros: sum.toMicros }
    const slots = lists.flatMap((list) => list[index] ?? [])
    const sums = slots.map((one) => one.sum)
    const together = sumOf(sums, part)
    // A day of several meters is covered as its least covered meter is.
    const coveredMicros = Math.min(...sums.map((one) => one.coveredMicros))
    const demand = lists.length === 1 ? (first[index]?.demand ?? null) : null
    const basis = slots.find((one) => one.basis !== 'points')?.basis ?? 'points'
    const shown = { ...together, coveredMicros, ...cut(part, window) }
    return { day, hours: [], sum: shown, demand, pieces: null, basis }
  })
}

function cut(part: Span, window: Span): Span {
  return {
    fromMicros: Math.max(part.fromMicros, window.fromMicros),
    toMicros: Math.min(part.toMicros, window.toMicros),
  }
}

/** The day with the greatest demand. */
export function greatestOf(days: readonly AccountedDay[]): Demand | null {
  return days.reduce<Demand | null>(
    (best, { demand }) => (demand && (!best || demand.kilowatts > best.kilowatts) ? demand : best),
    null,
  )
}
