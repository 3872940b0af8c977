import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

export type Tiers = { rawDays: number | null; minuteDays: number | null; hourDays: number | null }
export type RetentionRow = Tiers & {
  changedAt: Date
  changedBy: string | null
  thinnedAt: Date | null
  thinnedPoints: bigint
}

export async function retentionOf(sql: Sql, organisationId: string): Promise<RetentionRow | null> {
  const [row] = await sql<RetentionRow[]>`
    select raw_days as "rawDays", minute_days as "minuteDays", hour_days as "hourDays",
      changed_at as "changedAt", changed_by as "changedBy", thinned_at as "thinnedAt",
      thinned_points as "thinnedPoints"
    from factory_retention where organisation_id = ${organisationId}`
  return row ?? null
}

export async function keepRetention(
  sql: Sql,
  organisationId: string,
  { rawDays, minuteDays, hourDays }: Tiers,
  by: string | null,
  now: Date,
): Promise<void> {
  await sql`insert into factory_retention (organisation_id, raw_days, minute_days, hour_days, changed_at,
      changed_by)
    values (${organisationId}, ${rawDays}, ${minuteDays}, ${hourDays}, ${now}, ${by})
    on conflict (organisation_id) do update set raw_days = excluded.raw_days,
      minute_days = excluded.minute_days, hour_days = excluded.hour_days, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`
}

export async function noteThinning(
  sql: Sql,
  organisationId: string,
  points: number,
  now: Date,
): Promise<void> {
  await sql`update factory_retention set thinned_at = ${now}, thinned_points = thinned_points + ${points}
    where organisation_id = ${organisationId}`
}

/** Organisations that let something go, and how long each keeps what fits none of its classes. */
export async function thinningOrganisations(sql: Sql): Promise<({ organisationId: string } & Tiers)[]> {
  return sql<({ organisationId: string } & Tiers)[]>`
    select r.organisation_id as "organisationId", r.raw_days as "rawDays", r.minute_days as "minuteDays",
      r.hour_days as "hourDays"
    from factory_retention r where coalesce(r.raw_days, r.minute_days, r.hour_days) is not null
      or exists (select from factory_retention_rules c where c.organisation_id = r.organisation_id)`
}

export type ThinnableTag = { id: string; name: string; meaning: string | null; equipmentId: string }

/** Signals of numbers that may be thinned: those that nothing holds. */
export async function thinnableTags(sql: Sql, organisationId: string): Promise<ThinnableTag[]> {
  return sql<ThinnableTag[]>`
    select t.id, t.name, t.meaning, t.equipment_id as "equipmentId"
    from factory_tags t where t.organisation_id = ${organisationId} and t.value_type = 'number'
      and not exists (select from factory_holds h where h.tag_id = t.id) order by t.id`
}

export async function listHolds(
  sql: Sql,
  organisationId: string,
  locale: Locale,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<
    {
      tagId: string
      name: string
      equipmentName: string
      reason: string
      personName: string | null
      createdAt: Date
      total: bigint
    }[]
  >`
    select h.tag_id as "tagId", coalesce(t.label, t.name) as name,
      ${nameIn(sql, locale, 'e')} as "equipmentName", h.reason, h.person_name as "personName",
      h.created_at as "createdAt", count(*) over () as total
    from factory_holds h join factory_tags t on t.id = h.tag_id
      join factory_equipment e on e.id = t.equipment_id
    where h.organisation_id = ${organisationId}
      and (${like}::text is null or concat_ws(' ', t.name, t.label, e.name, h.reason) ilike ${like})
    order by h.created_at desc, h.tag_id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function insertHold(
  sql: Sql,
  row: { tagId: string; organisationId: string; reason: string; personName: string | null },
  now: Date,
): Promise<void> {
  await sql`insert into factory_holds (tag_id, organisation_id, reason, person_name, created_at)
    values (${row.tagId}, ${row.organisationId}, ${row.reason}, ${row.personName}, ${now})
    on conflict (tag_id) do update set reason = excluded.reason, person_name = excluded.person_name`
}

export async function removeHold(sql: Sql, organisationId: string, tagId: string): Promise<boolean> {
  const rows = await sql`delete from factory_holds where tag_id = ${tagId}
    and organisation_id = ${organisationId} returning tag_id`
  return rows.length === 1
}
