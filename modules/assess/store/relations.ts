import { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf, type Sql } from '@ronghe/kit/db'

/** Is there a declared tie between two organisations, whoever declared it? */
export async function relationBetween(sql: Sql, one: string, other: string): Promise<boolean> {
  const rows = await sql`select 1 from assess_relations
    where (organisation_id = ${one} and related_id = ${other})
      or (organisation_id = ${other} and related_id = ${one}) limit 1`
  return rows.length > 0
}

export type RelationRow = {
  id: string
  organisationId: string
  organisationName: string
  relatedId: string
  relatedName: string
  kind: 'owner' | 'client' | 'family' | 'other'
  note: string | null
  byName: string
  at: Date
}

const sortable = { organisationName: 'a.name', relatedName: 'b.name', at: 'r.at' }

/** Ties that an organisation declared, or others with it; without one all that the caller sees. */
export async function listRelations(
  sql: Sql,
  locale: Locale,
  filter: { q?: string; sort?: string; page?: number; pageSize?: number; organisationId: string | null },
) {
  const like = likeOf(filter.q)
  const { organisationId } = filter
  const rows = await sql<(RelationRow & { total: bigint })[]>`
    select r.id, r.organisation_id as "organisationId", ${nameIn(sql, locale, 'a')} as "organisationName",
      r.related_id as "relatedId", ${nameIn(sql, locale, 'b')} as "relatedName", r.kind, r.note,
      r.by_name as "byName", r.at, count(*) over () as total
    from assess_relations r join registry_organisation_cards() a on a.id = r.organisation_id
    join registry_organisation_cards() b on b.id = r.related_id
    where (${organisationId}::uuid is null or ${organisationId}::uuid in (r.organisation_id, r.related_id))
      and (${like}::text is null or a.name ilike ${like} or b.name ilike ${like})
    ${orderOf(sql, filter.sort, sortable, 'r.at desc, r.id')} ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** What was declared by mistake; the audit keeps that it was there. */
export async function removeRelation(sql: Sql, id: string): Promise<RelationRow | null> {
  const [row] = await sql<RelationRow[]>`delete from assess_relations where id = ${id}
    returning id, organisation_id as "organisationId", '' as "organisationName", related_id as "relatedId",
      '' as "relatedName", kind, note, by_name as "byName", at`
  return row ?? null
}

export async function insertRelation(
  sql: Sql,
  one: Omit<RelationRow, 'organisationName' | 'relatedName'>,
): Promise<boolean> {
  const { count } = await sql`insert into assess_relations (id, organisation_id, related_id, kind, note,
      by_name, at)
    values (${one.id}, ${one.organisationId}, ${one.relatedId}, ${one.kind}, ${one.note}, ${one.byName},
      ${one.at})
    on conflict (organisation_id, related_id) do nothing`
  return count === 1
}
