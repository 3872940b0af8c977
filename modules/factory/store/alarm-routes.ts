import type { Sql } from '@ronghe/kit/db'
import type { AlarmRouteBody } from '../contract/alarm-routing.ts'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

export type RouteRow = {
  id: string
  organisationId: string
  body: AlarmRouteBody
  unitName: string | null
  version: number
  createdAt: Date
}

/** The routes a caller may see, or those of one firm. */
export async function routesOf(
  sql: Sql,
  organisationId: string | null,
  locale: Locale = 'zh',
): Promise<RouteRow[]> {
  return sql<RouteRow[]>`select r.id, r.organisation_id as "organisationId", r.body, r.version,
      r.created_at as "createdAt",      ${nameIn(sql, locale, 'u')} as "unitName"
    from factory_alarm_routes r
    left join registry_unit_cards() u on u.id = (r.body->>'unitId')::uuid
    where r.removed_at is null and (${organisationId}::uuid is null or r.organisation_id = ${organisationId})
    order by r.created_at`
}

export async function routeForUpdate(
  sql: Sql,
  id: string,
): Promise<Omit<RouteRow, 'unitName' | 'createdAt'> | null> {
  const [row] = await sql<
    Omit<RouteRow, 'unitName' | 'createdAt'>[]
  >`select id, organisation_id as "organisationId", body,
    version from factory_alarm_routes where id = ${id} and removed_at is null for update`
  return row ?? null
}

export async function insertRoute(
  sql: Sql,
  one: { id: string; organisationId: string; body: AlarmRouteBody },
  now: Date,
): Promise<void> {
  await sql`insert into factory_alarm_routes (id, organisation_id, body, created_at)
    values (${one.id}, ${one.organisationId}, ${JSON.stringify(one.body)}::text::jsonb, ${now})`
}

export async function changeRoute(sql: Sql, id: string, body: AlarmRouteBody): Promise<void> {
  await sql`update factory_alarm_routes set body = ${JSON.stringify(body)}::text::jsonb,
    version = version + 1 where id = ${id}`
}

export async function removeRoute(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update factory_alarm_routes set removed_at = ${now} where id = ${id}`
}

/** Firms with routes and announcements that nobody has acknowledged. */
export async function organisationsWaiting(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select distinct r.organisation_id as id from factory_alarm_routes r
    where r.removed_at is null and exists (select 1 from factory_alarms a
      where a.organisation_id = r.organisation_id and a.is_unacknowledged and a.announced_at is not null)`
  return rows.map(({ id }) => id)
}

export type WaitingRow = {
  id: string
  organisationId: string
  unitId: string
  code: string
  name: string
  machine: string
  rank: number
  announcedAt: Date
}

/** The newest announcements since a moment that wait; those of a shelved alarm wait for nobody. */
export async function waitingAlarms(sql: Sql, organisationId: string, since: Date): Promise<WaitingRow[]> {
  return sql<WaitingRow[]>`select a.id, a.organisation_id as "organisationId", e.unit_id as "unitId", a.code,
      a.name, e.name as machine, a.rank, a.announced_at as "announcedAt"
    from factory_alarms a join factory_equipment e on e.id = a.equipment_id
    where a.organisation_id = ${organisationId} and a.is_unacknowledged
      and a.announced_at >= ${since} order by a.announced_at desc limit 1000`
}

export async function toldLevels(
  sql: Sql,
  alarmIds: readonly string[],
): Promise<{ alarmId: string; routeId: string; level: number }[]> {
  return sql<{ alarmId: string; routeId: string; level: number }[]>`select distinct alarm_id as "alarmId",
    route_id as "routeId", level from factory_alarm_calls
    where alarm_id = any (${alarmIds as string[]}::uuid[])`
}

export async function insertCall(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    alarmId: string
    routeId: string
    level: number
    personId: string | null
    personName: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_alarm_calls (id, organisation_id, alarm_id, route_id, level, person_id,
      person_name, at)
    values (${one.id}, ${one.organisationId}, ${one.alarmId}, ${one.routeId}, ${one.level}, ${one.personId},
      ${one.personName}, ${now}) on conflict do nothing`
}

/** What a person was told of an alarm counts as seen. */
export async function seeCalls(sql: Sql, alarmId: string, personId: string, now: Date): Promise<void> {
  await sql`update factory_alarm_calls set seen_at = ${now} where alarm_id = ${alarmId}
    and person_id = ${personId} and seen_at is null`
}

export type CallRow = {
  id: string
  alarmId: string
  alarmCode: string
  name: string
  equipmentName: string
  routeName: string
  level: number
  personName: string | null
  at: Date
  seenAt: Date | null
  acknowledgedAt: Date | null
}

/** Who was told, the newest first. */
export async function listCalls(
  sql: Sql,
  locale: Locale,
  filter: { q?: string; alarm?: string; isSeen?: boolean; page?: number; pageSize?: number },
) {
  const { alarm = null, isSeen = null } = filter
  const like = likeOf(filter.q)
  const rows = await sql<(CallRow & { total: bigint })[]>`select c.id, c.alarm_id as "alarmId",
      a.code as "alarmCode", ${locale === 'zh' ? sql`a.name` : sql`coalesce(a.name_en, a.name)`} as name,
      ${nameIn(sql, locale, 'e')} as "equipmentName", r.body->>'name' as "routeName", c.level,
      c.person_name as "personName", c.at, c.seen_at as "seenAt", a.acknowledged_at as "acknowledgedAt",
      count(*) over () as total
    from factory_alarm_calls c join factory_alarms a on a.id = c.alarm_id
    join factory_equipment e on e.id = a.equipment_id join factory_alarm_routes r on r.id = c.route_id
    where (${alarm}::uuid is null or c.alarm_id = ${alarm})
      and (${isSeen}::boolean is null or (c.seen_at is not null) = ${isSeen})
      and (${like}::text is null or a.name ilike ${like} or a.code ilike ${like}
        or c.person_name ilike ${like} or e.name ilike ${like})
    order by c.at desc, c.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}
