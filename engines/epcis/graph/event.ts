import type { EventJson, Json, JsonObject } from '../document/model.ts'
import { normaliseId } from '../id/normalise.ts'

/** What an event says about how things hang together. Ids are canonical, times milliseconds since 1970. */
export type TraceEvent = {
  readonly id: string
  readonly type: string
  readonly time: number
  readonly action: string | null
  /** Things it is about without saying how they hang together. */
  readonly things: readonly string[]
  readonly parent: string | null
  readonly children: readonly string[]
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly transformation: string | null
  readonly transactions: readonly string[]
}

/** The event as the graph needs it. */
export function traceEventOf(id: string, event: EventJson): TraceEvent {
  const ids = (...names: string[]) => names.flatMap((name) => idsIn(event[name]))
  return {
    id,
    type: event.type,
    time: Date.parse(String(event.eventTime)),
    action: typeof event.action === 'string' ? event.action : null,
    things: ids('epcList', 'quantityList'),
    parent: typeof event.parentID === 'string' ? normaliseId(event.parentID) : null,
    children: ids('childEPCs', 'childQuantityList'),
    inputs: ids('inputEPCList', 'inputQuantityList'),
    outputs: ids('outputEPCList', 'outputQuantityList'),
    transformation: typeof event.transformationID === 'string' ? normaliseId(event.transformationID) : null,
    transactions: ((event.bizTransactionList ?? []) as readonly JsonObject[]).map((one) =>
      normaliseId(String(one.bizTransaction)),
    ),
  }
}

function idsIn(list: Json | undefined): string[] {
  if (!Array.isArray(list)) return []
  return list.map((item) =>
    normaliseId(typeof item === 'string' ? item : String((item as JsonObject).epcClass)),
  )
}
