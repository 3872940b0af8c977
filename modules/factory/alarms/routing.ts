import type { AlarmRouteBody } from '../contract/alarm-routing.ts'
import { priorities } from '../contract/alarm-shapes.ts'

/** An announcement that waits to be acknowledged. */
export type Waiting = {
  rank: number
  announcedMs: number
  /** Units of the machine, the nearest first. */
  units: readonly string[]
  /** Names of the shifts that work on the machine now. */
  shifts: readonly string[]
  /** Crews that work on it now, where crews rotate. */
  crews: readonly string[]
}

/**
 * Levels of a route that are to be told now, lowest first, of those not told yet: time is counted from the
 * announcement. In quiet hours what is less grave than the route's bound waits until they end.
 */
export function dueLevels(
  route: AlarmRouteBody,
  waiting: Waiting,
  told: ReadonlySet<number>,
  nowMs: number,
  minuteOfDay: number,
): number[] {
  if (!concerns(route, waiting)) return []
  if (isQuiet(route, minuteOfDay) && waiting.rank > rankOf(route.quietPriority ?? 'critical')) return []
  return route.levels.flatMap((level, index) => {
    const isDue = nowMs - waiting.announcedMs >= level.afterMinutes * 60_000
    return isDue && !told.has(index + 1) ? [index + 1] : []
  })
}

/** Is the alarm grave enough, on a machine of the route's unit, while its shift and crew work? */
export function concerns(route: AlarmRouteBody, { rank, units, shifts, crews }: Waiting): boolean {
  if (rank > rankOf(route.priority)) return false
  if (route.unitId && !units.includes(route.unitId)) return false
  if (route.crew && !crews.includes(route.crew)) return false
  return !route.shift || shifts.includes(route.shift)
}

/** Quiet hours may go over midnight; from and to alike are none. */
export function isQuiet({ quietFrom, quietTo }: AlarmRouteBody, minuteOfDay: number): boolean {
  if (!quietFrom || !quietTo) return false
  const [from, to] = [minutesOf(quietFrom), minutesOf(quietTo)]
  if (from <= to) return minuteOfDay >= from && minuteOfDay < to
  return minuteOfDay >= from || minuteOfDay < to
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}

function rankOf(priority: (typeof priorities)[number]): number {
  return priorities.indexOf(priority) + 1
}

/** Minutes after local midnight. */
export function minuteOfDay(date: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date)
  return minutesOf(parts)
}
