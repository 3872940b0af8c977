import type { Sql } from '@ronghe/kit/db'
import { likeOf, listedOf, pageOf } from './parts.ts'

export type EdgeRow = {
  id: string
  organisationId: string
  code: string
  name: string
  isOnline: boolean
  stateAt: Date | null
  stateReason: string | null
  equipmentCount: number
  program: { version: string; hash: string } | null
  createdAt: Date
  revokedAt: Date | null
  isSample: boolean
}

function columns(sql: Sql) {
  return sql`g.id, g.organisation_id as "organisationId", g.code, g.name, g.is_online as "isOnline",
    g.state_at as "stateAt", g.state_reason as "stateReason", g.created_at as "createdAt",
    g.revoked_at as "revokedAt", g.is_sample as "isSample", g.health->'program' as program,
    (select count(*)::int from factory_equipment e where e.edge_id = g.id) as "equipmentCount"`
}

export async function listEdges(
  sql: Sql,
  filter: { q?: string; organisation?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(EdgeRow & { total: bigint })[]>`select ${columns(sql)}, count(*) over () as total
    from factory_edges g
    where (${like}::text is null or g.code ilike ${like} or g.name ilike ${like})
      and (${filter.organisation ?? null}::uuid is null or g.organisation_id = ${filter.organisation ?? null})
    order by g.code, g.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function edgeById(sql: Sql, id: string): Promise<(EdgeRow & { group: string }) | null> {
  const [row] = await sql<(EdgeRow & { group: string })[]>`select ${columns(sql)}, o.code as group
    from factory_edges g join registry_organisation_cards() o on o.id = g.organisation_id where g.id = ${id}`
  return row ?? null
}

export async function edgeByCode(
  sql: Sql,
  organisationId: string,
  code: string,
): Promise<{ id: string } | null> {
  const [row] = await sql<{ id: string }[]>`select id from factory_edges
    where organisation_id = ${organisationId} and code = ${code}`
  return row ?? null
}

export async function insertEdge(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    code: string
    name: string
    secretHash: string
    isSample: boolean
  },
  now: Date,
): Promise<void> {
  await sql`insert into factory_edges (id, organisation_id, code, name, secret_hash, is_sample, created_at)
    values (${one.id}, ${one.organisationId}, ${one.code}, ${one.name}, ${one.secretHash}, ${one.isSample},
      ${now})`
}

/** A new password; a revoked edge stays revoked. */
export async function renewSecret(sql: Sql, id: string, secretHash: string): Promise<boolean> {
  const rows = await sql`update factory_edges set secret_hash = ${secretHash}
    where id = ${id} and revoked_at is null returning id`
  return rows.length === 1
}

export async function revokeEdge(sql: Sql, id: string, now: Date): Promise<boolean> {
  const rows = await sql`update factory_edges set revoked_at = ${now}
    where id = ${id} and revoked_at is null returning id`
  return rows.length === 1
}
