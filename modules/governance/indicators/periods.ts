export type Frequency = 'month' | 'quarter' | 'year'

const patterns: Readonly<Record<Frequency, RegExp>> = {
  month: /^(\d{4})-(0[1-9]|1[0-2])$/,
  quarter: /^(\d{4})-Q([1-4])$/,
  year: /^(\d{4})$/,
}

/** The last day of a period such as 2026, 2026-Q1 or 2026-01; null where it is none of this frequency. */
export function lastDayOf(frequency: Frequency, period: string): string | null {
  const found = patterns[frequency].exec(period)
  if (!found) return null
  const year = Number(found[1])
  const months = { month: Number(found[2]), quarter: Number(found[2]) * 3, year: 12 }[frequency]
  return new Date(Date.UTC(year, months, 0)).toISOString().slice(0, 10)
}

/** The period in which a day lies. */
export function periodOf(frequency: Frequency, day: string): string {
  const [year = '', month = '01'] = day.split('-')
  if (frequency === 'year') return year
  if (frequency === 'month') return `${year}-${month}`
  return `${year}-Q${Math.ceil(Number(month) / 3)}`
}

/** The last period that has ended before a day. */
export function endedBefore(frequency: Frequency, day: string): string {
  const first = new Date(`${firstDayOf(frequency, day)}T00:00:00Z`)
  return periodOf(frequency, new Date(first.getTime() - 86_400_000).toISOString().slice(0, 10))
}

function firstDayOf(frequency: Frequency, day: string): string {
  const [year = '', month = '01'] = day.split('-')
  if (frequency === 'year') return `${year}-01-01`
  if (frequency === 'month') return `${year}-${month}-01`
  const first = Math.floor((Number(month) - 1) / 3) * 3 + 1
  return `${year}-${String(first).padStart(2, '0')}-01`
}
