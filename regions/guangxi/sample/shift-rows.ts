import type { Words } from '../shape.ts'
import type { SampleCalendar } from './shape.ts'

/** One shift or break of one weekday, in minutes after local midnight. */
export type ShiftRow = {
  name: Words
  /** 1 Monday … 7 Sunday, the day on which this row starts. */
  weekday: number
  startMinute: number
  endMinute: number
  kind: 'shift' | 'break'
}

/** A calendar as rows of single weekdays. A break after midnight falls on the day after its shift began. */
export function shiftRows(calendar: SampleCalendar): ShiftRow[] {
  return calendar.shifts.flatMap((shift) =>
    shift.weekdays.flatMap((weekday) => {
      const begins = minuteOf(shift.start)
      const breaks = shift.breaks.map(({ name, start, end }) => {
        const isNextDay = minuteOf(start) < begins
        const day = isNextDay ? (weekday % 7) + 1 : weekday
        return row('break', name, day, start, end)
      })
      return [row('shift', shift.name, weekday, shift.start, shift.end), ...breaks]
    }),
  )
}

function row(kind: ShiftRow['kind'], name: Words, weekday: number, start: string, end: string): ShiftRow {
  return { name, weekday, startMinute: minuteOf(start), endMinute: minuteOf(end), kind }
}

/** '14:30' is 870. */
function minuteOf(time: string): number {
  const [hour, minute] = time.split(':')
  return Number(hour) * 60 + Number(minute)
}
