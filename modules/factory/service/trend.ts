import { Fault } from '@ronghe/kit/errors'
import type { Points, Series } from '@ronghe/kit/series'
import { QUALITY_GOOD } from '@ronghe/kit/series'
import { approximateTo } from '../history/approximate.ts'
import { shownValue } from '../states/signals.ts'
import type { TagRow } from '../store/tags.ts'
import type { Span } from './spans.ts'

const minuteMicros = 60_000_000
/** Most points of a text signal in a span that are read to be thinned. */
const textPointsMax = 200_000

/** Signals over a time: their points where they are few or words, else bands of minimum, mean and maximum. */
export async function trendOf(series: Series, tags: readonly TagRow[], span: Span, points: number) {
  const numbers = await series.resolve(tags.map((tag) => tag.id))
  return Promise.all(tags.map((tag, index) => oneTrend(series, tag, numbers[index] ?? 0, span, points)))
}

async function oneTrend(series: Series, tag: TagRow, number: number, span: Span, points: number) {
  const { id, name, label, labelEn, unit } = tag
  const head = { tagId: id, name, label, labelEn, unit }
  const isText = tag.valueType === 'text'
  const limit = isText ? textPointsMax : points + 1
  const raw = await series.raw({ series: number, ...span, limit })
  const [bound = null] = await series.thinned([number])
  // Points that are thinned are no points any more: their pieces are asked for instead.
  const isThinned = !isText && bound !== null && bound.rawFromMicros > span.fromMicros
  if (!isThinned && (isText || raw.timeMicros.length <= points)) {
    if (isText && raw.timeMicros.length === textPointsMax) throw tooMany(textPointsMax)
    return { ...head, ...(await pointsShown(series, tag, number, span, thinned(raw, span, points), raw)) }
  }
  const bucketMicros = bucketOf(span, points)
  const buckets = await series.buckets({ series: [number], ...span, bucketMicros })
  const scaled = (value: number) => value * tag.scale + tag.shift
  return {
    ...head,
    kind: 'bands' as const,
    at: buckets.map((one) => one.fromMicros / 1000),
    value: buckets.map((one) => scaled(one.mean)),
    // A negative scale turns the band over.
    min: buckets.map((one) => Math.min(scaled(one.min), scaled(one.max))),
    max: buckets.map((one) => Math.max(scaled(one.min), scaled(one.max))),
    bucketMs: bucketMicros / 1000,
    approximateBefore: approximateTo(bound, { ...span, intervalMicros: bucketMicros }),
  }
}

/**
 * Points at the kept indexes; a value holds until the next, so the one before the span is what it begins
 * with.
 */
async function pointsShown(
  series: Series,
  tag: TagRow,
  number: number,
  span: Span,
  kept: readonly number[],
  raw: Points,
) {
  const at = kept.map((index) => (raw.timeMicros[index] ?? 0) / 1000)
  const value = kept.map((index) =>
    raw.quality[index] === QUALITY_GOOD
      ? shownValue(tag, raw.value[index] ?? Number.NaN, raw.text[index] ?? null)
      : null,
  )
  const before = span.fromMicros > 0 ? (await series.last([number], span.fromMicros - 1))[0] : null
  if (before && raw.timeMicros[0] !== span.fromMicros) {
    at.unshift(span.fromMicros / 1000)
    value.unshift(before.quality === QUALITY_GOOD ? shownValue(tag, before.value, before.text) : null)
  }
  return { kind: 'points' as const, at, value, min: [], max: [], bucketMs: 0, approximateBefore: null }
}

/** Indexes of at most `points` points: all, or the last of each of as many equal slots. */
function thinned({ timeMicros }: Points, span: Span, points: number): number[] {
  const all = Array.from(timeMicros, (_, index) => index)
  if (all.length <= points) return all
  const slot = (span.toMicros - span.fromMicros) / points
  const slotOf = (index: number) => Math.floor(((timeMicros[index] ?? 0) - span.fromMicros) / slot)
  return all.filter((index) => index === all.length - 1 || slotOf(index) !== slotOf(index + 1))
}

/**
 * A bucket so that at most `points` fill the span; whole minutes where it is longer, since roll-ups answer
 * those.
 */
function bucketOf(span: Span, points: number): number {
  const exact = Math.ceil((span.toMicros - span.fromMicros) / points)
  if (exact > minuteMicros) return Math.ceil(exact / minuteMicros) * minuteMicros
  return Math.max(1000, Math.ceil(exact / 1000) * 1000)
}

/** More points than one answer may be made from: ask for a shorter span. */
export function tooMany(max: number): Fault {
  const field = { field: 'to', rule: 'fault.factory.points.tooMany', values: { max } }
  return new Fault('factory.points.tooMany', { max }, [field])
}
