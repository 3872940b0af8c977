import type { Sql } from '@ronghe/kit/db'
import type { CalendarEntry } from '@ronghe/oee'
import { microsOfDate } from '../micros.ts'
import * as store from '../store/calendar.ts'
import { expandWeekly } from './expand.ts'

export const defaultTimeZone = 'Asia/Shanghai'

/** The shifts that hold for a unit: its own, else those of the nearest unit above that has any. */
export async function effectiveShifts(
  sql: Sql,
  unitId: string,
): Promise<{
  ownerId: string | null
  shifts: store.ShiftRow[]
  exceptions: store.ExceptionRow[]
  timeZone: string
}> {
  const chain = await store.unitChain(sql, unitId)
  const all = await store.shiftsOf(sql, chain)
  const ownerId = chain.find((id) => all.some((shift) => shift.unitId === id)) ?? null
  const shifts = all.filter((shift) => shift.unitId === ownerId)
  const exceptions = await store.exceptionsOf(sql, chain)
  return { ownerId, shifts, exceptions, timeZone: shifts.at(-1)?.timeZone ?? defaultTimeZone }
}

/** The calendar of a unit in a window, as the OEE engine wants it. */
export async function calendarOf(
  sql: Sql,
  unitId: string,
  window: { fromMicros: number; toMicros: number },
): Promise<{ calendar: CalendarEntry[]; timeZone: string }> {
  const { shifts, exceptions, timeZone } = await effectiveShifts(sql, unitId)
  const planned = expandWeekly(shifts, window).map(({ fromMicros, toMicros, kind, name }) => ({
    id: `${kind}:${name}:${fromMicros}`,
    kind,
    reason: kind === 'shift' ? null : name,
    fromMicros,
    toMicros,
  }))
  const special = exceptions.map((one) => ({
    id: `exception:${one.id}`,
    kind: one.kind,
    reason: one.name,
    fromMicros: microsOfDate(one.startsAt),
    toMicros: microsOfDate(one.endsAt),
  }))
  const inWindow = special.filter(
    (one) => one.toMicros > window.fromMicros && one.fromMicros < window.toMicros,
  )
  return { calendar: [...planned, ...inWindow], timeZone }
}
