import type { Sql } from '@ronghe/kit/db'

export type AuditFilter = {
  q?: string
  action?: string
  subject?: string
  subjectId?: string
  from?: string
  to?: string
  page?: number
  pageSize?: number
}

export async function listAudit(sql: Sql, filter: AuditFilter) {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql`select a.seq, a.at, a.person_name, o.name as organisation_name, a.action, a.subject,
      a.subject_id,
      a.before, a.after, a.reason, a.request_id, encode(a.hash, 'hex') as hash, count(*) over () as total
    from kit_audit a left join registry_organisations o on o.id = a.organisation_id
    where (${like}::text is null or a.person_name ilike ${like} or a.action ilike ${like}
      or a.subject_id ilike ${like}
        or o.name ilike ${like} or a.reason ilike ${like})
      and (${filter.action ?? null}::text is null or a.action = ${filter.action ?? null})
      and (${filter.subject ?? null}::text is null or a.subject = ${filter.subject ?? null})
      and (${filter.subjectId ?? null}::text is null or a.subject_id = ${filter.subjectId ?? null})
      and (${filter.from ?? null}::timestamptz is null or a.at >= ${filter.from ?? null})
      and (${filter.to ?? null}::timestamptz is null or a.at < ${filter.to ?? null})
    order by a.seq desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  return {
    total: Number(rows[0]?.total ?? 0),
    rows: rows.map((row) => ({
      seq: Number(row.seq),
      at: row.at.toISOString() as string,
      personName: row.person_name as string,
      organisationName: (row.organisation_name ?? null) as string | null,
      action: row.action as string,
      subject: row.subject as string,
      subjectId: row.subject_id as string,
      before: (row.before ?? null) as unknown,
      after: (row.after ?? null) as unknown,
      reason: (row.reason ?? null) as string | null,
      requestId: row.request_id as string,
      hash: row.hash as string,
    })),
  }
}
