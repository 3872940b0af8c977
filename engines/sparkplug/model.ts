/** The datatypes of Sparkplug B 3.0 (6.4.16) by their numbers; 0 is none. */
export const dataTypes = [
  'Unknown',
  'Int8',
  'Int16',
  'Int32',
  'Int64',
  'UInt8',
  'UInt16',
  'UInt32',
  'UInt64',
  'Float',
  'Double',
  'Boolean',
  'String',
  'DateTime',
  'Text',
  'UUID',
  'DataSet',
  'Bytes',
  'File',
  'Template',
  'PropertySet',
  'PropertySetList',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Int64Array',
  'UInt8Array',
  'UInt16Array',
  'UInt32Array',
  'UInt64Array',
  'FloatArray',
  'DoubleArray',
  'BooleanArray',
  'StringArray',
  'DateTimeArray',
] as const

export type DataType = (typeof dataTypes)[number]

export type Scalar = number | bigint | boolean | string
/** Whole numbers are numbers up to 2^53 and bigints beyond. Bytes are a view into the payload's own bytes. */
export type Value = Scalar | Uint8Array | readonly Scalar[] | DataSet | Template

export type DataSet = {
  columns: string[]
  types: DataType[]
  rows: (Scalar | null)[][]
}

export type Parameter = { name: string | undefined; type: DataType | undefined; value: Scalar | null }

export type Template = {
  /** Of an instance: the name of its definition. */
  templateRef: string | undefined
  isDefinition: boolean | undefined
  version: string | undefined
  metrics: Metric[]
  parameters: Parameter[]
}

export type PropertyValue = {
  type: DataType | undefined
  value: Scalar | PropertySet | readonly PropertySet[] | null
}
/** A map, and whether it came with as many keys as values. */
export type PropertySet = Readonly<Record<string, PropertyValue>>

/** A metric as it is read. */
export type Metric = {
  name: string | undefined
  alias: number | undefined
  /** Unix milliseconds. */
  timestamp: number | undefined
  /** Undefined where the message leaves it out, as DATA and CMD should: then `valueAs` with the birth's. */
  type: DataType | undefined
  isHistorical: boolean
  isTransient: boolean
  isNull: boolean
  properties: PropertySet | undefined
  /** Null: it is said to be null, has none, or one that is not of its type. */
  value: Value | null
}

export type Payload = {
  timestamp: number | undefined
  seq: number | undefined
  uuid: string | undefined
  body: Uint8Array | undefined
  metrics: Metric[]
}

type Whole = number | bigint
export type GivenProperties = Readonly<
  Record<string, { type: DataType; value: PropertyValue['value'] | undefined }>
>

/** A metric as it is given to be written; what is undefined is left out, and so is a type of DATA. */
export type GivenMetric = {
  name?: string | undefined
  alias?: Whole | undefined
  timestamp?: Whole | undefined
  type: DataType
  /** The type stands in the births only (tck-id-payloads-metric-datatype-not-req). */
  omitsType?: boolean
  isHistorical?: boolean
  isTransient?: boolean
  properties?: GivenProperties | undefined
  value: GivenValue | null | undefined
}
export type GivenTemplate = {
  templateRef?: string | undefined
  isDefinition?: boolean | undefined
  version?: string | undefined
  metrics?: readonly GivenMetric[]
  parameters?: readonly { name: string; type: DataType; value: Scalar | null }[]
}
export type GivenValue = Scalar | Uint8Array | readonly Scalar[] | DataSet | GivenTemplate

export type GivenPayload = {
  timestamp?: Whole | undefined
  seq?: number | undefined
  uuid?: string | undefined
  body?: Uint8Array | undefined
  metrics?: readonly GivenMetric[] | undefined
}
