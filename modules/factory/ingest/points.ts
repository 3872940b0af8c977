import { leavesOf, type Metric } from '@ronghe/sparkplug'
import { type MetricFault, observedOf } from './payload.ts'
import type { Signal, Signals } from './signals.ts'
import type { LiveValue } from './wire.ts'

export type PointColumns = {
  series: Int32Array
  timeMicros: Float64Array
  value: Float64Array
  text: (string | null)[]
  quality: Uint16Array
}

export type Read = {
  points: PointColumns
  live: LiveValue[]
  /** Metrics whose birth we have not seen. */
  unknown: Metric[]
  /** Metrics that can't be kept, and why. */
  refused: { name: string; code: MetricFault }[]
}

type Pair = { signal: Signal; metric: Metric }

/**
 * Metrics of one message as columns of points. What is transient is shown and not stored, what is of the
 * past is stored and not shown. /
 */
export function pointsOf(
  metrics: readonly Metric[],
  of: { device: string; sentMs: number; nowMs: number },
  signals: Pick<Signals, 'signalOf' | 'nameOf' | 'named'>,
): Read {
  const { pairs, unknown } = pairsOf(metrics, of.device, signals)
  const points = columns(pairs.length)
  const live: LiveValue[] = []
  const refused: Read['refused'] = []
  let size = 0
  for (const { metric, signal } of pairs) {
    const observed = observedOf(metric, signal, of.sentMs, of.nowMs)
    if (typeof observed === 'string') {
      refused.push({ name: signals.nameOf(of.device, metric) ?? '', code: observed })
      continue
    }
    const { timeMicros, value, text, quality } = observed
    if (!metric.isTransient) {
      points.series[size] = signal.series
      points.timeMicros[size] = timeMicros
      points.value[size] = value
      points.text[size] = text
      points.quality[size++] = quality
    }
    const { equipmentId, tagId } = signal
    if (equipmentId === null) continue
    const shown = text ?? (Number.isNaN(value) ? null : value)
    live.push({ equipmentId, tagId, value: shown, quality, timeMicros, isPast: metric.isHistorical })
  }
  return { points: size === pairs.length ? points : cut(points, size), live, unknown, refused }
}

function pairsOf(
  metrics: readonly Metric[],
  device: string,
  signals: Pick<Signals, 'signalOf' | 'nameOf' | 'named'>,
): { pairs: Pair[]; unknown: Metric[] } {
  const pairs: Pair[] = []
  const unknown: Metric[] = []
  for (const metric of metrics) {
    const { value } = metric
    if (typeof value === 'object' && value !== null && 'isDefinition' in value) {
      const name = signals.nameOf(device, metric)
      if (name === undefined) unknown.push(metric)
      for (const leaf of name === undefined ? [] : leavesOf(name, metric)) {
        const signal = signals.named(device, leaf.name)
        if (signal) pairs.push({ signal, metric: leaf.metric })
        else if (signal === undefined) unknown.push(metric)
      }
      continue
    }
    const signal = signals.signalOf(device, metric)
    if (signal) pairs.push({ signal, metric })
    else if (signal === undefined) unknown.push(metric)
  }
  return { pairs, unknown }
}

function columns(size: number): PointColumns {
  return {
    series: new Int32Array(size),
    timeMicros: new Float64Array(size),
    value: new Float64Array(size),
    text: new Array(size).fill(null),
    quality: new Uint16Array(size),
  }
}

function cut(points: PointColumns, size: number): PointColumns {
  return {
    series: points.series.slice(0, size),
    timeMicros: points.timeMicros.slice(0, size),
    value: points.value.slice(0, size),
    text: points.text.slice(0, size),
    quality: points.quality.slice(0, size),
  }
}

/** That signals are not known any more, from a moment on. */
export function stalePoints(signals: readonly Signal[], timeMicros: number, quality: number) {
  const points = columns(signals.length)
  for (const [index, signal] of signals.entries()) points.series[index] = signal.series
  points.timeMicros.fill(timeMicros)
  points.value.fill(Number.NaN)
  points.quality.fill(quality)
  const live = signals.flatMap(({ equipmentId, tagId }): LiveValue[] => {
    return equipmentId === null
      ? []
      : [{ equipmentId, tagId, value: null, quality, timeMicros, isPast: false }]
  })
  return { points, live }
}

/** Columns one after the other. */
export function joined(all: readonly PointColumns[]): PointColumns {
  const [only] = all
  if (only && all.length === 1) return only
  const points = columns(all.reduce((size, one) => size + one.series.length, 0))
  let at = 0
  for (const one of all) {
    points.series.set(one.series, at)
    points.timeMicros.set(one.timeMicros, at)
    points.value.set(one.value, at)
    points.quality.set(one.quality, at)
    for (const [index, text] of one.text.entries()) if (text !== null) points.text[at + index] = text
    at += one.series.length
  }
  return points
}
