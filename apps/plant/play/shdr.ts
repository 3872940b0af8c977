/**
 * Reading the agent's log: one observation a line, `time|data item|value`, where a condition's value has five
 * parts `level|native code|native severity|qualifier|text` (MTConnect Part 1, SHDR adapter protocol).
 */

/** One recorded line. `text` is the value as recorded; of a condition, all its parts joined by `|`. */
export type Line = { timeMicros: number; tag: string; text: string }

/** MTConnect writes the absence of a value as UNAVAILABLE; of a condition the log has `Unavailable||||`. */
export function isUnavailable(text: string): boolean {
  return text === 'UNAVAILABLE' || text.startsWith('Unavailable|')
}

/**
 * Parses a whole log. Throws on a line that is not an observation, naming its number, since a recording is
 * part of the program and a silent gap in it would become a wrong figure.
 */
export function parseShdr(log: string): Line[] {
  const lines: Line[] = []
  let number = 0
  for (const row of log.split('\n')) {
    number += 1
    const line = row.endsWith('\r') ? row.slice(0, -1) : row
    if (line === '') continue
    const first = line.indexOf('|')
    const second = line.indexOf('|', first + 1)
    const timeMicros = first > 0 ? parseTime(line.slice(0, first)) : Number.NaN
    if (second <= first + 1 || Number.isNaN(timeMicros)) throw new Error(`line ${number}: not an observation`)
    lines.push({ timeMicros, tag: line.slice(first + 1, second), text: line.slice(second + 1) })
  }
  return lines
}

const timePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?Z$/

/** Microseconds since the Unix epoch of an ISO 8601 UTC instant; NaN when it is none. */
export function parseTime(text: string): number {
  const match = timePattern.exec(text)
  if (match === null) return Number.NaN
  return Date.parse(`${match[1]}Z`) * 1000 + Number((match[2] ?? '0').padEnd(6, '0'))
}

/** ISO 8601 UTC with six digits of the second, the resolution of the recordings. */
export function formatTime(timeMicros: number): string {
  const milliseconds = Math.floor(timeMicros / 1000)
  const micros = String(timeMicros - milliseconds * 1000).padStart(3, '0')
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${micros}Z`
}
