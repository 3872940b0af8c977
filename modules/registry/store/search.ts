import type { Sql } from '@ronghe/kit/db'

export type Hit = {
  kind: 'organisation' | 'unit' | 'person'
  id: string
  title: string
  detail: string
  link: string
}

const hitsMax = 8

/**
 * Organisations by name or code, the units that row-level security lets through, and the people of one's own
 * organisation.
 */
export async function searchAll(sql: Sql, text: string, organisationId: string | null): Promise<Hit[]> {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const organisations = await sql<
    Hit[]
  >`select 'organisation' as kind, id, name as title, credit_code as detail,
      '/registry/organisations/' || id as link
    from registry_organisations where name ilike ${like} or name_en ilike ${like} or credit_code ilike ${like}
      or code ilike ${like}
    order by name limit ${hitsMax}`
  const units = await sql<
    Hit[]
  >`select 'unit' as kind, u.id, u.name as title, o.name as detail, '/registry/units?q=' || u.code as link
    from registry_units u join registry_organisations o on o.id = u.organisation_id
    where u.name ilike ${like} or u.name_en ilike ${like} or u.code ilike ${like} order by u.name
      limit ${hitsMax}`
  const people = organisationId
    ? await sql<Hit[]>`select 'person' as kind, p.id, p.name as title, p.email as detail,
        '/registry/members?q=' || p.email as link
        from registry_memberships m join registry_people p on p.id = m.person_id
        where m.organisation_id = ${organisationId} and (p.name ilike ${like} or p.email ilike ${like})
          limit ${hitsMax}`
    : []
  return [...organisations, ...units, ...people]
}
