import {
  AttributeIds,
  type ClientSession,
  type DataType,
  type DataValue,
  makeBrowsePath,
  type NodeId,
} from 'node-opcua-client'
import type { TagType } from '../../observation.ts'
import { reason } from '../../reason.ts'
import type { OpcuaConfig } from '../../schema.ts'
import type { Note } from '../adapter.ts'
import { type NodeTag, tagTypeOf, unitCodeOf } from './values.ts'

const nodesPerRequestMax = 200

export type DescribedTag = {
  tag: NodeTag
  value: DataValue
  samplingMs: number | undefined
  /** Whether the server lets this user write the value, as it says itself. */
  isWritable: boolean
}

/** CurrentWrite of AccessLevel and UserAccessLevel (OPC 10000-3, 8.57). */
const currentWrite = 0x02

/**
 * The configured tags that the server has, with type and unit from the server where the configuration is
 * silent.
 */
export async function describeTags(
  session: ClientSession,
  config: OpcuaConfig,
  note: Note,
): Promise<DescribedTag[]> {
  const described: DescribedTag[] = []
  for (let at = 0; at < config.tags.length; at += nodesPerRequestMax) {
    described.push(...(await describePart(session, config.tags.slice(at, at + nodesPerRequestMax), note)))
  }
  return described
}

async function describePart(
  session: ClientSession,
  wished: OpcuaConfig['tags'],
  note: Note,
): Promise<DescribedTag[]> {
  const values = await session.read(wished.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value })))
  const types = await session.read(
    wished.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.DataType })),
  )
  const nodeIds = wished.map(({ nodeId }) => nodeId)
  const units = await unitsOf(session, nodeIds)
  const writable = await writableOf(session, nodeIds)
  return wished.flatMap((wish, index): DescribedTag[] => {
    const value = values[index]!
    // A bad value is a value that will come; a node without a data type is none.
    const status = types[index]!.statusCode
    if (status.value >>> 30 > 1) {
      note(reason('edge.opcua.badNode', { nodeId: wish.nodeId, status: status.name }))
      return []
    }
    const type = wish.type ?? typeOf(value, types[index]!)
    const unit = wish.unit ?? units[index] ?? ''
    const tag = { name: wish.name, type, unit, nodeId: wish.nodeId }
    return [{ tag, value, samplingMs: wish.samplingMs, isWritable: writable[index] ?? true }]
  })
}

function typeOf(value: DataValue, dataType: DataValue): TagType {
  const given = value.value?.value
  if (given !== null && given !== undefined && typeof given !== 'object')
    return tagTypeOf(value.value.dataType)
  const nodeId = dataType.value.value as NodeId
  // The abstract numbers (Number, Integer, UInteger) are 26 to 28 in namespace 0 (OPC 10000-6, A).
  const id = nodeId.namespace === 0 ? Number(nodeId.value) : 0
  return id >= 26 && id <= 28 ? 'number' : tagTypeOf(id as DataType)
}

/** By both access levels, the node's and the user's; a server that tells neither refuses by itself. */
async function writableOf(session: ClientSession, nodeIds: readonly string[]): Promise<boolean[]> {
  const may = async (attributeId: AttributeIds) => {
    const levels = await session.read(nodeIds.map((nodeId) => ({ nodeId, attributeId })))
    return levels.map(({ statusCode, value }) => !statusCode.isGood() || (value.value & currentWrite) !== 0)
  }
  const anybody = await may(AttributeIds.AccessLevel)
  const thisUser = await may(AttributeIds.UserAccessLevel)
  return anybody.map((isAllowed, index) => isAllowed && thisUser[index] === true)
}

/** EngineeringUnits of analog items (OPC 10000-8, 5.3.2.3), undefined where a node has none. */
async function unitsOf(session: ClientSession, nodeIds: readonly string[]): Promise<(string | undefined)[]> {
  const paths = nodeIds.map((nodeId) => makeBrowsePath(nodeId, '.EngineeringUnits'))
  const found = await session.translateBrowsePath(paths)
  const properties = found.map((result) => result.targets?.[0]?.targetId)
  const present = properties.filter((nodeId) => nodeId !== undefined)
  if (present.length === 0) return properties.map(() => undefined)
  const read = await session.read(present.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })))
  const byId = new Map(present.map((nodeId, index) => [nodeId.toString(), read[index]?.value?.value]))
  return properties.map((nodeId) => {
    const information: unknown = nodeId && byId.get(nodeId.toString())
    return isUnit(information)
      ? unitCodeOf({ ...information, text: information.displayName.text ?? '' })
      : undefined
  })
}

type Unit = { namespaceUri: string | null; unitId: number; displayName: { text: string | null } }

function isUnit(value: unknown): value is Unit {
  return typeof value === 'object' && value !== null && 'unitId' in value && 'displayName' in value
}
