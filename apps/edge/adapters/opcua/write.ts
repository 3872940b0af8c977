import { AttributeIds, type ClientSession, DataType, type StatusCode, Variant } from 'node-opcua-client'
import type { Observation, Value } from '../../observation.ts'
import { ReasonError } from '../../reason.ts'
import { type NodeTag, observationOf } from './values.ts'

const integers = new Set([
  DataType.SByte,
  DataType.Byte,
  DataType.Int16,
  DataType.UInt16,
  DataType.Int32,
  DataType.UInt32,
])

/** Writes a value in the data type that the server keeps it in, and reads it back. */
export async function writeTag(
  session: ClientSession,
  tag: NodeTag,
  value: Exclude<Value, null>,
): Promise<Observation> {
  const { nodeId } = tag
  const before = await session.read({ nodeId, attributeId: AttributeIds.Value })
  const { dataType } = before.value
  if (dataType === DataType.Null) throw refused(tag, before.statusCode)
  const status = await session.write({
    nodeId,
    attributeId: AttributeIds.Value,
    value: { value: new Variant({ dataType, value: fitting(tag, dataType, value) }) },
  })
  if (!status.isGood()) throw refused(tag, status)
  const observed = observationOf(tag, await session.read({ nodeId, attributeId: AttributeIds.Value }))
  if (!observed) throw refused(tag, before.statusCode)
  return observed
}

function fitting(tag: NodeTag, dataType: DataType, value: Exclude<Value, null>): unknown {
  if (dataType === DataType.String) return String(value)
  if (dataType === DataType.Boolean && typeof value !== 'string') return Boolean(value)
  if (typeof value !== 'string' && Number.isFinite(Number(value))) {
    if (dataType === DataType.Double || dataType === DataType.Float) return Number(value)
    if (integers.has(dataType) && Number.isInteger(Number(value))) return Number(value)
  }
  throw new ReasonError('edge.write.refused', { tag: tag.name, message: DataType[dataType] ?? '' })
}

function refused(tag: NodeTag, status: StatusCode): ReasonError {
  return new ReasonError('edge.write.refused', { tag: tag.name, message: status.name })
}
