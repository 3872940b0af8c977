import type { DataType, Metric, Value } from './model.ts'

const numberTypes: ReadonlySet<string> = new Set([
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

/** How a historian keeps values of a datatype; null for those that are no values of a metric. */
export function keptAs(type: DataType | undefined): 'number' | 'text' | null {
  if (type === undefined || type === 'Unknown' || type === 'Template') return null
  if (type === 'PropertySet' || type === 'PropertySetList') return null
  return numberTypes.has(type) ? 'number' : 'text'
}

/** A value as a number; NaN for what is none. Beyond 2^53 it is the nearest that a number can be. */
export function numberOf(value: Value | null): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value)
  return Number.NaN
}

/** A value as words: data sets and arrays as JSON, bytes as base64. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array)
    return btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''))
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one))
}

export type Leaf = { name: string; metric: Metric }

/**
 * A metric with the name it is known by, or, of an instance of a template, its members as `name/member`. A
 * member is historical and transient as its instance is.
 */
export function leavesOf(name: string, metric: Metric): Leaf[] {
  const { value } = metric
  if (typeof value !== 'object' || value === null || !('isDefinition' in value)) return [{ name, metric }]
  return value.metrics.flatMap((member) => {
    if (member.name === undefined) return []
    const whole: Metric = {
      ...member,
      timestamp: member.timestamp ?? metric.timestamp,
      isHistorical: member.isHistorical || metric.isHistorical,
      isTransient: member.isTransient || metric.isTransient,
    }
    return leavesOf(`${name}/${member.name}`, whole)
  })
}
