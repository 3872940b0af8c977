import type { ClientSession, DataValue, HistoryData, HistoryReadResult, StatusCode } from 'node-opcua-client'
import type { Observation } from '../../observation.ts'
import { messageOf } from '../../reason.ts'
import { type NodeTag, observationOf } from './values.ts'

const valuesPerNodeMax = 1000
const nodesPerRequestMax = 50
const attemptsMax = 3
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

/** Nodes that a server takes in one request for history; it says so by refusing more. */
export type HistoryLimit = { nodesMax: number }

export function historyLimit(): HistoryLimit {
  return { nodesMax: nodesPerRequestMax }
}

/** A tag whose history is still read: its place where the server had to stop, and what came so far. */
type Reading = { tag: NodeTag; continuationPoint?: Buffer; values: DataValue[]; attempts: number }

/**
 * HistoryRead of raw values (OPC 10000-11, 6.5.3) of all tags in [from, to), with continuation points to
 * the end. Values are whole or named in `without`; those that were modified are as they are now.
 */
export async function readHistory(
  session: ClientSession,
  tags: readonly NodeTag[],
  span: { fromMicros: number; toMicros: number },
  limit: HistoryLimit,
  signal: AbortSignal,
): Promise<History> {
  const history: History = { observations: [], without: [] }
  let open: Reading[] = tags.map((tag) => ({ tag, values: [], attempts: 1 }))
  while (open.length > 0) {
    signal.throwIfAborted()
    const asked = open.slice(0, limit.nodesMax)
    const results = await ask(session, asked, span, limit)
    if (results === null) continue
    const following = sort(asked, results, limit, history)
    // What was begun is ended first: a server has few places to keep.
    open = [...following, ...open.slice(asked.length)]
  }
  history.observations.sort((a, b) => a.timeMicros - b.timeMicros)
  return history
}

/** One request; null where the server takes fewer nodes at once, which the limit then says. */
async function ask(
  session: ClientSession,
  asked: readonly Reading[],
  { fromMicros, toMicros }: { fromMicros: number; toMicros: number },
  limit: HistoryLimit,
): Promise<HistoryReadResult[] | null> {
  const start = new Date(Math.floor(fromMicros / 1000))
  const end = new Date(Math.ceil(toMicros / 1000))
  const nodes = asked.map(({ tag, continuationPoint }) => ({
    nodeId: tag.nodeId,
    ...(continuationPoint ? { continuationPoint } : {}),
  }))
  try {
    const options = { numValuesPerNode: valuesPerNodeMax, returnBounds: false }
    return await session.readHistoryValue(nodes, start, end, options)
  } catch (error) {
    if (asked.length === 1 || !messageOf(error).includes('BadTooManyOperations')) throw error
    limit.nodesMax = Math.floor(asked.length / 2)
    return null
  }
}

/** Puts what came where it belongs; answers the tags that are to be asked again. */
function sort(
  asked: readonly Reading[],
  results: readonly HistoryReadResult[],
  limit: HistoryLimit,
  history: History,
): Reading[] {
  const [begun, refused]: [Reading[], Reading[]] = [[], []]
  for (const [index, result] of results.entries()) {
    const one = asked[index]!
    const { statusCode, continuationPoint: point } = result
    if (statusCode.value >>> 30 > 1) {
      const again = retried(one, statusCode, asked.length)
      if (again) refused.push(again)
      else history.without.push({ tag: one.tag, status: statusCode })
      continue
    }
    one.values.push(...((result.historyData as HistoryData | null)?.dataValues ?? []))
    if (point && point.length > 0) begun.push({ ...one, continuationPoint: point })
    else history.observations.push(...one.values.flatMap((value) => observationOf(one.tag, value) ?? []))
  }
  // It has no place to keep for so many (OPC 10000-4, 7.9).
  if (refused.length > 0) limit.nodesMax = Math.max(asked.length - refused.length, 1)
  return [...begun, ...refused]
}

/**
 * Whether a tag is asked from its beginning once more: where the server has no room to keep its place, or has
 * forgotten the place. Alone, it has no more attempts than a few.
 */
function retried(one: Reading, { name }: StatusCode, askedTogether: number): Reading | null {
  const isRoom = name === 'BadNoContinuationPoints'
  if (!isRoom && name !== 'BadContinuationPointInvalid') return null
  const isCounted = !isRoom || askedTogether === 1
  const attempts = one.attempts + (isCounted ? 1 : 0)
  return attempts > attemptsMax ? null : { tag: one.tag, values: [], attempts }
}
