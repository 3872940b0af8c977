import { DataType, type DataValue, type StatusCode, type Variant, VariantArrayType } from 'node-opcua-client'
import { bad, good, type Observation, observe, type Quality, stale, type TagType } from '../../observation.ts'

/**
 * A value may reach the client this much later than a younger one of another tag; history is read again
 * from there.
 */
export const overlapMicros = 10_000_000

/** A node that is read as a tag. */
export type NodeTag = { name: string; type: TagType; unit: string; nodeId: string }

/** Status codes that say "the last value known, no longer confirmed" (OPC 10000-8, 6.3.2). */
const lastKnown = new Set(['UncertainLastUsableValue', 'UncertainNoCommunicationLastUsableValue'])

/** Good is good; the last usable value is stale; all else, uncertain or bad, is not to be counted on. */
export function qualityOf(status: StatusCode): Quality {
  const severity = status.value >>> 30
  if (severity === 0) return good
  return lastKnown.has(status.name.split('#')[0] ?? '') ? stale : bad
}

/** The server's queue for this item ran over: values between this one and the one before are lost. */
export function hasOverflowed(status: StatusCode): boolean {
  // InfoType DataValue with the Overflow bit (OPC 10000-4, 7.39.1).
  return (status.value & 0x480) === 0x480
}

/** Source time in microseconds, the server's where the source gives none; undefined when neither does. */
export function microsOf(dataValue: DataValue): number | undefined {
  const { sourceTimestamp, sourcePicoseconds, serverTimestamp, serverPicoseconds } = dataValue
  if (sourceTimestamp)
    return Math.floor(sourceTimestamp.getTime()) * 1000 + Math.floor(sourcePicoseconds / 1e6)
  if (serverTimestamp)
    return Math.floor(serverTimestamp.getTime()) * 1000 + Math.floor(serverPicoseconds / 1e6)
  return undefined
}

export function observationOf(tag: NodeTag, dataValue: DataValue): Observation | undefined {
  const timeMicros = microsOf(dataValue)
  if (timeMicros === undefined) return undefined
  const quality = qualityOf(dataValue.statusCode)
  if (quality !== good) return { tag: tag.name, timeMicros, value: null, quality }
  return observe(tag.name, tag.type, timeMicros, plainOf(dataValue.value))
}

/**
 * A variant as a plain value: 64-bit pairs as numbers, texts of localized texts, arrays and structures as
 * JSON.
 */
export function plainOf(variant: Variant | undefined): unknown {
  if (!variant || variant.value === null || variant.value === undefined) return null
  const { value, dataType } = variant
  if (variant.arrayType !== VariantArrayType.Scalar)
    return JSON.stringify(Array.from(value as Iterable<unknown>))
  switch (dataType) {
    case DataType.Int64:
    case DataType.UInt64:
      return fromPair(value as [number, number], dataType === DataType.Int64)
    case DataType.LocalizedText:
      return (value as { text: string | null }).text ?? ''
    case DataType.DateTime:
      return (value as Date).toISOString()
    case DataType.ByteString:
      return (value as Buffer).toString('base64')
    default:
      return typeof value === 'object' ? JSON.stringify(value) : value
  }
}

/** Type of tag for a builtin data type: all numbers are numbers, booleans booleans, the rest text. */
export function tagTypeOf(dataType: DataType): TagType {
  if (dataType === DataType.Boolean) return 'boolean'
  return dataType >= DataType.SByte && dataType <= DataType.Double ? 'number' : 'text'
}

/** UN/CEFACT code in an EUInformation: its characters are the bytes of the unit id (OPC 10000-8, 5.6.4.3). */
export function unitCodeOf(information: {
  namespaceUri?: string | null
  unitId: number
  text: string
}): string {
  const isCode = information.namespaceUri?.endsWith('/un/cefact') === true && information.unitId > 0
  if (!isCode) return information.text
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(information.unitId)
  return bytes.toString('latin1').replaceAll('\0', '')
}

function fromPair([high, low]: [number, number], isSigned: boolean): number {
  const upper = isSigned ? high | 0 : high >>> 0
  return upper * 2 ** 32 + (low >>> 0)
}
