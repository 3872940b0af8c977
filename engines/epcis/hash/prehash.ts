import type { EventJson, Json, JsonObject } from '../document/model.ts'
import { expandKey, type Namespaces } from '../document/namespaces.ts'
import { expandTerm, type Vocabulary } from '../document/vocabulary.ts'
import { sortByCodePoint } from './sort.ts'
import { canonicalTime, canonicalValue } from './value.ts'

export type PreHashOptions = {
  readonly namespaces: Namespaces
  /** Expanded names of extensions that take no part, as the document declares them. */
  readonly ignore?: ReadonlySet<string>
}

/** Take no part: they change when an event is stored or corrected (CBV 2.0 section 8.9.2). */
const excluded = new Set(['type', '@context', 'recordTime', 'eventID', 'errorDeclaration', 'comment'])

const sensorMetadata = [
  'time',
  'startTime',
  'endTime',
  'deviceID',
  'deviceMetadata',
  'rawData',
  'dataProcessingMethod',
  'bizRules',
]
const sensorReport = [
  'type',
  'exception',
  'deviceID',
  'deviceMetadata',
  'rawData',
  'dataProcessingMethod',
  'time',
  'microorganism',
  'chemicalSubstance',
  'value',
  'component',
  'stringValue',
  'booleanValue',
  'hexBinaryValue',
  'uriValue',
  'minValue',
  'maxValue',
  'meanValue',
  'sDev',
  'percRank',
  'percValue',
  'uom',
  'coordinateReferenceSystem',
]
const metadataFields = new Set(sensorMetadata)
const reportFields = new Set(sensorReport)
const times = new Set(['eventTime', 'time', 'startTime', 'endTime'])
const terms: Readonly<Record<string, Vocabulary>> = {
  bizStep: 'bizStep',
  disposition: 'disposition',
  component: 'component',
  exception: 'alertType',
}

/**
 * The text whose digest is the event's hash: all that it says, in the canonical sequence (SPEC section
 * 6).
 */
export function preHash(event: EventJson, options: PreHashOptions): string {
  const left: string[] = []
  const done = new Set(excluded)
  const field = (name: string) => {
    done.add(name)
    return pair(name, event[name])
  }
  const list = (name: string, write: (item: Json) => string) => {
    done.add(name)
    return listed(name, event[name], write)
  }
  const epc = (item: Json) => `epc=${canonicalValue(String(item))}`
  const text = [
    `eventType=${event.type}`,
    field('eventTime'),
    field('eventTimeZoneOffset'),
    certifications(event, done),
    list('epcList', epc),
    field('parentID'),
    list('inputEPCList', epc),
    list('childEPCs', epc),
    list('quantityList', quantity),
    list('childQuantityList', quantity),
    list('inputQuantityList', quantity),
    list('outputEPCList', epc),
    list('outputQuantityList', quantity),
    field('action'),
    field('transformationID'),
    field('bizStep'),
    field('disposition'),
    persistent(event, done),
    place('readPoint', event, done, options),
    place('bizLocation', event, done, options),
    list('sensorElementList', (item) => sensorElement(item as JsonObject, options, left)),
  ].join('')
  for (const name of ['bizTransaction', 'source', 'destination']) {
    const whole = list(`${name}List`, (item) => typed(name, item as JsonObject))
    if (whole !== '') left.push(whole)
  }
  for (const key in event) if (!done.has(key)) extension(key, event[key]!, options, left)
  return text + sortByCodePoint(left).join('')
}

function pair(name: string, value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return ''
  const raw = String(value)
  if (times.has(name)) return `${name}=${canonicalTime(raw)}`
  const vocabulary = terms[name]
  return `${name}=${canonicalValue(vocabulary ? expandTerm(vocabulary, raw) : raw)}`
}

function listed(name: string, value: Json | undefined, write: (item: Json) => string): string {
  if (!Array.isArray(value) || value.length === 0) return ''
  if (value.length === 1) {
    const only = write(value[0]!)
    return only === '' ? '' : name + only
  }
  const items = value.map(write).filter((item) => item !== '')
  return items.length === 0 ? '' : name + sortByCodePoint(items).join('')
}

function certifications(event: EventJson, done: Set<string>): string {
  done.add('certificationInfo')
  const value = event.certificationInfo
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return sortByCodePoint(items.map((item) => pair('certificationInfo', item))).join('')
}

function quantity(item: Json): string {
  const { epcClass, quantity: amount, uom } = item as JsonObject
  return `quantityElement${pair('epcClass', epcClass)}${pair('quantity', amount)}${pair('uom', uom)}`
}

function typed(name: string, item: JsonObject): string {
  const vocabulary = name === 'bizTransaction' ? 'bizTransactionType' : 'sourceDestType'
  const type =
    item.type === undefined ? '' : `type=${canonicalValue(expandTerm(vocabulary, String(item.type)))}`
  return type + pair(name, item[name])
}

function persistent(event: EventJson, done: Set<string>): string {
  done.add('persistentDisposition')
  const value = event.persistentDisposition as JsonObject | undefined
  if (!value) return ''
  const write = (name: string) => {
    const items = [value[name] ?? []].flat() as Json[]
    return sortByCodePoint(
      items.map((item) => `${name}=${canonicalValue(expandTerm('disposition', String(item)))}`),
    ).join('')
  }
  const both = write('set') + write('unset')
  return both === '' ? '' : `persistentDisposition${both}`
}

function place(name: string, event: EventJson, done: Set<string>, options: PreHashOptions): string {
  done.add(name)
  const value = event[name] as JsonObject | undefined
  if (!value) return ''
  const extensions: string[] = []
  for (const key in value) if (key !== 'id') extension(key, value[key]!, options, extensions)
  return `${name}${pair('id', value.id)}${sortByCodePoint(extensions).join('')}`
}

function sensorElement(item: JsonObject, options: PreHashOptions, left: string[]): string {
  const beside: string[] = []
  const unknown: string[] = []
  const metadata = fields(
    'sensorMetadata',
    item.sensorMetadata,
    sensorMetadata,
    metadataFields,
    options,
    unknown,
  )
  const reports = [item.sensorReport ?? []].flat().map((report) => {
    return fields('sensorReport', report as Json, sensorReport, reportFields, options, unknown)
  })
  for (const key in item) {
    if (key !== 'sensorMetadata' && key !== 'sensorReport') extension(key, item[key]!, options, beside)
  }
  // A standard name that is not in the canonical sequence is kept, with its path, behind everything else.
  if (unknown.length > 0) left.push(`sensorElementListsensorElement${sortByCodePoint(unknown).join('')}`)
  const inner = metadata + sortByCodePoint(reports).join('') + sortByCodePoint(beside).join('')
  return inner === '' ? '' : `sensorElement${inner}`
}

function fields(
  name: string,
  value: Json | undefined,
  order: readonly string[],
  known: ReadonlySet<string>,
  options: PreHashOptions,
  unknown: string[],
): string {
  if (value === undefined || value === null) return ''
  const item = value as JsonObject
  let text = ''
  for (const key of order) {
    const one = item[key]
    if (one === undefined) continue
    text += key === 'type' ? `type=${canonicalValue(sensorType(String(one)))}` : pair(key, one)
  }
  const extensions: string[] = []
  for (const key in item) {
    if (known.has(key)) continue
    if (key.includes(':')) extension(key, item[key]!, options, extensions)
    else unknown.push(name + pair(key, item[key]))
  }
  text += sortByCodePoint(extensions).join('')
  return text === '' ? '' : name + text
}

function sensorType(text: string): string {
  const alert = expandTerm('alertType', text)
  return alert === text ? expandTerm('measurementType', text) : alert
}

/** Names in full, values canonical, everything inside sorted; an array is its items under the same name. */
function extension(key: string, value: Json, options: PreHashOptions, into: string[]): void {
  if (key === '#text' || key === 'rdfs:comment') return
  const name = expandKey(key, options.namespaces)
  if (options.ignore?.has(name)) return
  if (Array.isArray(value)) {
    for (const item of value) extension(key, item, options, into)
    return
  }
  if (value === null || typeof value !== 'object') {
    const text = canonicalValue(String(value ?? ''))
    into.push(text === '' ? name : `${name}=${text}`)
    return
  }
  const item = value as JsonObject
  const inner: string[] = []
  for (const one in item) extension(one, item[one]!, options, inner)
  const own = item['#text']
  const text = own === undefined ? '' : `=${canonicalValue(String(own))}`
  into.push(name + text + sortByCodePoint(inner).join(''))
}
