import type { EventJson, Json, JsonObject } from '../document/model.ts'
import { normaliseId } from '../id/normalise.ts'
import { escapePath } from '../link/escape.ts'

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
  /** Lots that it says its items belong to (ilmd lotNumber), each with the items. */
  readonly members?: readonly Members[]
  /** Where it happened; null where it does not say. */
  readonly place?: string | null
  /** To whom it hands things over. */
  readonly parties?: readonly string[]
}

export type Members = { readonly lot: string; readonly items: readonly string[] }

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
    members: membersOf(event),
    place: placeOf(event.bizLocation) ?? placeOf(event.readPoint),
    parties: ((event.destinationList ?? []) as readonly JsonObject[]).flatMap(({ type, destination }) =>
      /(owning|possessing)_party$/.test(String(type)) ? [normaliseId(String(destination))] : [],
    ),
  }
}

const serialOf = /^https:\/\/id\.gs1\.org\/01\/(\d{14})\/21\/[^/]+$/

/**
 * The lot of items is told where they are made (CBV 2.0 section 11.3.1); its class-level id is the product’s
 * number with the lot number.
 */
export function membersOf(event: EventJson): Members[] {
  const number = (event.ilmd as JsonObject | undefined)?.['cbvmda:lotNumber']
  if (typeof number !== 'string' || number === '') return []
  const byLot = new Map<string, string[]>()
  for (const id of [...idsIn(event.epcList), ...idsIn(event.outputEPCList)]) {
    const gtin = serialOf.exec(id)?.[1]
    if (gtin === undefined) continue
    const lot = normaliseId(`https://id.gs1.org/01/${gtin}/10/${escapePath(number)}`)
    const items = byLot.get(lot)
    if (items) items.push(id)
    else byLot.set(lot, [id])
  }
  return [...byLot].map(([lot, items]) => ({ lot, items }))
}

function placeOf(place: Json | undefined): string | null {
  const id = (place as JsonObject | undefined)?.id
  return typeof id === 'string' ? normaliseId(id) : null
}

function idsIn(list: Json | undefined): string[] {
  if (!Array.isArray(list)) return []
  return list.map((item) =>
    normaliseId(typeof item === 'string' ? item : String((item as JsonObject).epcClass)),
  )
}
