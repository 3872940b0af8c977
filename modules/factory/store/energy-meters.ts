import type { Sql } from '@ronghe/kit/db'
import type { Source } from '../energy/flow.ts'
import { type Locale, likeOf, listedOf, microsIn, nameIn, orderOf, pageOf } from './parts.ts'

export type MeterRow = {
  id: string
  organisationId: string
  organisationName: string
  name: string
  nameEn: string | null
  parentId: string | null
  parentName: string | null
  unitId: string
  unitName: string
  equipmentId: string | null
  equipmentName: string | null
  tagId: string
  tagName: string
  tagEquipmentId: string
  reading: Source['kind']
  measuredIn: Source['unit']
  isSample: boolean
  version: number
}

export type MeterFilter = {
  q?: string
  organisation?: string
  equipment?: string
  sort?: string
  page?: number
  pageSize?: number
}

const sortable = { name: 'm.name', organisationName: 'o.name', unitName: 'u.name', tagName: 't.name' }

function columns(sql: Sql, locale: Locale) {
  const english = locale === 'en'
  return sql`m.id, m.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
    m.name, m.name_en as "nameEn", m.parent_id as "parentId",
    case when ${english} then coalesce(p.name_en, p.name) else p.name end as "parentName",
    m.unit_id as "unitId", ${nameIn(sql, locale, 'u')} as "unitName", m.equipment_id as "equipmentId",
    ${nameIn(sql, locale, 'e')} as "equipmentName", m.tag_id as "tagId",
    coalesce(case when ${english} then t.label_en else t.label end, t.name) as "tagName",
    t.equipment_id as "tagEquipmentId", m.reading, m.unit as "measuredIn",
    m.is_sample as "isSample", m.version`
}

function joins(sql: Sql) {
  return sql`factory_energy_meters m
    join registry_organisation_cards() o on o.id = m.organisation_id
    join registry_unit_cards() u on u.id = m.unit_id
    join factory_tags t on t.id = m.tag_id
    left join factory_equipment e on e.id = m.equipment_id
    left join factory_energy_meters p on p.id = m.parent_id`
}

/** Meters that count, with what they feed and read. */
export async function listMeters(sql: Sql, locale: Locale, filter: MeterFilter) {
  const like = likeOf(filter.q)
  const { organisation = null, equipment = null } = filter
  const rows = await sql<
    (MeterRow & { total: bigint })[]
  >`select ${columns(sql, locale)}, count(*) over () as total
    from ${joins(sql)} where m.retired_at is null
      and (${like}::text is null or m.name ilike ${like} or m.name_en ilike ${like} or t.name ilike ${like}
        or u.name ilike ${like} or e.name ilike ${like})
      and (${organisation}::uuid is null or m.organisation_id = ${organisation})
      and (${equipment}::uuid is null or m.equipment_id = ${equipment})
    ${orderOf(sql, filter.sort, sortable, 'm.name')}, m.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function meterById(sql: Sql, locale: Locale, id: string): Promise<MeterRow | null> {
  const [row] = await sql<MeterRow[]>`select ${columns(sql, locale)} from ${joins(sql)}
    where m.id = ${id} and m.retired_at is null`
  return row ?? null
}

export type MeterValues = {
  name: string
  nameEn: string | null
  parentId: string | null
  unitId: string
  equipmentId: string | null
  tagId: string
  reading: Source['kind']
  measuredIn: Source['unit']
}

export async function insertMeter(
  sql: Sql,
  one: MeterValues & { id: string; organisationId: string; isSample: boolean },
  now: Date,
): Promise<void> {
  await sql`insert into factory_energy_meters (id, organisation_id, name, name_en, parent_id, unit_id,
      equipment_id, tag_id, reading, unit, is_sample, created_at)
    values (${one.id}, ${one.organisationId}, ${one.name}, ${one.nameEn}, ${one.parentId}, ${one.unitId},
      ${one.equipmentId}, ${one.tagId}, ${one.reading}, ${one.measuredIn}, ${one.isSample}, ${now})`
}

/** False where somebody else has changed it since `version`. */
export async function updateMeter(sql: Sql, id: string, version: number, one: MeterValues): Promise<boolean> {
  const rows = await sql`update factory_energy_meters set name = ${one.name}, name_en = ${one.nameEn},
      parent_id = ${one.parentId}, unit_id = ${one.unitId}, equipment_id = ${one.equipmentId},
      tag_id = ${one.tagId}, reading = ${one.reading}, unit = ${one.measuredIn}, version = version + 1
    where id = ${id} and version = ${version} and retired_at is null returning id`
  return rows.length === 1
}

export async function retireMeter(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update factory_energy_meters set parent_id = gone.parent_id
    from factory_energy_meters gone
    where gone.id = ${id} and factory_energy_meters.parent_id = gone.id`
  await sql`update factory_energy_meters set retired_at = ${now} where id = ${id}`
}

/** The meter that reads a signal already. */
export async function meterOfTag(sql: Sql, tagId: string): Promise<string | null> {
  const [row] = await sql`select id from factory_energy_meters where tag_id = ${tagId} and retired_at is null`
  return (row?.id as string | undefined) ?? null
}

/** The meter itself and those above it. */
export async function chainOf(sql: Sql, id: string): Promise<string[]> {
  const rows = await sql`with recursive chain as (
      select id, parent_id, 1 as depth from factory_energy_meters where id = ${id}
      union all select m.id, m.parent_id, depth + 1 from factory_energy_meters m
        join chain on m.id = chain.parent_id where depth < 50)
    select id from chain`
  return rows.map((row) => row.id as string)
}

/** Up to when the signals of machines are known; a machine that was never derived is not in it. */
export async function knownUpTo(sql: Sql, equipmentIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql`select equipment_id as id, ${microsIn(sql, 'derived_to')} as at
    from factory_derivations where equipment_id = any (${equipmentIds as string[]}::uuid[])
      and derived_to is not null`
  return new Map(rows.map((row) => [row.id as string, Number(row.at)]))
}

/**
 * Machines that do nothing but meter others: signals of theirs are read as meters, none of these is of the
 * machine itself, and no rule of states ever found a state of it.
 */
export async function metersAmong(sql: Sql, equipmentIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`select e.id from unnest(${equipmentIds as string[]}::uuid[]) e (id)
    where exists (select from factory_energy_meters m join factory_tags t on t.id = m.tag_id
        where t.equipment_id = e.id and m.retired_at is null)
      and not exists (select from factory_energy_meters m
        where m.equipment_id = e.id and m.retired_at is null)
      and not exists (select from factory_states s where s.equipment_id = e.id and s.state <> 'unknown')`
  return new Set(rows.map((row) => row.id))
}
