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
  parkId: string | null
  parkName: string | null
  isSample: boolean
  version: number
}

function columns(sql: Sql) {
  return sql`u.id, u.organisation_id as "organisationId", u.parent_id as "parentId", u.level, u.code, u.name,
    u.name_en as "nameEn", u.region_code as "regionCode", u.address, u.park_id as "parkId",
    p.name as "parkName", u.is_sample as "isSample", u.version
    from registry_units u left join registry_parks p on p.id = u.park_id`
}

export async function listUnits(
  sql: Sql,
  filter: {
    q?: string
    organisation?: string
    level?: string
    parent?: string
    park?: string
    page?: number
    pageSize?: number
  },
): Promise<{ rows: UnitRow[]; total: number }> {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<(UnitRow & { total: bigint })[]>`select count(*) over () as total, ${columns(sql)}
    where (${like}::text is null or u.name ilike ${like} or u.name_en ilike ${like} or u.code ilike ${like})
      and (${filter.organisation ?? null}::uuid is null or u.organisation_id = ${filter.organisation ?? null})
      and (${filter.level ?? null}::text is null or u.level = ${filter.level ?? null})
      and (${filter.parent ?? null}::uuid is null or u.parent_id = ${filter.parent ?? null})
      and (${filter.park ?? null}::uuid is null or u.park_id = ${filter.park ?? null})
    order by u.code, u.id limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}

export async function unitById(sql: Sql, id: string): Promise<UnitRow | null> {
  const [row] = await sql<UnitRow[]>`select ${columns(sql)} where u.id = ${id}`
  return row ?? null
}

export async function unitByCode(sql: Sql, organisationId: string, code: string): Promise<UnitRow | null> {
  const [row] = await sql<UnitRow[]>`select ${columns(sql)}
    where u.organisation_id = ${organisationId} and u.code = ${code}`
  return row ?? null
}

export type UnitValues = Omit<UnitRow, 'version' | 'parkName'>

export async function insertUnit(sql: Sql, unit: UnitValues, now: Date): Promise<void> {
  await sql`insert into registry_units (id, organisation_id, parent_id, level, code, name, name_en,
    region_code, address, park_id, is_sample, created_at, updated_at)
    values (${unit.id}, ${unit.organisationId}, ${unit.parentId}, ${unit.level}, ${unit.code}, ${unit.name},
      ${unit.nameEn}, ${unit.regionCode}, ${unit.address}, ${unit.parkId}, ${unit.isSample}, ${now}, ${now})`
}

export async function updateUnit(
  sql: Sql,
  id: string,
  version: number,
  unit: Pick<UnitValues, 'code' | 'name' | 'nameEn' | 'regionCode' | 'address' | 'parkId'>,
  now: Date,
): Promise<boolean> {
  const rows =
    await sql`update registry_units set code = ${unit.code}, name = ${unit.name}, name_en = ${unit.nameEn},
      region_code = ${unit.regionCode}, address = ${unit.address}, park_id = ${unit.parkId},
      version = version + 1, updated_at = ${now}
    where id = ${id} and version = ${version} returning id`
  return rows.length === 1
}

export async function unitHasChildren(sql: Sql, id: string): Promise<boolean> {
  return (await sql`select 1 from registry_units where parent_id = ${id} limit 1`).length === 1
}

export async function deleteUnit(sql: Sql, id: string): Promise<boolean> {
  return (await sql`delete from registry_units where id = ${id} returning id`).length === 1
}
