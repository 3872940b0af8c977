import type { Sql } from '@ronghe/kit/db'
import type { AlarmGroupBody } from '../contract/alarm-groups.ts'
import { type Locale, microsIn, nameIn } from './parts.ts'

export type GroupRow = {
  id: string
  organisationId: string
  organisationName: string
  name: string
  nameZh: string
  nameEn: string | null
  unitId: string | null
  unitName: string | null
  equipmentIds: string[]
  windowSeconds: number
  machines: bigint
  weekBursts: bigint
  version: number
  isSample: boolean
}

/** The machines of every group that a caller may see, as `factory_group_members`. */
function members(sql: Sql) {
  return sql`recursive tree as (
      select g.id as group_id, g.unit_id as unit_id from factory_alarm_groups g
      where g.removed_at is null and g.unit_id is not null
      union all select tree.group_id, child.id from registry_unit_cards() child
        join tree on child.parent_id = tree.unit_id),
    factory_group_members as materialized (
      select g.id as group_id, e.id as equipment_id, make_interval(secs => g.window_seconds) as span
      from factory_alarm_groups g join factory_equipment e on e.organisation_id = g.organisation_id
      where g.removed_at is null and (e.id = any (g.equipment_ids)
        or exists (select 1 from tree where tree.group_id = g.id and tree.unit_id = e.unit_id)))`
}

/** That somebody was told of it, and later data do not say otherwise. */
const counts = (sql: Sql, alias: string) =>
  sql`${sql.unsafe(alias)}.announced_at is not null and ${sql.unsafe(alias)}.refuted_at is null`

/** Alarms `a` that are the first of a burst (ALM-36): nobody of the group shortly before, somebody after. */
function firsts(sql: Sql) {
  return sql`select a.id, a.raised_at, mine.group_id from factory_alarms a
    join factory_group_members mine on mine.equipment_id = a.equipment_id
    where ${counts(sql, 'a')} and exists (select 1 from factory_alarms b
        join factory_group_members theirs on theirs.equipment_id = b.equipment_id
          and theirs.group_id = mine.group_id
        where ${counts(sql, 'b')} and b.organisation_id = a.organisation_id
          and b.raised_at between a.raised_at and a.raised_at + mine.span
          and (b.raised_at, b.rank, b.id) > (a.raised_at, a.rank, a.id))
      and not exists (select 1 from factory_alarms b
        join factory_group_members theirs on theirs.equipment_id = b.equipment_id
          and theirs.group_id = mine.group_id
        where ${counts(sql, 'b')} and b.organisation_id = a.organisation_id
          and b.raised_at between a.raised_at - mine.span and a.raised_at
          and (b.raised_at, b.rank, b.id) < (a.raised_at, a.rank, a.id))`
}

/** The condition that an alarm `a` is the first of a burst of this group, or of any. */
export function isBurstFirst(sql: Sql, groupId: string | null) {
  return sql`a.id in (with ${members(sql)} select id from (${firsts(sql)}) one
    where ${groupId}::uuid is null or one.group_id = ${groupId})`
}

/** The condition that a row's machine `e` is of this group. */
export function isInGroup(sql: Sql, groupId: string) {
  return sql`e.id in (with ${members(sql)} select equipment_id from factory_group_members
    where group_id = ${groupId})`
}

export async function listGroups(sql: Sql, locale: Locale, now: Date): Promise<GroupRow[]> {
  const week = new Date(now.getTime() - 7 * 86_400_000)
  return sql<GroupRow[]>`with ${members(sql)}
    select g.id, g.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
      ${nameIn(sql, locale, 'g')} as name, g.name as "nameZh", g.name_en as "nameEn", g.unit_id as "unitId",
      ${nameIn(sql, locale, 'u')} as "unitName", g.equipment_ids as "equipmentIds",
      g.window_seconds as "windowSeconds", g.version, g.is_sample as "isSample",
      (select count(*) from factory_group_members m where m.group_id = g.id) as machines,
      (select count(*) from (${firsts(sql)} and a.raised_at >= ${week}) one
        where one.group_id = g.id) as "weekBursts"
    from factory_alarm_groups g join registry_organisation_cards() o on o.id = g.organisation_id
    left join registry_unit_cards() u on u.id = g.unit_id
    where g.removed_at is null order by g.name, g.id`
}

export type Neighbour = {
  groupId: string
  groupName: string
  windowSeconds: number
  id: string
  rank: number
  raisedMicros: bigint
}

/** These alarms and those near them, of each group they are in. */
export async function neighboursOf(sql: Sql, locale: Locale, ids: readonly string[]): Promise<Neighbour[]> {
  if (ids.length === 0) return []
  return sql<Neighbour[]>`with ${members(sql)}
    select distinct g.id as "groupId", ${nameIn(sql, locale, 'g')} as "groupName",
      g.window_seconds as "windowSeconds", b.id, b.rank, ${microsIn(sql, 'b.raised_at')} as "raisedMicros"
    from factory_alarms a join factory_group_members mine on mine.equipment_id = a.equipment_id
    join factory_alarm_groups g on g.id = mine.group_id
    join factory_group_members theirs on theirs.group_id = g.id
    join factory_alarms b on b.equipment_id = theirs.equipment_id
      and b.raised_at between a.raised_at - mine.span and a.raised_at + mine.span and ${counts(sql, 'b')}
    where a.id = any (${ids as string[]}::uuid[]) and ${counts(sql, 'a')}`
}

export type OwnGroup = { id: string; organisationId: string; version: number; body: AlarmGroupBody }

export async function groupForUpdate(sql: Sql, id: string): Promise<OwnGroup | null> {
  const [row] = await sql<OwnGroup[]>`select id, organisation_id as "organisationId", version,
      jsonb_build_object('name', name, 'nameEn', name_en, 'unitId', unit_id, 'equipmentIds', equipment_ids,
        'windowSeconds', window_seconds) as body
    from factory_alarm_groups where id = ${id} and removed_at is null for update`
  return row ?? null
}

type Kept = { id: string; organisationId: string; body: AlarmGroupBody; isSample?: boolean }

export async function insertGroup(sql: Sql, one: Kept, now: Date): Promise<void> {
  const { name, nameEn = null, unitId = null, equipmentIds = [], windowSeconds } = one.body
  await sql`insert into factory_alarm_groups (id, organisation_id, name, name_en, unit_id, equipment_ids,
      window_seconds, is_sample, created_at)
    values (${one.id}, ${one.organisationId}, ${name}, ${nameEn}, ${unitId}, ${equipmentIds}::uuid[],
      ${windowSeconds}, ${one.isSample ?? false}, ${now})`
}

export async function changeGroup(sql: Sql, id: string, body: AlarmGroupBody): Promise<void> {
  const { name, nameEn = null, unitId = null, equipmentIds = [], windowSeconds } = body
  await sql`update factory_alarm_groups set name = ${name}, name_en = ${nameEn}, unit_id = ${unitId},
    equipment_ids = ${equipmentIds}::uuid[], window_seconds = ${windowSeconds}, version = version + 1
    where id = ${id}`
}

export async function removeGroup(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update factory_alarm_groups set removed_at = ${now} where id = ${id}`
}

/** Whether a firm has a group of this name. */
export async function hasGroup(sql: Sql, organisationId: string, name: string): Promise<boolean> {
  const rows = await sql`select 1 from factory_alarm_groups
    where organisation_id = ${organisationId} and name = ${name} and removed_at is null`
  return rows.length > 0
}

/** Which of these units and machines are not of the firm. */
export async function strangersIn(
  sql: Sql,
  organisationId: string,
  { unitId = null, equipmentIds = [] }: { unitId?: string | null; equipmentIds?: readonly string[] },
): Promise<{ unit: boolean; equipment: boolean }> {
  const [row] = await sql<{ unit: boolean; equipment: boolean }[]>`select
    ${unitId}::uuid is not null and not exists (select 1 from registry_unit_cards() u
      where u.id = ${unitId} and u.organisation_id = ${organisationId}) as unit,
    exists (select 1 from unnest(${equipmentIds as string[]}::uuid[]) asked (id) where not exists (
      select 1 from factory_equipment e where e.id = asked.id and e.organisation_id = ${organisationId}))
      as equipment`
  return row!
}
