import type { Sql } from '@ronghe/kit/db'

export type OrganisationRow = {
  id: string
  code: string
  kind: 'enterprise'
  name: string
  nameEn: string | null
  creditCode: string
  creditCodeSound: boolean
  regionCode: string
  regionName: string
  tradeCode: string | null
  tradeName: string | null
  sizeClass: string | null
  isKey: boolean
  keySince: string | null
  verification: 'unverified' | 'submitted' | 'approved' | 'returned'
  isSample: boolean
}

export type OrganisationFilter = {
  q?: string
  kind?: string
  region?: string
  trade?: string
  sizeClass?: string
  verification?: string
  isKey?: boolean
  sort?: string
  page?: number
  pageSize?: number
}

const sortable: Record<string, string> = {
  name: 'o.name',
  code: 'o.code',
  regionCode: 'o.region_code',
  kind: 'o.kind',
  creditCode: 'o.credit_code',
  verification: 'o.verification',
  sizeClass: 'o.size_class',
}

/** Name of the city or county, the province's name left out. */
function columns(sql: Sql, locale: 'zh' | 'en') {
  const zh = locale === 'zh'
  return sql`o.id, o.code, o.kind, o.name, o.name_en as "nameEn", o.credit_code as "creditCode",
    o.credit_code_sound as "creditCodeSound", o.region_code as "regionCode",
    case when parent.level = 'city' then
      ${zh ? sql`parent.name_zh || division.name_zh` : sql`division.name_en || ', ' || parent.name_en`}
      else ${zh ? sql`division.name_zh` : sql`division.name_en`} end as "regionName",
    o.trade_code as "tradeCode",
      ${zh ? sql`trade.name_zh` : sql`coalesce(trade.name_en, trade.name_zh)`} as "tradeName",
    o.size_class as "sizeClass", o.is_key as "isKey", o.key_since::text as "keySince", o.verification,
    o.is_sample as "isSample"`
}

export async function listOrganisations(
  sql: Sql,
  locale: 'zh' | 'en',
  filter: OrganisationFilter,
  prefix: string,
): Promise<{ rows: OrganisationRow[]; total: number }> {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const column = sortable[(filter.sort ?? 'name').replace(/^-/, '')] ?? 'o.name'
  const direction = filter.sort?.startsWith('-') ? sql`desc` : sql`asc`
  const rows = await sql<(OrganisationRow & { total: bigint })[]>`
    select ${columns(sql, locale)}, count(*) over () as total
    from registry_organisations o
    join registry_divisions division on division.code = o.region_code
    left join registry_divisions parent on parent.code = division.parent_code
    left join registry_trades trade on trade.code = o.trade_code
    where (${like}::text is null or o.name ilike ${like} or o.name_en ilike ${like}
      or o.credit_code ilike ${like} or o.code ilike ${like})
      and (${filter.kind ?? null}::text is null or o.kind = ${filter.kind ?? null})
      and starts_with(o.region_code, ${prefix})
      and (${filter.trade ?? null}::text is null or starts_with(o.trade_code, ${filter.trade ?? ''}))
      and (${filter.sizeClass ?? null}::text is null or o.size_class = ${filter.sizeClass ?? null})
      and (${filter.verification ?? null}::text is null or o.verification = ${filter.verification ?? null})
      and (${filter.isKey ?? null}::boolean is null or o.is_key = ${filter.isKey ?? null})
    order by ${sql.unsafe(column)} ${direction}, o.id limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}

export type OrganisationDetailRow = OrganisationRow & {
  employees: number | null
  revenueFen: bigint | null
  address: string | null
  contactName: string | null
  contactPhone: string | null
  contactEmail: string | null
  website: string | null
  version: number
  createdAt: Date
  updatedAt: Date
}

export async function organisationById(
  sql: Sql,
  locale: 'zh' | 'en',
  id: string,
): Promise<OrganisationDetailRow | null> {
  const [row] = await sql<OrganisationDetailRow[]>`
    select ${columns(sql, locale)}, o.employees, o.revenue_fen as "revenueFen", o.address,
      o.contact_name as "contactName",
      o.contact_phone as "contactPhone", o.contact_email as "contactEmail", o.website, o.version,
      o.created_at as "createdAt", o.updated_at as "updatedAt"
    from registry_organisations o
    join registry_divisions division on division.code = o.region_code
    left join registry_divisions parent on parent.code = division.parent_code
    left join registry_trades trade on trade.code = o.trade_code
    where o.id = ${id}`
  return row ?? null
}

export type OrganisationValues = {
  id: string
  code: string
  kind: string
  name: string
  nameEn: string | null
  creditCode: string
  creditCodeSound: boolean
  regionCode: string
  tradeCode: string | null
  sizeClass: string | null
  employees: number | null
  revenueFen: bigint | number | null
  address: string | null
  contactName: string | null
  contactPhone: string | null
  contactEmail: string | null
  website: string | null
  isSample: boolean
}

/** Adds an organisation; needs the program's own reach. */
export async function insertOrganisation(sql: Sql, one: OrganisationValues, now: Date): Promise<void> {
  await sql`insert into registry_organisations (id, code, kind, name, name_en, credit_code, credit_code_sound,
    region_code,
      trade_code, size_class, employees, revenue_fen, address, contact_name, contact_phone, contact_email,
        website, is_sample, created_at, updated_at)
    values (${one.id}, ${one.code}, ${one.kind}, ${one.name}, ${one.nameEn}, ${one.creditCode},
      ${one.creditCodeSound}, ${one.regionCode}, ${one.tradeCode}, ${one.sizeClass}, ${one.employees},
        ${one.revenueFen as number | null},
      ${one.address}, ${one.contactName}, ${one.contactPhone}, ${one.contactEmail}, ${one.website},
        ${one.isSample}, ${now}, ${now})`
}

/**
 * Changes what may change, if nobody changed it since `version`; false when somebody did or it is not the
 * caller's.
 */
export async function updateOrganisation(
  sql: Sql,
  id: string,
  version: number,
  one: Omit<OrganisationValues, 'id' | 'code' | 'kind' | 'creditCode' | 'creditCodeSound' | 'isSample'>,
  now: Date,
): Promise<boolean> {
  const rows = await sql`update registry_organisations set name = ${one.name}, name_en = ${one.nameEn},
      region_code = ${one.regionCode}, trade_code = ${one.tradeCode}, size_class = ${one.sizeClass},
      employees = ${one.employees}, revenue_fen = ${one.revenueFen as number | null},
        address = ${one.address}, contact_name = ${one.contactName}, contact_phone = ${one.contactPhone},
        contact_email = ${one.contactEmail},
      website = ${one.website}, version = version + 1, updated_at = ${now}
    where id = ${id} and version = ${version} returning id`
  return rows.length === 1
}

export type KnownOrganisation = Pick<
  OrganisationValues,
  | 'id'
  | 'code'
  | 'kind'
  | 'name'
  | 'nameEn'
  | 'regionCode'
  | 'tradeCode'
  | 'employees'
  | 'address'
  | 'contactName'
  | 'contactPhone'
  | 'contactEmail'
  | 'website'
> & { version: number; revenueFen: number | null }

export async function organisationByCredit(sql: Sql, creditCode: string): Promise<KnownOrganisation | null> {
  const [row] = await sql<(KnownOrganisation & { revenueFen: bigint | null })[]>`
    select id, version, code, kind, name, name_en as "nameEn", region_code as "regionCode",
      trade_code as "tradeCode", employees, revenue_fen as "revenueFen", address, website,
      contact_name as "contactName", contact_phone as "contactPhone", contact_email as "contactEmail"
    from registry_organisations where credit_code = ${creditCode}`
  return row ? { ...row, revenueFen: row.revenueFen === null ? null : Number(row.revenueFen) } : null
}

export async function setVerification(sql: Sql, id: string, verification: string, now: Date): Promise<void> {
  await sql`update registry_organisations set verification = ${verification}, version = version + 1,
    updated_at = ${now}
    where id = ${id}`
}

export async function addMembership(
  sql: Sql,
  organisationId: string,
  personId: string,
  roleCode: string,
  now: Date,
): Promise<void> {
  await sql`insert into registry_memberships (organisation_id, person_id, role_code, created_at)
    values (${organisationId}, ${personId}, ${roleCode}, ${now})
    on conflict (organisation_id, person_id) do update set role_code = excluded.role_code`
}

export async function regionExists(sql: Sql, code: string): Promise<boolean> {
  return (await sql`select 1 from registry_divisions where code = ${code}`).length === 1
}

export async function tradeExists(sql: Sql, code: string): Promise<boolean> {
  return (await sql`select 1 from registry_trades where code = ${code}`).length === 1
}
