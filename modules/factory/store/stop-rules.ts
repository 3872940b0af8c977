import type { Sql } from '@ronghe/kit/db'

export type StopRulesRow = {
  unitId: string | null
  equipmentId: string | null
  microStopSeconds: number
  classifySeconds: number
  isMandatory: boolean
  overSpeedPercent: number
}

/** Every rule that a machine or one of these units has. */
export async function stopRulesOf(
  sql: Sql,
  equipmentId: string | null,
  unitIds: readonly string[],
): Promise<StopRulesRow[]> {
  return sql<StopRulesRow[]>`select unit_id as "unitId", equipment_id as "equipmentId",
      micro_stop_seconds as "microStopSeconds", classify_seconds as "classifySeconds",
      is_mandatory as "isMandatory", over_speed_percent as "overSpeedPercent"
    from factory_stop_rules
    where equipment_id = ${equipmentId}::uuid or unit_id = any (${unitIds as string[]}::uuid[])`
}

/** By machine: above how many percent of the ideal speed a figure is too fast to be believed. */
export async function speedBounds(sql: Sql, equipmentIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; percent: number }[]>`with recursive chain as (
      select id, unit_id, 0 as height from factory_equipment
        where id = any (${equipmentIds as string[]}::uuid[])
      union all
      select c.id, u.parent_id, c.height + 1 from chain c
        join registry_unit_cards() u on u.id = c.unit_id where u.parent_id is not null)
    select distinct on (c.id) c.id, r.over_speed_percent as percent
    from chain c join factory_stop_rules r on r.unit_id = c.unit_id or r.equipment_id = c.id
    order by c.id, r.equipment_id is null, c.height`
  return new Map(rows.map(({ id, percent }) => [id, percent]))
}

export async function keepStopRules(
  sql: Sql,
  owner: { id: string; organisationId: string; unitId: string | null; equipmentId: string | null },
  rules: Omit<StopRulesRow, 'unitId' | 'equipmentId'>,
  by: string | null,
  now: Date,
): Promise<void> {
  const target = owner.unitId ? sql`(unit_id)` : sql`(equipment_id)`
  await sql`insert into factory_stop_rules (id, organisation_id, unit_id, equipment_id, micro_stop_seconds,
      classify_seconds, is_mandatory, over_speed_percent, changed_at, changed_by)
    values (${owner.id}, ${owner.organisationId}, ${owner.unitId}, ${owner.equipmentId},
      ${rules.microStopSeconds}, ${rules.classifySeconds}, ${rules.isMandatory}, ${rules.overSpeedPercent},
      ${now}, ${by})
    on conflict ${target} do update set micro_stop_seconds = excluded.micro_stop_seconds,
      classify_seconds = excluded.classify_seconds, is_mandatory = excluded.is_mandatory,
      over_speed_percent = excluded.over_speed_percent, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`
}
