import { Reader } from './bytes.ts'
import {
  type DataSet,
  type DataType,
  dataTypes,
  type Metric,
  type Parameter,
  type Payload,
  type PropertySet,
  type PropertyValue,
  type Scalar,
  type Template,
} from './model.ts'
import { valueAs } from './values.ts'

/** Templates and property sets within each other are followed as deep as this. */
const depthMax = 16
/** Most metrics of a payload with those of its templates, and most cells of its data sets. */
const itemsMax = 100_000

// Keys of the wire: field number × 8 + wire type (0 varint, 1 eight bytes, 2 counted bytes, 5 four bytes).
type State = { reader: Reader; depth: number; items: number }

/**
 * Reads a Sparkplug B payload. Throws `Malformed` when the bytes are none; values that are not of their type
 * are null. Fields that are not known are passed over.
 */
export function decode(bytes: Uint8Array): Payload {
  const reader = new Reader(bytes)
  const state: State = { reader, depth: 0, items: 0 }
  const payload: Payload = {
    timestamp: undefined,
    seq: undefined,
    uuid: undefined,
    body: undefined,
    metrics: [],
  }
  while (reader.at < reader.end) {
    const key = reader.key()
    if (key === 18) payload.metrics.push(metricOf(state))
    else if (key === 8) payload.timestamp = safe(reader.whole())
    else if (key === 24) payload.seq = safe(reader.whole())
    else if (key === 34) payload.uuid = reader.text()
    else if (key === 42) payload.body = reader.bytes()
    else reader.skip(key)
  }
  return payload
}

function metricOf(state: State): Metric {
  count(state)
  const metric: Metric = {
    name: undefined,
    alias: undefined,
    timestamp: undefined,
    type: undefined,
    isHistorical: false,
    isTransient: false,
    isNull: false,
    properties: undefined,
    value: null,
  }
  const { reader } = state
  const end = enter(state)
  while (reader.at < reader.end) metricField(state, metric, reader.key())
  leave(state, end)
  metric.value = metric.isNull ? null : valueAs(metric.value, metric.type)
  return metric
}

function metricField(state: State, metric: Metric, key: number): void {
  const { reader } = state
  if (key === 10) metric.name = reader.text()
  else if (key === 16) metric.alias = safe(reader.whole())
  else if (key === 24) metric.timestamp = safe(reader.whole())
  else if (key === 32) metric.type = typeOf(reader)
  else if (key === 40) metric.isHistorical = reader.bool()
  else if (key === 48) metric.isTransient = reader.bool()
  else if (key === 56) metric.isNull = reader.bool()
  else if (key === 74) metric.properties = propertySetOf(state)
  else metricValue(state, metric, key)
}

function metricValue(state: State, metric: Metric, key: number): void {
  const { reader } = state
  if (key === 130) metric.value = reader.bytes()
  else if (key === 138) metric.value = dataSetOf(state)
  else if (key === 146) metric.value = templateOf(state)
  else {
    const value = scalarOf(reader, key, 10)
    if (value === undefined) reader.skip(key)
    else metric.value = value
  }
}

/** The six plain values stand in the same order in metrics, properties, parameters and cells. */
function scalarOf(reader: Reader, key: number, first: number): Scalar | undefined {
  switch (key - first * 8) {
    case 0:
      return reader.uint32()
    case 8:
      return reader.whole()
    case 21:
      return reader.float()
    case 25:
      return reader.double()
    case 32:
      return reader.bool()
    case 42:
      return reader.text()
    default:
      return undefined
  }
}

function propertySetOf(state: State): PropertySet {
  const keys: string[] = []
  const values: PropertyValue[] = []
  const { reader } = state
  const end = enter(state)
  while (reader.at < reader.end) {
    const key = reader.key()
    if (key === 10) keys.push(reader.text())
    else if (key === 18) values.push(propertyOf(state))
    else reader.skip(key)
  }
  leave(state, end)
  // tck-id-payloads-propertyset-keys-array-size: one key a value, or nobody knows which is whose.
  if (keys.length !== values.length) throw reader.fail('count')
  return Object.fromEntries(keys.map((key, index) => [key, values[index]!]))
}

function propertyOf(state: State): PropertyValue {
  count(state)
  const { reader } = state
  const property: PropertyValue = { type: undefined, value: null }
  let isNull = false
  const end = enter(state)
  while (reader.at < reader.end) {
    const key = reader.key()
    if (key === 8) property.type = typeOf(reader)
    else if (key === 16) isNull = reader.bool()
    else if (key === 74) property.value = propertySetOf(state)
    else if (key === 82) property.value = propertySetsOf(state)
    else {
      const value = scalarOf(reader, key, 3)
      if (value === undefined) reader.skip(key)
      else property.value = value
    }
  }
  leave(state, end)
  if (isNull) property.value = null
  else if (typeof property.value !== 'object')
    property.value = valueAs(property.value, property.type) as Scalar | null
  return property
}

function propertySetsOf(state: State): PropertySet[] {
  const sets: PropertySet[] = []
  const { reader } = state
  const end = enter(state)
  while (reader.at < reader.end) {
    const key = reader.key()
    if (key === 10) sets.push(propertySetOf(state))
    else reader.skip(key)
  }
  leave(state, end)
  return sets
}

function dataSetOf(state: State): DataSet {
  const { reader } = state
  const columns: string[] = []
  const types: DataType[] = []
  const rows: (Scalar | null)[][] = []
  let width: number | undefined
  const end = enter(state)
  while (reader.at < reader.end) {
    const key = reader.key()
    if (key === 8) width = safe(reader.whole())
    else if (key === 18) columns.push(reader.text())
    else if (key === 24) types.push(typeOf(reader))
    else if (key === 26) packedTypes(state, types)
    else if (key === 34) rows.push(rowOf(state))
    else reader.skip(key)
  }
  leave(state, end)
  // tck-id-payloads-dataset-column-num-headers, -types-num: as many headers and types as columns.
  const isWhole = columns.length === types.length && (width ?? columns.length) === columns.length
  if (!isWhole || rows.some((row) => row.length !== columns.length)) throw reader.fail('count')
  return {
    columns,
    types,
    rows: rows.map((row) => row.map((cell, index) => valueAs(cell, types[index]) as Scalar | null)),
  }
}

function packedTypes(state: State, types: DataType[]): void {
  const end = enter(state)
  while (state.reader.at < state.reader.end) types.push(typeOf(state.reader))
  leave(state, end)
}

function rowOf(state: State): (Scalar | null)[] {
  const { reader } = state
  const cells: (Scalar | null)[] = []
  const end = enter(state)
  while (reader.at < reader.end) {
    const key = reader.key()
    if (key === 10) cells.push(cellOf(state))
    else reader.skip(key)
  }
  leave(state, end)
  return cells
}

function cellOf(state: State): Scalar | null {
  count(state)
  const { reader } = state
  let cell: Scalar | null = null
  const end = enter(state)
  while (reader.at < reader.end) {
    const key = reader.key()
    const value = scalarOf(reader, key, 1)
    if (value === undefined) reader.skip(key)
    else cell = value
  }
  leave(state, end)
  return cell
}

function templateOf(state: State): Template {
  const { reader } = state
  const template: Template = {
    templateRef: undefined,
    isDefinition: undefined,
    version: undefined,
    metrics: [],
    parameters: [],
  }
  const end = enter(state)
  while (reader.at < reader.end) {
    const key = reader.key()
    if (key === 10) template.version = reader.text()
    else if (key === 18) template.metrics.push(metricOf(state))
    else if (key === 26) template.parameters.push(parameterOf(state))
    else if (key === 34) template.templateRef = reader.text()
    else if (key === 40) template.isDefinition = reader.bool()
    else reader.skip(key)
  }
  leave(state, end)
  return template
}

function parameterOf(state: State): Parameter {
  count(state)
  const { reader } = state
  const parameter: Parameter = { name: undefined, type: undefined, value: null }
  const end = enter(state)
  while (reader.at < reader.end) {
    const key = reader.key()
    if (key === 10) parameter.name = reader.text()
    else if (key === 16) parameter.type = typeOf(reader)
    else {
      const value = scalarOf(reader, key, 3)
      if (value === undefined) reader.skip(key)
      else parameter.value = value
    }
  }
  leave(state, end)
  parameter.value = valueAs(parameter.value, parameter.type) as Scalar | null
  return parameter
}

function typeOf(reader: Reader): DataType {
  return dataTypes[reader.uint32()] ?? 'Unknown'
}

/** Steps into a message within the message; answers where the outer one ends, for `leave`. */
function enter(state: State): number {
  if (state.depth++ >= depthMax) throw state.reader.fail('depth')
  return state.reader.enter()
}

function leave(state: State, end: number): void {
  state.depth--
  state.reader.end = end
}

function count(state: State): void {
  if (state.items++ >= itemsMax) throw state.reader.fail('count')
}

/** A whole number as far as numbers are exact; a time or an alias beyond is none. */
function safe(whole: number | bigint): number | undefined {
  return typeof whole === 'number' ? whole : undefined
}
