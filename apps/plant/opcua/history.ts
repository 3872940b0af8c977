import { type Calendar, plantDayAt, plantDayStart, recordedDayOf } from '../play/calendar.ts'
import type { Observation } from '../play/playhead.ts'
import type { Day } from '../play/recording.ts'

/** Rows of each recorded day that speak of each data item: `rows[day][item]`, in order of time. */
export type RowIndex = readonly (readonly Uint32Array[])[]

export function indexRows(days: readonly Day[], itemCount: number): RowIndex {
  return days.map((day) => {
    const rows: number[][] = Array.from({ length: itemCount }, () => [])
    for (const [row, item] of day.item.entries()) rows[item]!.push(row)
    return rows.map((list) => Uint32Array.from(list))
  })
}

/** A machine's history: the recording, and the span of the present that was played so far. */
export type History = {
  calendar: Calendar
  days: readonly Day[]
  rows: RowIndex
  fromMicros: number
  /** Up to when, exclusive, the plant has played. */
  untilMicros: () => number
}

/** A span of time, its end exclusive, and how many values are wanted of it at most; 0 is all. */
export type Span = { fromMicros: number; toMicros: number; limit: number; backwards: boolean }

/**
 * What a data item showed in a span, in order of time, or from its end backwards. Nothing is stored: history
 * is played again from the recording, so it is the same for every reader and after every start.
 */
export function readHistory(history: History, item: number, span: Span): Observation[] {
  const { calendar, days, rows } = history
  const from = Math.max(span.fromMicros, history.fromMicros)
  const to = Math.min(span.toMicros, history.untilMicros())
  const observations: Observation[] = []
  if (from >= to) return observations
  const firstDay = plantDayAt(calendar, from)
  const lastDay = plantDayAt(calendar, to - 1)
  for (let turn = 0; turn <= lastDay - firstDay; turn += 1) {
    const plantDay = span.backwards ? lastDay - turn : firstDay + turn
    const start = plantDayStart(calendar, plantDay)
    const recorded = recordedDayOf(calendar, plantDay)
    const day = days[recorded]!
    const list = rows[recorded]![item]!
    for (let step = 0; step < list.length; step += 1) {
      const row = list[span.backwards ? list.length - 1 - step : step]!
      const timeMicros = start + day.offsetMicros[row]!
      if (timeMicros < from || timeMicros >= to) continue
      observations.push({ timeMicros, item, text: day.text[row]! })
      if (observations.length === span.limit) return observations
    }
  }
  return observations
}

/**
 * The span of a HistoryRead of raw values (OPC 10000-11, 6.5.3): the start belongs to it, the end does not,
 * unless both are the same; with an end alone it runs backwards from the end, which then belongs to it. The
 * library has put start and end in order before; `swapped` says that it had to, so that the later one is the
 * start.
 */
export function spanOf(
  details: { startTime?: Date | null; endTime?: Date | null },
  limit: number,
  backwards: boolean,
  swapped: boolean,
): Span {
  const start = microsOf(details.startTime)
  const end = microsOf(details.endTime)
  const endBelongs = start === null || swapped || start === end
  return {
    fromMicros: start === null ? Number.MIN_SAFE_INTEGER : swapped ? start + tickMicros : start,
    toMicros: end === null ? Number.MAX_SAFE_INTEGER : endBelongs ? end + tickMicros : end,
    limit,
    backwards: backwards || swapped,
  }
}

/** Source times are whole milliseconds. */
const tickMicros = 1000

/** OPC UA writes "not given" as the earliest date, 1601 (OPC 10000-6, 5.2.2.5). */
function microsOf(date: Date | null | undefined): number | null {
  return date === null || date === undefined || date.getUTCFullYear() <= 1601 ? null : date.getTime() * 1000
}
