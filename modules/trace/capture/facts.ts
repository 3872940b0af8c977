import {
  type EventJson,
  expandTerm,
  type Json,
  type JsonObject,
  type Namespaces,
  normaliseId,
} from '@ronghe/epcis'
import { nameOf } from './prepare.ts'

/** Name → every value that the extension has, as text or number. */
type Values = Record<string, (string | number | boolean)[]>

/**
 * What can be asked of an event besides its columns and keys. `ext` and `ilmd` hold extensions at the top,
 * `extInner` and `ilmdInner` those inside others (EPCIS 2.0 section 8.2.7.1).
 */
export type Facts = {
  set?: string[]
  unset?: string[]
  corrective?: string[]
  ext?: Values
  extInner?: Values
  ilmd?: Values
  ilmdInner?: Values
  error?: Values
  sensors?: Record<string, string | number | boolean>[]
}

const ids = new Set(['deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules', 'uriValue'])

/** Null when there is nothing to ask for. */
export function factsOf(event: EventJson, namespaces: Namespaces): Facts | null {
  const facts: Facts = {}
  const persistent = event.persistentDisposition as JsonObject | undefined
  for (const name of ['set', 'unset'] as const) {
    const list = persistent?.[name] as readonly string[] | undefined
    if (list) facts[name] = list.map((one) => expandTerm('disposition', one))
  }
  const declaration = event.errorDeclaration as JsonObject | undefined
  const corrective = declaration?.correctiveEventIDs as readonly string[] | undefined
  if (corrective) facts.corrective = [...corrective]
  const [ext, extInner] = valuesOf(event, namespaces)
  const [ilmd, ilmdInner] = valuesOf((event.ilmd ?? {}) as JsonObject, namespaces)
  const [error] = valuesOf(declaration ?? {}, namespaces)
  const all = { ext, extInner, ilmd, ilmdInner, error }
  for (const [name, values] of Object.entries(all)) {
    if (Object.keys(values).length > 0) facts[name as 'ext'] = values
  }
  const sensors = sensorsOf(event.sensorElementList)
  if (sensors.length > 0) facts.sensors = sensors
  return Object.keys(facts).length > 0 ? facts : null
}

/** Values of the extensions at the top of an object, and of those inside them. */
function valuesOf(item: JsonObject, namespaces: Namespaces): [Values, Values] {
  const top: Values = {}
  const inner: Values = {}
  const visit = (key: string, value: Json, into: Values): void => {
    const name = nameOf(key, namespaces)
    const list = Object.hasOwn(into, name) ? into[name]! : []
    into[name] = list
    if (Array.isArray(value)) for (const one of value) visit(key, one, into)
    else if (value !== null && typeof value === 'object') {
      for (const [one, below] of Object.entries(value)) {
        if (one === '#text') list.push(below as string)
        else visit(one, below, inner)
      }
    } else if (value !== null) list.push(value as string | number | boolean)
  }
  for (const [key, value] of Object.entries(item)) if (key.includes(':')) visit(key, value, top)
  return [top, inner]
}

/** Every report with what its metadata says of it. */
function sensorsOf(list: Json | undefined): Record<string, string | number | boolean>[] {
  if (!Array.isArray(list)) return []
  return (list as readonly JsonObject[]).flatMap(({ sensorMetadata, sensorReport }) => {
    const shared = flat((sensorMetadata ?? {}) as JsonObject)
    return ((sensorReport ?? []) as readonly JsonObject[]).map((report) => ({ ...shared, ...flat(report) }))
  })
}

function flat(item: JsonObject): Record<string, string | number | boolean> {
  const found: Record<string, string | number | boolean> = {}
  for (const [key, value] of Object.entries(item)) {
    if (value === null || typeof value === 'object') continue
    if (typeof value !== 'string') found[key] = value
    else if (key === 'type') found[key] = expandTerm('measurementType', expandTerm('alertType', value))
    else if (key === 'component') found[key] = expandTerm('component', value)
    else found[key] = ids.has(key) ? normaliseId(value) : value
  }
  return found
}
