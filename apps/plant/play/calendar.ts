/**
 * From a present instant to a recorded one and back: pure, without clock or data.
 *
 * A recording is a list of days of 24 hours, each beginning at 05:00 UTC as the recorded files do. A plant
 * day begins at 05:00 UTC plus the machine's shift and plays one recorded day from its first microsecond to
 * its last, so a recorded hour always falls on the same local hour. The plant day belongs to the local
 * weekday on which it begins:
 *
 * - a recording of a whole week plays Monday on Monday … Sunday on Sunday;
 * - any other plays its working days in turn on Monday to Friday, counted on from week to week, and its quiet
 *   days in turn on Saturday and Sunday.
 */

export const dayMicros = 86_400_000_000
const hourMicros = 3_600_000_000
/** The recorded files begin and end here: midnight of US Eastern Standard Time. */
const dayStartMicros = 5 * hourMicros
/** Local time of the sample factories: Asia/Shanghai, without summer time since 1991 (GB/T 7408). */
export const localOffsetMicros = 8 * hourMicros
/** 1970-01-01 was a Thursday, three days after a Monday. */
const epochAfterMonday = 3

/** `weekdays[i]` is the weekday (0 Monday … 6 Sunday) of the recorded day i, which began at `starts[i]`. */
export type Calendar = { shiftMicros: number; starts: readonly number[]; weekdays: readonly number[] }

/** `dates` are the recorded days as YYYY-MM-DD, in order, gaps allowed. */
export function calendarOf(dates: readonly string[], shiftHours: number): Calendar {
  const days = dates.map((date) => Date.parse(`${date}T00:00:00Z`) * 1000)
  const weekdays = days.map((day) => weekdayOf(day / dayMicros))
  if (!weekdays.some(isWorkday) || weekdays.every(isWorkday)) {
    throw new Error('a recording needs a working day and a quiet day')
  }
  return {
    shiftMicros: Math.round(shiftHours * hourMicros),
    starts: days.map((day) => day + dayStartMicros),
    weekdays,
  }
}

/** Number of the plant day that contains the instant; they are numbered without gaps. */
export function plantDayAt(calendar: Calendar, timeMicros: number): number {
  return Math.floor((timeMicros - dayStartMicros - calendar.shiftMicros) / dayMicros)
}

/** First instant of a plant day. */
export function plantDayStart(calendar: Calendar, plantDay: number): number {
  return plantDay * dayMicros + dayStartMicros + calendar.shiftMicros
}

/** Index of the recorded day that a plant day plays. */
export function recordedDayOf(calendar: Calendar, plantDay: number): number {
  const local = Math.floor((plantDayStart(calendar, plantDay) + localOffsetMicros) / dayMicros)
  const weekday = weekdayOf(local)
  const week = Math.floor((local + epochAfterMonday) / 7)
  const whole = new Set(calendar.weekdays).size === 7
  const fits = (recorded: number) =>
    whole ? recorded === weekday : isWorkday(recorded) === isWorkday(weekday)
  const candidates = calendar.weekdays.flatMap((recorded, index) => (fits(recorded) ? [index] : []))
  const turn = whole ? week : isWorkday(weekday) ? week * 5 + weekday : week * 2 + weekday - 5
  return candidates[((turn % candidates.length) + candidates.length) % candidates.length]!
}

/** The recorded instant that is played at a present instant. */
export function recordedInstant(calendar: Calendar, timeMicros: number): number {
  const plantDay = plantDayAt(calendar, timeMicros)
  const start = calendar.starts[recordedDayOf(calendar, plantDay)]!
  return start + timeMicros - plantDayStart(calendar, plantDay)
}

/** The present instant at which a plant day plays the given recorded instant of its recorded day. */
export function presentInstant(calendar: Calendar, plantDay: number, recordedMicros: number): number {
  const start = calendar.starts[recordedDayOf(calendar, plantDay)]!
  return plantDayStart(calendar, plantDay) + recordedMicros - start
}

function weekdayOf(daysSinceEpoch: number): number {
  return (((daysSinceEpoch + epochAfterMonday) % 7) + 7) % 7
}

function isWorkday(weekday: number): boolean {
  return weekday < 5
}
