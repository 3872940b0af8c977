import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { IdentifierLine } from './contract.ts'

export type IdentifierRow = Omit<IdentifierLine, 'changedAt'> & { organisationId: string; changedAt: Date }
export type PrefixRow = { prefix: string; used: number; addedAt: Date; addedBy: string | null }
type Filter = Partial<Pick<IdentifierRow, 'template' | 'identifierState'>> & {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  key?: string
}

export async function prefixesOf(sql: Sql, organisationId: string | null): Promise<PrefixRow[]> {
  return sql<PrefixRow[]>`
    select p.prefix, p.added_at as "addedAt", p.added_by as "addedBy",
      (select count(*)::integer from trace_identifiers i
        where i.organisation_id = p.organisation_id and starts_with(i.identifier, p.prefix || '/')) as used
    from trace_identifier_prefixes p
    where ${organisationId}::uuid is null or p.organisation_id = ${organisationId}
    order by p.prefix limit 500`
}

/** False when somebody has it already. */
export async function insertPrefix(
  sql: Sql,
  row: Omit<PrefixRow, 'used'> & { organisationId: string },
): Promise<boolean> {
  const { count } = await sql`
    insert into trace_identifier_prefixes (prefix, organisation_id, added_at, added_by)
    values (${row.prefix}, ${row.organisationId}, ${row.addedAt}, ${row.addedBy})
    on conflict (prefix) do nothing`
  return count === 1
}

function columns(sql: Sql) {
  return sql`identifier, organisation_id as "organisationId", template,
    template_version as "templateVersion", key, attributes, state as "identifierState",
    is_sample as "isSample", changed_at as "changedAt", changed_by as "changedBy"`
}

export async function listIdentifiers(sql: Sql, filter: Filter) {
  const { q, template, identifierState, key, sort = '-changedAt' } = filter
  const like = likeOf(q)
  const sortable = { identifier: 'identifier', template: 'template', changedAt: 'changed_at' }
  const rows = await sql<(IdentifierRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from trace_identifiers
    where (${template ?? null}::text is null or template = ${template ?? null})
      and (${identifierState ?? null}::text is null or state = ${identifierState ?? null})
      and (${key ?? null}::text is null or key = ${key ?? null})
      and (${like}::text is null or identifier ilike ${like} or key ilike ${like})
    ${orderOf(sql, sort, sortable, 'changed_at')}, identifier ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function findIdentifier(sql: Sql, identifier: string): Promise<IdentifierRow | null> {
  const [row] = await sql<IdentifierRow[]>`
    select ${columns(sql)} from trace_identifiers where identifier = ${identifier}`
  return row ?? null
}

/** False when the identifier, or another of the same item, is there already. */
export async function insertIdentifier(sql: Sql, row: IdentifierRow): Promise<boolean> {
  const { count } = await sql`
    insert into trace_identifiers (identifier, organisation_id, template, template_version, key, attributes,
      state, is_sample, changed_at, changed_by)
    values (${row.identifier}, ${row.organisationId}, ${row.template}, ${row.templateVersion}, ${row.key},
      ${sql.json(row.attributes)}, ${row.identifierState}, ${row.isSample}, ${row.changedAt},
      ${row.changedBy})
    on conflict do nothing`
  return count === 1
}

export async function updateState(sql: Sql, row: IdentifierRow): Promise<void> {
  await sql`
    update trace_identifiers set state = ${row.identifierState}, changed_at = ${row.changedAt},
      changed_by = ${row.changedBy} where identifier = ${row.identifier}`
}

export async function updateAttributes(sql: Sql, row: IdentifierRow): Promise<void> {
  await sql`
    update trace_identifiers set attributes = ${sql.json(row.attributes)},
      template_version = ${row.templateVersion}, changed_at = ${row.changedAt},
      changed_by = ${row.changedBy}
    where identifier = ${row.identifier}`
}
