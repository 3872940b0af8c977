import type { Sql } from '@ronghe/kit/db'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf } from './parts.ts'

export type DefinitionRow = {
  id: string
  organisationId: string
  organisationName: string
  code: string
  version: number
  body: AlarmBody
  countsFrom: Date
  isSample: boolean
  retiredAt: Date | null
  machines: bigint
  machinesMissing: bigint
  weekCount: bigint
}

export type DefinitionFilter = {
  q?: string
  id?: string
  organisation?: string
  equipment?: string
  priority?: string
  kind?: string
  isRetired?: boolean
  sort?: string
  page?: number
  pageSize?: number
}

const sortable = {
  alarmCode: 'd.code',
  name: "d.body->>'name'",
  priority: `array_position(array['critical', 'high', 'medium', 'low'], d.body->>'priority')`,
  kind: "d.body->>'kind'",
  machines: 'counted.machines',
  weekCount: 'counted.week',
  version: 'd.version',
}

/** Definitions with how many machines they watch and how often they told in a week. */
export async function listDefinitions(sql: Sql, locale: Locale, filter: DefinitionFilter, now: Date) {
  const like = likeOf(filter.q)
  const { id = null, organisation = null, equipment = null, priority = null, kind = null } = filter
  const { isRetired = null } = filter
  const week = new Date(now.getTime() - 7 * 86_400_000)
  const rows = await sql<(DefinitionRow & { total: bigint })[]>`
    select d.id, d.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
      d.code, d.version, d.body, d.counts_from as "countsFrom", d.is_sample as "isSample",
      d.retired_at as "retiredAt", counted.machines, counted.missing as "machinesMissing",
      counted.week as "weekCount", count(*) over () as total
    from factory_alarm_definitions d join registry_organisation_cards() o on o.id = d.organisation_id
    cross join lateral (select
      (select count(*) from factory_alarm_watches w where w.definition_id = d.id
        and w.ended_at is null) as machines,
      (select count(*) from factory_alarm_watches w where w.definition_id = d.id
        and w.ended_at is null and cardinality(w.missing) > 0) as missing,
      (select count(*) from factory_alarms a where a.definition_id = d.id and a.announced_at >= ${week}
        and a.refuted_at is null) as week) counted
    where (${id}::uuid is null or d.id = ${id})
      and (${organisation}::uuid is null or d.organisation_id = ${organisation})
      and (${equipment}::uuid is null or exists (select 1 from factory_alarm_watches w
        where w.definition_id = d.id and w.equipment_id = ${equipment} and w.ended_at is null))
      and (${priority}::text is null or d.body->>'priority' = ${priority})
      and (${kind}::text is null or d.body->>'kind' = ${kind})
      and (${isRetired}::boolean is null or (d.retired_at is not null) = ${isRetired})
      and (${like}::text is null or d.code ilike ${like} or d.body->>'name' ilike ${like}
        or d.body->>'nameEn' ilike ${like} or d.body->>'signal' ilike ${like}
        or d.body->>'groupName' ilike ${like} or d.body->>'response' ilike ${like})
    ${orderOf(sql, filter.sort, sortable, 'd.code')}, d.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type KeptDefinition = {
  id: string
  organisationId: string
  code: string
  version: number
  body: AlarmBody
  retiredAt: Date | null
}

export async function definitionForUpdate(sql: Sql, id: string): Promise<KeptDefinition | null> {
  const [row] = await sql<KeptDefinition[]>`select id, organisation_id as "organisationId", code, version,
    body, retired_at as "retiredAt" from factory_alarm_definitions where id = ${id} for update`
  return row ?? null
}

export async function definitionByCode(
  sql: Sql,
  organisationId: string,
  code: string,
): Promise<KeptDefinition | null> {
  const [row] = await sql<KeptDefinition[]>`select id, organisation_id as "organisationId", code, version,
    body, retired_at as "retiredAt" from factory_alarm_definitions
    where organisation_id = ${organisationId} and code = ${code}`
  return row ?? null
}

/** The codes of a firm's machines and units, by their ids. */
export async function codesOf(sql: Sql, organisationId: string): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; code: string }[]>`
    select id, code from factory_equipment where organisation_id = ${organisationId}
    union all select id, code from registry_unit_cards() where organisation_id = ${organisationId}`
  return new Map(rows.map(({ id, code }) => [id, code]))
}

/** All definitions of a firm that are in force. */
export async function definitionsOf(
  sql: Sql,
  organisationId: string,
): Promise<{ code: string; body: AlarmBody }[]> {
  return sql<{ code: string; body: AlarmBody }[]>`select code, body from factory_alarm_definitions
    where organisation_id = ${organisationId} and retired_at is null order by code`
}

/** Definitions in force that watch one signal of one machine. */
export async function definitionsOnSignal(
  sql: Sql,
  machine: { organisationId: string; equipmentId: string },
  signal: string,
): Promise<{ definitionId: string; alarmCode: string }[]> {
  return sql<{ definitionId: string; alarmCode: string }[]>`select id as "definitionId", code as "alarmCode"
    from factory_alarm_definitions where organisation_id = ${machine.organisationId} and retired_at is null
      and body->>'signal' = ${signal}
      and body->'equipmentIds' @> to_jsonb(array[${machine.equipmentId}::text])
    order by code`
}

export type NewDefinition = {
  id: string
  organisationId: string
  code: string
  body: AlarmBody
  note: string | null
  countsFrom: Date
  isSample: boolean
  personId: string | null
  personName: string | null
}

export async function insertDefinition(sql: Sql, one: NewDefinition, now: Date): Promise<void> {
  const body = JSON.stringify(one.body)
  await sql`insert into factory_alarm_definitions (id, organisation_id, code, version, body, counts_from,
      is_sample, created_at)
    values (${one.id}, ${one.organisationId}, ${one.code}, 1, ${body}::text::jsonb, ${one.countsFrom},
      ${one.isSample}, ${now})`
  await insertVersion(sql, { ...one, version: 1 }, now)
}

async function insertVersion(
  sql: Sql,
  one: Omit<NewDefinition, 'code' | 'countsFrom' | 'isSample'> & { version: number },
  now: Date,
): Promise<void> {
  await sql`insert into factory_alarm_versions (definition_id, version, organisation_id, body, note,
      created_at, created_by, person_name)
    values (${one.id}, ${one.version}, ${one.organisationId}, ${JSON.stringify(one.body)}::text::jsonb,
      ${one.note}, ${now}, ${one.personId}, ${one.personName})`
}

/** The next version; the ones before stay. */
export async function changeDefinition(
  sql: Sql,
  one: Omit<NewDefinition, 'code' | 'countsFrom' | 'isSample'> & { version: number },
  now: Date,
): Promise<void> {
  await sql`update factory_alarm_definitions set version = ${one.version},
    body = ${JSON.stringify(one.body)}::text::jsonb where id = ${one.id}`
  await insertVersion(sql, one, now)
}

export async function retireDefinition(sql: Sql, id: string, at: Date | null): Promise<void> {
  await sql`update factory_alarm_definitions set retired_at = ${at} where id = ${id}`
}

export type VersionRow = {
  version: number
  body: AlarmBody
  note: string | null
  createdAt: Date
  personName: string | null
}

/** The versions of a definition, the newest first. */
export async function versionsOf(sql: Sql, definitionId: string): Promise<VersionRow[]> {
  return sql<VersionRow[]>`select version, body, note, created_at as "createdAt",
    person_name as "personName" from factory_alarm_versions where definition_id = ${definitionId}
    order by version desc limit 200`
}

export async function versionBody(
  sql: Sql,
  definitionId: string,
  version: number,
): Promise<AlarmBody | null> {
  const [row] = await sql<{ body: AlarmBody }[]>`select body from factory_alarm_versions
    where definition_id = ${definitionId} and version = ${version}`
  return row?.body ?? null
}

/** The machines of a firm that a body applies to, by name. */
export async function machinesOfBody(
  sql: Sql,
  organisationId: string,
  body: AlarmBody,
  locale: Locale,
): Promise<{ id: string; name: string }[]> {
  const { equipmentIds = [], unitId = null, maker = null, model = null, process = null } = body
  const isClass = [unitId, maker, model, process].some(Boolean)
  return sql<{ id: string; name: string }[]>`select e.id, ${nameIn(sql, locale, 'e')} as name
    from factory_equipment e where e.organisation_id = ${organisationId} and (
      e.id = any (${equipmentIds}::uuid[]) or (${isClass}
        and (${unitId}::uuid is null or e.unit_id in (with recursive tree as (
          select ${unitId}::uuid as id union all
          select child.id from registry_unit_cards() child join tree on child.parent_id = tree.id)
          select id from tree))
        and (${maker}::text is null or lower(e.maker) = lower(${maker}))
        and (${model}::text is null or lower(e.model) = lower(${model}))
        and (${process}::text is null or lower(e.process) = lower(${process}))))
    order by e.name, e.id`
}
