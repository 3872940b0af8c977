import type { Sql } from '@ronghe/kit/db'

export type LeftOut = { id: string; why: 'side' | 'tie' | 'before' }
export type DrawRow = {
  id: string
  place: number
  seed: string
  pool: readonly string[]
  poolHash: string
  leftOut: readonly LeftOut[]
  wanted: number
  chosen: readonly string[]
  byName: string
  at: Date
}

/** Draws of a case in their order. */
export async function drawsOf(sql: Sql, caseId: string): Promise<DrawRow[]> {
  return sql<DrawRow[]>`select id, place, seed, pool, pool_hash as "poolHash", left_out as "leftOut", wanted,
      chosen, by_name as "byName", at
    from assess_draws where case_id = ${caseId} order by place`
}

export async function insertDraw(
  sql: Sql,
  one: Omit<DrawRow, 'place'> & { caseId: string; organisationId: string },
): Promise<void> {
  await sql`insert into assess_draws (id, case_id, organisation_id, place, seed, pool, pool_hash, left_out,
      wanted, chosen, by_name, at)
    select ${one.id}, ${one.caseId}, ${one.organisationId}, coalesce(max(place), 0) + 1, ${one.seed},
      ${sql.json([...one.pool])}, ${one.poolHash}, ${sql.json([...one.leftOut])}, ${one.wanted},
      ${sql.json([...one.chosen])}, ${one.byName}, ${one.at}
    from assess_draws where case_id = ${one.caseId}`
}

/** Names of experts, for the officials alone. */
export async function expertNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql`select id, name from assess_experts where id = any(${ids})`
  return new Map(rows.map((row) => [row.id as string, row.name as string]))
}
