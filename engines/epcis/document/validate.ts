import { fieldOrder } from '../xml/fields.ts'
import {
  isExtension,
  isObject,
  isOffset,
  isTime,
  isUri,
  isVocabulary,
  type Report,
  reporter,
} from './checks.ts'
import type { DocumentFault, Json, JsonObject } from './model.ts'
import type { Vocabulary } from './vocabulary.ts'

const types = new Set(Object.keys(fieldOrder))
const common = [
  'eventTime',
  'recordTime',
  'eventTimeZoneOffset',
  'eventID',
  'errorDeclaration',
  'certificationInfo',
]
const fieldsOf = new Map(Object.entries(fieldOrder).map(([type, fields]) => [type, new Set(fields)]))
const always = new Set(['@context', 'type', ...common])

type Check = (value: Json, path: string, report: Report) => void

const checks: Readonly<Record<string, Check>> = {
  eventTime: one(isTime, 'time'),
  recordTime: one(isTime, 'time'),
  eventTimeZoneOffset: one(isOffset, 'offset'),
  eventID: one(isUri, 'uri'),
  certificationInfo: (value, path, report) => {
    if (Array.isArray(value)) each(one(isUri, 'uri'))(value, path, report)
    else one(isUri, 'uri')(value, path, report)
  },
  errorDeclaration: object(
    {
      declarationTime: one(isTime, 'time'),
      reason: term('errorReason'),
      correctiveEventIDs: each(one(isUri, 'uri')),
    },
    ['declarationTime'],
    true,
  ),
  parentID: one(isUri, 'uri'),
  transformationID: one(isUri, 'uri'),
  action: one((value) => value === 'ADD' || value === 'OBSERVE' || value === 'DELETE', 'action'),
  bizStep: term('bizStep'),
  disposition: term('disposition'),
  epcList: epcs,
  childEPCs: epcs,
  inputEPCList: epcs,
  outputEPCList: epcs,
  quantityList: each(quantity),
  childQuantityList: each(quantity),
  inputQuantityList: each(quantity),
  outputQuantityList: each(quantity),
  readPoint: place,
  bizLocation: place,
  bizTransactionList: each(
    object(
      { type: term('bizTransactionType'), bizTransaction: one(isUri, 'uri') },
      ['bizTransaction'],
      false,
    ),
  ),
  sourceList: each(
    object({ type: term('sourceDestType'), source: one(isUri, 'uri') }, ['type', 'source'], false),
  ),
  destinationList: each(
    object({ type: term('sourceDestType'), destination: one(isUri, 'uri') }, ['type', 'destination'], false),
  ),
  persistentDisposition,
  sensorElementList: each(sensorElement),
  ilmd: object({}, [], true),
}

/** Every fault of an event; an event without one is what the schemas of EPCIS 2.0 allow. */
export function validateEvent(event: Json, path = ''): DocumentFault[] {
  const { faults, report } = reporter()
  if (!isObject(event)) {
    report(path, 'object', event)
    return faults
  }
  const type = event.type
  if (typeof type !== 'string' || (!types.has(type) && !isExtension(type))) {
    report(at(path, 'type'), 'eventType', type ?? '')
    return faults
  }
  for (const name of ['eventTime', 'eventTimeZoneOffset']) {
    if (event[name] === undefined) report(at(path, name), 'required')
  }
  const fields = fieldsOf.get(type)
  for (const [name, value] of Object.entries(event)) {
    if (fields ? fields.has(name) : common.includes(name)) checks[name]!(value, at(path, name), report)
    else if (!always.has(name) && !isExtension(name)) report(at(path, name), 'unknown')
  }
  if (fields) what(event, type, path, report)
  return faults
}

/** What an event of its type must be about (EPCIS 2.0 sections 7.4.2 to 7.4.6). */
function what(event: JsonObject, type: string, path: string, report: Report): void {
  const some = (name: string) => Array.isArray(event[name]) && (event[name] as readonly Json[]).length > 0
  const need = (name: string) => {
    if (event[name] === undefined) report(at(path, name), 'required')
  }
  if (type !== 'TransformationEvent') need('action')
  const isDelete = event.action === 'DELETE'
  switch (type) {
    case 'ObjectEvent': {
      const senses = some('sensorElementList') && event.readPoint !== undefined
      if (event.epcList === undefined && !some('quantityList') && !senses) report(path, 'what')
      if (event.ilmd !== undefined && event.action !== 'ADD') report(at(path, 'ilmd'), 'ilmdAction')
      return
    }
    case 'AggregationEvent':
    case 'AssociationEvent':
      if (type === 'AssociationEvent') need('parentID')
      if (!isDelete && !some('childEPCs') && !some('childQuantityList')) report(path, 'what')
      return
    case 'TransactionEvent':
      need('bizTransactionList')
      if (Array.isArray(event.bizTransactionList) && event.bizTransactionList.length === 0) {
        report(at(path, 'bizTransactionList'), 'notEmpty')
      }
      if (!isDelete && event.epcList === undefined && !some('quantityList')) report(path, 'what')
      return
    default: {
      const input = some('inputEPCList') || some('inputQuantityList')
      const output = some('outputEPCList') || some('outputQuantityList')
      const isLinked = event.transformationID !== undefined
      if (isLinked ? !input && !output : !input || !output) report(path, 'what')
    }
  }
}

function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function one(holds: (value: Json) => boolean, rule: string): Check {
  return (value, path, report) => {
    if (!holds(value)) report(path, rule, value)
  }
}

function term(vocabulary: Vocabulary): Check {
  return one((value) => isVocabulary(vocabulary, value), vocabulary)
}

function each(check: Check): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) report(path, 'array', value)
    else for (const [index, item] of value.entries()) check(item, `${path}[${index}]`, report)
  }
}

/** The published schema lets a place carry anything beside its id. */
function place(value: Json, path: string, report: Report): void {
  if (!isObject(value)) report(path, 'object', value)
  else if (value.id === undefined) report(at(path, 'id'), 'required')
  else one(isUri, 'uri')(value.id, at(path, 'id'), report)
}

function epcs(value: Json, path: string, report: Report): void {
  each(one(isUri, 'uri'))(value, path, report)
  if (Array.isArray(value) && new Set(value).size < value.length) report(path, 'unique')
}

function object(fields: Readonly<Record<string, Check>>, required: readonly string[], open: boolean): Check {
  return (value, path, report) => {
    if (!isObject(value)) return report(path, 'object', value)
    for (const name of required) if (value[name] === undefined) report(at(path, name), 'required')
    for (const [name, inner] of Object.entries(value)) {
      const check = fields[name]
      if (check) check(inner, at(path, name), report)
      else if (!open || !isExtension(name)) report(at(path, name), 'unknown')
    }
  }
}

const isNumber = (value: Json) => typeof value === 'number' && Number.isFinite(value)

function quantity(value: Json, path: string, report: Report): void {
  const isUom = (text: Json) => typeof text === 'string' && /^[A-Z0-9]{2,3}$/.test(text)
  const fields = { epcClass: one(isUri, 'uri'), quantity: one(isNumber, 'number'), uom: one(isUom, 'uom') }
  object(fields, ['epcClass'], false)(value, path, report)
}

function persistentDisposition(value: Json, path: string, report: Report): void {
  const list: Check = (items, inner, tell) => {
    each(term('disposition'))(items, inner, tell)
    if (!Array.isArray(items)) return
    if (items.length === 0) tell(inner, 'notEmpty')
    if (new Set(items).size < items.length) tell(inner, 'unique')
  }
  object({ set: list, unset: list }, [], false)(value, path, report)
  if (isObject(value) && value.set === undefined && value.unset === undefined) report(path, 'notEmpty')
}

const links = ['deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules']
const linkChecks = Object.fromEntries(links.map((name) => [name, one(isUri, 'uri')]))
const isText = (value: Json) => typeof value === 'string'

const metadata = object(
  { ...linkChecks, time: one(isTime, 'time'), startTime: one(isTime, 'time'), endTime: one(isTime, 'time') },
  [],
  true,
)
const numbers = ['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue']
const sensorReport = object(
  {
    ...linkChecks,
    ...Object.fromEntries(numbers.map((name) => [name, one(isNumber, 'number')])),
    type: term('measurementType'),
    exception: term('alertType'),
    time: one(isTime, 'time'),
    microorganism: one(isUri, 'uri'),
    chemicalSubstance: one(isUri, 'uri'),
    coordinateReferenceSystem: one(isUri, 'uri'),
    component: term('component'),
    stringValue: one(isText, 'text'),
    booleanValue: one((value) => typeof value === 'boolean', 'boolean'),
    hexBinaryValue: one((value) => typeof value === 'string' && /^[A-Fa-f\d]+$/.test(value), 'hex'),
    uriValue: one(isUri, 'uri'),
    uom: one(isText, 'text'),
  },
  ['type'],
  true,
)

function sensorElement(value: Json, path: string, report: Report): void {
  const reports: Check = (items, inner, tell) => {
    each(sensorReport)(items, inner, tell)
    if (Array.isArray(items) && items.length === 0) tell(inner, 'notEmpty')
  }
  object({ sensorMetadata: metadata, sensorReport: reports }, ['sensorReport'], true)(value, path, report)
}
