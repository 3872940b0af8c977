import type { Sql } from '@ronghe/kit/db'

export type UnitRow = {
  id: string
  organisationId: string
  parentId: string | null
  level: 'site' | 'area' | 'line' | 'cell'
  code: string
  name: string
  nameEn: string | null
  regionCode: string | null
  address: string | null
  isSample: boolean
  version: number
}

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", parent_id as "parentId", level, code, name,
    name_en as "nameEn", region_code as "regionCode", address, is_sample as "isSample", version`
}

export async function listUnits(
  sql: Sql,
  filter: {
    q?: string
    organisation?: string
    level?: string
    parent?: string
    page?: number
    pageSize?: number
  },
): Promise<{ rows: UnitRow[]; total: number }> {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<(UnitRow & { total: bigint })[]>`select ${columns(sql)}, count(*) over () as total
    from registry_units
    where (${like}::text is null or name ilike ${like} or name_en ilike ${like} or code ilike ${like})
      and (${filter.organisation ?? null}::uuid is null or organisation_id = ${filter.organisation ?? null})
      and (${filter.level ?? null}::text is null or level = ${filter.level ?? null})
      and (${filter.parent ?? null}::uuid is null or parent_id = ${filter.parent ?? null})
    order by code, id limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}

export async function unitById(sql: Sql, id: string): Promise<UnitRow | null> {
  const [row] = await sql<UnitRow[]>`select ${columns(sql)} from registry_units where id = ${id}`
  return row ?? null
}

export async function unitByCode(sql: Sql, organisationId: string, code: string): Promise<UnitRow | null> {
  const [row] = await sql<UnitRow[]>`select ${columns(sql)} from registry_units
    where organisation_id = ${organisationId} and code = ${code}`
  return row ?? null
}

export type UnitValues = Omit<UnitRow, 'version'>

export async function insertUnit(sql: Sql, unit: UnitValues, now: Date): Promise<void> {
  await sql`insert into registry_units (id, organisation_id, parent_id, level, code, name, name_en,
    region_code, address, is_sample, created_at, updated_at)
    values (${unit.id}, ${unit.organisationId}, ${unit.parentId}, ${unit.level}, ${unit.code}, ${unit.name},
      ${unit.nameEn}, ${unit.regionCode}, ${unit.address}, ${unit.isSample}, ${now}, ${now})`
}

export async function updateUnit(
  sql: Sql,
  id: string,
  version: number,
  unit: Pick<UnitValues, 'code' | 'name' | 'nameEn' | 'regionCode' | 'address'>,
  now: Date,
): Promise<boolean> {
  const rows =
    await sql`update registry_units set code = ${unit.code}, name = ${unit.name}, name_en = ${unit.nameEn},
      region_code = ${unit.regionCode}, address = ${unit.address}, version = version + 1, updated_at = ${now}
    where id = ${id} and version = ${version} returning id`
  return rows.length === 1
}

export async function unitHasChildren(sql: Sql, id: string): Promise<boolean> {
  return (await sql`select 1 from registry_units where parent_id = ${id} limit 1`).length === 1
}

export async function deleteUnit(sql: Sql, id: string): Promise<boolean> {
  return (await sql`delete from registry_units where id = ${id} returning id`).length === 1
}
