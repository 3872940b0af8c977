import { systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { LinkRow } from '../store/chain.ts'
import { type DayRow, hashesOf, listDays } from '../store/days.ts'
import { type DerivedRow, eventsOfLink, linksBehind, unlinked } from '../store/verify.ts'
import { derivedDifferences } from './derive.ts'
import { dayText, leafOf, linkText, nothingBefore, textHash } from './leaf.ts'
import { hashBytes, leafHash, rootOf, rootOfBytes, sha256 } from './merkle.ts'

const linksPage = 20
const eventsPage = 500

/**
 * One thing that does not follow. `event`: a row was changed, is missing, was added, or says otherwise than
 * its body (`fields` names what). `link`: the chain of an organisation is broken there. `day`: what was
 * published is not what is there.
 */
export type Difference = {
  kind: 'event' | 'link' | 'day'
  fault:
    | 'changed'
    | 'missing'
    | 'added'
    | 'derived'
    | 'unlinked'
    | 'number'
    | 'previous'
    | 'hash'
    | 'leaves'
    | 'root'
  organisationId: string | null
  day: string | null
  link: number | null
  /** Place of the event in its link, from 0. */
  place: number | null
  seq: number | null
  eventId: string | null
  fields: string[]
}

export type Verification = { links: number; events: number; days: number; differences: Difference[] }

type VerifyOptions = {
  organisationId?: string | null
  differencesMax?: number
  /** Links up to this one of the organisation are believed. */
  after?: LinkRow | null
}

/**
 * Computes everything again from the rows, of one organisation or of all: hashes, links, days, and every
 * column that follows from a body. Stops after `differencesMax` differences.
 */
export async function verifyTrace(
  sql: Sql,
  { organisationId = null, differencesMax = 1000, after = null }: VerifyOptions = {},
): Promise<Verification> {
  const found: Verification = { links: 0, events: 0, days: 0, differences: [] }
  const isFull = () => found.differences.length >= differencesMax
  let before: LinkRow | null = after
  for (;;) {
    const links: LinkRow[] = await linksBehind(sql, organisationId, before, linksPage)
    for (const link of links) {
      found.links += 1
      found.differences.push(...linkDifferences(link, before))
      await verifyEvents(sql, link, found)
      before = link
      if (isFull()) return found
    }
    if (links.length < linksPage) break
  }
  for (const { seq, organisationId: owner, eventId } of await unlinked(sql, organisationId, differencesMax)) {
    found.differences.push({
      ...nothing,
      kind: 'event',
      fault: 'unlinked',
      organisationId: owner,
      seq: Number(seq),
      eventId,
    })
  }
  if (organisationId === null) await verifyDays(sql, found)
  return found
}

const nothing = {
  organisationId: null,
  day: null,
  link: null,
  place: null,
  seq: null,
  eventId: null,
  fields: [],
}

function linkDifferences(link: LinkRow, last: LinkRow | null): Difference[] {
  const before = last?.organisationId === link.organisationId ? last : null
  const faults: Difference['fault'][] = []
  if (link.number !== (before?.number ?? 0) + 1) faults.push('number')
  else if (link.previousHash !== (before?.hash ?? nothingBefore)) faults.push('previous')
  if (link.leaves.length !== link.events * hashBytes || link.events === 0) faults.push('leaves')
  else if (rootOfBytes(link.leaves).toString('hex') !== link.root) faults.push('root')
  const text = linkText({ ...link, sealedAt: link.sealedAt.toISOString() })
  if (sha256(text).toString('hex') !== link.hash) faults.push('hash')
  const { organisationId, number, day } = link
  return faults.map((fault) => ({ ...nothing, kind: 'link', fault, organisationId, day, link: number }))
}

export function leavesOf({ leaves }: Pick<LinkRow, 'leaves'>): Buffer[] {
  return Array.from({ length: leaves.length / hashBytes }, (_, at) =>
    leaves.subarray(at * hashBytes, (at + 1) * hashBytes),
  )
}

/** Compares the events of a link with its leaves, one by one in their order. */
async function verifyEvents(sql: Sql, link: LinkRow, found: Verification): Promise<void> {
  const leaves = leavesOf(link)
  const tell = (fault: Difference['fault'], place: number, row: DerivedRow | null, fields: string[]) =>
    found.differences.push({
      ...{
        kind: 'event',
        fault,
        organisationId: link.organisationId,
        day: link.day,
        link: link.number,
        place,
      },
      ...{ seq: row ? Number(row.seq) : null, eventId: row?.eventId ?? null, fields },
    })
  let place = 0
  let after = link.firstSeq - 1n
  for (;;) {
    const rows = await eventsOfLink(sql, link, after, eventsPage)
    const derived = await derivedDifferences(sql, rows)
    for (const row of rows) {
      found.events += 1
      const leaf = leafOfRow(row)
      const at = placeFrom(leaves, leaf, place)
      const fields = derived.get(row.seq) ?? []
      if (at < 0) tell(place < leaves.length ? 'changed' : 'added', place, row, fields)
      for (; place < at; place += 1) tell('missing', place, null, [])
      if (at >= 0 && fields.length > 0) tell('derived', at, row, fields)
      place += 1
    }
    if (rows.length < eventsPage) break
    after = rows.at(-1)!.seq
  }
  for (; place < leaves.length; place += 1) tell('missing', place, null, [])
}

export function leafOfRow(row: Parameters<typeof sealedOf>[0]): Buffer {
  return leafOf(sealedOf(row))
}

export function sealedOf(
  row: Pick<DerivedRow, 'eventId' | 'hash' | 'recordTime' | 'body' | 'context' | 'hashIgnores'>,
) {
  const { eventId, hash, recordTime, body, context, hashIgnores } = row
  const [bodyHash, contextHash, ignoresHash] = [textHash(body), textHash(context), textHash(hashIgnores)]
  return { eventId, hash, recordTime, bodyHash, contextHash, ignoresHash }
}

/** Where a leaf stands at or behind a place, or -1. */
function placeFrom(leaves: readonly Buffer[], leaf: Buffer, from: number): number {
  for (let at = from; at < leaves.length; at += 1) if (leaves[at]!.equals(leaf)) return at
  return -1
}

async function verifyDays(sql: Sql, found: Verification): Promise<void> {
  let before: DayRow | null = null
  const { rows } = await listDays(sql, { pageSize: 100_000 })
  for (const row of rows.toReversed()) {
    found.days += 1
    const faults: Difference['fault'][] = []
    if (row.number !== (before?.number ?? 0) + 1) faults.push('number')
    else if (row.previousHash !== (before?.hash ?? nothingBefore)) faults.push('previous')
    const hashes = await hashesOf(sql, row.day, systemCaller)
    const root = hashes.length === 0 ? '' : rootOf(hashes.map((one) => leafHash(one))).toString('hex')
    if (root !== row.root) faults.push('root')
    if (sha256(dayText(row)).toString('hex') !== row.hash) faults.push('hash')
    for (const fault of faults) found.differences.push({ ...nothing, kind: 'day', fault, day: row.day })
    before = row
  }
}
