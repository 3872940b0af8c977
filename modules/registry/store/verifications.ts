import type { Sql } from '@ronghe/kit/db'

export type VerificationRow = {
  id: string
  organisationId: string
  organisationName: string
  creditCode: string
  regionCode: string
  regionName: string
  fileName: string
  fileHash: string
  fileType: string
  note: string | null
  status: 'submitted' | 'approved' | 'returned' | 'withdrawn'
  submittedByName: string | null
  submittedAt: Date
  decidedByName: string | null
  decidedAt: Date | null
  reason: string | null
}

function columns(sql: Sql, locale: 'zh' | 'en') {
  return sql`v.id, v.organisation_id as "organisationId", o.name as "organisationName",
    o.credit_code as "creditCode",
    v.region_code as "regionCode", ${locale === 'zh' ? sql`d.name_zh` : sql`d.name_en`} as "regionName",
    v.file_name as "fileName", v.file_hash as "fileHash", v.file_type as "fileType", v.note, v.status,
    submitter.name as "submittedByName", v.submitted_at as "submittedAt", decider.name as "decidedByName",
    v.decided_at as "decidedAt", v.reason`
}

function joins(sql: Sql) {
  return sql`registry_verifications v join registry_organisations o on o.id = v.organisation_id
    join registry_divisions d on d.code = v.region_code
    left join registry_people submitter on submitter.id = v.submitted_by
    left join registry_people decider on decider.id = v.decided_by`
}

export async function listVerifications(
  sql: Sql,
  locale: 'zh' | 'en',
  filter: { q?: string; status?: string; organisation?: string; page?: number; pageSize?: number },
): Promise<{ rows: VerificationRow[]; total: number }> {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<(VerificationRow & { total: bigint })[]>`
    select ${columns(sql, locale)}, count(*) over () as total from ${joins(sql)}
    where (${like}::text is null or o.name ilike ${like} or o.credit_code ilike ${like})
      and (${filter.status ?? null}::text is null or v.status = ${filter.status ?? null})
      and (${filter.organisation ?? null}::uuid is null or v.organisation_id = ${filter.organisation ?? null})
    order by (v.status = 'submitted') desc, v.submitted_at desc, v.id
      limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}

export async function verificationById(
  sql: Sql,
  locale: 'zh' | 'en',
  id: string,
): Promise<VerificationRow | null> {
  const [row] = await sql<
    VerificationRow[]
  >`select ${columns(sql, locale)} from ${joins(sql)} where v.id = ${id}`
  return row ?? null
}

export async function insertVerification(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    regionCode: string
    fileHash: string
    fileName: string
    fileType: string
    note: string | null
    by: string | null
  },
  now: Date,
): Promise<boolean> {
  const rows =
    await sql`insert into registry_verifications (id, organisation_id, region_code, file_hash, file_name,
      file_type, note, status, submitted_by, submitted_at)
    values (${one.id}, ${one.organisationId}, ${one.regionCode}, ${one.fileHash}, ${one.fileName},
      ${one.fileType}, ${one.note}, 'submitted', ${one.by}, ${now})
    on conflict (organisation_id) where status = 'submitted' do nothing returning id`
  return rows.length === 1
}

/** Ends an open verification; false when it was ended already. */
export async function endVerification(
  sql: Sql,
  id: string,
  status: 'approved' | 'returned' | 'withdrawn',
  by: string | null,
  reason: string | null,
  now: Date,
): Promise<boolean> {
  const rows =
    await sql`update registry_verifications set status = ${status}, decided_by = ${by}, decided_at = ${now},
    reason = ${reason} where id = ${id} and status = 'submitted' returning id`
  return rows.length === 1
}

/** What the last decision on a firm's licences said; null before the first. */
export async function lastDecision(
  sql: Sql,
  organisationId: string,
): Promise<'approved' | 'returned' | null> {
  const [row] = await sql<{ status: 'approved' | 'returned' }[]>`select status from registry_verifications
    where organisation_id = ${organisationId} and status in ('approved', 'returned')
    order by decided_at desc, id desc limit 1`
  return row?.status ?? null
}
