import type { Sql } from '@ronghe/kit/db'
import { Leaves } from '../chain/leaves.ts'

/** A link that is being made: the events of one transaction, in the order in which they were kept. */
export type OpenLink = { id: string; leaves: Leaves; first: bigint | null; last: bigint | null }

export async function openLink(sql: Sql): Promise<OpenLink> {
  const [row] = await sql<{ id: bigint }[]>`select nextval('trace_links_id') as id`
  return { id: String(row!.id), leaves: new Leaves(), first: null, last: null }
}

/** Chains a link to its organisation's last one. The last act of a transaction, since others wait for it. */
export async function sealLink(
  sql: Sql,
  link: OpenLink,
  root: Buffer,
  about: { organisationId: string; now: Date },
): Promise<void> {
  await sql`select trace_seal(${link.id}, ${about.organisationId}, ${about.now}, ${String(link.first)},
    ${String(link.last)}, ${link.leaves.bytes()}, ${root})`
}

export type LinkRow = {
  id: bigint
  organisationId: string
  number: number
  sealedAt: Date
  events: number
  firstSeq: bigint
  lastSeq: bigint
  leaves: Buffer
  root: string
  previousHash: string
  hash: string
  day: string | null
}

export function linkColumns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", number::integer, sealed_at as "sealedAt", events,
    first_seq as "firstSeq", last_seq as "lastSeq", leaves, encode(root, 'hex') as root,
    encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash, day::text as day`
}

export async function findLink(sql: Sql, id: bigint): Promise<LinkRow | null> {
  const [row] = await sql<LinkRow[]>`select ${linkColumns(sql)} from trace_links where id = ${String(id)}`
  return row ?? null
}

/** The newest links of an organisation, newest first. */
export async function newestLinks(sql: Sql, organisationId: string, limit: number): Promise<LinkRow[]> {
  return sql<LinkRow[]>`
    select ${linkColumns(sql)} from trace_links where organisation_id = ${organisationId}
    order by number desc limit ${limit}`
}

export type SealedRow = {
  seq: bigint
  organisationId: string
  eventId: string
  hash: string
  recordTime: Date
  body: string
  context: string | null
  hashIgnores: string | null
  link: bigint | null
}

/** An event with what is sealed of it, and the place it has in its link. */
export async function findSealed(sql: Sql, seq: number): Promise<(SealedRow & { place: number }) | null> {
  const [row] = await sql<(SealedRow & { place: number })[]>`
    select ${sealedColumns(sql)},
      (select count(*)::integer from trace_events b
        where b.link = e.link and b.seq < e.seq
          and b.seq >= (select first_seq from trace_links l where l.id = e.link)) as place
    from trace_events e where e.seq = ${seq}`
  return row ?? null
}

export function sealedColumns(sql: Sql) {
  return sql`e.seq, e.organisation_id as "organisationId", e.event_id as "eventId",
    encode(e.hash, 'hex') as hash, e.record_time as "recordTime", e.body, e.context,
    e.hash_ignores as "hashIgnores", e.link`
}

export type ChainRow = {
  links: number
  events: number
  waiting: number
  lastHash: string | null
  lastAt: Date | null
}

/** How long the chain of an organisation is, and how many of its links wait for the close of their day. */
export async function chainOf(sql: Sql, organisationId: string): Promise<ChainRow> {
  const [row] = await sql<ChainRow[]>`
    select count(*)::integer as links, coalesce(sum(events), 0)::integer as events,
      count(*) filter (where day is null)::integer as waiting, max(sealed_at) as "lastAt",
      (select encode(hash, 'hex') from trace_links where organisation_id = ${organisationId}
        order by number desc limit 1) as "lastHash"
    from trace_links where organisation_id = ${organisationId}`
  return row!
}
