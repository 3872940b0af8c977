import { dayWindow, localDay, localToMicros, nextDay } from '../calendar/expand.ts'
import { millionthsOf } from './decimal.ts'

/** 尖峰, 峰, 平, 谷, 深谷. */
export const tariffKinds = ['sharp', 'peak', 'flat', 'valley', 'deepValley'] as const
export type TariffKind = (typeof tariffKinds)[number]

/** Of some months, a stretch of local time of day `[fromMinute, toMinute)` at one price. */
export type Period = {
  months: number[]
  fromMinute: number
  toMinute: number
  kind: TariffKind
  fenPerKwh: string
}
export type Tariff = { validFrom: string; timeZone: string; periods: readonly Period[] }

/** A stretch of time at one price, in millionths of a fen per kWh. */
export type Priced = { fromMicros: number; toMicros: number; kind: TariffKind; price: bigint }
type Window = { fromMicros: number; toMicros: number }

const dayMinutes = 1440

/** What is wrong with periods: in every month each minute of the day has exactly one price. */
export function periodsFault(periods: readonly Period[]): { month: number; minute: number } | null {
  for (let month = 1; month <= 12; month++) {
    const ofMonth = periods
      .filter((one) => one.months.includes(month))
      .sort((left, right) => left.fromMinute - right.fromMinute)
    let minute = 0
    for (const one of ofMonth) {
      if (one.fromMinute !== minute || one.toMinute <= minute) return { month, minute }
      minute = one.toMinute
    }
    if (minute !== dayMinutes) return { month, minute }
  }
  return null
}

/** The version that holds on a day: the newest that has begun. */
export function validOn<T extends { validFrom: string }>(versions: readonly T[], day: string): T | null {
  let found: T | null = null
  for (const one of versions)
    if (one.validFrom <= day && (!found || one.validFrom > found.validFrom)) found = one
  return found
}

/** Prices over a window, in order; a day before the first version has none. */
export function pricedOf(versions: readonly Tariff[], window: Window, timeZone: string): Priced[] {
  const spans: Priced[] = []
  const last = localDay(window.toMicros - 1, timeZone)
  for (let day = localDay(window.fromMicros, timeZone); day <= last; day = nextDay(day)) {
    const tariff = validOn(versions, day)
    if (!tariff) continue
    const month = Number(day.slice(5, 7))
    const end = dayWindow(day, timeZone).toMicros
    for (const one of tariff.periods) {
      if (!one.months.includes(month)) continue
      const fromMicros = Math.max(window.fromMicros, localToMicros(day, one.fromMinute, timeZone))
      const until = one.toMinute === dayMinutes ? end : localToMicros(day, one.toMinute, timeZone)
      const toMicros = Math.min(window.toMicros, until)
      if (toMicros > fromMicros)
        spans.push({ fromMicros, toMicros, kind: one.kind, price: millionthsOf(one.fenPerKwh) })
    }
  }
  return spans.sort((left, right) => left.fromMicros - right.fromMicros)
}

export type Factor = { validFrom: string; kgPerKwh: string }
/** A stretch of time with one carbon factor, in millionths of a kilogram CO2e per kWh. */
export type Factored = { fromMicros: number; toMicros: number; factor: bigint }

export function factorsIn(versions: readonly Factor[], window: Window, timeZone: string): Factored[] {
  const sorted = versions.toSorted((left, right) => (left.validFrom < right.validFrom ? -1 : 1))
  return sorted.flatMap((one, index) => {
    const next = sorted[index + 1]
    const fromMicros = Math.max(window.fromMicros, localToMicros(one.validFrom, 0, timeZone))
    const until = next ? localToMicros(next.validFrom, 0, timeZone) : window.toMicros
    const toMicros = Math.min(window.toMicros, until)
    return toMicros > fromMicros ? [{ fromMicros, toMicros, factor: millionthsOf(one.kgPerKwh) }] : []
  })
}
