import type { Rotation } from '../contract/calendar-shapes.ts'
import known from './patterns.json' with { type: 'json' }

export type ShiftKey = keyof typeof known.shifts
export const patterns = known.patterns as readonly {
  key: string
  name: { zh: string; en: string }
  shifts: readonly ShiftKey[]
  turns: readonly number[]
  offsets: readonly number[]
}[]

/** A well-known pattern as a rotation, with the reader's words for shifts and crews. */
export function rotationOf(
  key: string,
  words: { anchor: string; locale: 'zh' | 'en'; shift: (key: ShiftKey) => string; crews: readonly string[] },
): Rotation | null {
  const pattern = patterns.find((one) => one.key === key)
  if (!pattern) return null
  return {
    name: pattern.name[words.locale],
    anchor: words.anchor,
    shifts: pattern.shifts.map((shift) => ({ name: words.shift(shift), ...known.shifts[shift], breaks: [] })),
    turns: [...pattern.turns],
    crews: pattern.offsets.map((offset, index) => ({
      name: words.crews[index] ?? String(index + 1),
      offset,
    })),
  }
}

/** The Monday on or before a day: where patterns that know weekdays begin. */
export function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  return new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10)
}
