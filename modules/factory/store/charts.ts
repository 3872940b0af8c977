import type { Sql } from '@ronghe/kit/db'
import type { ChartDefinition } from '../contract/history.ts'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type ChartRow = {
  id: string
  organisationId: string
  personId: string
  personName: string
  name: string
  isShared: boolean
  definition: ChartDefinition
  changedAt: Date
  isSample: boolean
}

/** Whose charts a person sees: the own, and the shared ones of the organisation. */
export type Reader = { organisationId: string; personId: string }

function columns(sql: Sql) {
  return sql`id, organisation_id as "organisationId", person_id as "personId", name,
    person_name as "personName", is_shared as "isShared",
    definition, changed_at as "changedAt", is_sample as "isSample"`
}

function readable(sql: Sql, { organisationId, personId }: Reader) {
  return sql`organisation_id = ${organisationId} and (is_shared or person_id = ${personId})`
}

export async function listCharts(
  sql: Sql,
  reader: Reader,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(ChartRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from factory_charts
    where ${readable(sql, reader)} and (${like}::text is null or name ilike ${like})
    order by person_id = ${reader.personId} desc, name, id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function chartById(sql: Sql, reader: Reader, id: string): Promise<ChartRow | null> {
  const [row] = await sql<ChartRow[]>`
    select ${columns(sql)} from factory_charts where id = ${id} and ${readable(sql, reader)}`
  return row ?? null
}

/** A person's chart of this name, and how many the person has. */
export async function chartsOf(
  sql: Sql,
  reader: Reader,
  name: string,
): Promise<{ namesake: string | null; count: number }> {
  const [row] = await sql<{ namesake: string | null; count: number }[]>`
    select (array_agg(id) filter (where name = ${name}))[1] as namesake, count(*)::int as count
    from factory_charts where organisation_id = ${reader.organisationId} and person_id = ${reader.personId}`
  return row ?? { namesake: null, count: 0 }
}

export async function insertChart(sql: Sql, row: Omit<ChartRow, 'changedAt'>, now: Date): Promise<void> {
  await sql`insert into factory_charts (id, organisation_id, person_id, person_name, name, is_shared,
      definition, created_at, changed_at, is_sample)
    values (${row.id}, ${row.organisationId}, ${row.personId}, ${row.personName}, ${row.name},
      ${row.isShared}, ${sql.json(row.definition)}, ${now}, ${now}, ${row.isSample})`
}

export async function changeChart(
  sql: Sql,
  id: string,
  change: { name?: string; isShared?: boolean; definition?: ChartDefinition },
  now: Date,
): Promise<void> {
  const definition = change.definition === undefined ? null : sql.json(change.definition)
  await sql`update factory_charts set name = coalesce(${change.name ?? null}, name),
      is_shared = coalesce(${change.isShared ?? null}, is_shared),
      definition = coalesce(${definition}, definition), changed_at = ${now} where id = ${id}`
}

export async function removeChart(sql: Sql, id: string): Promise<void> {
  await sql`delete from factory_charts where id = ${id}`
}
