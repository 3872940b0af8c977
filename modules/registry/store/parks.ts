import { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf, type Sql } from '@ronghe/kit/db'

export type ParkRow = {
  id: string
  code: string
  name: string
  nameEn: string | null
  regionCode: string
  regionName: string
  operatorId: string | null
  operatorName: string | null
  address: string | null
  isSample: boolean
  version: number
}
export type ParkValues = Omit<ParkRow, 'regionName' | 'operatorName' | 'version'>

export type ParkFilter = {
  q?: string
  operator?: string
  sort?: string
  page?: number
  pageSize?: number
}

const sortable = { code: 'p.code', name: 'p.name', regionCode: 'p.region_code' }

function selected(sql: Sql, locale: Locale) {
  const region = locale === 'zh' ? sql`d.name_zh` : sql`d.name_en`
  return sql`p.id, p.code, p.name, p.name_en as "nameEn", p.region_code as "regionCode",
      ${region} as "regionName", p.operator_id as "operatorId", ${nameIn(sql, locale, 'o')} as "operatorName",
      p.address, p.is_sample as "isSample", p.version
    from registry_parks p join registry_divisions d on d.code = p.region_code
    left join registry_organisations o on o.id = p.operator_id`
}

export async function listParks(
  sql: Sql,
  locale: Locale,
  filter: ParkFilter,
  prefix: string,
): Promise<{ rows: ParkRow[]; total: number }> {
  const like = likeOf(filter.q)
  const rows = await sql<(ParkRow & { total: bigint })[]>`
    select count(*) over () as total, ${selected(sql, locale)}
    where starts_with(p.region_code, ${prefix})
      and (${like}::text is null or p.name ilike ${like} or p.name_en ilike ${like} or p.code ilike ${like})
      and (${filter.operator ?? null}::uuid is null or p.operator_id = ${filter.operator ?? null})
    ${orderOf(sql, filter.sort, sortable, 'p.region_code')}, p.code ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function parkById(sql: Sql, locale: Locale, id: string): Promise<ParkRow | null> {
  const [row] = await sql<ParkRow[]>`select ${selected(sql, locale)} where p.id = ${id}`
  return row ?? null
}

export async function parkByCode(sql: Sql, code: string): Promise<{ id: string } | null> {
  const [row] = await sql<{ id: string }[]>`select id from registry_parks where code = ${code}`
  return row ?? null
}

export async function insertPark(sql: Sql, park: ParkValues, now: Date): Promise<void> {
  await sql`insert into registry_parks (id, code, name, name_en, region_code, operator_id, address, is_sample,
      created_at, updated_at)
    values (${park.id}, ${park.code}, ${park.name}, ${park.nameEn}, ${park.regionCode}, ${park.operatorId},
      ${park.address}, ${park.isSample}, ${now}, ${now})`
}

export async function updatePark(
  sql: Sql,
  { id, version }: { id: string; version: number },
  park: Omit<ParkValues, 'id' | 'isSample'>,
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update registry_parks set code = ${park.code}, name = ${park.name},
      name_en = ${park.nameEn}, region_code = ${park.regionCode}, operator_id = ${park.operatorId},
      address = ${park.address}, version = version + 1, updated_at = ${now}
    where id = ${id} and version = ${version}`
  return count === 1
}

/** False when a site lies in it: the foreign key keeps it. */
export async function deletePark(sql: Sql, id: string): Promise<boolean> {
  return (await sql`delete from registry_parks where id = ${id}`).count === 1
}

/** Does any firm's site lie in it? */
export async function parkHasSites(sql: Sql, id: string): Promise<boolean> {
  return (await sql`select 1 from registry_units where park_id = ${id} limit 1`).length === 1
}

/** The parks that an organisation runs, and the other organisations with a site in one of them. */
export async function parksRunBy(sql: Sql, operatorId: string) {
  const parks = await sql<{ id: string; code: string; name: string }[]>`
    select id, code, name from registry_parks where operator_id = ${operatorId} order by code`
  const tenants = await sql<
    { id: string; name: string; park: string; sizeClass: string | null; verification: string }[]
  >`select distinct o.id, o.name, p.code as park, o.size_class as "sizeClass", o.verification
    from registry_parks p join registry_park_units() u on u.park_id = p.id
    join registry_organisations o on o.id = u.organisation_id
    where p.operator_id = ${operatorId} and o.id <> ${operatorId} and o.kind = 'enterprise'
    order by p.code, o.id limit 2000`
  return { parks, tenants }
}
