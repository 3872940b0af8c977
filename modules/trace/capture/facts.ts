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
 * What can be asked of an event besides its columns and keys. `ext`, `ilmd` and so on hold extensions at the
 * top of a part of the event, `extInner`, `ilmdInner` those inside others (EPCIS 2.0 section 8.2.7.1).
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
  errorInner?: Values
  sensorElement?: Values
  sensorElementInner?: Values
  sensorMetadata?: Values
  sensorMetadataInner?: Values
  sensorReport?: Values
  sensorReportInner?: Values
  readPoint?: Values
  readPointInner?: Values
  bizLocation?: Values
  bizLocationInner?: Values
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
  for (const [part, items] of Object.entries(partsOf(event, declaration))) {
    const [top, inner] = valuesOf(items, namespaces)
    if (Object.keys(top).length > 0) facts[part as 'ext'] = top
    if (Object.keys(inner).length > 0) facts[`${part}Inner` as 'extInner'] = inner
  }
  const sensors = sensorsOf(event.sensorElementList)
  if (sensors.length > 0) facts.sensors = sensors
  return Object.keys(facts).length > 0 ? facts : null
}

/** Objects of the event in which extensions may stand. */
function partsOf(event: EventJson, declaration: JsonObject | undefined): Record<string, JsonObject[]> {
  const elements = objects(event.sensorElementList)
  return {
    ext: [event],
    ilmd: objects(event.ilmd),
    error: objects(declaration),
    sensorElement: elements,
    sensorMetadata: elements.flatMap(({ sensorMetadata }) => objects(sensorMetadata)),
    sensorReport: elements.flatMap(({ sensorReport }) => objects(sensorReport)),
    readPoint: objects(event.readPoint),
    bizLocation: objects(event.bizLocation),
  }
}

function objects(value: Json | undefined): JsonObject[] {
  return [value ?? []].flat().filter((one) => typeof one === 'object' && one !== null) as JsonObject[]
}

/** Values of the extensions at the top of objects, and of those inside them. */
function valuesOf(items: readonly JsonObject[], namespaces: Namespaces): [Values, Values] {
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
  for (const item of items) {
    for (const [key, value] of Object.entries(item)) if (key.includes(':')) visit(key, value, top)
  }
  return [top, inner]
}

/** Every report with what its metadata says of it. */
function sensorsOf(list: Json | undefined): Record<string, string | number | boolean>[] {
  return objects(list).flatMap(({ sensorMetadata, sensorReport }) => {
    const shared = flat((sensorMetadata ?? {}) as JsonObject)
    return objects(sensorReport).map((report) => ({ ...shared, ...flat(report) }))
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
