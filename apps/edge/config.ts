import { everyFault, type SchemaFault } from '@ronghe/kit/config'
import type { FieldFault } from '@ronghe/kit/errors'
import type { TSchema } from 'typebox'
import { modbusTagFaults } from './adapters/modbus/faults.ts'
import type { MqttTag } from './adapters/mqtt/schema.ts'
import { mqttTagFaults } from './adapters/mqtt/template.ts'
import {
  type Config,
  heartbeatMs,
  type Limits,
  layers,
  limitDefaults,
  type ModbusTag,
  modbusIntervalMs,
  publishingMs,
} from './schema.ts'
import { DeadbandRange, DeadbandWidth } from './schema-parts.ts'

type Plain = { [key: string]: unknown }
type AdapterName = keyof typeof layers.device

/** Bytes that the buffer may take when the configuration does not say. */
export const bufferBytesMax = 256 * 1024 * 1024

/** A configuration that breaks rules: all of them, field by field. */
export class ConfigFault extends Error {
  readonly faults: readonly FieldFault[]

  constructor(faults: readonly FieldFault[]) {
    super(
      faults.map((fault) => `${fault.field}: ${fault.rule} ${JSON.stringify(fault.values ?? {})}`).join('\n'),
    )
    this.name = 'ConfigFault'
    this.faults = faults
  }
}

/** The configuration in `given`; throws `ConfigFault` with everything that is wrong. */
export function checkConfig(given: unknown): Config {
  const faults = configFaults(given)
  if (faults.length > 0) throw new ConfigFault(faults)
  return given as Config
}

/** The configuration's limits, with defaults for what it does not say. */
export function limitsOf(config: Config): Limits {
  return { ...limitDefaults, ...definedOf(config.limits ?? {}) }
}

/** Every broken rule in file order of layers: frame, devices, tags. Empty = right. */
export function configFaults(given: unknown): FieldFault[] {
  const faults = schemaFaults(layers.frame, given, '')
  if (!isPlain(given)) return faults
  const limits = limitsOf(given as Config)
  if (limits.waitMsMin > limits.waitMsMax) {
    faults.push({
      field: 'limits.waitMsMin',
      rule: 'edge.config.above',
      values: { other: 'limits.waitMsMax' },
    })
  }
  const { devices } = given
  if (devices === 'server' || devices === undefined) return faults
  if (Array.isArray(devices) && devices.length === 0) {
    faults.push({ field: 'devices', rule: 'edge.config.minItems', values: { limit: 1 } })
  }
  return [...faults, ...devicesFaults(devices, limits)]
}

/** Every broken rule in a list of machines; an empty list is right. */
export function devicesFaults(devices: unknown, limits: Limits): FieldFault[] {
  const faults = schemaFaults(layers.devices, devices, 'devices')
  if (!Array.isArray(devices)) return faults
  faults.push(...repeated(devices, 'device', 'devices'))
  for (const [index, device] of devices.entries()) {
    faults.push(...deviceFaults(device, `devices[${index}]`, limits))
  }
  return faults
}

function deviceFaults(device: unknown, field: string, limits: Limits): FieldFault[] {
  if (!isPlain(device)) return [{ field, rule: 'edge.config.type', values: { type: 'object' } }]
  const { adapter } = device
  if (!isAdapter(adapter)) {
    const rule = adapter === undefined ? 'edge.config.required' : 'edge.config.oneOf'
    return [{ field: `${field}.adapter`, rule, values: { values: Object.keys(layers.device).join(', ') } }]
  }
  const faults = schemaFaults(layers.device[adapter], device, field)
  faults.push(...togetherFaults(device, field, limits))
  const { tags } = device
  if (tags === undefined || (wholeAdapters.has(adapter) && tags === 'all')) return faults
  faults.push(...schemaFaults(layers.tags, tags, `${field}.tags`))
  if (!Array.isArray(tags)) return faults
  faults.push(...repeated(tags, 'name', `${field}.tags`))
  for (const [index, tag] of tags.entries())
    faults.push(...tagFaults(tag, adapter, `${field}.tags[${index}]`))
  return faults
}

/** Adapters that may take everything there is. */
const wholeAdapters: ReadonlySet<AdapterName> = new Set(['mtconnect', 'sparkplug', 'file'])

const paces: Partial<Record<AdapterName, readonly [string, number]>> = {
  mtconnect: ['heartbeatMs', heartbeatMs],
  opcua: ['publishingMs', publishingMs],
  modbus: ['intervalMs', modbusIntervalMs],
}

/** Rules that join several settings of a device. */
function togetherFaults(device: Plain, field: string, limits: Limits): FieldFault[] {
  const faults: FieldFault[] = []
  const { securityMode = 'None', securityPolicy = 'None' } = device
  // Who speaks at its own pace must be given twice the time before it counts as silent.
  const [pace, initialMs] = paces[device.adapter as AdapterName] ?? ['intervalMs', 0]
  if (Number(device[pace] ?? initialMs) * 2 > limits.silentMsMax) {
    const values = { limit: limits.silentMsMax / 2 }
    faults.push({ field: `${field}.${pace}`, rule: 'edge.config.heartbeat', values })
  }
  if ((securityMode === 'None') !== (securityPolicy === 'None')) {
    faults.push({ field: `${field}.securityPolicy`, rule: 'edge.config.security' })
  }
  return faults
}

function tagFaults(tag: unknown, adapter: AdapterName, field: string): FieldFault[] {
  const faults = schemaFaults(layers.tag[adapter], tag, field)
  if (adapter === 'modbus' && faults.length === 0) faults.push(...modbusTagFaults(tag as ModbusTag, field))
  if (adapter === 'mqtt' && faults.length === 0) faults.push(...mqttTagFaults(tag as MqttTag, field))
  if (!isPlain(tag) || tag.deadband === undefined) return faults
  const { deadband, type = 'number' } = tag
  if (type !== 'number') faults.push({ field: `${field}.deadband`, rule: 'edge.config.deadbandType' })
  if (!isPlain(deadband)) return [...faults, ...schemaFaults(DeadbandWidth, deadband, `${field}.deadband`)]
  faults.push(...schemaFaults(DeadbandRange, deadband, `${field}.deadband`))
  if (
    typeof deadband.low === 'number' &&
    typeof deadband.high === 'number' &&
    deadband.low >= deadband.high
  ) {
    faults.push({ field: `${field}.deadband.low`, rule: 'edge.config.above', values: { other: 'high' } })
  }
  return faults
}

/** Names that stand twice in a list; Sparkplug wants them different even without regard to case. */
function repeated(list: readonly unknown[], key: string, field: string): FieldFault[] {
  const seen = new Map<string, number>()
  const faults: FieldFault[] = []
  for (const [index, item] of list.entries()) {
    const name = isPlain(item) ? item[key] : undefined
    if (typeof name !== 'string') continue
    const before = seen.get(name.toLowerCase())
    if (before === undefined) seen.set(name.toLowerCase(), index)
    else {
      const values = { other: `${field}[${before}].${key}` }
      faults.push({ field: `${field}[${index}].${key}`, rule: 'edge.config.repeated', values })
    }
  }
  return faults
}

function schemaFaults(schema: TSchema, given: unknown, field: string): FieldFault[] {
  const found = everyFault(schema, given).flatMap((error) => faultsOf(error, schema, field))
  const unique = new Map(found.map((fault) => [`${fault.field} ${fault.rule}`, fault]))
  return [...unique.values()]
}

function faultsOf(error: SchemaFault, schema: TSchema, prefix: string): FieldFault[] {
  const { params } = error
  const field = prefix + pathOf(error.instancePath, prefix)
  const inside = (name: string) => (field === '' ? name : `${field}.${name}`)
  const limit = Number(params.limit)
  switch (error.keyword) {
    case 'boolean':
      return [] // The same as additionalProperties, told once more.
    case 'required':
      return (params.requiredProperties as string[]).map((name) => ({
        field: inside(name),
        rule: 'edge.config.required',
      }))
    case 'additionalProperties':
      return (params.additionalProperties as string[]).map((name) => ({
        field: inside(name),
        rule: 'edge.config.unknown',
      }))
    case 'type':
      return [{ field: field || '.', rule: 'edge.config.type', values: { type: String(params.type) } }]
    case 'enum':
      return [
        {
          field,
          rule: 'edge.config.oneOf',
          values: { values: (params.allowedValues as string[]).join(', ') },
        },
      ]
    case 'pattern':
      return [{ field, rule: String((nodeAt(schema, error.schemaPath) as Plain).rule) }]
    default:
      return [{ field, rule: `edge.config.${error.keyword}`, values: { limit } }]
  }
}

/** `/buffer/bytesMax` → `buffer.bytesMax`, `/devices/0` → `devices[0]`. */
function pathOf(pointer: string, prefix: string): string {
  const parts = pointer.split('/').slice(1)
  const path = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('')
  return prefix === '' ? path.replace(/^\./, '') : path
}

function nodeAt(schema: TSchema, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Plain)[key], schema)
}

function isAdapter(value: unknown): value is AdapterName {
  return typeof value === 'string' && Object.hasOwn(layers.device, value)
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function definedOf(limits: NonNullable<Config['limits']>): Partial<Limits> {
  const numbers = Object.entries(limits).filter(([, value]) => typeof value === 'number')
  return Object.fromEntries(numbers)
}
