import type { Point, Points, Series } from '@ronghe/kit/series'
import { QUALITY_GOOD, QUALITY_STALE } from '@ronghe/kit/series'
import type { SignalPoint, Signals } from '@ronghe/oee'
import type { TagRow } from '../store/tags.ts'

/** Most points of one signal in one go; beyond it the window ends earlier. */
export const signalPointsMax = 100_000

export type ReadTag = Pick<TagRow, 'id' | 'scale' | 'shift'>
type Window = { fromMicros: number; toMicros: number }

/**
 * The points of tags in [from, to), each with the last one before it, keyed by tag id and scaled as people
 * see them.
 * `toMicros` comes back earlier where a signal has more than `pointsMax` points.
 */
export async function signalsOf(
  series: Series,
  tags: readonly ReadTag[],
  window: Window,
  pointsMax = signalPointsMax,
): Promise<{ signals: Signals; toMicros: number }> {
  if (tags.length === 0) return { signals: {}, toMicros: window.toMicros }
  const numbers = await series.resolve(tags.map((tag) => tag.id))
  const before = window.fromMicros > 0 ? await series.last([...numbers], window.fromMicros - 1) : []
  const signals: Record<string, SignalPoint[]> = {}
  let { toMicros } = window
  for (const [index, tag] of tags.entries()) {
    const points = await series.raw({ series: numbers[index] ?? 0, ...window, limit: pointsMax })
    const size = points.timeMicros.length
    // The last point may be one of several left out behind it, so the window ends before it.
    if (size === pointsMax) toMicros = Math.min(toMicros, points.timeMicros[size - 1] ?? toMicros)
    const first = before[index]
    signals[tag.id] = [...(first ? [pointOf(tag, first)] : []), ...pointsOf(tag, points)]
  }
  return { signals, toMicros }
}

export function pointsOf(tag: ReadTag, { timeMicros, value, text, quality }: Points): SignalPoint[] {
  return Array.from(timeMicros, (at, index) =>
    pointOf(tag, {
      timeMicros: at,
      value: value[index] ?? Number.NaN,
      text: text[index] ?? null,
      quality: quality[index] ?? 0,
    }),
  )
}

function pointOf(tag: ReadTag, { timeMicros, value, text, quality }: Point): SignalPoint {
  return { timeMicros, value: shownValue(tag, value, text), quality: qualityName(quality) }
}

/** Shown value = sent value × scale + shift; null where there is none. */
export function shownValue(
  tag: Pick<ReadTag, 'scale' | 'shift'>,
  value: number,
  text: string | null,
): number | string | null {
  if (text !== null) return text
  return Number.isNaN(value) ? null : value * tag.scale + tag.shift
}

export function qualityName(quality: number): 'good' | 'bad' | 'stale' {
  if (quality === QUALITY_GOOD) return 'good'
  return quality === QUALITY_STALE ? 'stale' : 'bad'
}
