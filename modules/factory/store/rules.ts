import type { Sql } from '@ronghe/kit/db'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type RulesRow = {
  origin: 'equipment' | 'organisation'
  version: number
  rules: unknown
  note: string | null
  createdAt: Date
}

/** The newest rules of the machine, else of its firm. */
export async function rulesOf(
  sql: Sql,
  machine: { id: string; organisationId: string },
): Promise<RulesRow | null> {
  const [row] = await sql<RulesRow[]>`
    select case when equipment_id is null then 'organisation'
      else 'equipment' end as origin, version, rules, note,
      created_at as "createdAt"
    from factory_state_rules where organisation_id = ${machine.organisationId}
      and (equipment_id = ${machine.id} or equipment_id is null)
    order by equipment_id is null, version desc limit 1`
  return row ?? null
}

/** The versions of a machine's own rules, the newest first. */
export async function listRules(
  sql: Sql,
  equipmentId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(Omit<RulesRow, 'origin'> & { total: bigint })[]>`
    select version, rules, note, created_at as "createdAt", count(*) over () as total
    from factory_state_rules where equipment_id = ${equipmentId}
      and (${like}::text is null or note ilike ${like})
    order by version desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type NewRules = {
  id: string
  organisationId: string
  equipmentId: string
  rules: unknown
  note: string | null
  by: string | null
}

/** Adds the next version of a machine's own rules; the ones before stay. */
export async function addRules(sql: Sql, one: NewRules, now: Date): Promise<void> {
  await sql`insert into factory_state_rules (id, organisation_id, equipment_id, version, rules, created_at,
    created_by, note)
    select ${one.id}, ${one.organisationId}, ${one.equipmentId}, coalesce(max(version), 0) + 1,
      ${JSON.stringify(one.rules)}::text::jsonb, ${now}, ${one.by}, ${one.note}
    from factory_state_rules where organisation_id = ${one.organisationId}
      and equipment_id = ${one.equipmentId}`
}
