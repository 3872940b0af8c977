import type { Sql } from '@ronghe/kit/db'
import type { TemplateField } from '../contract.ts'

export type TemplateRow = {
  organisationId: string
  name: string
  version: number
  title: string
  titleEn: string | null
  fields: TemplateField[]
  note: string | null
  isSample: boolean
  changedAt: Date
  changedBy: string | null
}

function columns(sql: Sql) {
  return sql`organisation_id as "organisationId", name, version, title, title_en as "titleEn", fields, note,
    is_sample as "isSample", changed_at as "changedAt", changed_by as "changedBy"`
}

/** The newest of each, of one organisation or of all that may be seen. */
export async function latestTemplates(sql: Sql, organisationId: string | null): Promise<TemplateRow[]> {
  return sql<TemplateRow[]>`
    select distinct on (organisation_id, name) ${columns(sql)} from trace_identifier_templates
    where ${organisationId}::uuid is null or organisation_id = ${organisationId}
    order by organisation_id, name, version desc limit 500`
}

/** Newest first. */
export async function templateVersions(
  sql: Sql,
  organisationId: string,
  name: string,
): Promise<TemplateRow[]> {
  return sql<TemplateRow[]>`
    select ${columns(sql)} from trace_identifier_templates
    where organisation_id = ${organisationId} and name = ${name} order by version desc limit 200`
}

/** False when somebody saved that version meanwhile. */
export async function insertTemplate(sql: Sql, row: TemplateRow): Promise<boolean> {
  const { count } = await sql`
    insert into trace_identifier_templates (organisation_id, name, version, title, title_en, fields, note,
      is_sample, changed_at, changed_by)
    values (${row.organisationId}, ${row.name}, ${row.version}, ${row.title}, ${row.titleEn},
      ${sql.json(row.fields)}, ${row.note}, ${row.isSample}, ${row.changedAt}, ${row.changedBy})
    on conflict do nothing`
  return count === 1
}
