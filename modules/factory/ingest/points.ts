import { type Metric, observedOf } from './payload.ts'
import type { LiveValue } from './wire.ts'

/** A metric of a birth, tied to its tag and series. */
export type Signal = {
  /** Null while no machine is registered for the device. */
  equipmentId: string | null
  tagId: string
  series: number
  valueType: 'number' | 'text'
}

export type PointColumns = {
  series: Int32Array
  timeMicros: Float64Array
  value: Float64Array
  text: (string | null)[]
  quality: Uint16Array
}

/**
 * Metrics of one message as columns of points. Null are signals that are not kept; `unknown` counts those
 * whose birth we have not seen.
 */
export function pointsOf(
  metrics: readonly Metric[],
  sentMs: number,
  signalOf: (metric: Metric) => Signal | null | undefined,
): { points: PointColumns; live: LiveValue[]; unknown: number } {
  let unknown = 0
  const known = metrics.flatMap((metric) => {
    const signal = signalOf(metric)
    if (signal === undefined) unknown++
    return signal ? [{ metric, signal }] : []
  })
  const size = known.length
  const points: PointColumns = {
    series: new Int32Array(size),
    timeMicros: new Float64Array(size),
    value: new Float64Array(size),
    text: new Array(size).fill(null),
    quality: new Uint16Array(size),
  }
  const live: LiveValue[] = []
  for (const [index, { metric, signal }] of known.entries()) {
    const { timeMicros, value, text, quality } = observedOf(metric, signal.valueType, sentMs)
    points.series[index] = signal.series
    points.timeMicros[index] = timeMicros
    points.value[index] = value
    points.text[index] = text
    points.quality[index] = quality
    const { equipmentId, tagId } = signal
    if (equipmentId === null) continue
    const sent = text ?? (Number.isNaN(value) ? null : value)
    live.push({ equipmentId, tagId, value: sent, quality, timeMicros })
  }
  return { points, live, unknown }
}
