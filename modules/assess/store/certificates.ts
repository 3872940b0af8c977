import { likeOf, listedOf, pageOf, type Sql } from '@ronghe/kit/db'

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

export type CertificateRow = {
  id: string
  caseId: string
  number: string
  scheme: string
  nameZh: string
  nameEn: string
  holder: string
  regionCode: string
  issuedOn: string
  validUntil: string | null
  status: 'valid' | 'withdrawn' | 'replaced'
  replacedBy: string | null
  reason: string | null
  isSample: boolean
}

export async function listCertificates(
  sql: Sql,
  filter: { q?: string; page?: number; pageSize?: number; number?: string; scheme?: string; caseId?: string },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(CertificateRow & { total: bigint })[]>`
    select c.id, c.case_id as "caseId", c.number, c.scheme, p.name_zh as "nameZh", p.name_en as "nameEn",
      c.holder, c.region_code as "regionCode", c.issued_on::text as "issuedOn",
      c.valid_until::text as "validUntil", c.status, r.number as "replacedBy", c.reason,
      c.is_sample as "isSample", count(*) over () as total
    from assess_certificates c left join assess_certificates r on r.id = c.replaced_by
    left join lateral (select name_zh, name_en from assess_procedures where code = c.scheme
      order by version desc limit 1) p on true
    where (${like}::text is null or c.number ilike ${like} or c.holder ilike ${like})
      and (${filter.number ?? null}::text is null or c.number = ${filter.number ?? null})
      and (${filter.scheme ?? null}::text is null or c.scheme = ${filter.scheme ?? null})
      and (${filter.caseId ?? null}::uuid is null or c.case_id = ${filter.caseId ?? null})
    order by c.issued_on desc, c.number ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export async function insertCertificate(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    caseId: string
    scheme: string
    holder: string
    regionCode: string
    issuedOn: string
    validUntil: string | null
    isSample: boolean
    number: string
  },
): Promise<void> {
  await sql`insert into assess_certificates (id, organisation_id, case_id, scheme, number, holder,
      region_code, issued_on, valid_until, status, is_sample)
    values (${one.id}, ${one.organisationId}, ${one.caseId}, ${one.scheme}, ${one.number}, ${one.holder},
      ${one.regionCode}, ${one.issuedOn}, ${one.validUntil}, 'valid', ${one.isSample})`
}

/** How many certificates of a scheme were issued in a year, for the next number. */
export async function issuedIn(sql: Sql, scheme: string, year: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext(${`assess ${scheme} ${year}`}))`
  const [row] = await sql`select count(*)::int as issued from assess_certificates
    where scheme = ${scheme} and issued_on >= ${`${year}-01-01`}::date`
  return row?.issued ?? 0
}

/** The firm's valid certificates of a scheme stand as what they became (A12). */
export async function replaceCertificates(
  sql: Sql,
  one: { organisationId: string; scheme: string; by: string },
  now: Date,
): Promise<void> {
  await sql`update assess_certificates set status = 'replaced', replaced_by = ${one.by}, changed_at = ${now}
    where organisation_id = ${one.organisationId} and scheme = ${one.scheme} and status = 'valid'
      and id <> ${one.by}`
}

export async function withdrawCertificate(
  sql: Sql,
  caseId: string,
  reason: string,
  now: Date,
): Promise<void> {
  await sql`update assess_certificates set status = 'withdrawn', reason = ${reason}, changed_at = ${now}
    where case_id = ${caseId} and status = 'valid'`
}
