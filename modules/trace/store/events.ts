import type { Sql } from '@ronghe/kit/db'
import type { PreparedEvent } from '../capture/prepare.ts'
import { leafOf, textHash } from '../chain/leaf.ts'
import { seal } from '../chain/seal.ts'
import { type OpenLink, openLink } from './chain.ts'

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
  const stored = await insertUnder(sql, events, about, link)
  await seal(sql, link, about)
  return stored
}

/** Keeps events under a link that the caller seals, when its transaction has nothing else to do. */
export async function insertUnder(
  sql: Sql,
  events: readonly PreparedEvent[],
  about: About,
  link: OpenLink,
): Promise<Stored> {
  const { organisationId, jobId, now } = about
  const column = <K extends keyof PreparedEvent>(name: K) => events.map((event) => event[name])
  const facts = events.map((event) => (event.facts === null ? null : JSON.stringify(event.facts)))
  const rows = await sql<{ seq: bigint; ord: number }[]>`
    with given as (
      select nextval('trace_events_seq') as seq, one.*
      from unnest(${column('eventId')}::text[], ${column('hash')}::text[], ${column('type')}::text[],
        ${column('eventTime')}::text[], ${column('action')}::text[], ${column('bizStep')}::text[],
        ${column('disposition')}::text[], ${column('readPoint')}::text[], ${column('bizLocation')}::text[],
        ${column('transformationId')}::text[], ${column('declaredAt')}::text[],
        ${column('errorReason')}::text[],
        ${facts}::text[], ${column('context')}::text[], ${column('hashIgnores')}::text[],
        ${column('body')}::text[])
        with ordinality as one (event_id, hash, type, event_time, action, biz_step, disposition, read_point,
          biz_location, transformation_id, declared_at, error_reason, facts, context, hash_ignores, body,
          ord)
    ), kept as (
      insert into trace_events (seq, organisation_id, event_id, hash, type, event_time, record_time,
      action, biz_step,
        disposition, read_point, biz_location, transformation_id, declared_at, error_reason, facts,
        context, hash_ignores, body, job_id, link)
      select seq, ${organisationId}, event_id, decode(hash, 'hex'), type, event_time::timestamptz,
      ${now}, action,
        biz_step, disposition, read_point, biz_location, transformation_id, declared_at::timestamptz,
        error_reason,
        facts::jsonb, context, hash_ignores, body, ${jobId}, ${link.id}
      from given order by ord
      on conflict (organisation_id, event_id, (declared_at is not null)) do nothing
      returning seq
    )
    select given.seq, given.ord::integer as ord from given join kept using (seq)`
  const kept = new Map(rows.map(({ seq, ord }) => [ord - 1, seq] as const).sort((a, b) => a[0] - b[0]))
  for (const [index, seq] of kept) {
    const event = events[index]!
    const { eventId, hash, bodyHash } = event
    link.first ??= seq
    link.last = seq
    link.leaves.push(
      leafOf({
        ...{ eventId, hash, bodyHash, recordTime: now },
        contextHash: textHash(event.context),
        ignoresHash: textHash(event.hashIgnores),
      }),
    )
  }
  await insertKeys(sql, events, kept, organisationId)
  return { stored: kept.size, conflicts: await conflictsOf(sql, events, kept, organisationId) }
}

async function insertKeys(
  sql: Sql,
  events: readonly PreparedEvent[],
  kept: ReadonlyMap<number, bigint>,
  organisationId: string,
): Promise<void> {
  const rows = [...kept].flatMap(([index, seq]) => {
    const { keys, eventTime } = events[index]!
    return keys.map((one) => ({ ...one, eventTime, seq: String(seq) }))
  })
  if (rows.length === 0) return
  await sql`
    insert into trace_keys (organisation_id, key, role, event_time, seq, detail, quantity)
    select ${organisationId}, key, role, event_time::timestamptz, seq, detail, quantity
    from unnest(${rows.map(({ key }) => key)}::text[], ${rows.map(({ role }) => role)}::smallint[],
      ${rows.map(({ eventTime }) => eventTime)}::text[], ${rows.map(({ seq }) => seq)}::bigint[],
      ${rows.map(({ detail }) => detail)}::text[], ${rows.map(({ quantity }) => quantity)}::numeric[])
      as one (key, role, event_time, seq, detail, quantity)`
}

/** Which of those not kept say something else than what stands under their id. */
async function conflictsOf(
  sql: Sql,
  events: readonly PreparedEvent[],
  kept: ReadonlyMap<number, bigint>,
  organisationId: string,
): Promise<Stored['conflicts']> {
  const missing = events.flatMap((event, index) => (kept.has(index) ? [] : [{ event, index }]))
  if (missing.length === 0) return []
  const found = await sql<{ eventId: string; declared: boolean; hash: string }[]>`
    select event_id as "eventId", declared_at is not null as declared, encode(hash, 'hex') as hash
    from trace_events where organisation_id = ${organisationId}
      and event_id = any(${missing.map(({ event }) => event.eventId)})`
  const hashes = new Map(found.map((row) => [`${row.eventId} ${row.declared}`, row.hash]))
  return missing
    .filter(({ event }) => hashes.get(`${event.eventId} ${event.declaredAt !== null}`) !== event.hash)
    .map(({ event, index }) => ({ index, eventId: event.eventId }))
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

/** Events that name things, oldest first, at most `limit` a thing; without what they say. */
export async function seqsOfThings(
  sql: Sql,
  keys: readonly string[],
  limit: number,
): Promise<{ key: string; seq: bigint }[]> {
  return sql<{ key: string; seq: bigint }[]>`
    select thing.key, found.seq
    from unnest(${keys as string[]}::text[]) as thing (key)
    cross join lateral (
      select distinct k.seq, k.event_time from trace_keys k where k.key = thing.key
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
