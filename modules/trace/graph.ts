import {
  type Direction,
  type EventJson,
  type Trace,
  type TraceEvent,
  trace,
  traceEventOf,
} from '@ronghe/epcis'
import type { Sql } from '@ronghe/kit/db'
import { type EventRow, eventsOfThings } from './store/events.ts'

/** Events of one thing that a trace looks at; a pallet of a port may have more than anybody follows. */
export const eventsPerThingMax = 2000
const thingsPerQuestion = 500

export type Wanted = {
  id: string
  direction: Direction
  depthMax: number
  nodesMax: number
  from?: number
  until?: number
}

/** Follows a thing through the repository, one question to the database a step. */
export async function traced(sql: Sql, { id, ...options }: Wanted): Promise<Trace> {
  const parsed = new Map<bigint, TraceEvent>()
  const search = trace([id], options)
  let step = search.next()
  while (!step.done) step = search.next(await fetched(sql, step.value, parsed))
  return step.value
}

async function fetched(
  sql: Sql,
  ids: readonly string[],
  parsed: Map<bigint, TraceEvent>,
): Promise<ReadonlyMap<string, readonly TraceEvent[]>> {
  const found = new Map<string, TraceEvent[]>(ids.map((id) => [id, []]))
  for (let at = 0; at < ids.length; at += thingsPerQuestion) {
    const rows = await eventsOfThings(sql, ids.slice(at, at + thingsPerQuestion), eventsPerThingMax)
    for (const row of rows) found.get(row.key)?.push(eventOf(row, parsed))
  }
  return found
}

function eventOf(row: EventRow, parsed: Map<bigint, TraceEvent>): TraceEvent {
  const known = parsed.get(row.seq)
  if (known) return known
  const made = traceEventOf(String(row.seq), JSON.parse(row.body) as EventJson)
  parsed.set(row.seq, made)
  return made
}
