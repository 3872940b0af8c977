/** A day that differs from the week: off on a weekday, or worked on a weekend (the yearly notice). */
export type CalendarDay = { readonly day: string; readonly kind: 'off' | 'work' }

/** Working days by Monday to Friday and the calendar's exceptions. Days are `YYYY-MM-DD`, without a zone. */
export type WorkingCalendar = {
  isWorking(day: string): boolean
  /** The day that is `count` working days after `day`, which itself does not count; `count` ≥ 0. */
  after(day: string, count: number): string
  /** Working days after `from` up to and with `to`; negative when `to` lies before `from`. */
  between(from: string, to: string): number
}

const dayMs = 86_400_000
/** A calendar without working days must end in an error and not in a search without end. */
const searchDaysMax = 4000

/** @throws RangeError for a text that is no calendar day, and where no working day is found. */
export function workingCalendar(exceptions: readonly CalendarDay[]): WorkingCalendar {
  const kinds = new Map(exceptions.map(({ day, kind }) => [day, kind]))
  const isWorking = (day: string) => {
    const kind = kinds.get(day)
    if (kind) return kind === 'work'
    const weekday = new Date(startOf(day)).getUTCDay()
    return weekday !== 0 && weekday !== 6
  }
  return {
    isWorking,
    after(day, count) {
      let current = day
      for (let left = count, looked = 0; left > 0; looked++) {
        if (looked > searchDaysMax + count * 7) throw new RangeError('no working day in the calendar')
        current = nextDay(current)
        if (isWorking(current)) left--
      }
      return current
    },
    between(from, to) {
      if (to < from) return -this.between(to, from)
      let count = 0
      for (let day = from; day < to; ) {
        day = nextDay(day)
        if (isWorking(day)) count++
      }
      return count
    },
  }
}

/** China has one time zone: days of deadlines and figures, and times in files, are those of its clocks. */
export const regionZone = 'Asia/Shanghai'

/** The calendar day of an instant in a time zone (IANA name). */
export function dayIn(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at)
}

function nextDay(day: string): string {
  return new Date(startOf(day) + dayMs).toISOString().slice(0, 10)
}

function startOf(day: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(ms)) throw new RangeError(`${day} is no calendar day`)
  return ms
}
