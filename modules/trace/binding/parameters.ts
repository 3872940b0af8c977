import { expandTerm, type Namespaces, namespacesOf, standardNamespaces } from '@ronghe/epcis'
import type { Condition, Operator, Order, OuterPart, Test } from '../store/query.ts'
import { roles } from '../store/roles.ts'
import { quantityBounds, sensorTests } from './sensor-parameters.ts'
import {
  count,
  flag,
  ids,
  instant,
  isNumber,
  isTime,
  numbers,
  patterns,
  texts,
  uris,
  wrong,
} from './values.ts'

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

/** Every parameter of an event query (EPCIS 2.0 section 8.2.7.1); an unknown one is told, never ignored. */
export function eventQuery(given: Given, namespaces: Namespaces = standardNamespaces): EventQuery {
  const conditions: Condition[] = []
  const query: EventQuery = {
    conditions,
    order: { column: 'event_time', isDescending: true },
    eventCountLimit: null,
    maxEventCount: null,
  }
  const { tests, rest } = sensorTests(Object.entries(given).filter(isAsked), operators)
  for (const [name, value] of rest) {
    if (!ordering(query, name, value, given)) conditions.push(condition(name, value, namespaces))
  }
  if (tests.length > 0) conditions.push({ kind: 'sensor', tests })
  if (query.eventCountLimit !== null) {
    if (query.maxEventCount !== null) throw wrong('eventCountLimit', 'not together with maxEventCount')
    if (given.orderBy === undefined) throw wrong('eventCountLimit', 'needs orderBy')
  }
  return query
}

/** What is empty asks nothing, except where the name alone asks. */
function isAsked([name, value]: readonly [string, unknown]): boolean {
  if (paging.has(name) || value === undefined) return false
  return name.startsWith('EXISTS_') ? flag(name, value) : value !== ''
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
  EQ_eventID: (name, value) => ({ kind: 'column', column: 'event_id', values: uris(name, value) }),
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
  EXISTS_errorDeclaration: () => ({ kind: 'declared' }),
  EXISTS_sensorElementList: () => ({ kind: 'sensor', tests: [] }),
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
    // So the published schema of queries spells it.
    errorDeclaration_Time: 'declared_at',
  } as const
  const column = timed[rest as keyof typeof timed]
  if (column && /^(GE|LT)$/.test(operation)) {
    return { kind: 'time', column, operator: operators[operation]!, value: instant(name, value) }
  }
  const [, isQuantity, uom] = /^(quantity)(?:_(.+))?$/.exec(rest) ?? []
  const operator = operators[operation]
  if (isQuantity && operator) {
    const values = numbers(name, value, operator === '=')
    if (uom === undefined) return { kind: 'quantity', operator, values }
    return { kind: 'measuredQuantity', operator, bounds: quantityBounds(name, values, uom) }
  }
  const [, typed = '', type = ''] = /^(bizTransaction|source|destination)_(.+)$/.exec(rest) ?? []
  const role = typedRoles[typed]
  if (operation === 'EQ' && role) {
    const detail = expandTerm(role.vocabulary, type)
    return {
      kind: 'things',
      roles: [role.role],
      exact: ids(name, value),
      prefixes: [],
      detail,
    }
  }
  if (operation === 'HASATTR') return attribute(name, rest, { names: texts(name, value) }, namespaces)
  const [, pair] = /^EQ(?:_ATTR|ATTR)_(.+)$/.exec(name) ?? []
  if (pair !== undefined) {
    const [, field = '', own = ''] = /^([^_]+)(?:_(.+))?$/.exec(pair) ?? []
    if (own === '' && isVocabulary(field)) throw wrong(name, `EQATTR_${field}_<attribute>`)
    return attribute(name, field, { names: [own], values: texts(name, value) }, namespaces)
  }
  if (operation === 'EXISTS' || operator) return extension(name, operation, rest, value, namespaces)
  throw wrong(name, 'unknown')
}

const vocabularies = {
  readPoint: 'read_point',
  bizLocation: 'biz_location',
  bizStep: 'biz_step',
  disposition: 'disposition',
} as const

function isVocabulary(field: string): boolean {
  return field in vocabularies || field === 'epcClass' || field.includes(':')
}

/** Attributes of master data of what a field names: one of the standard, or an extension. */
function attribute(
  name: string,
  field: string,
  { names, values = null }: { names: string[]; values?: string[] | null },
  namespaces: Namespaces,
): Condition {
  if (!isVocabulary(field)) throw wrong(name, [...Object.keys(vocabularies), 'epcClass'].join(', '))
  const column = field in vocabularies ? vocabularies[field as keyof typeof vocabularies] : null
  const attributes = names.flatMap((one) => namesOf(one, namespaces))
  const extensions = field.includes(':') ? namesOf(field, namespaces) : null
  return {
    kind: 'attribute',
    column,
    extensions,
    attributes: [...new Set([...names, ...attributes])],
    values,
  }
}

/** Prefix of a parameter → which extensions are meant; `INNER_` in front of it: those inside others. */
const parts: readonly (readonly [string, OuterPart])[] = [
  ['ILMD_', 'ilmd'],
  ['ERROR_DECLARATION_', 'error'],
  ['SENSORELEMENT_', 'sensorElement'],
  ['SENSORMETADATA_', 'sensorMetadata'],
  ['SENSORREPORT_', 'sensorReport'],
  ['readPoint_', 'readPoint'],
  ['bizLocation_', 'bizLocation'],
]

function extension(
  name: string,
  operation: string,
  rest: string,
  value: unknown,
  namespaces: Namespaces,
): Condition {
  const isInner = rest.startsWith('INNER_')
  const outer = isInner ? rest.slice('INNER_'.length) : rest
  const found = parts.find(([prefix]) => outer.startsWith(prefix))
  const field = found ? outer.slice(found[0].length) : outer
  if (!field.includes(':')) throw wrong(name, 'unknown')
  const whole = found?.[1] ?? 'ext'
  const part = isInner ? (`${whole}Inner` as const) : whole
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
  const values = operator === '=' ? texts(name, value) : [String(value)]
  if (values.every(isNumber)) return { kind: 'number', operator, values }
  const [only = '', ...others] = values
  if (others.length === 0 && isTime(only)) return { kind: 'time', operator, value: instant(name, only) }
  if (operator === '=') return { kind: 'equal', values }
  throw wrong(name, 'a number or a time with zone')
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
    if (which === 'corrective') return { kind: 'list', list: which, values: uris(name, value) }
    return {
      kind: 'list',
      list: which,
      values: texts(name, value).map((one) => expandTerm('disposition', one)),
    }
  }
}

function places(column: 'read_point' | 'biz_location', within: boolean): Maker {
  return (name, value) => ({ kind: 'place', column, values: ids(name, value), within })
}

function things(of: readonly number[]): Maker {
  return (name, value) => ({ kind: 'things', roles: of, ...patterns(name, value) })
}
