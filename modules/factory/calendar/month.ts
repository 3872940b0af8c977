import type { Static } from '@ronghe/kit/contract'
import type { CalendarMonth } from '../contract/calendar-shapes.ts'
import { isoOf, microsOfDate } from '../micros.ts'
import type { ExceptionRow } from '../store/calendar.ts'
import { dayWindow, expandWeekly, localDay, nextDay, type WeeklyEntry } from './expand.ts'

export type MonthSource = {
  entries: readonly WeeklyEntry[]
  exceptions: readonly ExceptionRow[]
  timeZone: string
}

/** The days of a month, `2026-11`: the shifts that start on each, and the exceptions that touch it. */
export function monthOf(source: MonthSource, month: string): Static<typeof CalendarMonth> {
  const { entries, exceptions, timeZone } = source
  const days = daysOf(month)
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const window = {
    fromMicros: dayWindow(first, timeZone).fromMicros,
    toMicros: dayWindow(last, timeZone).toMicros,
  }
  const shifts = expandWeekly(entries, window).filter((one) => one.kind === 'shift')
  const byDay = Map.groupBy(shifts, (one) => localDay(one.fromMicros, timeZone))
  return {
    timeZone,
    days: days.map((day) => {
      const { fromMicros, toMicros } = dayWindow(day, timeZone)
      return {
        day,
        shifts: (byDay.get(day) ?? []).map((one) => ({
          name: one.name,
          crew: one.crew ?? null,
          startsAt: isoOf(one.fromMicros),
          endsAt: isoOf(one.toMicros),
        })),
        exceptions: exceptions
          .filter((one) => microsOfDate(one.startsAt) < toMicros && microsOfDate(one.endsAt) > fromMicros)
          .map(({ id, kind, name }) => ({ id, kind, name })),
      }
    }),
  }
}

function daysOf(month: string): string[] {
  const days: string[] = []
  for (let day = `${month}-01`; day.startsWith(month); day = nextDay(day)) days.push(day)
  return days
}
