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
import { type DocumentRow, documentsFor } from '../master/store/documents.ts'
import { mastersOf, type NamedRow, ownParty } from '../master/store/masters.ts'
import { bodiesOf } from '../store/events.ts'
import { detailsOf } from '../story/details.ts'
import { type Telling, toldOf } from '../story/told.ts'

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
export type Step = {
  at: Date
  step: string
  place: string | null
  disposition: string | null
  /** The carrier with which it happened; null where it happened to the thing itself. */
  carrier: string | null
  /** How many records before it are not told, where a long story is told by its ends. */
  untold: number
}

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

/** A page of a phone tells the beginning and the end of a long story. */
const stepsMax = 120
const tellingsMax = 2000
const ownMax = 200

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
  const { tellings: all, isTruncated } = await toldOf(sql, code.key, tellingsMax)
  const tellings = all.filter(({ isStanding }) => isStanding)
  const own = ends(tellings.filter(isOwn), ownMax)
  const chosen = ends(tellings, stepsMax)
  const bodies = await eventsOf(sql, [...own, ...chosen])
  const left = tellings.length - chosen.length + (isTruncated ? 1 : 0)
  const events = chosen.map((telling, at) => ({
    ...{ telling, event: bodies.get(telling.seq)!, untold: at === stepsMax / 2 ? left : 0 },
  }))
  const steps = events.map(stepOf)
  const mine = own.map(({ seq }) => bodies.get(seq)!)
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

function isOwn({ carriers }: Telling): boolean {
  return carriers.length === 0
}

/** The first and the last of a list that is longer than told. */
function ends<T>(list: readonly T[], most: number): readonly T[] {
  return list.length <= most ? list : [...list.slice(0, most / 2), ...list.slice(-most / 2)]
}

async function eventsOf(sql: Sql, tellings: readonly Telling[]): Promise<ReadonlyMap<bigint, EventJson>> {
  const rows = await bodiesOf(sql, [...new Set(tellings.map(({ seq }) => seq))])
  return new Map(rows.map(({ seq, body }) => [seq, JSON.parse(body) as EventJson]))
}

type Chosen = { telling: Telling; event: EventJson; untold: number }

function stepOf({ telling, event, untold }: Chosen): Step {
  const place = ((event.bizLocation ?? event.readPoint) as JsonObject | undefined)?.id
  return {
    at: telling.eventTime,
    step: typeof event.bizStep === 'string' ? compactTerm('bizStep', event.bizStep) : 'inspecting',
    place: typeof place === 'string' ? normaliseId(place) : null,
    disposition: typeof event.disposition === 'string' ? compactTerm('disposition', event.disposition) : null,
    carrier: telling.carriers.at(-1) ?? null,
    untold,
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
