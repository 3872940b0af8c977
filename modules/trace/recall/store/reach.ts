import type { Sql } from '@ronghe/kit/db'
import { roles } from '../../store/roles.ts'

/** What a machine worked on: items and lots of its events, each from when it did. */
const workedOn = [roles.epc, roles.output, roles.class, roles.outputClass, roles.child, roles.childClass]

/** Things of events that say which machine did them, in a span. */
export async function thingsOfMachine(
  sql: Sql,
  organisationId: string,
  equipmentId: string,
  { from, until }: { from: string; until: string },
): Promise<{ id: string; at: Date }[]> {
  return sql<{ id: string; at: Date }[]>`
    select k.key as id, min(e.event_time) as at from trace_events e join trace_keys k on k.seq = e.seq
    where e.organisation_id = ${organisationId} and e.event_time >= ${from} and e.event_time < ${until}
      and e.facts -> 'ext' -> 'urn:ronghe:equipment' @> ${sql.json([equipmentId])}
      and k.role = any(${workedOn as number[]}::smallint[])
    group by k.key order by k.key`
}

/** Which of the things any event names, whoever’s. */
export async function knownThings(sql: Sql, keys: readonly string[]): Promise<string[]> {
  const rows = await sql<{ key: string }[]>`
    select thing.key from unnest(${keys as string[]}::text[]) as thing (key)
    where exists (select 1 from trace_keys k where k.key = thing.key)`
  return rows.map(({ key }) => key)
}

/** The newest event of a thing and whose it is, for things that no event places. */
export async function lastOwners(
  sql: Sql,
  keys: readonly string[],
): Promise<{ key: string; organisationId: string }[]> {
  return sql<{ key: string; organisationId: string }[]>`
    select thing.key, last.organisation_id as "organisationId"
    from unnest(${keys as string[]}::text[]) as thing (key)
    cross join lateral (
      select k.organisation_id from trace_keys k where k.key = thing.key
      order by k.event_time desc, k.seq desc limit 1
    ) as last`
}

/** Which of the things an organisation’s own events name. */
export async function namedBy(
  sql: Sql,
  organisationId: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ key: string }[]>`
    select thing.key from unnest(${keys as string[]}::text[]) as thing (key)
    where exists (
      select 1 from trace_keys k where k.organisation_id = ${organisationId} and k.key = thing.key
    )`
  return new Set(rows.map(({ key }) => key))
}
