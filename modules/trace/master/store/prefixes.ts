import { likeOf, listedOf, pageOf, type Sql } from '@ronghe/kit/db'

export type PrefixRow = { prefix: string; used: number; addedAt: Date; addedBy: string | null }
export type PrefixFilter = { q?: string; page?: number; pageSize?: number }

/** The prefixes of an organisation, with how many numbers of the register begin with them. */
export async function listPrefixes(sql: Sql, organisationId: string | null, filter: PrefixFilter) {
  const like = likeOf(filter.q)
  const rows = await sql<(PrefixRow & { total: bigint })[]>`
    select p.prefix, p.added_at as "addedAt", p.added_by as "addedBy", count(*) over () as total,
      (select count(*)::integer from trace_masters m
        where m.organisation_id = p.organisation_id and starts_with(
          substr(split_part(m.key, '/', 5), case m.kind when 'product' then 2 else 1 end), p.prefix)) as used
    from trace_prefixes p
    where (${organisationId}::uuid is null or p.organisation_id = ${organisationId})
      and (${like}::text is null or p.prefix ilike ${like})
    order by p.prefix ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** Who owns the prefix, one that it begins with or one that begins with it, of all organisations. */
export async function prefixOwner(sql: Sql, digits: string): Promise<string | null> {
  const [row] = await sql<{ owner: string | null }[]>`select trace_prefix_owner(${digits}) as owner`
  return row?.owner ?? null
}

/** False when it, or one that overlaps, belongs to somebody. One at a time, so that none slips between. */
export async function insertPrefix(
  sql: Sql,
  row: { prefix: string; organisationId: string; addedAt: Date; addedBy: string | null },
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('trace_prefixes'))`
  if ((await prefixOwner(sql, row.prefix)) !== null) return false
  await sql`insert into trace_prefixes (prefix, organisation_id, added_at, added_by)
    values (${row.prefix}, ${row.organisationId}, ${row.addedAt}, ${row.addedBy})`
  return true
}

/** The prefix of the organisation that begins these digits. */
export async function ownPrefixOf(sql: Sql, organisationId: string, digits: string): Promise<string | null> {
  const [row] = await sql<{ prefix: string }[]>`
    select prefix from trace_prefixes
    where organisation_id = ${organisationId} and starts_with(${digits}, prefix)`
  return row?.prefix ?? null
}

/** False when it is not the organisation's, or numbers of it were given out. */
export async function deletePrefix(sql: Sql, organisationId: string, prefix: string): Promise<boolean> {
  const { count } = await sql`
    delete from trace_prefixes where organisation_id = ${organisationId} and prefix = ${prefix}
      and not exists (select from trace_counters c where c.organisation_id = ${organisationId}
        and (c.subject = ${prefix} or starts_with(substr(c.subject, 2), ${prefix})))`
  return count === 1
}
