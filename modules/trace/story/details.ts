import {
  compactTerm,
  type EventJson,
  type Json,
  type JsonObject,
  normaliseId,
  unitSymbol,
} from '@ronghe/epcis'

type Named = { type: string; id: string }

export type Sensor = {
  type: string
  component: string | null
  value: number | null
  least: number | null
  most: number | null
  mean: number | null
  text: string | null
  uom: string | null
  /** How the unit is written, where the code is known. */
  unit: string | null
  at: string | null
  device: string | null
}

/** What a person wants to know of an event besides its line: with whom, by which paper, how it was. */
export type Details = {
  parent: string | null
  inputs: number
  outputs: number
  transactions: Named[]
  sources: Named[]
  destinations: Named[]
  sensors: Sensor[]
  lot: string | null
  equipmentId: string | null
  startedAt: string | null
  isSample: boolean
}

const listMax = 50
/** Where rooms of the house say which machine did a step, and since when. */
export const equipmentKey = 'ronghe:equipment'
export const startKey = 'ronghe:start'
export const sampleKey = 'ronghe:sample'

/** Pure: the details of an event as it was captured. */
export function detailsOf(event: EventJson): Details {
  const count = (...names: string[]) => names.reduce((sum, name) => sum + listOf(event[name]).length, 0)
  const ilmd = (event.ilmd ?? {}) as JsonObject
  return {
    parent: typeof event.parentID === 'string' ? normaliseId(event.parentID) : null,
    inputs: count('inputEPCList', 'inputQuantityList'),
    outputs: count('outputEPCList', 'outputQuantityList'),
    transactions: namedOf(event.bizTransactionList, 'bizTransaction', 'bizTransactionType'),
    sources: namedOf(event.sourceList, 'source', 'sourceDestType'),
    destinations: namedOf(event.destinationList, 'destination', 'sourceDestType'),
    sensors: sensorsOf(event.sensorElementList),
    lot: textOf(ilmd['cbvmda:lotNumber']),
    equipmentId: textOf(event[equipmentKey]),
    startedAt: textOf(event[startKey]),
    isSample: event[sampleKey] === true,
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function namedOf(
  list: Json | undefined,
  field: string,
  vocabulary: 'bizTransactionType' | 'sourceDestType',
): Named[] {
  return (listOf(list) as readonly JsonObject[]).slice(0, listMax).map((one) => {
    const type = one.type === undefined ? '' : compactTerm(vocabulary, String(one.type))
    return { type, id: normaliseId(String(one[field])) }
  })
}

function sensorsOf(list: Json | undefined): Sensor[] {
  const found = (listOf(list) as readonly JsonObject[]).flatMap(({ sensorMetadata, sensorReport }) => {
    const shared = (sensorMetadata ?? {}) as JsonObject
    return (listOf(sensorReport) as readonly JsonObject[]).map((report) => ({
      type: compactTerm('alertType', compactTerm('measurementType', String(report.type ?? ''))),
      component: report.component === undefined ? null : compactTerm('component', String(report.component)),
      value: numberOf(report.value),
      least: numberOf(report.minValue),
      most: numberOf(report.maxValue),
      mean: numberOf(report.meanValue),
      text: textOf(report.stringValue) ?? textOf(report.uriValue) ?? booleanOf(report.booleanValue),
      uom: textOf(report.uom),
      unit: unitSymbol(textOf(report.uom) ?? ''),
      at: textOf(report.time) ?? textOf(shared.time),
      device: textOf(report.deviceID) ?? textOf(shared.deviceID),
    }))
  })
  return found.slice(0, listMax)
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null
}

function booleanOf(value: Json | undefined): string | null {
  return typeof value === 'boolean' ? String(value) : null
}
