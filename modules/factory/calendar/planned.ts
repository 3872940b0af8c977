import type { Sql } from '@ronghe/kit/db'
import type { CalendarEntry } from '@ronghe/oee'
import { microsOfDate } from '../micros.ts'
import * as store from '../store/calendar.ts'
import { expandWeekly, holds, localDay, type WeeklyEntry } from './expand.ts'
import { rotationEntries } from './rotation.ts'

export const defaultTimeZone = 'Asia/Shanghai'

export type Calendar = {
  entries: (WeeklyEntry & { unitId: string })[]
  exceptions: store.ExceptionRow[]
  timeZone: string
}

/**
 * All that may hold for a unit: its own shifts and those of the units above, and every exception of the
 * chain.
 */
export async function calendarRows(sql: Sql, unitId: string): Promise<Calendar> {
  const chain = await store.unitChain(sql, unitId)
  const rotations = await store.rotationsOf(sql, chain)
  const shifts = await store.shiftsOf(sql, chain)
  const weekly = shifts.map((shift) => ({ ...shift, height: chain.indexOf(shift.unitId) }))
  const entries = [...weekly, ...rotations.flatMap((one) => rotated(one, chain.indexOf(one.unitId)))].sort(
    (left, right) => left.height - right.height || (left.validFrom < right.validFrom ? -1 : 1),
  )
  const exceptions = await store.exceptionsOf(sql, chain)
  // The zone of the nearest unit's newest shifts: what a local day of the machine is.
  const own = entries.filter((entry) => entry.height === entries[0]?.height)
  return { entries, exceptions, timeZone: own.at(-1)?.timeZone ?? defaultTimeZone }
}

function rotated({ body, unitId, ...holds }: store.RotationRow, height: number) {
  return rotationEntries(body, { ...holds, height }).map((entry) => ({ ...entry, unitId }))
}

export async function timeZoneOf(sql: Sql, unitId: string): Promise<string> {
  return (await calendarRows(sql, unitId)).timeZone
}

/**
 * The shifts that hold for a unit on the day of `now`, or the next ones when none holds yet; and whose they
 * are.
 */
export function shiftsHolding(
  { entries, timeZone }: Calendar,
  now: Date,
): { ownerId: string | null; shifts: WeeklyEntry[] } {
  const today = localDay(microsOfDate(now), timeZone)
  const next = entries.map((entry) => entry.validFrom).filter((day) => day > today)
  const days = [today, ...next.sort()]
  for (const day of days) {
    const valid = entries.filter((entry) => holds(entry, day))
    const shifts = valid.filter((entry) => entry.height === valid[0]?.height)
    if (shifts.length > 0) return { ownerId: shifts[0]?.unitId ?? null, shifts }
  }
  return { ownerId: null, shifts: [] }
}

/** A shift with the local day on which it starts and the crew that works it, where crews rotate. */
export type ShiftOnDay = {
  fromMicros: number
  toMicros: number
  day: string
  name: string
  crew: string | null
}

/** The shifts of a unit that touch a window, in order, whole. */
export async function shiftsIn(
  sql: Sql,
  unitId: string,
  window: { fromMicros: number; toMicros: number },
): Promise<ShiftOnDay[]> {
  const { entries, timeZone } = await calendarRows(sql, unitId)
  const shifts = expandWeekly(entries, window).filter((one) => one.kind === 'shift')
  return shifts.map(({ fromMicros, toMicros, name, crew }) => ({
    ...{ fromMicros, toMicros, name, crew: crew ?? null },
    day: localDay(fromMicros, timeZone),
  }))
}

/** The calendar of a unit in a window, as the OEE engine wants it. */
export async function calendarOf(
  sql: Sql,
  unitId: string,
  window: { fromMicros: number; toMicros: number },
): Promise<CalendarEntry[]> {
  const { entries, exceptions } = await calendarRows(sql, unitId)
  const planned = expandWeekly(entries, window).map(({ fromMicros, toMicros, kind, name }) => ({
    id: `${kind}:${name}:${fromMicros}`,
    kind,
    reason: kind === 'shift' ? null : name,
    fromMicros,
    toMicros,
  }))
  const special = exceptions
    .map((one) => ({
      id: `exception:${one.id}`,
      kind: one.kind,
      reason: one.name,
      fromMicros: microsOfDate(one.startsAt),
      toMicros: microsOfDate(one.endsAt),
    }))
    .filter((one) => one.toMicros > window.fromMicros && one.fromMicros < window.toMicros)
    .sort((left, right) => left.fromMicros - right.fromMicros || (left.id < right.id ? -1 : 1))
  return [...planned, ...special]
}
