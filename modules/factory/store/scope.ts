import type { Sql } from '@ronghe/kit/db'
import { dayOf } from './equipment.ts'
import { type Locale, nameIn } from './parts.ts'

/**
 * A machine that takes part in figures of several: where it stands, and whether signals come from it that say
 * what it does. A meter behind an edge says nothing of a machine, and is not a machine that stands still.
 */
export type ScopeMachine = {
  id: string
  organisationId: string
  unitId: string
  code: string
  name: string
  isConnected: boolean
  isSample: boolean
}

/** Machines of a unit with all below it, of a firm, or one machine; retired ones are left out. */
export async function machinesIn(
  sql: Sql,
  locale: Locale,
  where: { organisation?: string; unit?: string; equipment?: string },
  now: Date,
): Promise<ScopeMachine[]> {
  const { organisation = null, unit = null, equipment = null } = where
  return sql<ScopeMachine[]>`with recursive tree as (select ${unit}::uuid as id union all
      select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id)
    select e.id, e.organisation_id as "organisationId", e.unit_id as "unitId", e.code,
      ${nameIn(sql, locale, 'e')} as name, e.is_sample as "isSample", e.edge_id is not null and (
        exists (select 1 from factory_tags t where t.equipment_id = e.id and t.meaning = 'EXECUTION')
        or exists (select 1 from factory_states s where s.equipment_id = e.id and s.state <> 'unknown')
      ) as "isConnected"
    from factory_equipment e
    where (${organisation}::uuid is null or e.organisation_id = ${organisation})
      and (${unit}::uuid is null or e.unit_id in (select id from tree))
      and (${equipment}::uuid is null or e.id = ${equipment})
      and coalesce(e.retired_on > ${dayOf(now)}::date, true)
    order by e.code, e.id`
}

export type ScopeUnit = { id: string; parentId: string | null; level: string; code: string; name: string }

/** The units of a firm, or a unit with all below it. */
export async function unitsIn(
  sql: Sql,
  locale: Locale,
  where: { organisation?: string; unit?: string },
): Promise<ScopeUnit[]> {
  const { organisation = null, unit = null } = where
  return sql<ScopeUnit[]>`with recursive tree as (
      select u.id from registry_unit_cards() u
      where (${unit}::uuid is null and u.parent_id is null) or u.id = ${unit}
      union all
      select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id)
    select u.id, u.parent_id as "parentId", u.level, u.code, ${nameIn(sql, locale, 'u')} as name
    from registry_unit_cards() u join tree on tree.id = u.id
    where (${organisation}::uuid is null or u.organisation_id = ${organisation})
    order by u.code, u.id`
}

/** Names of units in the reader's language. */
export async function unitNames(
  sql: Sql,
  locale: Locale,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`select u.id, ${nameIn(sql, locale, 'u')} as name
    from registry_unit_cards() u where u.id = any (${ids as string[]}::uuid[])`
  return new Map(rows.map((row) => [row.id, row.name]))
}
