import type { ReadRecord } from '../buffer/reader.ts'
import { bad, good, type Observation, stale, type TagDefinition, type TagType } from '../observation.ts'
import { datatypeOf, type Metric, text, uint64 } from './payload.ts'

export type BirthTag = TagDefinition & { alias: number; isReadOnly?: boolean }

/**
 * Sparkplug times are milliseconds; the rest of our microseconds travels beside them in the property
 * `Micros`.
 */
export function timeParts(timeMicros: number): { timestamp: number; micros: number } {
  const timestamp = Math.floor(timeMicros / 1000)
  return { timestamp, micros: timeMicros - timestamp * 1000 }
}

/** A device's metric in its DBIRTH: everything DDATA will later leave out, with the newest value known. */
export function birthMetric(tag: BirthTag, newest: Observation | undefined, nowMs: number): Metric {
  const quality = newest?.quality ?? stale
  return {
    name: tag.name,
    alias: tag.alias,
    type: datatypeOf(tag.type),
    value: quality === good ? newest!.value : null,
    timestamp: newest ? timeParts(newest.timeMicros).timestamp : nowMs,
    properties: {
      engUnit: { type: 'String', value: tag.unit },
      Quality: { type: 'Int32', value: quality },
      ...(tag.isReadOnly ? { readOnly: { type: 'Boolean' as const, value: true } } : {}),
    },
  }
}

/**
 * The buffer's own metrics, declared in every DBIRTH because a birth names all that will ever be reported.
 */
export function bufferBirth(): Metric[] {
  return [uint64('Buffer/First', null), uint64('Buffer/Offset', null)]
}

export function bufferData(first: number, last: number): Metric[] {
  return [uint64('Buffer/First', first), uint64('Buffer/Offset', last)]
}

/** One record in DDATA. Quality is told only when it is not good, so that the usual metric stays small. */
export function dataMetric(read: ReadRecord, type: TagType, isHistorical: boolean): Metric {
  const [alias, timeMicros, value, quality] = read.record
  const { timestamp, micros } = timeParts(timeMicros)
  const metric: Metric = { alias, type: datatypeOf(type), value: quality === good ? value : null, timestamp }
  if (isHistorical) metric.isHistorical = true
  if (micros !== 0 || quality !== good) {
    metric.properties = {
      ...(micros === 0 ? {} : { Micros: { type: 'Int32' as const, value: micros } }),
      ...(quality === good
        ? {}
        : { Quality: { type: 'Int32' as const, value: quality === stale ? stale : bad } }),
    }
  }
  return metric
}

/** What the node itself reports beside its devices: how full its buffer is and how its connections are. */
export type Health = {
  bytes: number
  unacknowledged: number
  dropped: number
  connections: Readonly<Record<string, string>>
  /** JSON: what happened beside, by device. */
  notes: Readonly<Record<string, string>>
  /** JSON: of one of a pair, how far its records are with the server; null: it is no one of a pair. */
  pair: string | null
  /** JSON: version and hash of the program that runs. */
  program: string
  /** JSON: where the machines are configured, and by which version. */
  configuration: string
}

export function healthMetrics(health: Health): Metric[] {
  return [
    uint64('Edge/Buffer Bytes', health.bytes),
    uint64('Edge/Unacknowledged', health.unacknowledged),
    uint64('Edge/Dropped', health.dropped),
    text('Edge/Configuration', health.configuration),
    text('Edge/Program', health.program),
    ...(health.pair === null ? [] : [text('Edge/Pair', health.pair)]),
    ...Object.entries(health.connections).map(([device, state]) => text(`Edge/Connection/${device}`, state)),
    ...Object.entries(health.notes).map(([device, notes]) => text(`Edge/Notes/${device}`, notes)),
  ]
}
