import type { Sql } from '@ronghe/kit/db'

export async function listApiKeys(
  sql: Sql,
  organisationId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql`select id, name, prefix, scopes, created_at, expires_at, last_used_at, revoked_at,
      count(*) over () as total
    from registry_api_keys where organisation_id = ${organisationId} and (${like}::text is null
      or name ilike ${like})
    order by created_at desc, id limit ${pageSize} offset ${(page - 1) * pageSize}`
  const iso = (at: Date | null) => at?.toISOString() ?? null
  return {
    total: Number(rows[0]?.total ?? 0),
    rows: rows.map((row) => ({
      id: row.id as string,
      name: row.name as string,
      prefix: row.prefix as string,
      scopes: row.scopes as string[],
      createdAt: row.created_at.toISOString() as string,
      expiresAt: iso(row.expires_at),
      lastUsedAt: iso(row.last_used_at),
      revokedAt: iso(row.revoked_at),
    })),
  }
}

export async function insertApiKey(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    name: string
    hash: string
    prefix: string
    scopes: string[]
    by: string | null
    expiresAt: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into registry_api_keys (id, organisation_id, name, hash, prefix, scopes, created_by,
    created_at, expires_at)
    values (${one.id}, ${one.organisationId}, ${one.name}, ${one.hash}, ${one.prefix}, ${one.scopes},
      ${one.by}, ${now}, ${one.expiresAt})`
}

export async function revokeApiKey(
  sql: Sql,
  organisationId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const rows = await sql`update registry_api_keys set revoked_at = ${now}
    where id = ${id} and organisation_id = ${organisationId} and revoked_at is null returning id`
  return rows.length === 1
}
