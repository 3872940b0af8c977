import type { Caller } from '@ronghe/kit/auth'
import { elevated, type Sql } from '@ronghe/kit/db'

export type DayRow = {
  day: string
  number: number
  links: number
  events: number
  root: string
  previousHash: string
  hash: string
  publishedAt: Date
}

function dayColumns(sql: Sql) {
  return sql`day::text as day, number::integer, links, events::float8 as events, encode(root, 'hex') as root,
    encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash,
    published_at as "publishedAt"`
}

export async function listDays(
  sql: Sql,
  { page = 1, pageSize = 20, q }: { page?: number; pageSize?: number; q?: string },
): Promise<{ rows: DayRow[]; total: number }> {
  const rows = await sql<(DayRow & { total: bigint })[]>`
    select ${dayColumns(sql)}, count(*) over () as total from trace_days
    where ${q ?? null}::text is null or starts_with(day::text, ${q ?? ''})
      or encode(root, 'hex') = ${q ?? ''} or encode(hash, 'hex') = ${q ?? ''}
    order by day desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows, total: Number(rows[0]?.total ?? 0) }
}

export async function findDay(sql: Sql, day: string): Promise<DayRow | null> {
  const [row] = await sql<DayRow[]>`select ${dayColumns(sql)} from trace_days where day = ${day}`
  return row ?? null
}

export async function lastDay(sql: Sql): Promise<DayRow | null> {
  const [row] = await sql<DayRow[]>`select ${dayColumns(sql)} from trace_days order by day desc limit 1`
  return row ?? null
}

/** Keeps two processes from closing at once, until the transaction ends. */
export async function holdClosing(sql: Sql): Promise<void> {
  await sql`select pg_advisory_xact_lock(7240011)`
}

/** The first day that has links and is over, or null; a link that came late belongs to the next one. */
export async function dayToClose(sql: Sql, until: Date): Promise<string | null> {
  const [row] = await sql<{ day: string | null }[]>`
    select greatest((sealed_at at time zone 'UTC')::date, (select max(day) + 1 from trace_days))::text as day
    from trace_links where day is null and sealed_at < ${until} order by sealed_at limit 1`
  return row?.day ?? null
}

/** Puts every open link up to the end of a day under it; their hashes in order. */
export async function takeLinks(sql: Sql, day: string): Promise<{ hash: Buffer; events: number }[]> {
  return sql<{ hash: Buffer; events: number }[]>`
    with taken as (
      update trace_links set day = ${day}
      where day is null and sealed_at < (${day}::date + 1)::timestamp at time zone 'UTC'
      returning id, hash, events
    ) select hash, events from taken order by id`
}

/** Hashes of all links of a day in order, whosever they are: hashes are public. */
export async function hashesOf(sql: Sql, day: string, caller: Caller): Promise<Buffer[]> {
  const rows = await elevated(sql, caller, () => {
    return sql<{ hash: Buffer }[]>`select hash from trace_links where day = ${day} order by id`
  })
  return rows.map(({ hash }) => hash)
}

/** The place of a link among those of its day, from 0. */
export async function placeOfLink(sql: Sql, day: string, id: bigint, caller: Caller): Promise<number> {
  const [row] = await elevated(sql, caller, () => {
    return sql<{ place: number }[]>`
      select count(*)::integer as place from trace_links where day = ${day} and id < ${String(id)}`
  })
  return row?.place ?? 0
}

export async function keepDay(sql: Sql, row: DayRow): Promise<void> {
  await sql`
    insert into trace_days (day, number, links, events, root, previous_hash, hash, published_at)
    values (${row.day}, ${row.number}, ${row.links}, ${row.events}, decode(${row.root}, 'hex'),
      decode(${row.previousHash}, 'hex'), decode(${row.hash}, 'hex'), ${row.publishedAt})`
}
