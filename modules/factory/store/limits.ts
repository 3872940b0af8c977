import type { Sql } from '@ronghe/kit/db'
import type { Hold } from '../ingest/held-watch.ts'
import type { Limits } from '../ingest/limits.ts'
import type { Load } from '../ingest/wire.ts'
import { likeOf, listedOf, nameIn, pageOf } from './parts.ts'

function columns(sql: Sql, table: 'l' | 'd') {
  const alias = sql.unsafe(table)
  return sql`${alias}.points_per_second_max as "pointsPerSecondMax",
    ${alias}.messages_per_second_max as "messagesPerSecondMax", ${alias}.tags_max as "tagsMax",
    ${alias}.points_per_day_max::float8 as "pointsPerDayMax"`
}

/** What an organisation may bring: its own limits, else those of everybody. */
export async function limitsOf(sql: Sql, organisationId: string): Promise<Limits> {
  const [own] = await sql<Limits[]>`select ${columns(sql, 'l')} from factory_limits l
    where organisation_id = ${organisationId}`
  return own ?? defaultLimits(sql)
}

export async function defaultLimits(sql: Sql): Promise<Limits> {
  const [row] = await sql<Limits[]>`select ${columns(sql, 'd')} from factory_limit_defaults d`
  if (!row) throw new Error('no default limits')
  return row
}

export async function setDefaultLimits(sql: Sql, limits: Limits): Promise<void> {
  await sql`update factory_limit_defaults set points_per_second_max = ${limits.pointsPerSecondMax},
    messages_per_second_max = ${limits.messagesPerSecondMax}, tags_max = ${limits.tagsMax},
    points_per_day_max = ${limits.pointsPerDayMax}`
}

export async function setLimits(
  sql: Sql,
  organisationId: string,
  limits: Limits,
  by: { reason: string; personName: string | null; at: Date },
): Promise<void> {
  await sql`insert into factory_limits (organisation_id, points_per_second_max, messages_per_second_max,
      tags_max, points_per_day_max, reason, changed_at, person_name)
    values (${organisationId}, ${limits.pointsPerSecondMax}, ${limits.messagesPerSecondMax},
      ${limits.tagsMax}, ${limits.pointsPerDayMax}, ${by.reason}, ${by.at}, ${by.personName})
    on conflict (organisation_id) do update set points_per_second_max = excluded.points_per_second_max,
      messages_per_second_max = excluded.messages_per_second_max, tags_max = excluded.tags_max,
      points_per_day_max = excluded.points_per_day_max, reason = excluded.reason,
      changed_at = excluded.changed_at, person_name = excluded.person_name`
}

/** The organisation has the limits of everybody again. */
export async function dropLimits(sql: Sql, organisationId: string): Promise<void> {
  await sql`delete from factory_limits where organisation_id = ${organisationId}`
}

export async function pointsToday(sql: Sql, organisationId: string, now: Date): Promise<number> {
  const [row] = await sql<{ points: bigint }[]>`select points from factory_ingest_days
    where organisation_id = ${organisationId} and day = (${now}::timestamptz at time zone 'utc')::date`
  return Number(row?.points ?? 0)
}

/** Tags of an organisation's machines and of devices that nobody registered. */
export async function tagCount(sql: Sql, organisationId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select (
      (select count(*) from factory_tags where organisation_id = ${organisationId})
      + (select count(*) from factory_discovered_tags
        where organisation_id = ${organisationId}))::int as count`
  return row?.count ?? 0
}

/** Adds what organisations brought to their day. */
export async function addLoad(
  sql: Sql,
  at: Date,
  rows: readonly (Load & { refused: number })[],
): Promise<void> {
  const list = JSON.stringify(
    rows.map((row) => [
      row.organisationId,
      row.messages,
      row.points,
      row.duplicates,
      row.bytes,
      row.refused,
      row.held === null ? 0 : 1,
      row.held,
    ]),
  )
  await sql`insert into factory_ingest_days (organisation_id, day, messages, points, duplicates, bytes,
      refused, held_seconds, held_by, held_at)
    select (r->>0)::uuid, (${at}::timestamptz at time zone 'utc')::date, (r->>1)::bigint, (r->>2)::bigint,
      (r->>3)::bigint, (r->>4)::bigint, (r->>5)::bigint, (r->>6)::bigint, r->>7,
      case when r->>7 is not null then ${at}::timestamptz end
    from jsonb_array_elements(${list}::text::jsonb) r
    on conflict (organisation_id, day) do update set
      messages = factory_ingest_days.messages + excluded.messages,
      points = factory_ingest_days.points + excluded.points,
      duplicates = factory_ingest_days.duplicates + excluded.duplicates,
      bytes = factory_ingest_days.bytes + excluded.bytes,
      refused = factory_ingest_days.refused + excluded.refused,
      held_seconds = factory_ingest_days.held_seconds + excluded.held_seconds,
      held_by = coalesce(excluded.held_by, factory_ingest_days.held_by),
      held_at = coalesce(excluded.held_at, factory_ingest_days.held_at)`
}

/** Keeps who is held, since when, and when people were told of it. */
export async function keepHolds(sql: Sql, holds: readonly Hold[]): Promise<void> {
  const timeOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  const list = JSON.stringify(
    holds.map((one) => [
      one.organisationId,
      one.limit,
      timeOf(one.sinceMs),
      timeOf(one.seenMs),
      timeOf(one.toldMs),
    ]),
  )
  await sql`insert into factory_ingest_holds (organisation_id, held_by, since_at, seen_at, told_at)
    select (r->>0)::uuid, r->>1, (r->>2)::timestamptz, (r->>3)::timestamptz, (r->>4)::timestamptz
    from jsonb_array_elements(${list}::text::jsonb) r
    on conflict (organisation_id) do update set held_by = excluded.held_by, since_at = excluded.since_at,
      seen_at = excluded.seen_at, told_at = excluded.told_at`
}

export async function keptHolds(sql: Sql): Promise<Hold[]> {
  const rows = await sql<
    { organisationId: string; limit: Hold['limit']; since: Date; seen: Date; told: Date | null }[]
  >`select organisation_id as "organisationId", held_by as "limit", since_at as since, seen_at as seen,
      told_at as told from factory_ingest_holds`
  return rows.map(({ since, seen, told, ...row }) => ({
    ...row,
    sinceMs: since.getTime(),
    seenMs: seen.getTime(),
    toldMs: told?.getTime() ?? null,
  }))
}

export type LimitRow = Limits & {
  organisationId: string
  organisationName: string
  isOwn: boolean
  reason: string | null
  changedAt: Date | null
  personName: string | null
  tags: number
  edges: number
  messagesToday: number
  pointsTodayCount: number
  bytesToday: number
  refusedToday: number
  heldSeconds: number
  heldBy: string | null
  heldAt: Date | null
}

/** Organisations with edges: what they may bring, and what they brought today. */
export async function listLimits(
  sql: Sql,
  locale: 'zh' | 'en',
  now: Date,
  filter: { q?: string; isOwn?: boolean; organisation?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(LimitRow & { total: bigint })[]>`
    with firms as (select organisation_id, count(*)::int as edges from factory_edges
      where revoked_at is null group by organisation_id)
    select f.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
      coalesce(l.points_per_second_max, d.points_per_second_max) as "pointsPerSecondMax",
      coalesce(l.messages_per_second_max, d.messages_per_second_max) as "messagesPerSecondMax",
      coalesce(l.tags_max, d.tags_max) as "tagsMax",
      coalesce(l.points_per_day_max, d.points_per_day_max)::float8 as "pointsPerDayMax",
      l.organisation_id is not null as "isOwn", l.reason, l.changed_at as "changedAt",
      l.person_name as "personName", f.edges,
      ((select count(*) from factory_tags t where t.organisation_id = f.organisation_id)
        + (select count(*) from factory_discovered_tags t
          where t.organisation_id = f.organisation_id))::int as tags,
      coalesce(i.messages, 0)::float8 as "messagesToday", coalesce(i.points, 0)::float8 as "pointsTodayCount",
      coalesce(i.bytes, 0)::float8 as "bytesToday", coalesce(i.refused, 0)::float8 as "refusedToday",
      coalesce(i.held_seconds, 0)::float8 as "heldSeconds", i.held_by as "heldBy", i.held_at as "heldAt",
      count(*) over () as total
    from firms f join registry_organisation_cards() o on o.id = f.organisation_id
      cross join factory_limit_defaults d left join factory_limits l on l.organisation_id = f.organisation_id
      left join factory_ingest_days i on i.organisation_id = f.organisation_id
        and i.day = (${now}::timestamptz at time zone 'utc')::date
    where (${like}::text is null or o.name ilike ${like} or o.name_en ilike ${like})
      and (${filter.isOwn ?? null}::boolean is null
        or (l.organisation_id is not null) = ${filter.isOwn ?? null})
      and (${filter.organisation ?? null}::uuid is null or f.organisation_id = ${filter.organisation ?? null})
    order by coalesce(i.points, 0) desc, o.name, f.organisation_id ${pageOf(sql, filter)}`
  return listedOf(rows)
}
