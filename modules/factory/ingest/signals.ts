import { type DataType, type GivenMetric, keptAs, leavesOf, type Metric } from '@ronghe/sparkplug'
import { toNumber } from './payload.ts'
import type { BirthTag, SignalKind } from './wire.ts'

/** A metric of a birth, tied to its tag and series. */
export type Signal = SignalKind & {
  /** Null while no machine is registered for the device. */
  equipmentId: string | null
  tagId: string
  series: number
}

/** The metrics of the node itself are kept as those of a device of this name, which no device can have. */
export const nodeDevice = '#'

/** Metrics that serve the protocol and are no signals of a machine. */
const ownMetrics = /^(bdSeq$|Node Control\/|Device Control\/|Buffer\/|Edge\/)/

/** Longest name of a device or metric that is kept. */
const nameLengthMax = 200

export function isOwnMetric(name: string): boolean {
  return ownMetrics.test(name)
}

/** Whether a name can be kept at all; the database takes no zero in words. */
export function isName(name: string): boolean {
  return name !== '' && name.length <= nameLengthMax && !name.includes('\0') && name.isWellFormed()
}

type Known = { device: string; name: string; dataType: DataType | undefined; signal: Signal | null }

/** What the births of a node's session said: names by alias, and the signals of names. */
export class Signals {
  readonly #aliases = new Map<number, Known>()
  readonly #devices = new Map<string, Map<string, Signal | null>>()
  readonly #types = new Map<string, DataType | undefined>()

  clear(): void {
    this.#aliases.clear()
    this.#devices.clear()
    this.#types.clear()
  }

  /** A birth says all of its device anew. */
  bear(device: string, metrics: readonly Metric[], signals: ReadonlyMap<string, Signal | null>): void {
    this.#devices.set(device, new Map(signals))
    for (const [alias, known] of this.#aliases) if (known.device === device) this.#aliases.delete(alias)
    for (const { name, alias, type } of metrics) {
      if (name === undefined) continue
      this.#types.set(`${device}/${name}`, type)
      if (alias === undefined || this.#aliases.has(alias)) continue
      this.#aliases.set(alias, { device, name, dataType: type, signal: signals.get(name) ?? null })
    }
  }

  /** The name of a metric, by itself or by its alias; undefined: its birth is not known. */
  nameOf(device: string, metric: Metric): string | undefined {
    if (metric.name !== undefined) return metric.name
    const known = metric.alias === undefined ? undefined : this.#aliases.get(metric.alias)
    return known?.device === device ? known.name : undefined
  }

  /** The signal of a plain metric: null is born and not kept, undefined not born. */
  signalOf(device: string, metric: Metric): Signal | null | undefined {
    if (metric.alias !== undefined) {
      const known = this.#aliases.get(metric.alias)
      if (known?.device === device) return known.signal
    }
    return metric.name === undefined ? undefined : this.named(device, metric.name)
  }

  named(device: string, name: string): Signal | null | undefined {
    return this.#devices.get(device)?.get(name)
  }

  devices(): string[] {
    return [...this.#devices.keys()]
  }

  isBorn(device: string): boolean {
    return this.#devices.has(device)
  }

  /** Signals of one device that are kept. */
  of(device: string): Signal[] {
    return [...(this.#devices.get(device)?.values() ?? [])].filter((signal) => signal !== null)
  }

  /**
   * A value to be written, as the birth has the metric: by its alias, else by its name, and of its datatype
   * (tck-id-operational-behavior-data-commands-dcmd-metric-value). Null when it is not compatible.
   */
  commandOf(device: string, name: string, value: string | number | boolean): GivenMetric | null {
    const alias = [...this.#aliases].find(([, known]) => known.device === device && known.name === name)?.[0]
    const type = this.#types.get(`${device}/${name}`)
    const given = givenAs(value, type)
    if (given === null) return null
    const head = alias === undefined ? { name } : { alias }
    return { ...head, type: type ?? plainType(value), value: given }
  }
}

function plainType(value: string | number | boolean): DataType {
  if (typeof value === 'number') return 'Double'
  return typeof value === 'string' ? 'String' : 'Boolean'
}

function givenAs(value: string | number | boolean, type: DataType | undefined) {
  if (type === undefined) return value
  const kept = keptAs(type)
  if (kept === 'text') return type === 'String' || type === 'Text' || type === 'UUID' ? String(value) : null
  const number = Number(value)
  if (kept === null || !Number.isFinite(number)) return null
  if (type === 'Boolean') return number === 0 || number === 1 ? number === 1 : null
  if (type === 'Float' || type === 'Double') return number
  return toNumber(number) === undefined || !fits(number, type) ? null : number
}

function fits(whole: number, type: DataType): boolean {
  const bits = toNumber(/\d+$/.exec(type)?.[0]) ?? 64
  if (type.startsWith('Int')) return whole >= -(2 ** (bits - 1)) && whole < 2 ** (bits - 1)
  return whole >= 0 && whole < 2 ** bits
}

/** The leaves of a birth's metrics that are signals, those that are not kept, and whose name is none. */
export function tagsOfBirth(metrics: readonly Metric[]): {
  tags: (BirthTag & { dataType: DataType | undefined })[]
  notKept: string[]
  nameless: string[]
} {
  const tags: (BirthTag & { dataType: DataType | undefined })[] = []
  const notKept: string[] = []
  const nameless: string[] = []
  const seen = new Set<string>()
  for (const metric of metrics) {
    const { name = '' } = metric
    if (isOwnMetric(name)) continue
    const isDefinition = isDefinitionOf(metric)
    for (const leaf of isDefinition ? [] : leavesOf(name, metric)) {
      const valueType = keptAs(leaf.metric.type)
      if (!isName(leaf.name)) nameless.push(leaf.name.slice(0, nameLengthMax))
      else if (valueType === null) notKept.push(leaf.name)
      else if (!seen.has(leaf.name)) {
        seen.add(leaf.name)
        const isReadOnly = leaf.metric.properties?.readOnly?.value === true
        const said = { name: leaf.name, valueType, unit: unitOf(leaf.metric), dataType: leaf.metric.type }
        tags.push({ ...said, ...(isReadOnly ? { isReadOnly } : {}) })
      }
    }
  }
  return { tags, notKept, nameless }
}

function isDefinitionOf({ value }: Metric): boolean {
  return typeof value === 'object' && value !== null && 'isDefinition' in value && value.isDefinition === true
}

function unitOf(metric: Metric): string | null {
  const unit = metric.properties?.engUnit?.value
  return typeof unit === 'string' && unit !== '' && isName(unit) ? unit : null
}
