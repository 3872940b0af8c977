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

/** An event of a short document, kept from the scan for its capture. */
export type Kept = { event: EventJson; faults: DocumentFault[] }

export type Reading = {
  /** Is every event judged at once? */
  judges: boolean
  eventsMax: number
  /** Nothing happens behind this moment, Unix milliseconds. */
  latestMs: number
  /** Keeps the events of a document in JSON here, for one that is short. */
  kept?: Kept[]
}

/**
 * Reads a whole document without keeping its events: its head, how many events there are and, when they are
 * judged, what is wrong with them.
 */
export async function scan(source: Source, reading: Reading): Promise<Scan> {
  return source.format === 'json' ? scanJson(source, reading) : scanXml(source, reading)
}

async function scanJson(source: Source, { judges, eventsMax, latestMs, kept }: Reading): Promise<Scan> {
  const faults: DocumentFault[] = []
  let events = 0
  const splitter = new JsonSplitter((text) => {
    if ((judges && faults.length < faultsMax) || kept) {
      const one = judged(text, events, latestMs)
      if (judges) faults.push(...one.faults)
      kept?.push(one)
    }
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

async function scanXml(source: Source, { judges, eventsMax, latestMs }: Reading): Promise<Scan> {
  const faults: DocumentFault[] = []
  let events = 0
  const reader = xmlDocument((event) => {
    if (judges && faults.length < faultsMax) faults.push(...faultsOf(event, events, latestMs))
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

/** Every event of a document that was scanned before; one that was judged then is not judged again. */
export async function* eventsOf(source: Source, head: Head, reading: Reading): AsyncGenerator<Read> {
  const waiting: Read[] = []
  let index = 0
  if (reading.kept) {
    for (const { event, faults } of reading.kept)
      yield { index: index++, event, around: around(event, head), faults }
    return
  }
  const push = source.format === 'json' ? jsonPusher(head, add) : xmlPusher(add)
  for await (const piece of source.pieces()) {
    push(piece)
    yield* waiting.splice(0)
  }

  function add(event: EventJson, surroundings: Around): void {
    const faults = reading.judges ? [] : faultsOf(event, index, reading.latestMs)
    waiting.push({ index, event, around: surroundings, faults })
    index += 1
  }
}

type Add = (event: EventJson, around: Around) => void

/** What surrounds an event in JSON; it may bring a context of its own. */
function around(event: EventJson, { namespaces, ignore }: Head): Around {
  const own = event['@context']
  return { namespaces: own === undefined ? namespaces : namespacesOf(own, namespaces), ignore }
}

function jsonPusher(head: Head, add: Add): (piece: string) => void {
  const splitter = new JsonSplitter((text) => {
    const event = (parsed(text) ?? { type: '' }) as EventJson
    add(event, around(event, head))
  })
  return (piece) => void splitter.write(piece)
}

function xmlPusher(add: Add): (piece: string) => void {
  const reader = xmlDocument((event) => {
    add(event, { namespaces: namespacesOf(reader.context()), ignore: reader.ignore() })
  })
  return (piece) => void reader.write(piece)
}

function judged(text: string, index: number, latestMs: number): Kept {
  const event = parsed(text)
  if (event !== undefined) return { event, faults: faultsOf(event, index, latestMs) }
  const fault = { path: `eventList[${index}]`, rule: 'json', found: text.slice(0, 80) }
  return { event: { type: '' } as EventJson, faults: [fault] }
}

/** What the standard does not allow, and what cannot have happened yet. */
function faultsOf(event: EventJson, index: number, latestMs: number): DocumentFault[] {
  const path = `eventList[${index}]`
  const faults = validateEvent(event, path)
  return faults.length > 0 ? faults : futureFaults(event, latestMs, `${path}.`)
}

/** Clocks that are wrong by a zone put events into the future, and stories into a wrong order. */
export function futureFaults(event: EventJson, latestMs: number, path = ''): DocumentFault[] {
  const declaration = event.errorDeclaration as { declarationTime?: string } | undefined
  const times = {
    eventTime: event.eventTime,
    'errorDeclaration.declarationTime': declaration?.declarationTime,
  }
  return Object.entries(times).flatMap(([name, time]) =>
    typeof time === 'string' && Date.parse(time) > latestMs
      ? [{ path: `${path}${name}`, rule: 'future', found: `${time} > ${new Date(latestMs).toISOString()}` }]
      : [],
  )
}

function parsed(text: string) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
