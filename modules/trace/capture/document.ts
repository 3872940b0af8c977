import {
  type DocumentFault,
  type EventJson,
  type Head,
  JsonSplitter,
  namespacesOf,
  readHead,
  validateEvent,
  xmlDocument,
} from '@ronghe/epcis'
import type { Around } from './prepare.ts'

/** A document that can be read more than once, in pieces. */
export type Source = { readonly format: 'json' | 'xml'; pieces(): AsyncIterable<string> | Iterable<string> }

/** One event with its place, what surrounds it, and what is wrong with it. */
export type Read = { index: number; event: EventJson; around: Around; faults: DocumentFault[] }

export type Scan = { head: Head; events: number } | { faults: readonly DocumentFault[] } | { tooMany: number }

const faultsMax = 20

/**
 * Reads a whole document without keeping its events: its head, how many events there are and, when `judges`,
 * what is wrong with them.
 */
export async function scan(source: Source, judges: boolean, eventsMax: number): Promise<Scan> {
  return source.format === 'json' ? scanJson(source, judges, eventsMax) : scanXml(source, judges, eventsMax)
}

async function scanJson(source: Source, judges: boolean, eventsMax: number): Promise<Scan> {
  const faults: DocumentFault[] = []
  let events = 0
  const splitter = new JsonSplitter((text) => {
    if (judges && faults.length < faultsMax) faults.push(...judged(text, events))
    events += 1
  })
  for await (const piece of source.pieces()) {
    const fault = splitter.write(piece)
    if (fault) return { faults: [{ path: '', rule: fault.code, found: `@${fault.at}` }] }
    if (events > eventsMax) return { tooMany: events }
  }
  const end = splitter.end()
  if ('fault' in end) return { faults: [{ path: '', rule: end.fault.code, found: `@${end.fault.at}` }] }
  const document = parsed(end.head)
  if (document === undefined) return { faults: [{ path: '', rule: 'json', found: end.head.slice(0, 80) }] }
  const read = readHead(document)
  const all = [...read.faults, ...faults].slice(0, faultsMax)
  return all.length > 0 ? { faults: all } : { head: read.head, events }
}

async function scanXml(source: Source, judges: boolean, eventsMax: number): Promise<Scan> {
  const faults: DocumentFault[] = []
  let events = 0
  const reader = xmlDocument((event) => {
    if (judges && faults.length < faultsMax) faults.push(...validateEvent(event, `eventList[${events}]`))
    events += 1
  })
  for await (const piece of source.pieces()) {
    const fault = reader.write(piece)
    if (fault) return { faults: [{ path: '', rule: fault.code, found: fault.detail }] }
    if (events > eventsMax) return { tooMany: events }
  }
  const end = reader.end()
  if ('fault' in end) return { faults: [{ path: '', rule: end.fault.code, found: end.fault.detail }] }
  return faults.length > 0 ? { faults: faults.slice(0, faultsMax) } : { head: end.head, events }
}

/** Every event of a document that was scanned before. */
export async function* eventsOf(source: Source, head: Head): AsyncGenerator<Read> {
  const waiting: Read[] = []
  let index = 0
  const push = source.format === 'json' ? jsonPusher(head, add) : xmlPusher(add)
  for await (const piece of source.pieces()) {
    push(piece)
    yield* waiting.splice(0)
  }

  function add(event: EventJson, around: Around): void {
    waiting.push({ index, event, around, faults: validateEvent(event, `eventList[${index}]`) })
    index += 1
  }
}

type Add = (event: EventJson, around: Around) => void

function jsonPusher(head: Head, add: Add): (piece: string) => void {
  const around = { namespaces: head.namespaces, ignore: head.ignore }
  const splitter = new JsonSplitter((text) => {
    const event = (parsed(text) ?? { type: '' }) as EventJson
    const own = event['@context']
    add(event, own === undefined ? around : { ...around, namespaces: namespacesOf(own, head.namespaces) })
  })
  return (piece) => void splitter.write(piece)
}

function xmlPusher(add: Add): (piece: string) => void {
  const reader = xmlDocument((event) => {
    add(event, { namespaces: namespacesOf(reader.context()), ignore: reader.ignore() })
  })
  return (piece) => void reader.write(piece)
}

function judged(text: string, index: number): DocumentFault[] {
  const event = parsed(text)
  if (event === undefined) return [{ path: `eventList[${index}]`, rule: 'json', found: text.slice(0, 80) }]
  return validateEvent(event, `eventList[${index}]`)
}

function parsed(text: string) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
