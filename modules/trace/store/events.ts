import type { Sql } from '@ronghe/kit/db'
import { type Packed, pack, unpacked } from '../capture/pack.ts'
import type { PreparedEvent } from '../capture/prepare.ts'
import { leafOf, textHash } from '../chain/leaf.ts'
import { seal } from '../chain/seal.ts'
import { type OpenLink, openLink } from './chain.ts'
import { isStanding } from './standing.ts'

export type Stored = { stored: number; conflicts: { index: number; eventId: string }[] }

type About = { organisationId: string; jobId: string; now: Date }

/**
 * Keeps events under a link of their own. One that is there already, by id, is skipped when it says the same
 * and told as a conflict when it says something else.
 */
export async function insertEvents(
  sql: Sql,
  events: readonly PreparedEvent[],
  about: About,
): Promise<Stored> {
  const link = await openLink(sql)
  const stored = await insertUnder(sql, pack(events), about, link)
  await seal(sql, link, about)
  return stored
}

/** Keeps events under a link that the caller seals, when its transaction has nothing else to do. */
export async function insertUnder(sql: Sql, packed: Packed, about: About, link: OpenLink): Promise<Stored> {
  if (packed.count === 0) return { stored: 0, conflicts: [] }
  const { organisationId, jobId, now } = about
  const [e, k] = [packed.events as string[], packed.keys as string[]]
  const rows = await sql<{ seq: bigint; place: number }[]>`
    select kept_seq as seq, kept_place as place from trace_keep(
      ${organisationId}, ${jobId}, ${link.id}, ${now},
      ${e[0]!}, ${e[1]!}, ${e[2]!}, ${e[3]!}, ${e[4]!}, ${e[5]!}, ${e[6]!}, ${e[7]!}, ${e[8]!}, ${e[9]!},
      ${e[10]!}, ${e[11]!}, ${e[12]!}, ${e[13]!}, ${e[14]!}, ${e[15]!},
      ${k[0]!}, ${k[1]!}, ${k[2]!}, ${k[3]!}, ${k[4]!})`
  const ids = unpacked(packed, 'eventId') as string[]
  const hashes = unpacked(packed, 'hash') as string[]
  const contexts = unpacked(packed, 'context')
  const ignores = unpacked(packed, 'hashIgnores')
  for (const { seq, place } of rows) {
    const at = place - 1
    link.first ??= seq
    link.last = seq
    link.leaves.add(
      leafOf({
        ...{ eventId: ids[at]!, hash: hashes[at]!, recordTime: now, bodyHash: packed.bodyHashes[at]! },
        ...{ contextHash: textHash(contexts[at]!), ignoresHash: textHash(ignores[at]!) },
      }),
    )
  }
  if (rows.length === packed.count) return { stored: rows.length, conflicts: [] }
  const declared = unpacked(packed, 'declaredAt')
  const kept = new Set(rows.map(({ place }) => place - 1))
  const missing = ids.flatMap((eventId, index) =>
    kept.has(index)
      ? []
      : [{ index, eventId, hash: hashes[index]!, isDeclaration: declared[index] !== null }],
  )
  return { stored: rows.length, conflicts: await conflictsOf(sql, missing, organisationId) }
}

type Missing = { index: number; eventId: string; hash: string; isDeclaration: boolean }

/** Which of those not kept say something else than what stands under their id. */
async function conflictsOf(
  sql: Sql,
  missing: readonly Missing[],
  organisationId: string,
): Promise<Stored['conflicts']> {
  const found = await sql<{ eventId: string; isDeclaration: boolean; hash: string }[]>`
    select event_id as "eventId", declared_at is not null as "isDeclaration", encode(hash, 'hex') as hash
    from trace_events where organisation_id = ${organisationId}
      and event_id = any(${missing.map(({ eventId }) => eventId)})`
  const hashes = new Map(found.map((row) => [`${row.eventId} ${row.isDeclaration}`, row.hash]))
  return missing
    .filter(({ eventId, isDeclaration, hash }) => hashes.get(`${eventId} ${isDeclaration}`) !== hash)
    .map(({ index, eventId }) => ({ index, eventId }))
}

export type EventRow = {
  seq: bigint
  organisationId: string
  eventId: string
  hash: string
  type: string
  eventTime: Date
  recordTime: Date
  context: string | null
  body: string
  /** The time that a page is ordered by, to the microsecond. */
  orderTime?: string
}

/** What an answer needs of an event. */
export function eventColumns(sql: Sql) {
  return sql`e.seq, e.organisation_id as "organisationId", e.event_id as "eventId", encode(e.hash,
    'hex') as hash,
    e.type, e.event_time as "eventTime", e.record_time as "recordTime", e.context, e.body`
}

/** The event of an id, and its error declaration behind it. */
export async function eventsById(sql: Sql, eventId: string): Promise<EventRow[]> {
  return sql<EventRow[]>`
    select ${eventColumns(sql)} from trace_events e where e.event_id = ${eventId} order by e.seq limit 10`
}

/** Events that stand and name things, oldest first, at most `limit` a thing; without what they say. */
export async function seqsOfThings(
  sql: Sql,
  keys: readonly string[],
  limit: number,
): Promise<{ key: string; seq: bigint }[]> {
  return sql<{ key: string; seq: bigint }[]>`
    select thing.key, found.seq
    from unnest(${keys as string[]}::text[]) as thing (key)
    cross join lateral (
      select distinct k.seq, k.event_time from trace_keys k join trace_events e on e.seq = k.seq
      where k.key = thing.key and ${isStanding(sql)}
      order by k.event_time, k.seq limit ${limit}
    ) as found
    order by found.event_time, found.seq`
}

export type BodyRow = { seq: bigint; organisationId: string; body: string }

/** What events say; an event that names many things is read once. */
export async function bodiesOf(sql: Sql, seqs: readonly bigint[]): Promise<BodyRow[]> {
  return sql<BodyRow[]>`
    select seq, organisation_id as "organisationId", body from trace_events
    where seq = any(${seqs.map(String)}::bigint[])`
}

/** Numbers of events by their ids; declarations of errors left out. */
export async function seqsOfIds(
  sql: Sql,
  organisationId: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await sql<{ eventId: string; seq: bigint }[]>`
    select event_id as "eventId", seq from trace_events
    where organisation_id = ${organisationId} and event_id = any(${eventIds as string[]}::text[])
      and declared_at is null`
  return new Map(rows.map(({ eventId, seq }) => [eventId, seq]))
}
