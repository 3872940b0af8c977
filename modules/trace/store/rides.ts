import type { Ride, RideQuestion, TraceEvent } from '@ronghe/epcis'
import type { Sql } from '@ronghe/kit/db'
import { roles, thingRoles } from './roles.ts'
import { isStanding } from './standing.ts'

const childRoles = [roles.child, roles.childClass]
const microsPerSecond = 1_000_000

/** Times are whole microseconds since 1970, as the database keeps them; null is without a bound. */
function spans(sql: Sql, list: readonly { id: string; since?: number; until: number }[]) {
  const bound = (time: number | undefined) => (Number.isFinite(time) ? String(time) : null)
  return sql`(
    select id, place,
      coalesce('epoch'::timestamptz + since * interval '1 microsecond', '-infinity') as since,
      coalesce('epoch'::timestamptz + until * interval '1 microsecond', 'infinity') as until
    from unnest(${list.map(({ id }) => id)}::text[], ${list.map(({ since }) => bound(since))}::bigint[],
      ${list.map(({ until }) => bound(until))}::bigint[]) with ordinality as one (id, since, until, place))`
}

function micros(sql: Sql, column: string) {
  return sql`(extract(epoch from ${sql(column)}) * ${microsPerSecond})::bigint`
}

/** That an event names nothing that is in its parent. */
function isWithoutChildren(sql: Sql) {
  return sql`not exists (select from trace_keys c where c.seq = k.seq
    and c.role = any(${childRoles as number[]}::smallint[]))`
}

type PackingRow = {
  place: bigint
  seq: bigint
  time: bigint
  type: string
  action: string | null
  parent: string
}

/** Events that put things into carriers, the last before each time, at most `limit` a thing. */
export async function packings(
  sql: Sql,
  questions: readonly (RideQuestion & { about: 'inside' })[],
  limit: number,
): Promise<TraceEvent[][]> {
  const rows = await sql<PackingRow[]>`
    select w.place, k.seq, ${micros(sql, 'k.event_time')} as time, e.type, e.action, p.key as parent
    from ${spans(sql, questions)} as w
    cross join lateral (
      select distinct k.seq, k.event_time from trace_keys k
      where k.key = w.id and k.role = any(${childRoles as number[]}::smallint[]) and k.event_time <= w.until
      order by k.event_time desc, k.seq desc limit ${limit}
    ) as k
    join trace_events e on e.seq = k.seq and ${isStanding(sql)}
    join trace_keys p on p.seq = k.seq and p.role = ${roles.parent}`
  return byPlace(questions, rows, (row, { id }) => eventOf(row, row.parent, [id]))
}

/** Events that emptied carriers as a whole, the first within each time, at most `limit` a carrier. */
export async function emptyings(
  sql: Sql,
  questions: readonly (RideQuestion & { about: 'emptied' })[],
  limit: number,
): Promise<TraceEvent[][]> {
  const rows = await sql<Omit<PackingRow, 'parent'>[]>`
    select w.place, k.seq, ${micros(sql, 'k.event_time')} as time, e.type, e.action
    from ${spans(sql, questions)} as w
    cross join lateral (
      select distinct k.seq, k.event_time from trace_keys k
      where k.key = w.id and k.role = ${roles.parent} and k.event_time between w.since and w.until
        and ${isWithoutChildren(sql)}
      order by k.event_time, k.seq limit ${limit}
    ) as k
    join trace_events e on e.seq = k.seq where e.action = 'DELETE' and ${isStanding(sql)}`
  return byPlace(questions, rows, (row, { id }) => eventOf(row, id, []))
}

function byPlace<Question, Row extends { place: bigint }>(
  questions: readonly Question[],
  rows: readonly Row[],
  made: (row: Row, question: Question) => TraceEvent,
): TraceEvent[][] {
  const lists = questions.map((): TraceEvent[] => [])
  for (const row of rows) {
    const at = Number(row.place) - 1
    lists[at]!.push(made(row, questions[at]!))
  }
  return lists
}

function eventOf(row: Omit<PackingRow, 'parent'>, parent: string, children: readonly string[]): TraceEvent {
  return {
    ...{ id: String(row.seq), type: row.type, time: Number(row.time), action: row.action, parent, children },
    ...{ things: [], inputs: [], outputs: [], transformation: null, transactions: [] },
  }
}

export type TellingRow = { place: number; seq: bigint; eventTime: Date; roles: number[] }
/** `isStanding`: neither declared an error, nor the declaration of one. */
export type OwnRow = Omit<TellingRow, 'place'> & { isStanding: boolean }

/**
 * Events that name a carrier during a ride and tell of what is in it, oldest first; those that only pack or
 * unpack its neighbours are left out.
 */
export async function seqsDuring(sql: Sql, rides: readonly Ride[], limit: number): Promise<TellingRow[]> {
  const list = rides.map(({ carrier, since, until }) => ({ id: carrier, since, until }))
  return sql<TellingRow[]>`
    select w.place::integer as place, k.seq, k.event_time as "eventTime", k.roles
    from ${spans(sql, list)} as w
    cross join lateral (
      select k.seq, k.event_time, array_agg(distinct k.role order by k.role) as roles
      from trace_keys k join trace_events e on e.seq = k.seq and ${isStanding(sql)}
      where k.key = w.id and k.event_time between w.since and w.until
        and k.role = any(${thingRoles as number[]}::smallint[])
        and (k.role <> ${roles.parent} or ${isWithoutChildren(sql)})
      group by k.seq, k.event_time order by k.event_time, k.seq limit ${limit}
    ) as k
    order by k.event_time, k.seq, w.place limit ${limit}`
}

/** Events that name a thing, oldest first, with the parts it plays. */
export async function seqsNaming(sql: Sql, key: string, limit: number): Promise<OwnRow[]> {
  return sql<OwnRow[]>`
    select own.*, ${isStanding(sql)} as "isStanding"
    from (
      select seq, min(event_time) as "eventTime", array_agg(distinct role order by role) as roles
      from trace_keys where key = ${key} group by seq order by min(event_time), seq limit ${limit}
    ) as own
    join trace_events e on e.seq = own.seq
    order by own."eventTime", own.seq`
}
