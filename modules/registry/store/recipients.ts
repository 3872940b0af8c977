import type { Sql } from '@ronghe/kit/db'

/** Officials who hold the permission and answer for a division: those of its city before the region's. */
export async function officialsNearest(sql: Sql, regionCode: string, may: string): Promise<string[]> {
  const rows = await sql`select m.person_id, length(rtrim(o.region_code, '0')) as nearness
    from registry_memberships m join registry_organisations o on o.id = m.organisation_id
    join registry_roles r on r.code = m.role_code
    where ${may} = any (r.permissions) and r.reach = 'region'
      and starts_with(${regionCode}, regexp_replace(o.region_code, '(00)+$', ''))
    order by nearness desc`
  return rows.filter((row) => row.nearness === rows[0]?.nearness).map((row) => row.person_id)
}

/** People of an organisation who hold the permission there. */
export async function holdersIn(sql: Sql, organisationId: string, may: string): Promise<string[]> {
  const rows =
    await sql`select m.person_id from registry_memberships m join registry_roles r on r.code = m.role_code
    where m.organisation_id = ${organisationId} and ${may} = any (r.permissions)`
  return rows.map((row) => row.person_id)
}

/** People who hold the permission over every organisation: those who run the platform. */
export async function holdersEverywhere(sql: Sql, may: string): Promise<string[]> {
  const rows = await sql`select distinct m.person_id from registry_memberships m
      join registry_roles r on r.code = m.role_code
    where ${may} = any (r.permissions) and r.reach = 'all'`
  return rows.map((row) => row.person_id)
}
