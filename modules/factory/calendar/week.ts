import type { Static } from '@ronghe/kit/contract'
import type { Shift } from '../contract.ts'

type Entry = Static<typeof Shift>

/** Entries of one name, kind and time, with the weekdays on which they start (1 Monday … 7 Sunday). */
export type Pattern = Omit<Entry, 'weekday'> & { weekdays: number[] }

export const dayMinutes = 1440
const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** ISO 8601: 1 Monday … 7 Sunday, each with the name of its word. */
export const weekdays = weekdayNames.map((name, index) => ({ weekday: index + 1, name }))

export function patternsOf(entries: readonly Entry[]): Pattern[] {
  const groups = Map.groupBy(entries, ({ name, kind, startMinute, endMinute }) =>
    JSON.stringify([name, kind, startMinute, endMinute]),
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { weekday: _, ...rest } = first
    return [{ ...rest, weekdays: [...new Set(group.map((one) => one.weekday))].sort() }]
  })
}

export function entriesOf(patterns: readonly Pattern[]): Entry[] {
  return patterns.flatMap(({ weekdays: days, ...rest }) => days.map((weekday) => ({ ...rest, weekday })))
}

export type Piece = { name: string; kind: Entry['kind']; fromMinute: number; toMinute: number }

/** What lies in one weekday, from its midnight to the next: what goes on from the day before too. */
export function piecesOf(entries: readonly Entry[], weekday: number): Piece[] {
  const before = weekday === 1 ? 7 : weekday - 1
  return entries
    .flatMap((one) => {
      const { name, kind } = one
      const isOvernight = one.endMinute <= one.startMinute
      const toMinute = isOvernight ? dayMinutes : one.endMinute
      const today = { name, kind, fromMinute: one.startMinute, toMinute }
      const rest = { name, kind, fromMinute: 0, toMinute: one.endMinute }
      return [
        ...(one.weekday === weekday ? [today] : []),
        ...(one.weekday === before && isOvernight && one.endMinute > 0 ? [rest] : []),
      ]
    })
    .sort((left, right) => left.fromMinute - right.fromMinute || left.toMinute - right.toMinute)
}

/** `08:30`, and back; undefined where it is no time of day. */
export function clockOf(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

export function minuteOf(clock: string): number | undefined {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock) ?? []
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute)
}
