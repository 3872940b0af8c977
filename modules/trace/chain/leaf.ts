import { hash as digest } from 'node:crypto'
import { leafHash } from './merkle.ts'

/** What of an event is sealed: its id, its hash, when it was recorded, and the very text that is kept. */
export type Sealed = {
  eventId: string
  /** SHA-256 of what it says (CBV 2.0 section 8.9), hexadecimal. */
  hash: string
  recordTime: Date
  bodyHash: string
  contextHash: string
  ignoresHash: string
}

export function textHash(text: string | null): string {
  if (text === null || text === '') return emptyHash
  // Events of a document share their prefixes.
  if (last.text !== text) last = { text, hash: digest('sha256', text) }
  return last.hash
}

let last = { text: '', hash: '' }

const emptyHash = digest('sha256', '')

/** The lines whose digest is the leaf. */
export function leafText(one: Sealed): string {
  return [
    one.eventId,
    one.hash,
    one.recordTime.toISOString(),
    one.bodyHash,
    one.contextHash,
    one.ignoresHash,
  ].join('\n')
}

/** The leaf of an event; `trace_leaf` of the database says the same. */
export function leafOf(one: Sealed): Buffer {
  return leafHash(leafText(one))
}

export type LinkHead = {
  organisationId: string
  number: number
  sealedAt: string
  events: number
  root: string
  previousHash: string
}

/** The text whose digest is a link's hash; the hash of the link before is its last line. */
export function linkText(link: LinkHead): string {
  const { organisationId, number, sealedAt, events, root, previousHash } = link
  return ['ronghe-link-1', organisationId, number, sealedAt, events, root, previousHash].join('\n')
}

export type DayHead = {
  day: string
  number: number
  links: number
  events: number
  root: string
  previousHash: string
}

/** The text whose digest is a day's hash. */
export function dayText({ day, number, links, events, root, previousHash }: DayHead): string {
  return ['ronghe-day-1', day, number, links, events, root, previousHash].join('\n')
}

export const nothingBefore = '0'.repeat(64)
