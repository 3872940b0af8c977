import type { Sql } from '@ronghe/kit/db'
import type { TagRow } from './tags.ts'

export type FoundCondition = { organisationId: string; equipmentId: string; signal: string; code: string }

/**
 * Conditions that controllers tell of and no alarm was made of yet. The code is made of machine and signal,
 * so that one which people retired is not made again.
 */
export async function undefinedConditions(sql: Sql, limit: number): Promise<FoundCondition[]> {
  return sql<FoundCondition[]>`with found as (
      select t.organisation_id, t.equipment_id, t.name,
        'OPC-' || substr(md5(t.equipment_id::text || t.name), 1, 12) as code
      from factory_tags t join factory_equipment e on e.id = t.equipment_id
      where t.name like 'Alarms/%' and t.value_type = 'text' and length(t.name) <= 100
        and exists (select 1 from factory_tags a where a.equipment_id = t.equipment_id
          and a.name = t.name || '/acknowledged'))
    select organisation_id as "organisationId", equipment_id as "equipmentId", name as signal, code
    from found f where not exists (select 1 from factory_alarm_definitions d
      where d.organisation_id = f.organisation_id and d.code = f.code)
    order by equipment_id, name limit ${limit}`
}

/** The signal by which a condition is acknowledged at its controller; null where it may not be. */
export async function acknowledgingTag(
  sql: Sql,
  equipmentId: string,
  signal: string,
): Promise<TagRow | null> {
  const [tag] = await sql<TagRow[]>`select t.id, t.organisation_id as "organisationId",
      t.equipment_id as "equipmentId", t.name, t.value_type as "valueType"
    from factory_tags t join factory_equipment e on e.id = t.equipment_id
    where t.equipment_id = ${equipmentId} and t.name = ${`${signal}/acknowledge`} and e.edge_id is not null`
  return tag ?? null
}
