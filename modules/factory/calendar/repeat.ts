import { Fault } from '@ronghe/kit/errors'
import { isoOf, microsOf } from '../micros.ts'
import { localDay, localToMicros } from './expand.ts'

type Spanned = { startsAt: string; endsAt: string }
const repeatsMax = 400

/**
 * The same local time again after so many days, up to the last day that is named; the length stays. Without a
 * last day, one that lies before the first, or with too many repeats it is a fault of its field.
 */
export function repeated<T extends Spanned>(
  one: T,
  {
    everyDays,
    repeatUntil,
    timeZone,
  }: { everyDays: number; repeatUntil: string | undefined; timeZone: string },
): T[] {
  const refuse = (field: string, rule: string, values = {}) =>
    new Fault('kit.input.invalid', {}, [{ field, rule, values }])
  if (!repeatUntil) throw refuse('repeatUntil', 'rule.required')
  const start = microsOf(one.startsAt)
  const length = microsOf(one.endsAt) - start
  const first = localDay(start, timeZone)
  if (repeatUntil < first) throw refuse('repeatUntil', 'fault.factory.span.invalid')
  const sinceMidnight = start - localToMicros(first, 0, timeZone)
  const found: T[] = []
  for (let day = first; day <= repeatUntil; day = daysAfter(day, everyDays)) {
    if (found.length === repeatsMax) throw refuse('repeatUntil', 'rule.maxItems', { limit: repeatsMax })
    const from = localToMicros(day, Math.floor(sinceMidnight / 60_000_000), timeZone)
    found.push({ ...one, startsAt: isoOf(from), endsAt: isoOf(from + length) })
  }
  return found
}

function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}
