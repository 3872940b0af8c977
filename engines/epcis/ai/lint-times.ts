import { fault, type Linter, type LintFault, nonDigit } from './lint.ts'

/** A date of two or four digits of year; with `zeroDay` the day 00 stands for the month as a whole. */
export function date(yearDigits: 2 | 4, zeroDay: boolean): Linter {
  const length = yearDigits + 4
  return (data) => {
    if (data.length < length) return fault('DATE_TOO_SHORT', data)
    if (data.length > length) return fault('DATE_TOO_LONG', data)
    return nonDigit(data) ?? calendar(data, yearDigits, zeroDay)
  }
}

function calendar(data: string, yearDigits: number, zeroDay: boolean): LintFault | null {
  const year = Number(data.slice(0, yearDigits))
  const month = Number(data.slice(yearDigits, yearDigits + 2))
  const day = Number(data.slice(yearDigits + 2))
  if (month < 1 || month > 12) return fault('ILLEGAL_MONTH', data, yearDigits, 2)
  if ((day === 0 && !zeroDay) || day > daysOf(year, month)) {
    return fault('ILLEGAL_DAY', data, yearDigits + 2, 2)
  }
  return null
}

/**
 * A year of two digits is 1951 to 2050, none of which but 2000 ends a century: every fourth is a leap
 * year.
 */
function daysOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  const isLeap = year % 4 === 0 && (year < 100 || year % 100 !== 0 || year % 400 === 0)
  return isLeap ? 29 : 28
}

export const hour = clock('HOUR', 23)
export const minute = clock('MINUTE', 59)
export const second = clock('SECOND', 59)

function clock(name: string, max: number): Linter {
  return (data) => {
    if (data.length < 2) return fault(`${name}_TOO_SHORT`, data)
    if (data.length > 2) return fault(`${name}_TOO_LONG`, data)
    return nonDigit(data) ?? (Number(data) > max ? fault(`ILLEGAL_${name}`, data) : null)
  }
}

/** Hour and minute in four digits. */
export function together(data: string): LintFault | null {
  if (data.length < 4) return fault('HOUR_WITH_MINUTE_TOO_SHORT', data)
  if (data.length > 4) return fault('HOUR_WITH_MINUTE_TOO_LONG', data)
  const digits = nonDigit(data)
  if (digits) return digits
  if (Number(data.slice(0, 2)) > 23) return fault('ILLEGAL_HOUR', data, 0, 2)
  return Number(data.slice(2)) > 59 ? fault('ILLEGAL_MINUTE', data, 2, 2) : null
}
