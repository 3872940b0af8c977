/** When a query runs (EPCIS 2.0 section 8.2.5.3), in UTC. */
export type Schedule = Partial<Record<Unit, string>>
export type Unit = 'second' | 'minute' | 'hour' | 'dayOfMonth' | 'month' | 'dayOfWeek'

const bounds: Readonly<Record<Unit, readonly [number, number]>> = {
  second: [0, 59],
  minute: [0, 59],
  hour: [0, 23],
  dayOfMonth: [1, 31],
  month: [1, 12],
  dayOfWeek: [1, 7],
}
const units = Object.keys(bounds) as Unit[]
const clockUnits: readonly Unit[] = ['second', 'minute', 'hour']
const dayMs = 86_400_000
const daysMax = 366 * 8

type Sets = Record<Unit, ReadonlySet<number>>

/** The unit whose text is wrong, or null. At least one must be given. */
export function scheduleFault(schedule: Record<string, unknown>): string | null {
  const given = Object.entries(schedule)
  if (given.length === 0) return 'schedule'
  const wrong = given.find(([unit, text]) => {
    return !units.includes(unit as Unit) || typeof text !== 'string' || !numbersOf(unit as Unit, text)
  })
  return wrong?.[0] ?? null
}

/** A list of numbers, ranges `[1-5]` and steps `0/30`. */
function numbersOf(unit: Unit, text: string): ReadonlySet<number> | null {
  const [low, high] = bounds[unit]
  const found = new Set<number>()
  for (const part of text.split(',')) {
    if (part === '*') for (let one = low; one <= high; one += 1) found.add(one)
    const [, single, from, to, start, step] =
      /^(?:(\d{1,2})|\[(\d{1,2})-(\d{1,2})\]|(\d{1,2}|\*)\/(\d{1,2}))$/.exec(part) ?? []
    const first = Number(single ?? from ?? (start === '*' ? low : start))
    const last = Number(single ?? to ?? high)
    const by = Number(step ?? 1)
    if (part === '*') continue
    if (!(first >= low && last <= high && first <= last && by >= 1)) return null
    for (let one = first; one <= last; one += by) found.add(one)
  }
  return found
}

/**
 * The next moment behind `after`, or null when there is none within eight years. A unit that is not given is
 * any, but those finer than the finest given are their first: every day at one is not every second of an
 * hour.
 */
export function nextTime(schedule: Schedule, after: Date): Date | null {
  const sets = setsOf(schedule)
  let time = Math.floor(after.getTime() / 1000) * 1000 + 1000
  for (let day = 0; day < daysMax; day += 1) {
    const date = new Date(time)
    if (isDay(sets, date)) {
      const found = withinDay(sets, date)
      if (found) return found
    }
    time = Math.floor(time / dayMs) * dayMs + dayMs
  }
  return null
}

function setsOf(schedule: Schedule): Sets {
  const finest = units.find((unit) => schedule[unit] !== undefined)
  const sets = units.map((unit) => {
    const [low] = bounds[unit]
    const text = schedule[unit]
    const isFiner = clockUnits.includes(unit) && units.indexOf(unit) < units.indexOf(finest ?? 'second')
    const set = text === undefined ? numbersOf(unit, isFiner ? String(low) : '*') : numbersOf(unit, text)
    return [unit, set ?? new Set()] as const
  })
  return Object.fromEntries(sets) as Sets
}

function isDay({ dayOfMonth, month, dayOfWeek }: Sets, date: Date): boolean {
  // ISO 8601: Monday is 1, Sunday 7.
  const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay()
  return dayOfMonth.has(date.getUTCDate()) && month.has(date.getUTCMonth() + 1) && dayOfWeek.has(weekday)
}

function withinDay({ second, minute, hour }: Sets, from: Date): Date | null {
  const start = from.getUTCHours() * 3600 + from.getUTCMinutes() * 60 + from.getUTCSeconds()
  const midnight = Math.floor(from.getTime() / dayMs) * dayMs
  for (const h of sorted(hour)) {
    if (h * 3600 + 3599 < start) continue
    for (const m of sorted(minute)) {
      if (h * 3600 + m * 60 + 59 < start) continue
      for (const s of sorted(second)) {
        const at = h * 3600 + m * 60 + s
        if (at >= start) return new Date(midnight + at * 1000)
      }
    }
  }
  return null
}

function sorted(set: ReadonlySet<number>): number[] {
  return [...set].sort((left, right) => left - right)
}
