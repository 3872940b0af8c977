import type { Sql } from '@ronghe/kit/db'

export type AcceptedReport = { period: string; value: number; at: Date; nameZh: string; nameEn: string }

/** The accepted report of the newest period; null without one. */
export async function acceptedReport(sql: Sql, goalKey: string): Promise<AcceptedReport | null> {
  const [row] = await sql<AcceptedReport[]>`select r.period, r.value::float8 as value, r.decided_at as at,
      d.name_zh as "nameZh", d.name_en as "nameEn"
    from governance_reports r join governance_departments d on d.code = r.department_code
    where r.goal_key = ${goalKey} and r.state = 'accepted'
    order by r.period_ends_on desc, r.seq desc limit 1`
  return row ?? null
}
