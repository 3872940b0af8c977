import { documentToJson, documentToXml, type EventJson, type Json, linkOfUrn } from '@ronghe/epcis'
import type { FastifyReply } from 'fastify'
import type { EventRow } from '../store/events.ts'
import type { Format } from './asking.ts'

export const officialContext = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'

/** How ids are written in an answer; without a wish they stay as they were captured. */
export type EpcFormat = 'Always_GS1_Digital_Link' | 'No_Preference'

export type About = {
  creationDate: string
  queryName: string
  subscriptionId?: string
  epcFormat: EpcFormat
}

/** An event as it was captured, with the id and the time that the repository gave it. */
export function eventOf(row: EventRow, epcFormat: EpcFormat = 'No_Preference'): EventJson {
  const kept = JSON.parse(row.body) as EventJson
  const event = epcFormat === 'Always_GS1_Digital_Link' ? (withLinks(kept) as EventJson) : kept
  return { ...event, eventID: row.eventId, recordTime: row.recordTime.toISOString() }
}

/** URNs of every place become digital links; other texts stay. */
function withLinks(value: Json): Json {
  if (typeof value === 'string') return value.startsWith('urn:epc:') ? (linkOfUrn(value) ?? value) : value
  if (Array.isArray(value)) return value.map(withLinks)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withLinks(one)]))
}

/**
 * One context for all events. Where two documents gave a prefix different meanings, the later event
 * carries its
 * own.
 */
function contexts(rows: readonly EventRow[]): {
  shared: Record<string, string>
  own: ReadonlyMap<bigint, Json>
} {
  const shared: Record<string, string> = {}
  const own = new Map<bigint, Json>()
  for (const { seq, context } of rows) {
    if (context === null) continue
    const prefixes = JSON.parse(context) as Record<string, string>
    const clashes = Object.entries(prefixes).some(([key, uri]) => (shared[key] ?? uri) !== uri)
    if (clashes) own.set(seq, [officialContext, prefixes])
    else Object.assign(shared, prefixes)
  }
  return { shared, own }
}

/** A query document of events. */
export function documentOf(rows: readonly EventRow[], about: About, format: Format): string {
  const { shared, own } = contexts(rows)
  const context: Json = Object.keys(shared).length > 0 ? [officialContext, shared] : [officialContext]
  const query = {
    queryName: about.queryName,
    ...(about.subscriptionId === undefined ? {} : { subscriptionID: about.subscriptionId }),
  }
  const events = rows.map((row) => {
    const itsOwn = own.get(row.seq)
    const event = eventOf(row, about.epcFormat)
    return itsOwn === undefined ? event : { '@context': itsOwn, ...event }
  })
  if (format === 'xml') return documentToXml({ context, creationDate: about.creationDate, events, query })
  return JSON.stringify(documentToJson({ context, creationDate: about.creationDate, events, query }))
}

export function sendText(reply: FastifyReply, text: string, format: Format): FastifyReply {
  const type = format === 'xml' ? 'application/xml' : 'application/json'
  return reply.header('content-type', `${type}; charset=utf-8`).send(text)
}
