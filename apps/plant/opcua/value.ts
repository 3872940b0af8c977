import { DataType, type StatusCode, StatusCodes } from 'node-opcua'
import { isUnavailable } from '../play/shdr.ts'
import type { ValueKind } from './units.ts'

const dataTypes = { number: DataType.Double, whole: DataType.Int32, text: DataType.String } as const

export function dataTypeOf(kind: ValueKind): DataType {
  return dataTypes[kind]
}

export type Reading = {
  value: { dataType: DataType; value?: string | number }
  statusCode: StatusCode
  sourceTimestamp: Date
}

/**
 * Value, status and source time of an observation. What the recording calls UNAVAILABLE has no value and the
 * status BadNoCommunication: the controller could not be reached. Times are whole milliseconds here.
 */
export function readingOf(kind: ValueKind, timeMicros: number, text: string): Reading {
  const sourceTimestamp = new Date(timeMicros / 1000)
  const nothing = { dataType: DataType.Null }
  if (isUnavailable(text))
    return { value: nothing, statusCode: StatusCodes.BadNoCommunication, sourceTimestamp }
  const statusCode = StatusCodes.Good
  if (kind === 'text')
    return { value: { dataType: DataType.String, value: text }, statusCode, sourceTimestamp }
  const number = Number(text)
  if (text === '' || !Number.isFinite(number)) {
    return { value: nothing, statusCode: StatusCodes.BadTypeMismatch, sourceTimestamp }
  }
  const value = kind === 'whole' ? Math.trunc(number) : number
  return { value: { dataType: dataTypes[kind], value }, statusCode, sourceTimestamp }
}
