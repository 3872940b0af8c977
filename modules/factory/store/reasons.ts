import type { Sql } from '@ronghe/kit/db'
import type { Reason } from '../reasons/tree.ts'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type KeptTree = { version: number; reasons: Reason[] }

/** The newest tree of a firm, or the one of a version; null where there is none. */
export async function treeOf(
  sql: Sql,
  organisationId: string,
  version: number | null = null,
): Promise<KeptTree | null> {
  const [row] = await sql<KeptTree[]>`select version, reasons from factory_reason_trees
    where organisation_id = ${organisationId} and (${version}::int is null or version = ${version})
    order by version desc limit 1`
  return row ?? null
}

/** Nobody else changes the firm's tree until the transaction ends. */
export async function holdTree(sql: Sql, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('factory.reasons ' || ${organisationId}, 0))`
}

export async function insertTree(
  sql: Sql,
  organisationId: string,
  tree: KeptTree,
  by: { id: string | null; name: string | null; note: string | null },
  now: Date,
): Promise<void> {
  await sql`insert into factory_reason_trees (organisation_id, version, reasons, note, created_at, created_by,
      person_name)
    values (${organisationId}, ${tree.version}, ${JSON.stringify(tree.reasons)}::text::jsonb, ${by.note},
      ${now}, ${by.id}, ${by.name})`
}

export async function listTrees(
  sql: Sql,
  organisationId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<
    {
      version: number
      note: string | null
      reasonCount: number
      personName: string | null
      createdAt: Date
      total: bigint
    }[]
  >`select version, note, jsonb_array_length(reasons) as "reasonCount", person_name as "personName",
      created_at as "createdAt", count(*) over () as total
    from factory_reason_trees where organisation_id = ${organisationId}
      and (${like}::text is null or note ilike ${like} or person_name ilike ${like})
    order by version desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}
