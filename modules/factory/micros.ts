/** Microseconds of one day; local days may be an hour shorter or longer. */
export const dayMicros = 86_400_000_000

/**
 * An ISO 8601 instant as integer microseconds since the Unix epoch; digits beyond microseconds are cut off.
 */
export function microsOf(instant: string): number {
  const ms = Math.floor(Date.parse(instant))
  const fraction = /\.(\d+)/.exec(instant)?.[1] ?? ''
  return ms * 1000 + Number(fraction.padEnd(6, '0').slice(3, 6))
}

export function microsOfDate(date: Date): number {
  return date.getTime() * 1000
}

/** Integer microseconds as ISO 8601 in UTC: three decimals of a second, or six where they say more. */
export function isoOf(micros: number): string {
  const rest = ((micros % 1000) + 1000) % 1000
  const text = new Date((micros - rest) / 1000).toISOString()
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}
