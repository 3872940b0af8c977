import type { Sql } from '@ronghe/kit/db'
import { type Locale, nameIn } from './parts.ts'
import type { Tiers } from './retention.ts'

/** A class of signals and how long it is kept. */
export type RetentionRule = Tiers & {
  id: string
  rank: number
  name: string
  meaning: string | null
  pattern: string | null
  equipmentId: string | null
}
export type RetentionRuleRow = RetentionRule & {
  equipmentName: string | null
  changedAt: Date
  changedBy: string | null
}

/** An organisation's classes in the order in which they are tried. */
export async function retentionRules(
  sql: Sql,
  organisationId: string,
  locale: Locale = 'zh',
): Promise<RetentionRuleRow[]> {
  return sql<RetentionRuleRow[]>`
    select r.id, r.rank, r.name, r.meaning, r.pattern, r.equipment_id as "equipmentId",
      case when e.id is not null then ${nameIn(sql, locale, 'e')} end as "equipmentName",
      r.raw_days as "rawDays", r.minute_days as "minuteDays", r.hour_days as "hourDays",
      r.changed_at as "changedAt", r.changed_by as "changedBy"
    from factory_retention_rules r left join factory_equipment e on e.id = r.equipment_id
    where r.organisation_id = ${organisationId} order by r.rank`
}

/** Adds a class, or says one anew; false where another one has its place in the order. */
export async function keepRetentionRule(
  sql: Sql,
  organisationId: string,
  one: RetentionRule,
  by: string | null,
  now: Date,
): Promise<boolean> {
  const taken = await sql`select 1 from factory_retention_rules
    where organisation_id = ${organisationId} and rank = ${one.rank} and id <> ${one.id}`
  if (taken.length > 0) return false
  await sql`insert into factory_retention_rules (id, organisation_id, rank, name, meaning, pattern,
      equipment_id, raw_days, minute_days, hour_days, changed_at, changed_by)
    values (${one.id}, ${organisationId}, ${one.rank}, ${one.name}, ${one.meaning}, ${one.pattern},
      ${one.equipmentId}, ${one.rawDays}, ${one.minuteDays}, ${one.hourDays}, ${now}, ${by})
    on conflict (id) do update set rank = excluded.rank, name = excluded.name, meaning = excluded.meaning,
      pattern = excluded.pattern, equipment_id = excluded.equipment_id, raw_days = excluded.raw_days,
      minute_days = excluded.minute_days, hour_days = excluded.hour_days, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`
  return true
}

export async function removeRetentionRule(sql: Sql, organisationId: string, id: string): Promise<boolean> {
  const rows = await sql`delete from factory_retention_rules
    where id = ${id} and organisation_id = ${organisationId} returning id`
  return rows.length === 1
}
