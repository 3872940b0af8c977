import {
  expandTerm,
  linkOfUrn,
  type Namespaces,
  namespacesOf,
  normaliseId,
  standardNamespaces,
} from '@ronghe/epcis'
import type { Condition, Operator, Order, SensorTest, Test } from '../store/query.ts'
import { roles } from '../store/roles.ts'
import { Problem } from './problem.ts'

/** Parameters as a query string or the body of a named query gives them. */
export type Given = Readonly<Record<string, unknown>>

export type EventQuery = {
  conditions: Condition[]
  order: Order
  eventCountLimit: number | null
  maxEventCount: number | null
}

const operators: Readonly<Record<string, Operator>> = { EQ: '=', GT: '>', GE: '>=', LT: '<', LE: '<=' }
const paging = new Set(['perPage', 'nextPageToken', '@context'])
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i
const number = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/
const listMax = 1000

/** Every parameter of an event query (EPCIS 2.0 section 8.2.7.1); an unknown one is told, never ignored. */
export function eventQuery(given: Given, namespaces: Namespaces = standardNamespaces): EventQuery {
  const conditions: Condition[] = []
  const sensors: SensorTest[] = []
  const query: EventQuery = {
    conditions,
    order: { column: 'event_time', isDescending: true },
    eventCountLimit: null,
    maxEventCount: null,
  }
  for (const [name, value] of Object.entries(given)) {
    if (paging.has(name) || value === undefined || value === '') continue
    const sensor = sensorTest(name, value)
    if (sensor) sensors.push(sensor)
    else if (!ordering(query, name, value, given)) conditions.push(condition(name, value, namespaces))
  }
  if (sensors.length > 0) conditions.push({ kind: 'sensor', tests: sensors })
  if (query.eventCountLimit !== null) {
    if (query.maxEventCount !== null) throw wrong('eventCountLimit', 'not together with maxEventCount')
    if (given.orderBy === undefined) throw wrong('eventCountLimit', 'needs orderBy')
  }
  return query
}

/** A query that is kept with its context. */
export function parsedQuery(query: Record<string, unknown>): EventQuery {
  return eventQuery(query, namespacesOf(query['@context'] as never))
}

function ordering(query: EventQuery, name: string, value: unknown, given: Given): boolean {
  switch (name) {
    case 'orderBy': {
      const columns: Readonly<Record<string, Order['column']>> = {
        eventTime: 'event_time',
        recordTime: 'record_time',
      }
      const column = columns[String(value)]
      if (!column) throw wrong(name, 'eventTime or recordTime')
      query.order = { ...query.order, column }
      return true
    }
    case 'orderDirection':
      if (value !== 'ASC' && value !== 'DESC') throw wrong(name, 'ASC or DESC')
      if (given.orderBy === undefined) throw wrong(name, 'needs orderBy')
      query.order = { ...query.order, isDescending: value === 'DESC' }
      return true
    case 'eventCountLimit':
    case 'maxEventCount':
      query[name] = count(name, value)
      return true
    default:
      return false
  }
}

type Maker = (name: string, value: unknown) => Condition

const makers: Readonly<Record<string, Maker>> = {
  eventType: (name, value) => ({ kind: 'column', column: 'type', values: texts(name, value) }),
  EQ_action: (name, value) => {
    const values = texts(name, value)
    if (!values.every((one) => /^(ADD|OBSERVE|DELETE)$/.test(one)))
      throw wrong(name, 'ADD, OBSERVE or DELETE')
    return { kind: 'column', column: 'action', values }
  },
  EQ_bizStep: terms('biz_step', 'bizStep'),
  EQ_disposition: terms('disposition', 'disposition'),
  EQ_errorReason: terms('error_reason', 'errorReason'),
  EQ_persistentDisposition_set: list('set'),
  EQ_persistentDisposition_unset: list('unset'),
  EQ_correctiveEventID: list('corrective'),
  EQ_eventID: (name, value) => ({ kind: 'column', column: 'event_id', values: texts(name, value) }),
  EQ_readPoint: places('read_point', false),
  WD_readPoint: places('read_point', true),
  EQ_bizLocation: places('biz_location', false),
  WD_bizLocation: places('biz_location', true),
  EQ_transformationID: things([roles.transformation]),
  MATCH_epc: things([roles.epc, roles.child]),
  MATCH_parentID: things([roles.parent]),
  MATCH_inputEPC: things([roles.input]),
  MATCH_outputEPC: things([roles.output]),
  MATCH_anyEPC: things([roles.epc, roles.child, roles.parent, roles.input, roles.output]),
  MATCH_epcClass: things([roles.class, roles.childClass]),
  MATCH_inputEPCClass: things([roles.inputClass]),
  MATCH_outputEPCClass: things([roles.outputClass]),
  MATCH_anyEPCClass: things([roles.class, roles.childClass, roles.inputClass, roles.outputClass]),
  EXISTS_errorDeclaration: (name, value) => {
    if (String(value) !== 'true') throw wrong(name, 'true')
    return { kind: 'declared' }
  },
}

const typedRoles: Readonly<
  Record<string, { role: number; vocabulary: 'bizTransactionType' | 'sourceDestType' }>
> = {
  bizTransaction: { role: roles.transaction, vocabulary: 'bizTransactionType' },
  source: { role: roles.source, vocabulary: 'sourceDestType' },
  destination: { role: roles.destination, vocabulary: 'sourceDestType' },
}

function condition(name: string, value: unknown, namespaces: Namespaces): Condition {
  const maker = makers[name]
  if (maker) return maker(name, value)
  const [, operation = '', rest = ''] = /^([A-Z]+)_(.+)$/.exec(name) ?? []
  const timed = {
    eventTime: 'event_time',
    recordTime: 'record_time',
    errorDeclarationTime: 'declared_at',
  } as const
  const column = timed[rest as keyof typeof timed]
  if (column && /^(GE|LT)$/.test(operation)) {
    return { kind: 'time', column, operator: operators[operation]!, value: instant(name, value) }
  }
  if (rest === 'quantity' && operators[operation]) {
    return { kind: 'quantity', operator: operators[operation], value: numeric(name, value) }
  }
  const [, typed = '', type = ''] = /^(bizTransaction|source|destination)_(.+)$/.exec(rest) ?? []
  const role = typedRoles[typed]
  if (operation === 'EQ' && role) {
    const detail = expandTerm(role.vocabulary, type)
    return {
      kind: 'things',
      roles: [role.role],
      exact: texts(name, value).map(normaliseId),
      prefixes: [],
      detail,
    }
  }
  if (operation === 'HASATTR' || operation === 'EQATTR') return attribute(name, operation, rest, value)
  if (operation === 'EXISTS' || operators[operation])
    return extension(name, operation, rest, value, namespaces)
  throw wrong(name, 'unknown')
}

/** Attributes of master data of the place (section 8.2.7.1). */
function attribute(name: string, operation: string, rest: string, value: unknown): Condition {
  const [, field = '', own = ''] = /^(readPoint|bizLocation)(?:_(.+))?$/.exec(rest) ?? []
  if (field === '') throw wrong(name, 'readPoint or bizLocation')
  const column = field === 'readPoint' ? 'read_point' : 'biz_location'
  if (operation === 'HASATTR') return { kind: 'attribute', column, attribute: String(value), values: null }
  if (own === '') throw wrong(name, `EQATTR_${field}_<attribute>`)
  return { kind: 'attribute', column, attribute: own, values: texts(name, value) }
}

const parts: readonly (readonly [string, Extract<Condition, { kind: 'extension' }>['part']])[] = [
  ['INNER_ILMD_', 'ilmdInner'],
  ['ILMD_', 'ilmd'],
  ['INNER_', 'extInner'],
  ['ERROR_DECLARATION_', 'error'],
]

function extension(
  name: string,
  operation: string,
  rest: string,
  value: unknown,
  namespaces: Namespaces,
): Condition {
  const found = parts.find(([prefix]) => rest.startsWith(prefix))
  const field = found ? rest.slice(found[0].length) : rest
  if (!field.includes(':')) throw wrong(name, 'unknown')
  const part = found?.[1] ?? 'ext'
  return { kind: 'extension', part, names: namesOf(field, namespaces), test: test(name, operation, value) }
}

/**
 * A prefixed name in full; a whole URI may set a `#` between namespace and name that the namespace has
 * not.
 */
function namesOf(field: string, namespaces: Namespaces): string[] {
  const colon = field.indexOf(':')
  const namespace = namespaces[field.slice(0, colon)]
  if (namespace !== undefined) return [namespace + field.slice(colon + 1)]
  return [...new Set([field, field.replace(/#(?=[^#]*$)/, '')])]
}

function test(name: string, operation: string, value: unknown): Test {
  if (operation === 'EXISTS') return { kind: 'exists' }
  const operator = operators[operation]!
  const text = String(value)
  if (operator === '=') {
    const values = texts(name, value)
    if (values.length === 1 && number.test(text)) return { kind: 'number', operator, value: Number(text) }
    return { kind: 'equal', values }
  }
  if (number.test(text)) return { kind: 'number', operator, value: Number(text) }
  if (time.test(text)) return { kind: 'time', operator, value: text }
  throw wrong(name, 'a number or a time with zone')
}

const reportTimes = new Set(['time', 'startTime', 'endTime'])
const reportIds = new Set(['deviceID', 'dataProcessingMethod', 'bizRules', 'uriValue'])
const reportTexts = new Set(['microorganism', 'chemicalSubstance', 'stringValue', 'hexBinaryValue'])
const reportNumber = /^(value|minValue|maxValue|meanValue|sDev|percRank|percValue)(?:_([A-Z0-9]{2,3}))?$/

/** Parameters of sensor reports; all of a query must hold of the same report. */
function sensorTest(name: string, value: unknown): SensorTest | null {
  const [, operation = '', field = ''] = /^(EQ|GT|GE|LT|LE)_(.+)$/.exec(name) ?? []
  const operator = operators[operation]
  if (!operator) return null
  const [, measured, uom] = reportNumber.exec(field) ?? []
  if (measured) {
    const one = { field: measured, test: { kind: 'number', operator, value: numeric(name, value) } as const }
    return uom === undefined ? one : { ...one, uom }
  }
  if (reportTimes.has(field) && operator !== '=') {
    return { field, test: { kind: 'time', operator, value: instant(name, value) } }
  }
  if (operator !== '=') return null
  if (field === 'type') {
    const values = texts(name, value).map((one) =>
      expandTerm('measurementType', expandTerm('alertType', one)),
    )
    return { field, test: { kind: 'equal', values } }
  }
  if (field === 'component') {
    return {
      field,
      test: { kind: 'equal', values: texts(name, value).map((one) => expandTerm('component', one)) },
    }
  }
  if (reportIds.has(field))
    return { field, test: { kind: 'equal', values: texts(name, value).map(normaliseId) } }
  const isText = reportTexts.has(field) || field === 'booleanValue'
  return isText ? { field, test: { kind: 'equal', values: texts(name, value) } } : null
}

function terms(
  column: 'biz_step' | 'disposition' | 'error_reason',
  vocabulary: 'bizStep' | 'disposition' | 'errorReason',
): Maker {
  return (name, value) => ({
    kind: 'column',
    column,
    values: texts(name, value).map((one) => expandTerm(vocabulary, one)),
  })
}

function list(which: 'set' | 'unset' | 'corrective'): Maker {
  return (name, value) => {
    const values = texts(name, value)
    const expanded = which === 'corrective' ? values : values.map((one) => expandTerm('disposition', one))
    return { kind: 'list', list: which, values: expanded }
  }
}

function places(column: 'read_point' | 'biz_location', within: boolean): Maker {
  return (name, value) => ({ kind: 'place', column, values: texts(name, value).map(normaliseId), within })
}

/** A pattern such as `urn:epc:idpat:sgtin:4012345.012345.*` means every serial of its class. */
function things(of: readonly number[]): Maker {
  return (name, value) => {
    const given = texts(name, value)
    const patterns = given.filter((one) => one.startsWith('urn:epc:idpat:'))
    const prefixes = patterns.map((one) => {
      const link = linkOfUrn(one)
      if (!link) throw wrong(name, `a pattern: ${one}`)
      return link
    })
    const exact = given.filter((one) => !one.startsWith('urn:epc:idpat:')).map(normaliseId)
    return { kind: 'things', roles: of, exact, prefixes }
  }
}

/** Values of a list: repeated, separated by `|`, or an array of JSON. */
function texts(name: string, value: unknown): string[] {
  const values = [value]
    .flat()
    .flatMap((one) => String(one).split('|'))
    .filter((one) => one !== '')
  if (values.length === 0 || values.length > listMax) throw wrong(name, `1 to ${listMax} values`)
  return values
}

function instant(name: string, value: unknown): string {
  const text = String(value).replace(' ', '+')
  if (!time.test(text) || Number.isNaN(Date.parse(text.toUpperCase()))) throw wrong(name, 'a time with zone')
  return text
}

function numeric(name: string, value: unknown): number {
  if (!number.test(String(value))) throw wrong(name, 'a number')
  return Number(value)
}

function count(name: string, value: unknown): number {
  const found = Number(value)
  if (!Number.isInteger(found) || found < 1) throw wrong(name, 'a whole number from 1')
  return found
}

function wrong(name: string, rule: string): Problem {
  return new Problem('QueryParameterException', `${name}: ${rule}`)
}
