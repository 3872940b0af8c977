import { Fault } from '@ronghe/kit/errors'
import type { Attributed } from '@ronghe/oee'
import { dayMicros, isoOf, microsOf } from '../micros.ts'

export type Span = { fromMicros: number; toMicros: number }

/**
 * The asked span in microseconds. Refuses one that ends before it begins, or is longer than allowed, at the
 * field that holds its end.
 */
export function spanOf(query: { from: string; to: string }, daysMax: number, endField = 'to'): Span {
  const fromMicros = microsOf(query.from)
  const toMicros = microsOf(query.to)
  if (fromMicros < 0 || toMicros <= fromMicros) throw spanFault(endField)
  if (toMicros - fromMicros > daysMax * dayMicros) {
    const values = { days: daysMax }
    const field = { field: endField, rule: 'fault.factory.span.tooLong', values }
    throw new Fault('factory.span.tooLong', values, [field])
  }
  return { fromMicros, toMicros }
}

/** A span that ends before it begins, at the field that says so. */
export function spanFault(field: string): Fault {
  return new Fault('factory.span.invalid', {}, [{ field, rule: 'fault.factory.span.invalid' }])
}

/** Most spans of one answer. */
export const spansMax = 4000

/** The spans themselves, or where there are too many, equal slots with the longest class of each. */
export function shownSpans(intervals: readonly Attributed[], max = spansMax) {
  if (intervals.length <= max) return { spansAre: 'exact' as const, spans: intervals.map(shownSpan) }
  const first = intervals[0]?.fromMicros ?? 0
  const last = intervals.at(-1)?.toMicros ?? 0
  const slot = Math.ceil((last - first) / max)
  const longest = new Map<number, Attributed>()
  for (const one of intervals) {
    let index = Math.floor((one.fromMicros - first) / slot)
    for (; first + index * slot < one.toMicros; index++) {
      const fromMicros = Math.max(one.fromMicros, first + index * slot)
      const toMicros = Math.min(one.toMicros, first + (index + 1) * slot)
      const best = longest.get(index)
      if (!best || toMicros - fromMicros > best.toMicros - best.fromMicros)
        longest.set(index, { ...one, fromMicros, toMicros })
    }
  }
  const spans = [...longest].map(([index, one]) => {
    const fromMicros = first + index * slot
    return shownSpan({ ...one, fromMicros, toMicros: Math.min(last, fromMicros + slot) })
  })
  return { spansAre: 'coarse' as const, spans }
}

function shownSpan(one: Attributed) {
  const { timeClass, reason, reference } = one
  return {
    startsAt: isoOf(one.fromMicros),
    endsAt: isoOf(one.toMicros),
    timeClass,
    reason,
    source: reference,
  }
}
