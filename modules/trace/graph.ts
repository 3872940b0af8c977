import {
  type Direction,
  type EventJson,
  type Trace,
  type TraceEvent,
  trace,
  traceEventOf,
} from '@ronghe/epcis'
import type { Sql } from '@ronghe/kit/db'
import { bodiesOf, seqsOfThings } from './store/events.ts'

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
  return (await searched(sql, trace([id], options))).found
}

type Search<T> = Generator<readonly string[], T, ReadonlyMap<string, readonly TraceEvent[]>>

/** Runs a search over the repository; tells whose each event is, too. */
export async function searched<T>(
  sql: Sql,
  search: Search<T>,
): Promise<{ found: T; owners: ReadonlyMap<string, string>; isCut: boolean }> {
  const events = new Map<bigint, TraceEvent>()
  const owners = new Map<string, string>()
  let isCut = false
  let step = search.next()
  while (!step.done) {
    const found = new Map<string, TraceEvent[]>(step.value.map((id) => [id, []]))
    for (let at = 0; at < step.value.length; at += thingsPerQuestion) {
      const rows = await seqsOfThings(sql, step.value.slice(at, at + thingsPerQuestion), eventsPerThingMax)
      await read(sql, rows, events, owners)
      for (const { key, seq } of rows) found.get(key)?.push(events.get(seq)!)
    }
    isCut ||= [...found.values()].some((list) => list.length >= eventsPerThingMax)
    step = search.next(found)
  }
  return { found: step.value, owners, isCut }
}

/** Reads the events that are not known yet. */
async function read(
  sql: Sql,
  rows: readonly { seq: bigint }[],
  events: Map<bigint, TraceEvent>,
  owners: Map<string, string>,
): Promise<void> {
  const missing = [...new Set(rows.map(({ seq }) => seq))].filter((seq) => !events.has(seq))
  if (missing.length === 0) return
  for (const { seq, organisationId, body } of await bodiesOf(sql, missing)) {
    events.set(seq, traceEventOf(String(seq), JSON.parse(body) as EventJson))
    owners.set(String(seq), organisationId)
  }
}
