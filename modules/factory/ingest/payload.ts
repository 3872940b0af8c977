import {
  decode as decodePayload,
  encode,
  type GivenMetric,
  type Metric,
  numberOf,
  type Payload,
  textOf,
  valueAs,
} from '@ronghe/sparkplug'
import type { SignalKind } from './wire.ts'

export type { GivenMetric, Metric, Payload }

/** Decodes a Sparkplug B payload; throws when it is none. */
export function decode(bytes: Uint8Array): Payload {
  return decodePayload(bytes)
}

/** A command: it has no sequence number (tck-id-payloads-ncmd-seq, tck-id-payloads-dcmd-seq). */
export function encodeCommand(metrics: readonly GivenMetric[], timestamp: number): Buffer {
  const bytes = encode({ timestamp, metrics: metrics.map((metric) => ({ timestamp, ...metric })) })
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A whole number as far as numbers are exact; undefined when it is absent, or beyond 2^53. */
export function toNumber(value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined
  const number = typeof value === 'number' ? value : Number(String(value))
  return Number.isSafeInteger(number) ? number : undefined
}

export function metricValue(metrics: readonly Metric[], name: string): unknown {
  return metrics.find((metric) => metric.name === name)?.value
}

export const good = 192
const bad = 0
export const stale = 500

/** Longest words that a point may hold. */
const textLengthMax = 10_000
/** A clock may be wrong by a day, and not by more: what is later is no observation. */
const futureMsMax = 26 * 3_600_000
/** Sparkplug is younger than this; an earlier time is a clock that was never set. */
const earliestMs = Date.UTC(2000, 0)

export type Observed = { timeMicros: number; value: number; text: string | null; quality: number }
/** Why a metric is not kept. */
export type MetricFault = 'value' | 'time' | 'tooLong'

/** What a metric says of its quality besides its value: 192, 500 or 0; null where it says nothing. */
function saidQuality(metric: Metric): number | null {
  const said = metric.properties?.Quality?.value
  return said === undefined ? null : (toNumber(said) ?? null)
}

/**
 * A metric as a point: our microseconds stand in the property `Micros`, quality in `Quality` (192, 0, 500). A
 * fault where it can't be one. `sentMs` is the time of the message, for metrics that have none of their own.
 */
export function observedOf(
  metric: Metric,
  kind: SignalKind,
  sentMs: number,
  nowMs: number,
): Observed | MetricFault {
  const timestamp = metric.timestamp ?? sentMs
  if (timestamp < earliestMs || timestamp > nowMs + futureMsMax) return 'time'
  const micros = toNumber(metric.properties?.Micros?.value) ?? 0
  const timeMicros = timestamp * 1000 + (micros >= 0 && micros < 1000 ? micros : 0)
  const said = saidQuality(metric)
  if (metric.value === null) {
    return { timeMicros, value: Number.NaN, text: null, quality: said === null || said === good ? bad : said }
  }
  const value = metric.type === undefined ? valueAs(metric.value, kind.dataType) : metric.value
  if (kind.valueType === 'number') {
    const number = numberOf(value)
    if (Number.isNaN(number) && typeof value !== 'number') return 'value'
    const isNumber = Number.isFinite(number)
    const quality = isNumber ? (said ?? good) : said === null || said === good ? bad : said
    return { timeMicros, value: isNumber ? number : Number.NaN, text: null, quality }
  }
  if (value === null || (typeof value === 'object' && 'isDefinition' in value)) return 'value'
  const text = textOf(value)
  if (text.length > textLengthMax) return 'tooLong'
  return { timeMicros, value: Number.NaN, text, quality: said ?? good }
}
