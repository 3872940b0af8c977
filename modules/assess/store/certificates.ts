import type { Sql } from '@ronghe/kit/db'

/** Valid certificates by scheme; one that was replaced is counted as what it became (A12). */
export async function certificateCounts(
  sql: Sql,
  prefix: string,
): Promise<{ scheme: string; valid: number }[]> {
  return sql<{ scheme: string; valid: number }[]>`select scheme, count(*)::int as valid
    from assess_certificates where status = 'valid' and starts_with(region_code, ${prefix})
    group by scheme order by scheme`
}

export async function openCases(sql: Sql, prefix: string, kind: string): Promise<number> {
  const [row] = await sql`select count(*)::int as cases from assess_cases
    where is_open and kind = ${kind} and starts_with(region_code, ${prefix})`
  return row?.cases ?? 0
}
