export type TimeFormat = 'iso' | 's' | 'ms' | 'us' | 'ns'

const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?\s*(Z|[+-]\d\d:?\d\d)?$/
const microsOfUnit = { s: 1_000_000, ms: 1000, us: 1, ns: 0.001 }
/** 1970 to 2200: a number outside is no time of a machine. */
const micros = { min: 0, max: 7_258_118_400_000_000 }

/**
 * ISO 8601 with any number of decimals → microseconds since the Unix epoch; NaN when it is none. A time that
 * names no zone is in `zone`; in MTConnect that is UTC (Part 1, timestamp).
 */
export function microsOf(text: string, zone = 'Z'): number {
  const match = iso.exec(text.trim())
  if (!match) return Number.NaN
  const seconds = Date.parse(`${match[1]}T${match[2]}${match[4] ?? zone}`)
  return seconds * 1000 + Number((match[3] ?? '').padEnd(6, '0').slice(0, 6))
}

/**
 * The time that a machine wrote, as a number of its unit or as text; NaN when it is none. Without a format, a
 * number tells its unit by its size: the same instant differs a thousandfold.
 */
export function timeMicrosOf(raw: unknown, format: TimeFormat | undefined, zone: string | undefined): number {
  const text = typeof raw === 'string' ? raw.trim() : ''
  if (format === 'iso' || (format === undefined && text !== '' && !isNumber(text)))
    return microsOf(text, zone)
  const number = typeof raw === 'number' ? raw : text === '' ? Number.NaN : Number(text)
  const timeMicros = Math.round(number * microsOfUnit[format ?? unitOf(number)])
  return timeMicros > micros.min && timeMicros < micros.max ? timeMicros : Number.NaN
}

function isNumber(text: string): boolean {
  return Number.isFinite(Number(text))
}

function unitOf(number: number): 's' | 'ms' | 'us' | 'ns' {
  if (number < 1e11) return 's'
  if (number < 1e14) return 'ms'
  return number < 1e17 ? 'us' : 'ns'
}
