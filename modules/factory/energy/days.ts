import { dayWindow, localDay, nextDay } from '../calendar/expand.ts'
import { type Beside, type Hour, hoursOf, sumOf } from './account.ts'
import { type Demand, maximumDemand } from './demand.ts'
import type { Flow } from './flow.ts'

type Window = { fromMicros: number; toMicros: number }

/** One local day of a meter: its hours, their sum, and the greatest demand. */
export type AccountedDay = { day: string; hours: Hour[]; sum: Hour; demand: Demand | null }

/** A window by local days. The hours of a day begin and end with it, whatever the zone's offset. */
export function daysOf(
  flows: readonly Flow[],
  beside: Beside,
  window: Window,
  timeZone: string,
): AccountedDay[] {
  const days: AccountedDay[] = []
  const last = localDay(window.toMicros - 1, timeZone)
  const flowsIn = cutter(flows)
  const [pricesIn, factorsIn, statesIn] = [
    cutter(beside.prices),
    cutter(beside.factors),
    cutter(beside.states),
  ]
  for (let day = localDay(window.fromMicros, timeZone); day <= last; day = nextDay(day)) {
    const whole = dayWindow(day, timeZone)
    const part = {
      fromMicros: Math.max(whole.fromMicros, window.fromMicros),
      toMicros: Math.min(whole.toMicros, window.toMicros),
    }
    const ofDay = flowsIn(part)
    const hours = hoursOf(
      ofDay,
      { prices: pricesIn(part), factors: factorsIn(part), states: statesIn(part) },
      part,
    )
    days.push({ day, hours, sum: sumOf(hours, part), demand: maximumDemand(ofDay, part) })
  }
  return days
}

/** The spans that touch a window; windows must be asked in order. */
function cutter<T extends Window>(spans: readonly T[]): (window: Window) => T[] {
  let first = 0
  return (window) => {
    while ((spans[first]?.toMicros ?? Number.POSITIVE_INFINITY) <= window.fromMicros) first++
    let end = first
    while ((spans[end]?.fromMicros ?? Number.POSITIVE_INFINITY) < window.toMicros) end++
    return spans.slice(first, end)
  }
}
