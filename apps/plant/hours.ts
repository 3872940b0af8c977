import { calendarOf, dayMicros, localOffsetMicros, plantDayStart } from './play/calendar.ts'
import type { Recording } from './play/recording.ts'
import { isUnavailable } from './play/shdr.ts'

/**
 * When a recorded working day has its machine switched on, in local time of the plant; past midnight beyond
 * 24.
 */
export type RecordedHours = { date: string; on: string; off: string }

/**
 * Local times (UTC+8) between which each recorded working day's controller reports its execution, counted
 * from the local midnight before the plant day begins; so 26:46 is 02:46 of the next morning.
 */
export function recordedHours(recording: Recording, shiftHours: number): RecordedHours[] {
  const execution = recording.device.items.findIndex((item) => item.type === 'EXECUTION')
  const calendar = calendarOf(recording.dates, shiftHours)
  const startMicros = (plantDayStart(calendar, 0) + localOffsetMicros + dayMicros) % dayMicros
  return recording.days.flatMap((day, index) => {
    const rows = [...day.item.keys()].filter((row) => day.item[row] === execution)
    const on = rows.find((row) => !isUnavailable(day.text[row]!))
    if (on === undefined) return []
    const off = rows.at(-1)!
    const time = (row: number) => clockTime(startMicros + day.offsetMicros[row]!)
    return [{ date: recording.dates[index]!, on: time(on), off: time(off) }]
  })
}

function clockTime(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
