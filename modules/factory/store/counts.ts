import type { Sql } from '@ronghe/kit/db'
import { likeOf, listedOf, microsIn, pageOf, timeOf } from './parts.ts'

export type CountRule = {
  source: 'counter' | 'programEnd' | 'declared'
  partsPerEnd: number
  cycleSecondsMin: number
  rejects: 'unknown' | 'noneUnlessSaid'
}

/** Without a rule of its own a machine counts by its counters, and rejects are not assumed. */
const usualRule: CountRule = { source: 'counter', partsPerEnd: 1, cycleSecondsMin: 0, rejects: 'unknown' }

export async function countRuleOf(sql: Sql, equipmentId: string): Promise<CountRule> {
  const [row] = await sql<CountRule[]>`select source, parts_per_end as "partsPerEnd",
      cycle_seconds_min as "cycleSecondsMin", rejects
    from factory_count_rules where equipment_id = ${equipmentId}`
  return row ?? usualRule
}

export async function keepCountRule(
  sql: Sql,
  machine: { id: string; organisationId: string },
  rule: CountRule,
  by: string | null,
  now: Date,
): Promise<void> {
  await sql`insert into factory_count_rules (equipment_id, organisation_id, source, parts_per_end,
      cycle_seconds_min, rejects, changed_at, changed_by)
    values (${machine.id}, ${machine.organisationId}, ${rule.source}, ${rule.partsPerEnd},
      ${rule.cycleSecondsMin}, ${rule.rejects}, ${now}, ${by})
    on conflict (equipment_id) do update set source = excluded.source,
      parts_per_end = excluded.parts_per_end, cycle_seconds_min = excluded.cycle_seconds_min,
      rejects = excluded.rejects, changed_at = excluded.changed_at, changed_by = excluded.changed_by`
}

export type DeclaredCount = {
  timeMicros: number
  good: number
  rejected: number
  rejectedStartup: number
  product: string | null
}

/** What people counted in a window: it belongs to the end of its stretch (from < t ≤ to). */
export async function declaredCountsIn(
  sql: Sql,
  equipmentId: string,
  window: { fromMicros: number; toMicros: number },
): Promise<DeclaredCount[]> {
  const rows = await sql`select ${microsIn(sql, 'ends_at')} as t, good, rejected, rejected_startup, product
    from factory_declared_counts where equipment_id = ${equipmentId} and withdrawn_at is null
      and ends_at > ${timeOf(sql, window.fromMicros)} and ends_at <= ${timeOf(sql, window.toMicros)}
    order by ends_at, id`
  return rows.map((row) => ({
    timeMicros: Number(row.t),
    good: row.good as number,
    rejected: row.rejected as number,
    rejectedStartup: row.rejected_startup as number,
    product: row.product as string | null,
  }))
}

export type DeclaredRow = {
  id: string
  fromMicros: bigint
  toMicros: bigint
  product: string | null
  good: number
  rejected: number
  rejectedStartup: number
  note: string | null
  personName: string | null
  createdAt: Date
  withdrawnAt: Date | null
}

export async function listDeclaredCounts(
  sql: Sql,
  equipmentId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(DeclaredRow & { total: bigint })[]>`
    select id, ${microsIn(sql, 'starts_at')} as "fromMicros", ${microsIn(sql, 'ends_at')} as "toMicros",
      product, good, rejected, rejected_startup as "rejectedStartup", note, person_name as "personName",
      created_at as "createdAt", withdrawn_at as "withdrawnAt", count(*) over () as total
    from factory_declared_counts where equipment_id = ${equipmentId}
      and (${like}::text is null or product ilike ${like} or note ilike ${like} or person_name ilike ${like})
    order by ends_at desc, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function insertDeclaredCount(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    equipmentId: string
    startsAt: string
    endsAt: string
    product: string | null
    good: number
    rejected: number
    rejectedStartup: number
    note: string | null
    by: string | null
    personName: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_declared_counts (id, organisation_id, equipment_id, starts_at, ends_at,
      product, good, rejected, rejected_startup, note, created_at, created_by, person_name)
    values (${one.id}, ${one.organisationId}, ${one.equipmentId}, ${one.startsAt}, ${one.endsAt},
      ${one.product}, ${one.good}, ${one.rejected}, ${one.rejectedStartup}, ${one.note}, ${now}, ${one.by},
      ${one.personName})`
}

/** Withdraws a count; null where it is not there, not the caller's, or withdrawn before. */
export async function withdrawDeclaredCount(
  sql: Sql,
  id: string,
  organisationId: string,
  by: string | null,
  now: Date,
): Promise<{ equipmentId: string; fromMicros: number; toMicros: number } | null> {
  const [row] = await sql`update factory_declared_counts set withdrawn_at = ${now}, withdrawn_by = ${by}
    where id = ${id} and organisation_id = ${organisationId} and withdrawn_at is null
    returning equipment_id, ${microsIn(sql, 'starts_at')} as f, ${microsIn(sql, 'ends_at')} as t`
  if (!row) return null
  return { equipmentId: row.equipment_id, fromMicros: Number(row.f), toMicros: Number(row.t) }
}

export async function hasCountRule(sql: Sql, equipmentId: string): Promise<boolean> {
  return (await sql`select 1 from factory_count_rules where equipment_id = ${equipmentId}`).length > 0
}
