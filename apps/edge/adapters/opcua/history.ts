import type { ClientSession, DataValue, HistoryData, StatusCode } from 'node-opcua-client'
import type { Observation } from '../../observation.ts'
import { type NodeTag, observationOf } from './values.ts'

const valuesPerNodeMax = 1000
const nodesPerRequestMax = 50
/**
 * A slice of history is read for all tags before the next, so that the log's order is nearly that of time.
 */
const sliceMicros = 3_600_000_000

/** What a server answered to a request for history. */
export type History = {
  /** Observations in order of time. */
  observations: Observation[]
  /** Tags whose history the server does not offer, and why. */
  without: { tag: NodeTag; status: StatusCode }[]
}

/** Spans of at most an hour from `fromMicros` to `toMicros`. */
export function slices(fromMicros: number, toMicros: number): { fromMicros: number; toMicros: number }[] {
  const list: { fromMicros: number; toMicros: number }[] = []
  for (let at = fromMicros; at < toMicros; at += sliceMicros) {
    list.push({ fromMicros: at, toMicros: Math.min(at + sliceMicros, toMicros) })
  }
  return list
}

/**
 * HistoryRead of raw values (OPC 10000-11, 6.5.3) of all tags in [from, to), with continuation points to
 * the end.
 */
export async function readHistory(
  session: ClientSession,
  tags: readonly NodeTag[],
  fromMicros: number,
  toMicros: number,
  signal: AbortSignal,
): Promise<History> {
  const history: History = { observations: [], without: [] }
  for (let at = 0; at < tags.length; at += nodesPerRequestMax) {
    await readNodes(session, tags.slice(at, at + nodesPerRequestMax), fromMicros, toMicros, history, signal)
  }
  history.observations.sort((a, b) => a.timeMicros - b.timeMicros)
  return history
}

async function readNodes(
  session: ClientSession,
  tags: readonly NodeTag[],
  fromMicros: number,
  toMicros: number,
  history: History,
  signal: AbortSignal,
): Promise<void> {
  const start = new Date(Math.floor(fromMicros / 1000))
  const end = new Date(Math.ceil(toMicros / 1000))
  let open = tags.map((tag) => ({ tag, continuationPoint: undefined as Buffer | undefined }))
  while (open.length > 0) {
    signal.throwIfAborted()
    const nodes = open.map(({ tag, continuationPoint }) => ({
      nodeId: tag.nodeId,
      ...(continuationPoint ? { continuationPoint } : {}),
    }))
    const options = { numValuesPerNode: valuesPerNodeMax, returnBounds: false }
    const results = await session.readHistoryValue(nodes, start, end, options)
    const following: typeof open = []
    for (const [index, result] of results.entries()) {
      const { tag } = open[index]!
      if (result.statusCode.value >>> 30 > 1) history.without.push({ tag, status: result.statusCode })
      const values = (result.historyData as HistoryData | null)?.dataValues ?? []
      history.observations.push(...values.flatMap((value: DataValue) => observationOf(tag, value) ?? []))
      const point = result.continuationPoint
      if (point && point.length > 0) following.push({ tag, continuationPoint: point })
    }
    open = following
  }
}
