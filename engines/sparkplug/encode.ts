import {
  type DataSet,
  type DataType,
  dataTypes,
  type GivenMetric,
  type GivenPayload,
  type GivenProperties,
  type GivenTemplate,
  type GivenValue,
  type PropertySet,
  type PropertyValue,
  type Scalar,
} from './model.ts'
import { bytesOfArray } from './values.ts'
import { Writer } from './writer.ts'

type Whole = number | bigint

/** Writes a Sparkplug B payload. Throws TypeError for a value that is not of its type. */
export function encode(payload: GivenPayload): Uint8Array {
  const writer = new Writer()
  if (payload.timestamp !== undefined) writer.key(8).whole(payload.timestamp)
  for (const metric of payload.metrics ?? []) writer.key(18).message((w) => writeMetric(w, metric))
  if (payload.seq !== undefined) writer.key(24).whole(payload.seq)
  if (payload.uuid !== undefined) writer.key(34).text(payload.uuid)
  if (payload.body !== undefined) writer.key(42).bytes(payload.body)
  return writer.done()
}

function writeMetric(writer: Writer, metric: GivenMetric): void {
  const { name, alias, timestamp, type, properties } = metric
  if (name !== undefined) writer.key(10).text(name)
  if (alias !== undefined) writer.key(16).whole(alias)
  if (timestamp !== undefined) writer.key(24).whole(timestamp)
  if (!metric.omitsType) writer.key(32).whole(dataTypes.indexOf(type))
  if (metric.isHistorical) writer.key(40).bool(true)
  if (metric.isTransient) writer.key(48).bool(true)
  const value = metric.value ?? null
  if (value === null) writer.key(56).bool(true)
  if (properties) writer.key(74).message((w) => writePropertySet(w, properties))
  if (value !== null) writeValue(writer, type, value)
}

function writeValue(writer: Writer, type: DataType, value: GivenValue): void {
  if (type === 'Bytes' || type === 'File') {
    writer.key(130).bytes(must(value instanceof Uint8Array, type, value))
  } else if (type.endsWith('Array')) {
    writer.key(130).bytes(bytesOfArray(must(Array.isArray(value), type, value), type))
  } else if (type === 'DataSet') {
    const dataSet: DataSet = must(typeof value === 'object' && 'rows' in value, type, value)
    writer.key(138).message((w) => writeDataSet(w, dataSet))
  } else if (type === 'Template') {
    const template: GivenTemplate = must(
      typeof value === 'object' &&
        !('rows' in value) &&
        !Array.isArray(value) &&
        !(value instanceof Uint8Array),
      type,
      value,
    )
    writer.key(146).message((w) => writeTemplate(w, template))
  } else writeScalar(writer, 10, type, must(typeof value !== 'object', type, value))
}

function writeScalar(writer: Writer, first: number, type: DataType, value: Scalar): void {
  const key = first * 8
  switch (type) {
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
      writer.key(key).whole(BigInt.asUintN(32, BigInt(wholeOf(type, value))))
      return
    case 'Int64':
    case 'UInt64':
    case 'DateTime':
      writer.key(key + 8).whole(wholeOf(type, value))
      return
    case 'Float':
      writer.key(key + 21).float(must(typeof value === 'number', type, value))
      return
    case 'Double':
      writer.key(key + 25).double(must(typeof value === 'number', type, value))
      return
    case 'Boolean':
      writer.key(key + 32).bool(must(typeof value === 'boolean', type, value))
      return
    default:
      must(type === 'String' || type === 'Text' || type === 'UUID', type, value)
      writer.key(key + 42).text(must(typeof value === 'string', type, value))
  }
}

function wholeOf(type: DataType, value: Scalar): Whole {
  if (typeof value === 'bigint') return value
  return must(Number.isSafeInteger(value), type, value)
}

function must<T>(holds: boolean, type: DataType, value: unknown): T {
  if (!holds) throw new TypeError(`${typeof value === 'object' ? 'an object' : String(value)} is no ${type}`)
  return value as T
}

function writePropertySet(writer: Writer, properties: GivenProperties | PropertySet): void {
  for (const key of Object.keys(properties)) writer.key(10).text(key)
  for (const property of Object.values(properties)) writer.key(18).message((w) => writeProperty(w, property))
}

function writeProperty(
  writer: Writer,
  { type = 'Unknown', value }: { type?: DataType | undefined; value?: unknown },
): void {
  writer.key(8).whole(dataTypes.indexOf(type))
  const given = (value ?? null) as PropertyValue['value']
  if (given === null) writer.key(16).bool(true)
  else if (typeof given !== 'object') writeScalar(writer, 3, type, given)
  else if (type === 'PropertySet') writer.key(74).message((w) => writePropertySet(w, given as PropertySet))
  else {
    const sets: readonly PropertySet[] = must(type === 'PropertySetList' && Array.isArray(given), type, given)
    writer.key(82).message((w) => {
      for (const set of sets) w.key(10).message((one) => writePropertySet(one, set))
    })
  }
}

function writeDataSet(writer: Writer, { columns, types, rows }: DataSet): void {
  writer.key(8).whole(columns.length)
  for (const column of columns) writer.key(18).text(column)
  for (const type of types) writer.key(24).whole(dataTypes.indexOf(type))
  for (const row of rows) {
    writer.key(34).message((inRow) => {
      for (const [index, cell] of row.entries()) {
        inRow.key(10).message((w) => {
          if (cell !== null) writeScalar(w, 1, types[index] ?? 'Unknown', cell)
        })
      }
    })
  }
}

function writeTemplate(writer: Writer, template: GivenTemplate): void {
  const { version, metrics = [], parameters = [], templateRef, isDefinition = false } = template
  if (version !== undefined) writer.key(10).text(version)
  for (const metric of metrics) writer.key(18).message((w) => writeMetric(w, metric))
  for (const { name, type, value } of parameters) {
    writer.key(26).message((w) => {
      w.key(10).text(name).key(16).whole(dataTypes.indexOf(type))
      if (value !== null) writeScalar(w, 3, type, value)
    })
  }
  if (templateRef !== undefined) writer.key(34).text(templateRef)
  writer.key(40).bool(isDefinition)
}
