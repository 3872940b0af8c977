import { type Head, readHead } from './head.ts'
import type { DocumentFault, EventJson, Json } from './model.ts'
import { xmlDocument } from './reader-xml.ts'
import { JsonSplitter } from './split-json.ts'
import { validateEvent } from './validate.ts'

export type Document = { readonly head: Head; readonly events: readonly EventJson[] }

export type ReadDocument = { readonly document: Document } | { readonly faults: readonly DocumentFault[] }

/** Reads and validates a whole document in memory. */
export function readDocument(text: string, format: 'json' | 'xml'): ReadDocument {
  const read = format === 'json' ? readJson(text) : readXml(text)
  if ('faults' in read) return read
  const faults = read.document.events.flatMap((event, index) => validateEvent(event, `eventList[${index}]`))
  return faults.length > 0 ? { faults } : read
}

/** Reads a JSON document without judging its events. */
export function readJson(text: string): ReadDocument {
  const events: Json[] = []
  const broken: DocumentFault[] = []
  const splitter = new JsonSplitter((event) => {
    const parsed = parse(event)
    if ('value' in parsed) events.push(parsed.value)
    else broken.push({ path: `eventList[${events.length}]`, rule: 'json', found: event.slice(0, 80) })
  })
  splitter.write(text)
  const end = splitter.end()
  if ('fault' in end) return { faults: [{ path: '', rule: end.fault.code, found: `@${end.fault.at}` }] }
  const head = parse(end.head)
  if (!('value' in head)) return { faults: [{ path: '', rule: 'json', found: end.head.slice(0, 80) }] }
  const read = readHead(head.value)
  const faults = [...read.faults, ...broken]
  return faults.length > 0 ? { faults } : { document: { head: read.head, events: events as EventJson[] } }
}

/** Reads an XML document without judging its events. */
export function readXml(text: string): ReadDocument {
  const events: EventJson[] = []
  const reader = xmlDocument((event) => events.push(event))
  reader.write(text)
  const end = reader.end()
  if ('fault' in end) return { faults: [{ path: '', rule: end.fault.code, found: end.fault.detail }] }
  return { document: { head: end.head, events } }
}

function parse(text: string): { value: Json } | { fault: true } {
  try {
    return { value: JSON.parse(text) as Json }
  } catch {
    return { fault: true }
  }
}
