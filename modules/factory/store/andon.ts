import type { Sql } from '@ronghe/kit/db'
import { type Locale, likeOf, listedOf, nameIn, pageOf } from './parts.ts'

export type AndonKind = 'fault' | 'material' | 'quality' | 'safety' | 'help'
export type CallRow = {
  id: string
  organisationId: string
  unitId: string
  unitName: string
  equipmentId: string | null
  equipmentName: string | null
  kind: AndonKind
  note: string | null
  calledAt: Date
  calledName: string | null
  answeredAt: Date | null
  answeredName: string | null
  resolvedAt: Date | null
  resolvedName: string | null
  resolution: string | null
  level: number
}
export type By = { id: string | null; name: string | null }
export type Level = { afterMinutes: number; may: string }

const status = (sql: Sql) => sql`case when c.resolved_at is not null then 'resolved'
  when c.answered_at is not null then 'answered' else 'called' end`

function columns(sql: Sql, locale: Locale) {
  return sql`c.id, c.organisation_id as "organisationId", c.unit_id as "unitId",
    ${nameIn(sql, locale, 'u')} as "unitName", c.equipment_id as "equipmentId",
    ${nameIn(sql, locale, 'e')} as "equipmentName", c.kind, c.note, c.called_at as "calledAt",
    c.called_name as "calledName", c.answered_at as "answeredAt", c.answered_name as "answeredName",
    c.resolved_at as "resolvedAt", c.resolved_name as "resolvedName", c.resolution, c.level`
}

const joins = (sql: Sql) => sql`factory_andon_calls c join registry_unit_cards() u on u.id = c.unit_id
  left join factory_equipment e on e.id = c.equipment_id`

/** Calls, the open ones first, then the newest. */
export async function listCalls(
  sql: Sql,
  locale: Locale,
  filter: {
    q?: string
    organisation?: string
    unit?: string
    equipment?: string
    kind?: string
    status?: string
    page?: number
    pageSize?: number
  },
) {
  const like = likeOf(filter.q)
  const { organisation = null, unit = null, equipment = null, kind = null, status: wanted = null } = filter
  const rows = await sql<(CallRow & { total: bigint })[]>`with recursive tree as (
      select ${unit}::uuid as id union all
      select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id)
    select ${columns(sql, locale)}, count(*) over () as total from ${joins(sql)}
    where (${organisation}::uuid is null or c.organisation_id = ${organisation})
      and (${unit}::uuid is null or c.unit_id in (select id from tree))
      and (${equipment}::uuid is null or c.equipment_id = ${equipment})
      and (${kind}::text is null or c.kind = ${kind})
      and (${wanted}::text is null or ${status(sql)} = ${wanted}
        or (${wanted} = 'open' and c.resolved_at is null))
      and (${like}::text is null or c.note ilike ${like} or c.resolution ilike ${like} or e.name ilike ${like}
        or c.called_name ilike ${like})
    order by c.resolved_at is not null, c.called_at desc, c.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function callForUpdate(sql: Sql, id: string): Promise<CallRow | null> {
  const [row] = await sql<CallRow[]>`select ${columns(sql, 'zh')} from ${joins(sql)}
    where c.id = ${id} for update of c`
  return row ?? null
}

export async function insertCall(
  sql: Sql,
  one: Pick<CallRow, 'id' | 'organisationId' | 'unitId' | 'equipmentId' | 'kind' | 'note'>,
  by: By,
  now: Date,
): Promise<void> {
  await sql`insert into factory_andon_calls (id, organisation_id, unit_id, equipment_id, kind, note,
      called_at, called_by, called_name)
    values (${one.id}, ${one.organisationId}, ${one.unitId}, ${one.equipmentId}, ${one.kind}, ${one.note},
      ${now}, ${by.id}, ${by.name})`
}

export async function answerCall(sql: Sql, id: string, by: By, now: Date): Promise<void> {
  await sql`update factory_andon_calls set answered_at = ${now}, answered_by = ${by.id},
      answered_name = ${by.name} where id = ${id} and answered_at is null`
}

/** A call that is resolved without an answer was answered by whoever resolved it. */
export async function resolveCall(
  sql: Sql,
  id: string,
  resolution: string,
  by: By,
  now: Date,
): Promise<void> {
  await sql`update factory_andon_calls set resolved_at = ${now}, resolved_by = ${by.id},
      resolved_name = ${by.name}, resolution = ${resolution}, answered_at = coalesce(answered_at, ${now}),
      answered_by = coalesce(answered_by, ${by.id}), answered_name = coalesce(answered_name, ${by.name})
    where id = ${id}`
}

/** Calls without an answer, oldest first, held until the transaction ends; those another holds are left. */
export async function unansweredCalls(sql: Sql, max: number): Promise<CallRow[]> {
  return sql<CallRow[]>`select ${columns(sql, 'zh')} from ${joins(sql)}
    where c.answered_at is null and c.resolved_at is null
    order by c.called_at limit ${max} for update of c skip locked`
}

export async function keepLevel(sql: Sql, id: string, level: number, now: Date): Promise<void> {
  await sql`update factory_andon_calls set level = ${level}, told_at = ${now} where id = ${id}`
}

export async function levelsOf(sql: Sql, organisationId: string): Promise<Level[]> {
  return sql<Level[]>`select after_minutes as "afterMinutes", may from factory_andon_levels
    where organisation_id = ${organisationId} order by level`
}

export async function replaceLevels(
  sql: Sql,
  organisationId: string,
  levels: readonly Level[],
): Promise<void> {
  await sql`delete from factory_andon_levels where organisation_id = ${organisationId}`
  for (const [level, { afterMinutes, may }] of levels.entries()) {
    await sql`insert into factory_andon_levels (organisation_id, level, after_minutes, may)
      values (${organisationId}, ${level}, ${afterMinutes}, ${may})`
  }
}
