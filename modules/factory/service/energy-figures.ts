import type { Figure, Static } from '@ronghe/kit/contract'
import type { EnergyDay, EnergyHour } from '../contract/energy-shapes.ts'
import { type Hour, sumOf } from '../energy/account.ts'
import type { AccountedDay } from '../energy/days.ts'
import { millionthsOf, perFen, perGram, roundedOf } from '../energy/decimal.ts'
import type { Demand } from '../energy/demand.ts'
import { type TariffKind, tariffKinds } from '../energy/tariff.ts'
import { isoOf } from '../micros.ts'
import type { Span } from './spans.ts'

const hourMicros = 3_600_000_000
/** Milliwatt hours of a kilowatt hour. */
const perKwh = 1_000_000

export function kwhOf(energy: number): number {
  return energy / perKwh
}

/** What is known of a sum: null where nothing is. */
const isKnown = (sum: Hour) => sum.coveredMicros > 0
const costOf = (sum: Hour) => (isKnown(sum) && sum.unpriced === 0 ? roundedOf(sum.cost, perFen) / 100 : null)
const carbonOf = (sum: Hour) =>
  isKnown(sum) && sum.unfactored === 0 ? roundedOf(sum.carbon, perGram) / 1000 : null
/** Energy in known states; zero of it says nothing of idling. */
const stated = (sum: Hour) => sum.energy - sum.stateless
const idleOf = (sum: Hour) => (stated(sum) > 0 ? kwhOf(sum.idle) : null)

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

export function perPieceFigure(sum: Hour, pieces: number | null, about: About): Figure {
  if (pieces === null || pieces === 0) {
    return figure(null, 'KWH', pieces === 0 ? 'nothingProduced' : 'noCounts', about)
  }
  const values = { numerator: kwhOf(sum.energy), denominator: pieces }
  return {
    ...figure(isKnown(sum) ? kwhOf(sum.energy) / pieces : null, 'KWH', 'noReadings', about),
    ...values,
    method: { key: 'factory.energy.method.perPiece', values },
  }
}

const coverageOf = (sum: Hour) => sum.coveredMicros / (sum.toMicros - sum.fromMicros)

export function dayShown(one: AccountedDay, targetKwh: string | null): Static<typeof EnergyDay> {
  const { day, sum, demand } = one
  const target = targetKwh === null ? null : Number(millionthsOf(targetKwh)) / 1_000_000
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
export function daysTogether(lists: readonly (readonly AccountedDay[])[], window: Span): AccountedDay[] {
  const [first = []] = lists
  return first.map(({ day, sum }, index) => {
    const part = { fromMicros: sum.fromMicros, toMicros: sum.toMicros }
    const sums = lists.flatMap((list) => list[index]?.sum ?? [])
    const together = sumOf(sums, part)
    // A day of several meters is covered as its least covered meter is.
    const coveredMicros = Math.min(...sums.map((one) => one.coveredMicros))
    const demand = lists.length === 1 ? (first[index]?.demand ?? null) : null
    return { day, hours: [], sum: { ...together, coveredMicros, ...cut(part, window) }, demand }
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
