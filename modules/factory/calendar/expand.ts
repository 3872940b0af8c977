import { dayMicros } from '../micros.ts'

/**
 * A shift, break or maintenance that repeats each week, by local time; `validTo` is the last day it holds.
 */
export type WeeklyEntry = {
  /**
   * How far above the machine's unit its owner stands: 0 the unit itself. The nearest that holds on a day
   * counts.
   */
  height: number
  name: string
  weekday: number
  startMinute: number
  endMinute: number
  kind: 'shift' | 'break' | 'maintenance'
  validFrom: string
  validTo: string | null
  timeZone: string
  /** Instead of the weekday: the day, from 0, of a cycle that began on a day. */
  cycle?: { days: number; anchor: string; index: number }
  /** Who works it, where crews rotate. */
  crew?: string
}

export type PlannedSpan = {
  fromMicros: number
  toMicros: number
  kind: WeeklyEntry['kind']
  name: string
  crew?: string
}

const minuteMicros = 60_000_000

type Window = { fromMicros: number; toMicros: number }

/**
 * The entries that lie in a window, as spans of UTC; an end at or before its start is on the next local day.
 * On each
 * local day only the nearest unit counts that has entries which hold on it.
 */
export function expandWeekly(entries: readonly WeeklyEntry[], window: Window): PlannedSpan[] {
  const spans: PlannedSpan[] = []
  const nearest = nearestByDay(entries)
  for (const [timeZone, ofZone] of Map.groupBy(entries, (entry) => entry.timeZone)) {
    // A span that began on the day before may still go on, and zones differ from UTC by less than a day.
    const first = localDay(window.fromMicros - 2 * dayMicros, timeZone)
    const last = localDay(window.toMicros + dayMicros, timeZone)
    for (let day = first; day <= last; day = nextDay(day)) {
      const weekday = weekdayOf(day)
      const height = nearest(day)
      for (const entry of ofZone) {
        if (!fallsOn(entry, day, weekday) || entry.height !== height || !holds(entry, day)) continue
        const span = spanOn(entry, day)
        if (span.toMicros <= window.fromMicros || span.fromMicros >= window.toMicros) continue
        if (span.toMicros > span.fromMicros) spans.push(span)
      }
    }
  }
  return spans.sort(bySpan)
}

/** Does the entry hold on a local day? */
export function holds(entry: Pick<WeeklyEntry, 'validFrom' | 'validTo'>, day: string): boolean {
  return day >= entry.validFrom && (entry.validTo === null || day <= entry.validTo)
}

function fallsOn({ cycle, weekday }: WeeklyEntry, day: string, weekdayOfDay: number): boolean {
  if (!cycle) return weekday === weekdayOfDay
  const since = (Date.parse(day) - Date.parse(cycle.anchor)) / 86_400_000
  return ((since % cycle.days) + cycle.days) % cycle.days === cycle.index
}

/** The height of the nearest unit that has entries for a day; undefined where none has. */
function nearestByDay(entries: readonly WeeklyEntry[]): (day: string) => number | undefined {
  const known = new Map<string, number | undefined>()
  return (day) => {
    if (!known.has(day)) {
      const heights = entries.filter((entry) => holds(entry, day)).map((entry) => entry.height)
      known.set(day, heights.length > 0 ? Math.min(...heights) : undefined)
    }
    return known.get(day)
  }
}

function spanOn(entry: WeeklyEntry, day: string): PlannedSpan {
  const { startMinute, endMinute, timeZone, kind, name, crew } = entry
  const endDay = endMinute <= startMinute ? nextDay(day) : day
  const fromMicros = localToMicros(day, startMinute, timeZone)
  const span = { fromMicros, toMicros: localToMicros(endDay, endMinute, timeZone), kind, name }
  return crew === undefined ? span : { ...span, crew }
}

function bySpan(left: PlannedSpan, right: PlannedSpan): number {
  const byText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1)
  return (
    left.fromMicros - right.fromMicros ||
    left.toMicros - right.toMicros ||
    byText(left.kind, right.kind) ||
    byText(left.name, right.name)
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
 * A local time as UTC. Of a time that comes twice (clocks set back) it is the first; one that does not exist
 * (clocks set
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
export function dayWindow(day: string, timeZone: string): Window {
  return { fromMicros: localToMicros(day, 0, timeZone), toMicros: localToMicros(nextDay(day), 0, timeZone) }
}

export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** ISO 8601: 1 Monday … 7 Sunday. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}
