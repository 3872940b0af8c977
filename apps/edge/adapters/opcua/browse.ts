import {
  AttributeIds,
  BrowseDirection,
  type ClientSession,
  NodeClass,
  NodeClassMask,
  ResultMask,
} from 'node-opcua-client'
import type { OpcuaConfig } from '../../schema.ts'
import { openSession } from './session.ts'

export type Browsed = {
  nodeId: string
  name: string
  isVariable: boolean
  /** The present value as a word, for variables that can be read. */
  value: string | null
}

const objectsFolder = 'i=85'
const rowsMax = 500
const valueLengthMax = 120

/** The children of a node of an OPC UA server, at most 500; `isWhole` says whether these are all. */
export async function browse(
  config: OpcuaConfig,
  nodeId: string | null,
  context: { directory: string; node: string },
  signal: AbortSignal,
): Promise<{ rows: Browsed[]; isWhole: boolean }> {
  const open = await openSession(config, context.directory, context.node, signal)
  try {
    const answer = await open.session.browse({
      nodeId: nodeId ?? objectsFolder,
      browseDirection: BrowseDirection.Forward,
      referenceTypeId: 'HierarchicalReferences',
      includeSubtypes: true,
      nodeClassMask: NodeClassMask.Object | NodeClassMask.Variable,
      resultMask: ResultMask.BrowseName | ResultMask.DisplayName | ResultMask.NodeClass,
    })
    const references = answer.references ?? []
    const rows = references.slice(0, rowsMax).map((reference) => ({
      nodeId: reference.nodeId.toString(),
      name: reference.displayName.text ?? reference.browseName.name ?? '',
      isVariable: reference.nodeClass === NodeClass.Variable,
    }))
    const values = await valuesOf(
      open.session,
      rows.filter((row) => row.isVariable).map((row) => row.nodeId),
    )
    return {
      rows: rows.map((row) => ({ ...row, value: values.get(row.nodeId) ?? null })),
      isWhole: references.length <= rowsMax && !answer.continuationPoint?.length,
    }
  } finally {
    await open.close()
  }
}

async function valuesOf(session: ClientSession, nodeIds: readonly string[]): Promise<Map<string, string>> {
  if (nodeIds.length === 0) return new Map()
  const read = await session.read(nodeIds.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })))
  return new Map(
    read.flatMap((value, index): [string, string][] => {
      if (!value.statusCode.isGood()) return []
      return [[nodeIds[index]!, String(value.value.value).slice(0, valueLengthMax)]]
    }),
  )
}
