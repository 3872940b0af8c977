import {
  anchorsOf,
  compactTerm,
  type EventJson,
  type JsonObject,
  normaliseId,
  parseLink,
} from '@ronghe/epcis'
import type { Sql } from '@ronghe/kit/db'
import { placeOf } from '../allocation/numbers.ts'
import { countersOf } from '../allocation/store.ts'
import { traced } from '../graph.ts'
import { type DocumentRow, documentsFor } from '../master/store/documents.ts'
import { mastersOf, type NamedRow, ownParty } from '../master/store/masters.ts'
import { detailsOf } from '../story/details.ts'
import { eventsNaming, type NamingRow } from './store.ts'

/** A code as a consumer holds it. */
export type Code = {
  path: string
  root: string
  key: string
  gtin: string
  lot: string | null
  serial: string | null
}

/** What may be told to everybody of one event: when, where, what was done. */
export type Step = { at: Date; step: string; place: string | null; disposition: string | null }

export type Gathered = {
  product: NamedRow | null
  steps: Step[]
  places: ReadonlyMap<string, NamedRow>
  maker: NamedRow | null
  papers: DocumentRow[]
  lot: string | null
  disposition: string | null
  persistent: string[]
  isIssued: boolean
  isSample: boolean
}

const eventsMax = 200
const carriersMax = 50

/** A product, with lot or serial number; null for any other key, which has no story of its own. */
export function codeOf(path: string): Code | null {
  const read = parseLink(`https://resolver${path}`, { shortGtins: true })
  if (!('link' in read) || read.link.key.ai !== '01') return null
  const { link } = read
  const value = (ai: string) => link.qualifiers.find((one) => one.ai === ai)?.value ?? null
  const anchors = anchorsOf(link)
  const key = normaliseId(`https://id.gs1.org${anchors[0]!}`)
  return {
    ...{ path: anchors[0]!, root: anchors.at(-1)!, key, gtin: link.key.value },
    ...{ lot: value('10'), serial: value('21') },
  }
}

/**
 * The story of a thing for everybody, from what its maker captured: its own events and those of what it was
 * packed in, for as long as it was inside. Whoever asks is bounded to the maker's rows.
 */
export async function gather(
  sql: Sql,
  code: Code,
  maker: string,
  audiences: readonly DocumentRow['audience'][] = ['public'],
): Promise<Gathered> {
  const own = await eventsNaming(sql, [code.key], eventsMax)
  const told = [...own, ...(await carried(sql, code.key, own))].sort(
    (one, other) => one.eventTime.getTime() - other.eventTime.getTime() || Number(one.seq - other.seq),
  )
  const events = told.map((row) => ({ row, event: JSON.parse(row.body) as EventJson }))
  const steps = events.filter(({ event }) => event.errorDeclaration === undefined).map(stepOf)
  const mine = own.map(({ body }) => JSON.parse(body) as EventJson)
  const lot = code.lot ?? mine.map((event) => detailsOf(event).lot).find((one) => one !== null) ?? null
  const root = `https://id.gs1.org${code.root}`
  const places = [...new Set(steps.flatMap(({ place }) => place ?? []))]
  const masters = await mastersOf(sql, [root, ...places], maker)
  const byKey = new Map(masters.map((row) => [row.key, row]))
  const keys = [
    root,
    code.key,
    ...(lot === null ? [] : [normaliseId(`${root}/10/${encodeURIComponent(lot)}`)]),
  ]
  return {
    product: byKey.get(root) ?? null,
    steps,
    places: byKey,
    maker: await ownParty(sql, maker),
    papers: await documentsFor(sql, maker, keys, audiences),
    lot,
    disposition: steps.findLast(({ disposition }) => disposition !== null)?.disposition ?? null,
    persistent: persistentOf(mine),
    isIssued: own.length > 0 || (await isGivenOut(sql, code)),
    isSample: byKey.get(root)?.isSample ?? false,
  }
}

/** Events of boxes and pallets while the thing was in them. */
async function carried(sql: Sql, key: string, own: readonly NamingRow[]): Promise<NamingRow[]> {
  if (own.length === 0) return []
  const found = await traced(sql, { id: key, direction: 'forward', depthMax: 4, nodesMax: carriersMax })
  const stays = found.links.filter(({ kind, to }) => kind === 'aggregation' && to !== key)
  const carriers = new Map<string, { since: number; until: number }>()
  for (const { from, to, since, until } of stays) {
    const outer = carriers.get(from)
    // A box is in a pallet for us only as long as the thing is in the box.
    const stay = {
      since: Math.max(since ?? 0, outer?.since ?? 0),
      until: Math.min(until ?? Number.POSITIVE_INFINITY, outer?.until ?? Number.POSITIVE_INFINITY),
    }
    if (from === key || outer) carriers.set(to, stay)
  }
  const rows = await eventsNaming(sql, [...carriers.keys()], eventsMax)
  const seen = new Set(own.map(({ seq }) => seq))
  return rows.filter(({ key: carrier, seq, eventTime }) => {
    const { since, until } = carriers.get(carrier)!
    const isWithin = eventTime.getTime() > since && eventTime.getTime() <= until && !seen.has(seq)
    seen.add(seq)
    return isWithin
  })
}

function stepOf({ row, event }: { row: NamingRow; event: EventJson }): Step {
  const place = ((event.bizLocation ?? event.readPoint) as JsonObject | undefined)?.id
  return {
    at: row.eventTime,
    step: typeof event.bizStep === 'string' ? compactTerm('bizStep', event.bizStep) : 'inspecting',
    place: typeof place === 'string' ? normaliseId(place) : null,
    disposition: typeof event.disposition === 'string' ? compactTerm('disposition', event.disposition) : null,
  }
}

function persistentOf(events: readonly EventJson[]): string[] {
  const now = new Set<string>()
  for (const { persistentDisposition } of events) {
    const { set = [], unset = [] } = (persistentDisposition ?? {}) as { set?: string[]; unset?: string[] }
    for (const one of unset) now.delete(compactTerm('disposition', one))
    for (const one of set) now.add(compactTerm('disposition', one))
  }
  return [...now]
}

async function isGivenOut(sql: Sql, { gtin, serial }: Code): Promise<boolean> {
  if (serial === null) return false
  const counters = await countersOf(sql, 'serial', gtin)
  return counters.some((counter) => {
    const place = placeOf(counter, serial)
    return place !== null && place < counter.next
  })
}
