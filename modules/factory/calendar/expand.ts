import { dayMicros } from '../micros.ts'

/** A shift, break or maintenance that repeats each week, by local time. */
export type WeeklyEntry = {
  name: string
  weekday: number
  startMinute: number
  endMinute: number
  kind: 'shift' | 'break' | 'maintenance'
  validFrom: string
  validTo: string | null
  timeZone: string
}

export type PlannedSpan = { fromMicros: number; toMicros: number; kind: WeeklyEntry['kind']; name: string }

const minuteMicros = 60_000_000

/** The entries that lie in a window, as spans of UTC; an end at or before its start is on the next local day. */
export function expandWeekly(
  entries: readonly WeeklyEntry[],
  window: { fromMicros: number; toMicros: number },
): PlannedSpan[] {
  const spans: PlannedSpan[] = []
  for (const [timeZone, ofZone] of Map.groupBy(entries, (entry) => entry.timeZone)) {
    // A span that began on the day before may still go on, and zones differ from UTC by less than a day.
    const first = localDay(window.fromMicros - 2 * dayMicros, timeZone)
    const last = localDay(window.toMicros + dayMicros, timeZone)
    for (let day = first; day <= last; day = nextDay(day)) {
      const weekday = weekdayOf(day)
      for (const entry of ofZone) {
        if (
          entry.weekday !== weekday ||
          day < entry.validFrom ||
          (entry.validTo !== null && day > entry.validTo)
        )
          continue
        const endDay = entry.endMinute <= entry.startMinute ? nextDay(day) : day
        const fromMicros = localToMicros(day, entry.startMinute, timeZone)
        const toMicros = localToMicros(endDay, entry.endMinute, timeZone)
        if (toMicros <= window.fromMicros || fromMicros >= window.toMicros || toMicros <= fromMicros) continue
        spans.push({ fromMicros, toMicros, kind: entry.kind, name: entry.name })
      }
    }
  }
  return spans.sort(
    (a, b) => a.fromMicros - b.fromMicros || a.toMicros - b.toMicros || a.kind.localeCompare(b.kind),
  )
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, made)
  return made
}

/** Is it a zone of the IANA time zone database? */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined
  } catch {
    return false
  }
}

/** The local calendar day of an instant, `2026-11-23`. */
export function localDay(micros: number, timeZone: string): string {
  return formatOf(timeZone)
    .format(new Date(Math.floor(micros / 1000)))
    .slice(0, 10)
}

/** Offset of local time from UTC at an instant, microseconds. */
function offsetAt(micros: number, timeZone: string): number {
  const ms = Math.floor(micros / 1_000_000) * 1000
  const local = formatOf(timeZone).format(new Date(ms)).replace(' ', 'T')
  return (Date.parse(`${local}Z`) - ms) * 1000
}

/**
 * A local time as UTC. Of a time that comes twice (clocks set back) it is the first; one that does not exist (clocks set
 * forward) is moved on by the gap.
 */
export function localToMicros(day: string, minute: number, timeZone: string): number {
  const asUtc = Date.parse(`${day}T00:00:00Z`) * 1000 + minute * minuteMicros
  const before = asUtc - offsetAt(asUtc - dayMicros, timeZone)
  const after = asUtc - offsetAt(asUtc + dayMicros, timeZone)
  if (offsetAt(before, timeZone) === asUtc - before)
    return Math.min(before, offsetAt(after, timeZone) === asUtc - after ? after : before)
  return offsetAt(after, timeZone) === asUtc - after ? after : before
}

/** From local midnight to the next. */
export function dayWindow(day: string, timeZone: string): { fromMicros: number; toMicros: number } {
  return { fromMicros: localToMicros(day, 0, timeZone), toMicros: localToMicros(nextDay(day), 0, timeZone) }
}

export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** ISO 8601: 1 Monday … 7 Sunday. */
function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}
