import type { Series } from '@ronghe/kit/series'
import type { TagRow } from '../store/tags.ts'
import { shownValue } from './signals.ts'

type Span = { fromMicros: number; toMicros: number }
const minuteMicros = 60_000_000

/** Signals over a time: their points where they are few or words, else bands of minimum, mean and maximum. */
export async function trendOf(series: Series, tags: readonly TagRow[], span: Span, points: number) {
  const numbers = await series.resolve(tags.map((tag) => tag.id))
  return Promise.all(tags.map((tag, index) => oneTrend(series, tag, numbers[index] ?? 0, span, points)))
}

async function oneTrend(series: Series, tag: TagRow, number: number, span: Span, points: number) {
  const { id, name, label, labelEn, unit } = tag
  const head = { tagId: id, name, label, labelEn, unit }
  const raw = await series.raw({ series: number, ...span, limit: points + 1 })
  const before = (await series.last([number], span.fromMicros - 1))[0]
  if (tag.valueType === 'text' || raw.timeMicros.length <= points) {
    const kept = Math.min(raw.timeMicros.length, points)
    const times = Array.from(raw.timeMicros.subarray(0, kept), (micros) => micros / 1000)
    const values = times.map((_, at) =>
      raw.quality[at] === 192 ? shownValue(tag, raw.value[at] ?? Number.NaN, raw.text[at] ?? null) : null,
    )
    // A value holds until the next one, so the one before the span is what it begins with.
    if (before) {
      times.unshift(span.fromMicros / 1000)
      values.unshift(before.quality === 192 ? shownValue(tag, before.value, before.text) : null)
    }
    return { ...head, kind: 'points' as const, at: times, value: values, min: [], max: [], bucketMs: 0 }
  }
  const bucketMicros = bucketOf(span, points)
  const buckets = await series.buckets({ series: [number], ...span, bucketMicros })
  const scaled = (value: number) => value * tag.scale + tag.shift
  return {
    ...head,
    kind: 'bands' as const,
    at: buckets.map((one) => one.fromMicros / 1000),
    value: buckets.map((one) => scaled(one.mean)),
    min: buckets.map((one) => Math.min(scaled(one.min), scaled(one.max))),
    max: buckets.map((one) => Math.max(scaled(one.min), scaled(one.max))),
    bucketMs: bucketMicros / 1000,
  }
}

/** A bucket so that at most `points` fill the span; whole minutes where it is longer, since roll-ups answer those. */
function bucketOf(span: Span, points: number): number {
  const exact = Math.ceil((span.toMicros - span.fromMicros) / points)
  if (exact > minuteMicros) return Math.ceil(exact / minuteMicros) * minuteMicros
  return Math.max(1000, Math.ceil(exact / 1000) * 1000)
}
