import { type Locale, nameIn, type Sql } from '@ronghe/kit/db'

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
  relatedId: string
  relatedName: string
  kind: 'owner' | 'client' | 'family' | 'other'
  note: string | null
  byName: string
  at: Date
}

export async function listRelations(
  sql: Sql,
  locale: Locale,
  organisationId: string,
): Promise<RelationRow[]> {
  return sql<RelationRow[]>`select r.id, r.organisation_id as "organisationId", r.related_id as "relatedId",
      ${nameIn(sql, locale, 'o')} as "relatedName", r.kind, r.note, r.by_name as "byName", r.at
    from assess_relations r join registry_organisation_cards() o on o.id = r.related_id
    where r.organisation_id = ${organisationId} order by r.at, r.id`
}

export async function insertRelation(sql: Sql, one: Omit<RelationRow, 'relatedName'>): Promise<boolean> {
  const { count } = await sql`insert into assess_relations (id, organisation_id, related_id, kind, note,
      by_name, at)
    values (${one.id}, ${one.organisationId}, ${one.relatedId}, ${one.kind}, ${one.note}, ${one.byName},
      ${one.at})
    on conflict (organisation_id, related_id) do nothing`
  return count === 1
}
