import type { SignalPoint } from '../states.ts'

/** A log of an MTConnect adapter, read: the points of each tag (numbers stay texts). */
export type ShdrLog = {
  signals: Record<string, SignalPoint[]>
  firstMicros: number | null
  lastMicros: number | null
  /** Lines that are no observation. */
  unreadable: number
  /** Points that bore a time before that of the point of the same tag which precedes them. */
  disordered: number
}

/**
 * Reads an SHDR log: `time|tag|value[|tag|value…]` for events and samples, `time|tag|level|code|severity|
 * qualifier|text` for conditions (MTConnect Part 1, Adapter-Agent protocol). UNAVAILABLE, in any case, and
 * an empty value are points of bad quality: the source says that it does not know.
 *
 * The sequence of an MTConnect stream is the order of events; its times come from two clocks, the agent's
 * for UNAVAILABLE and the adapter's for values, and a value that ends a disconnection can bear a time
 * before it. So a point that is not later than its predecessor of the same tag is put one microsecond after
 * it.
 */
export function readShdr(text: string, conditionTags: ReadonlySet<string> = new Set()): ShdrLog {
  const signals = new Map<string, SignalPoint[]>()
  const log: ShdrLog = { signals: {}, firstMicros: null, lastMicros: null, unreadable: 0, disordered: 0 }
  for (const line of text.split('\n')) {
    const fields = line.trim().split('|')
    if (fields.length === 1 && fields[0] === '') continue
    const timeMicros = microsOf(fields[0]!)
    if (timeMicros === null || fields.length < 3) {
      log.unreadable += 1
      continue
    }
    const condition = isCondition(fields, conditionTags)
    for (let index = 1; index + 1 < fields.length; index += 2) {
      const value = fields[index + 1]!
      const known = value !== '' && value.toUpperCase() !== 'UNAVAILABLE'
      const tag = fields[index]!
      if (!signals.has(tag)) signals.set(tag, [])
      const points = signals.get(tag)!
      const before = points.at(-1)?.timeMicros ?? -Infinity
      if (timeMicros < before) log.disordered += 1
      points.push({ timeMicros: Math.max(timeMicros, before + 1), value, quality: known ? 'good' : 'bad' })
      if (condition) break
    }
    log.firstMicros = Math.min(log.firstMicros ?? timeMicros, timeMicros)
    log.lastMicros = Math.max(log.lastMicros ?? timeMicros, timeMicros)
  }
  return { ...log, signals: Object.fromEntries(signals) }
}

/**
 * A time such as 2016-10-20T13:26:43.819Z, with any number of decimals, in microseconds; null if it is
 * none.
 */
export function microsOf(text: string): number | null {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z?$/.exec(text)
  if (!parts) return null
  const seconds = Date.parse(`${parts[1]}Z`)
  if (Number.isNaN(seconds)) return null
  return seconds * 1000 + Number((parts[2] ?? '').padEnd(6, '0').slice(0, 6))
}

/** A condition has one tag and five fields after it; its first is a level. */
function isCondition(fields: readonly string[], conditionTags: ReadonlySet<string>): boolean {
  if (conditionTags.has(fields[1]!)) return true
  return (
    fields.length === 7 && ['normal', 'warning', 'fault', 'unavailable'].includes(fields[2]!.toLowerCase())
  )
}
