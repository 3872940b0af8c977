import { normaliseId } from '@ronghe/epcis'

type Item = { readonly [key: string]: unknown }
type Asked = readonly [name: string, value: string]

/** What the twin knows beside events: what lies within a place, and attributes of master data. */
export type Master = {
  within: Readonly<Record<string, readonly string[]>>
  attributes: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/**
 * The twin of an event query: one event, looked at field by field as the table of EPCIS 2.0 section 8.2.7.1
 * tells it. Only prefixed names of extensions, only values that the parameter allows.
 */
export function meets(event: Item, asked: readonly Asked[], master: Master): boolean {
  const ofReports = asked.filter(([name]) => reportField(name) !== null)
  const ofEvent = asked.filter(([name]) => reportField(name) === null)
  if (!ofEvent.every(([name, value]) => eventMeets(event, name, value, master))) return false
  if (ofReports.length === 0) return true
  const types = ofReports.filter(([name]) => name === 'EQ_type').flatMap(([, value]) => value.split('|'))
  return reportsOf(event).some((report) =>
    ofReports.every(([name, value]) => reportMeets(report, name, value, types)),
  )
}

const list = (value: unknown): Item[] => (value === undefined ? [] : ([value].flat() as Item[]))
const bare = (term: unknown) => String(term).replace(/^.*(:|-)(?=[A-Za-z_]+$)/, '')
const same = (left: unknown, right: unknown) => normaliseId(String(left)) === normaliseId(String(right))
const anyOf = (value: string, holds: (one: string) => boolean) => value.split('|').some(holds)

const measures = 'value|minValue|maxValue|meanValue|sDev|percRank|percValue'
const reportFields = new RegExp(
  `^(time|startTime|endTime|type|component|deviceID|dataProcessingMethod|bizRules|microorganism|` +
    `chemicalSubstance|(string|hexBinary|uri|boolean)Value|(${measures})(_.+)?)$`,
)

function reportField(name: string): string | null {
  const field = /^(?:EQ|GT|GE|LT|LE)_(.+)$/.exec(name)?.[1] ?? ''
  return reportFields.test(field) ? field : null
}

export function reportsOf(event: Item): Item[] {
  return list(event.sensorElementList).flatMap(({ sensorMetadata, sensorReport }) =>
    list(sensorReport).map((report) => ({ ...(sensorMetadata as Item), ...report })),
  )
}

function compare(operation: string, left: number, right: number): boolean {
  const near = Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right))
  if (operation === 'EQ') return near
  if (operation === 'GE' || operation === 'LE')
    return near || (operation === 'GE' ? left > right : left < right)
  return !near && (operation === 'GT' ? left > right : left < right)
}

function reportMeets(report: Item, name: string, value: string, types: readonly string[]): boolean {
  const [operation = '', field = ''] = [name.slice(0, 2), name.slice(3)]
  const [key = '', uom] = field.split('_')
  const told = report[key]
  if (told === undefined) return false
  if (/time$/i.test(key)) return compare(operation, Date.parse(String(told)), Date.parse(value))
  if (typeof told === 'number') {
    const there = uom === undefined ? told : converted(told, String(report.uom), uom, key === 'sDev', types)
    return there !== null && anyOf(value, (one) => compare(operation, there, Number(one)))
  }
  if (key === 'type' || key === 'component') return anyOf(value, (one) => bare(one) === bare(told))
  return anyOf(value, (one) => same(one, told))
}

type Scale = { types: readonly string[]; units: Readonly<Record<string, readonly [number, number]>> }

/** Factor and zero point of the units that these events and questions have. */
const scales: readonly Scale[] = [
  { types: ['Temperature'], units: { KEL: [1, 0], CEL: [1, 273.15], FAH: [5 / 9, 459.67 * (5 / 9)] } },
  { types: ['RelativeHumidity'], units: { P1: [0.01, 0] } },
  { types: ['Speed'], units: { MTS: [1, 0], KMH: [1 / 3.6, 0] } },
  { types: ['Mass'], units: { KGM: [1, 0], GRM: [0.001, 0], TNE: [1000, 0] } },
]

function converted(value: number, from: string, to: string, isSpread: boolean, types: readonly string[]) {
  for (const scale of scales) {
    const [one, two] = [scale.units[from], scale.units[to]]
    if (!one || !two || (types.length > 0 && !types.some((type) => scale.types.includes(type)))) continue
    const base = value * one[0] + (isSpread ? 0 : one[1])
    return (base - (isSpread ? 0 : two[1])) / two[0]
  }
  return from === to ? value : null
}

const matched: Readonly<Record<string, readonly string[]>> = {
  MATCH_epc: ['epcList', 'childEPCs'],
  MATCH_parentID: ['parentID'],
  MATCH_inputEPC: ['inputEPCList'],
  MATCH_outputEPC: ['outputEPCList'],
  MATCH_anyEPC: ['epcList', 'childEPCs', 'parentID', 'inputEPCList', 'outputEPCList'],
  MATCH_epcClass: ['quantityList', 'childQuantityList'],
  MATCH_inputEPCClass: ['inputQuantityList'],
  MATCH_outputEPCClass: ['outputQuantityList'],
  MATCH_anyEPCClass: ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'],
}
const quantityLists = matched.MATCH_anyEPCClass!

type Test = (event: Item, value: string) => boolean

const declarationOf = (event: Item) => event.errorDeclaration as Item | undefined
const isOneOf = (told: unknown, value: string) => told !== undefined && anyOf(value, (one) => one === told)
const isTermOf = (told: unknown, value: string) =>
  told !== undefined && anyOf(value, (one) => bare(one) === bare(told))
const persistent = (field: string): Test => {
  return (event, value) =>
    list((event.persistentDisposition as Item | undefined)?.[field]).some((one) => isTermOf(one, value))
}

const fixed: Readonly<Record<string, Test>> = {
  eventType: (event, value) => isOneOf(event.type, value),
  EQ_action: (event, value) => isOneOf(event.action, value),
  EQ_eventID: (event, value) => isOneOf(event.eventID, value),
  EQ_bizStep: (event, value) => isTermOf(event.bizStep, value),
  EQ_disposition: (event, value) => isTermOf(event.disposition, value),
  EQ_persistentDisposition_set: persistent('set'),
  EQ_persistentDisposition_unset: persistent('unset'),
  EQ_transformationID: ({ transformationID: id }, value) =>
    id !== undefined && anyOf(value, (one) => same(one, id)),
  EXISTS_errorDeclaration: (event) => declarationOf(event) !== undefined,
  EXISTS_sensorElementList: (event) => reportsOf(event).length > 0,
  EQ_errorReason: (event, value) => isTermOf(declarationOf(event)?.reason, value),
  EQ_correctiveEventID: (event, value) =>
    list(declarationOf(event)?.correctiveEventIDs).some((id) => isOneOf(String(id), value)),
}

function eventMeets(event: Item, name: string, value: string, master: Master): boolean {
  const lists = matched[name]
  if (lists) {
    const told = lists.flatMap((one) => list(event[one])).map((one) => String(one.epcClass ?? one))
    return told.some((id) => anyOf(value, (one) => matches(id, one)))
  }
  const test = fixed[name]
  if (test) return test(event, value)
  if (/^(EQ|WD)_(readPoint|bizLocation)$/.test(name)) return isAt(event, name, value, master)
  const [operation = '', rest = ''] = [name.slice(0, name.indexOf('_')), name.slice(name.indexOf('_') + 1)]
  const times: Readonly<Record<string, unknown>> = {
    eventTime: event.eventTime,
    recordTime: event.recordTime,
    errorDeclarationTime: declarationOf(event)?.declarationTime,
    errorDeclaration_Time: declarationOf(event)?.declarationTime,
  }
  if (rest in times) {
    const told = times[rest]
    return told !== undefined && compare(operation, Date.parse(String(told)), Date.parse(value))
  }
  if (/^quantity(_|$)/.test(rest)) return hasQuantity(event, operation, rest.split('_')[1], value)
  const [, field = '', type] = /^(bizTransaction|source|destination)_(.+)$/.exec(rest) ?? []
  if (type !== undefined) {
    const isMeant = (one: Item) => bare(one.type) === type && anyOf(value, (each) => same(each, one[field]))
    return list(event[`${field}List`]).some(isMeant)
  }
  if (operation === 'HASATTR' || /^EQ_?ATTR_/.test(name)) return hasAttribute(event, name, value, master)
  return extensionMeets(event, operation, rest, value)
}

function isAt(event: Item, name: string, value: string, master: Master): boolean {
  const id = (event[name.slice(3)] as Item | undefined)?.id
  if (id === undefined) return false
  const inside = (one: string): string[] => [one, ...(master.within[one] ?? []).flatMap(inside)]
  const meant = (one: string) => (name.startsWith('WD') ? inside(one) : [one])
  return anyOf(value, (one) => meant(one).some((at) => same(at, id)))
}

function hasQuantity(event: Item, operation: string, uom: string | undefined, value: string): boolean {
  const items = quantityLists.flatMap((one) => list(event[one]))
  return items.some((one) => {
    if (typeof one.quantity !== 'number' || (uom !== undefined && one.uom === undefined)) return false
    const told = uom === undefined ? one.quantity : converted(one.quantity, String(one.uom), uom, false, [])
    return told !== null && anyOf(value, (each) => compare(operation, told, Number(each)))
  })
}

function matches(id: string, pattern: string): boolean {
  if (!pattern.startsWith('urn:epc:idpat:')) return same(id, pattern)
  return id.startsWith(pattern.replace('idpat', 'id').replace('*', ''))
}

function hasAttribute(event: Item, name: string, value: string, master: Master): boolean {
  const [, field = '', own] = /^(?:HASATTR|EQ_?ATTR)_([^_]+)(?:_(.+))?$/.exec(name) ?? []
  const told =
    field === 'epcClass'
      ? quantityLists.flatMap((one) => list(event[one])).map((one) => String(one.epcClass))
      : list(event[field]).map((one) => String(one.id ?? one))
  return told.some((id) => {
    const found = master.attributes[id]
    if (!found) return false
    if (own === undefined) return anyOf(value, (one) => one in found)
    return own in found && anyOf(value, (one) => one === found[own])
  })
}

const partNames = 'ILMD|ERROR_DECLARATION|SENSORELEMENT|SENSORMETADATA|SENSORREPORT|readPoint|bizLocation'
const extensionName = new RegExp(`^(?:(${partNames})_)?(.+)$`)

function extensionMeets(event: Item, operation: string, rest: string, value: string): boolean {
  const isInner = rest.startsWith('INNER_')
  const [, part = '', field = ''] = extensionName.exec(rest.replace(/^INNER_/, '')) ?? []
  const elements = list(event.sensorElementList)
  const objects: Readonly<Record<string, Item[]>> = {
    '': [event],
    ILMD: list(event.ilmd),
    ERROR_DECLARATION: list(event.errorDeclaration),
    SENSORELEMENT: elements,
    SENSORMETADATA: elements.flatMap((one) => list(one.sensorMetadata)),
    SENSORREPORT: elements.flatMap((one) => list(one.sensorReport)),
    readPoint: list(event.readPoint),
    bizLocation: list(event.bizLocation),
  }
  const own = (item: Item) => Object.entries(item).filter(([key]) => key.includes(':'))
  const top = objects[part]!.flatMap(own)
  const all = isInner ? top.flatMap(([, item]) => insides(item)) : top
  const found = all.filter(([key]) => key === field)
  if (operation === 'EXISTS') return found.length > 0
  const told = found.flatMap(([, one]) => one)
  return told.some((one) => anyOf(value, (asked) => valueMeets(operation, one, asked)))
}

function insides(item: unknown): [string, unknown][] {
  if (typeof item !== 'object' || item === null) return []
  return Object.entries(item).flatMap(([key, value]) => [
    [key, value] as [string, unknown],
    ...insides(value),
  ])
}

function valueMeets(operation: string, told: unknown, asked: string): boolean {
  const text = String(told)
  const isNumber = (one: string) => /^[+-]?\d+(\.\d+)?$/.test(one)
  if (isNumber(asked)) return isNumber(text) && compare(operation, Number(text), Number(asked))
  const isTime = (one: string) => /^\d{4}-\d\d-\d\dT/.test(one)
  if (isTime(asked)) return isTime(text) && compare(operation, Date.parse(text), Date.parse(asked))
  return operation === 'EQ' && text === asked
}
