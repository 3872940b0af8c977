import { AttributeIds, type ClientSession, DataType, type StatusCode, Variant } from 'node-opcua-client'
import { type Observation, observe, type Value } from '../../observation.ts'
import { ReasonError } from '../../reason.ts'
import { readBack, unlessUnproved } from '../writing.ts'
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
  const fitted = new Variant({ dataType, value: fitting(tag, dataType, value) })
  const status = await unlessUnproved(
    tag.name,
    session.write({ nodeId, attributeId: AttributeIds.Value, value: { value: fitted } }),
  )
  if (!status.isGood()) throw refused(tag, status)
  const read = session.read({ nodeId, attributeId: AttributeIds.Value })
  const after = await unlessUnproved(tag.name, read)
  return readBack(observationOf(tag, after) ?? observe(tag.name, tag.type, 0, null), after.statusCode.name)
}

function fitting(tag: NodeTag, dataType: DataType, value: Exclude<Value, null>): unknown {
  if (dataType === DataType.String) return String(value)
  if (dataType === DataType.Boolean && typeof value !== 'string') return Boolean(value)
  if (typeof value !== 'string' && Number.isFinite(Number(value))) {
    if (dataType === DataType.Double || dataType === DataType.Float) return Number(value)
    if (integers.has(dataType) && Number.isInteger(Number(value))) return Number(value)
  }
  throw new ReasonError('edge.write.misfit', { tag: tag.name, type: DataType[dataType] ?? '' })
}

function refused(tag: NodeTag, status: StatusCode): ReasonError {
  return new ReasonError('edge.write.refused', { tag: tag.name, message: because(status) })
}

/** The commonest refusals of servers in words (OPC 10000-4, 7.38.2), others by their names. */
function because({ name }: StatusCode): string {
  if (name === 'BadUserAccessDenied') return 'edge.because.noRight'
  if (name === 'BadNotWritable') return 'edge.because.notWritable'
  if (name === 'BadOutOfRange') return 'edge.because.outOfRange'
  return name === 'BadTypeMismatch' ? 'edge.because.mismatch' : name
}
