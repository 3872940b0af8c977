import { eventToXml } from '../xml/event-to-xml.ts'
import { element, escapeText } from '../xml/write.ts'
import type { EventJson, Json } from './model.ts'
import { namespacesOf } from './namespaces.ts'

export type Written = {
  readonly context: Json
  readonly creationDate: string
  readonly events: readonly EventJson[]
  /** A query document when it answers a query. */
  readonly query?: { readonly queryName: string; readonly subscriptionID?: string }
}

/** A document of version 2.0 as JSON-LD. */
export function documentToJson({ context, creationDate, events, query }: Written): Json {
  const eventList = events as readonly Json[]
  const head = {
    '@context': context,
    type: query ? 'EPCISQueryDocument' : 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate,
  }
  if (!query) return { ...head, epcisBody: { eventList } }
  return { ...head, epcisBody: { queryResults: { ...query, resultsBody: { eventList } } } }
}

/** A document of version 2.0 as XML. */
export function documentToXml({ context, creationDate, events, query }: Written): string {
  const list = element('EventList', events.map(eventToXml).join(''))
  const kind = query ? 'query' : 'document'
  const prefix = query ? 'epcisq' : 'epcis'
  const attributes: Record<string, string> = {
    [`xmlns:${prefix}`]: query ? 'urn:epcglobal:epcis-query:xsd:2' : 'urn:epcglobal:epcis:xsd:2',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
    schemaVersion: '2.0',
    creationDate,
  }
  for (const [name, uri] of Object.entries(namespacesOf(context))) {
    if (name !== prefix && !attributes[`xmlns:${name}`] && /^[A-Za-z_][\w.-]*$/.test(name)) {
      attributes[`xmlns:${name}`] = uri
    }
  }
  const results = query
    ? element(
        `${prefix}:QueryResults`,
        element('queryName', escapeText(query.queryName)) +
          (query.subscriptionID ? element('subscriptionID', escapeText(query.subscriptionID)) : '') +
          element('resultsBody', list),
      )
    : list
  const root = kind === 'query' ? 'EPCISQueryDocument' : 'EPCISDocument'
  const body = element('EPCISBody', results)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(`${prefix}:${root}`, body, attributes)}\n`
}
