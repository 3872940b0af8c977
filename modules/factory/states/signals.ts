import type { Series } from '@ronghe/kit/series'
import type { SignalPoint, Signals } from '@ronghe/oee'

/** Most points of one signal in one round; beyond it the round ends earlier and the next goes on. */
const pointsMax = 100_000

export type MeantTag = { meaning: string; series: number }

/**
 * The points of a machine's tags in [from, to), each with the last one before, keyed by meaning. `toMicros` comes back
 * earlier where a signal has more points than one round takes.
 */
export async function signalsOf(
  series: Series,
  tags: readonly MeantTag[],
  window: { fromMicros: number; toMicros: number },
): Promise<{ signals: Signals; toMicros: number }> {
  const signals: Record<string, SignalPoint[]> = {}
  let { toMicros } = window
  const before =
    tags.length > 0
      ? await series.last(
          tags.map((tag) => tag.series),
          window.fromMicros - 1,
        )
      : []
  for (const [index, tag] of tags.entries()) {
    const points = await series.raw({
      series: tag.series,
      fromMicros: window.fromMicros,
      toMicros: window.toMicros,
      limit: pointsMax,
    })
    const size = points.timeMicros.length
    if (size === pointsMax) toMicros = Math.min(toMicros, points.timeMicros[size - 1] ?? toMicros)
    const list: SignalPoint[] = []
    const last = before[index]
    if (last) list.push(pointOf(last.timeMicros, last.value, last.text, last.quality))
    for (let at = 0; at < size; at++) {
      list.push(
        pointOf(
          points.timeMicros[at] ?? 0,
          points.value[at] ?? Number.NaN,
          points.text[at] ?? null,
          points.quality[at] ?? 0,
        ),
      )
    }
    signals[tag.meaning] = [...(signals[tag.meaning] ?? []), ...list]
  }
  return { signals, toMicros }
}

function pointOf(timeMicros: number, value: number, text: string | null, quality: number): SignalPoint {
  const shown = text ?? (Number.isNaN(value) ? null : value)
  return { timeMicros, value: shown, quality: quality === 192 ? 'good' : quality === 500 ? 'stale' : 'bad' }
}
