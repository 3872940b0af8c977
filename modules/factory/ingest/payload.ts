import sparkplug from 'sparkplug-payload'

const codec = sparkplug.get('spBv1.0')
if (!codec) throw new Error('sparkplug-payload does not know spBv1.0')

export type Payload = ReturnType<typeof codec.decodePayload>
export type Metric = NonNullable<Payload['metrics']>[number]

/** Decodes a Sparkplug B payload; throws when it is none. */
export function decode(bytes: Uint8Array): Payload {
  return codec!.decodePayload(bytes)
}

/** A command to an edge node: NCMD has no sequence number (tck-id-payloads-ncmd-seq). */
export function encodeCommand(metrics: Metric[], timestamp: number): Buffer {
  return Buffer.from(codec!.encodePayload({ timestamp, metrics }))
}

/** A 64-bit value as a number; undefined when it is absent or beyond 2^53. */
export function toNumber(value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined
  const number = typeof value === 'number' ? value : Number(String(value))
  return Number.isSafeInteger(number) ? number : undefined
}

export function metricValue(metrics: readonly Metric[], name: string): unknown {
  return metrics.find((metric) => metric.name === name)?.value
}

/** Parts of a Sparkplug topic `spBv1.0/group/TYPE/node[/device]`; null for anything else. */
export function topicParts(
  topic: string,
): { group: string; type: string; node: string; device: string | null } | null {
  const [namespace, group, type, node, device, ...rest] = topic.split('/')
  if (namespace !== 'spBv1.0' || !group || !type || !node || rest.length > 0) return null
  return { group, type, node, device: device ?? null }
}

const numberTypes = new Set([
  'Int8',
  'Int16',
  'Int32',
  'Int64',
  'UInt8',
  'UInt16',
  'UInt32',
  'UInt64',
  'Float',
  'Double',
  'Boolean',
  'DateTime',
])
const textTypes = new Set(['String', 'Text', 'UUID'])

/**
 * How a metric's values are kept; null for those that are neither numbers nor words (data sets, templates,
 * bytes).
 */
export function valueTypeOf(type: string | undefined): 'number' | 'text' | null {
  if (type === undefined) return null
  if (numberTypes.has(type)) return 'number'
  return textTypes.has(type) ? 'text' : null
}

const good = 192
const bad = 0

export type Observed = { timeMicros: number; value: number; text: string | null; quality: number }

/**
 * A metric as a point: our microseconds stand in the property `Micros`, quality in `Quality` (192, 0, 500).
 */
export function observedOf(metric: Metric, valueType: 'number' | 'text', fallbackMs: number): Observed {
  const properties = metric.properties ?? {}
  const micros = toNumber(properties.Micros?.value) ?? 0
  const timestamp = toNumber(metric.timestamp) ?? fallbackMs
  const given = toNumber(properties.Quality?.value)
  const raw = metric.value
  const isNull = raw === null || raw === undefined
  const quality = given ?? (isNull ? bad : good)
  const number = typeof raw === 'boolean' ? Number(raw) : Number(String(raw ?? 'none'))
  if (valueType === 'text') {
    return {
      timeMicros: timestamp * 1000 + micros,
      value: Number.NaN,
      text: isNull ? null : String(raw),
      quality,
    }
  }
  const isNumber = !isNull && Number.isFinite(number)
  return {
    timeMicros: timestamp * 1000 + micros,
    value: isNumber ? number : Number.NaN,
    text: null,
    quality: isNumber || quality !== good ? quality : bad,
  }
}
