import type { Sql } from '@ronghe/kit/db'

export type PartKind = 'division' | 'trade' | 'park'
export type ReportPart = { kind: PartKind; key: string; value: number }

/** What the reports say of divisions, trades and parks. */
export async function partsOfReports(
  sql: Sql,
  ids: readonly string[],
): Promise<(ReportPart & { reportId: string })[]> {
  return sql<(ReportPart & { reportId: string })[]>`select report_id as "reportId", kind, key,
      value::float8 as value
    from governance_report_parts where report_id = any(${[...ids]}::uuid[]) order by kind, key`
}

/** The parts of a goal's accepted report of the newest period. */
export async function acceptedParts(sql: Sql, goalKey: string): Promise<ReportPart[]> {
  return sql<ReportPart[]>`select p.kind, p.key, p.value::float8 as value from governance_report_parts p
    where p.report_id = (select id from governance_reports
      where goal_key = ${goalKey} and state = 'accepted' order by period_ends_on desc, seq desc limit 1)
    order by p.kind, p.key`
}

export async function clearParts(sql: Sql, reportId: string): Promise<void> {
  await sql`delete from governance_report_parts where report_id = ${reportId}`
}

/** False where the group is there already. */
export async function insertPart(sql: Sql, reportId: string, one: ReportPart): Promise<boolean> {
  const { count } = await sql`insert into governance_report_parts (report_id, kind, key, value)
    values (${reportId}, ${one.kind}, ${one.key}, ${one.value}) on conflict do nothing`
  return count === 1
}
