import { likeOf, listedOf, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import { isOfFirms } from './groups.ts'

/** Valid certificates by scheme, where their firms are now; one that was replaced is what it became (A12). */
export async function certificateCounts(
  sql: Sql,
  prefix: string,
): Promise<{ scheme: string; valid: number }[]> {
  return sql<{ scheme: string; valid: number }[]>`select c.scheme, count(*)::int as valid
    from assess_certificates c join registry_organisation_cards() o on o.id = c.organisation_id
    where c.status = 'valid' and starts_with(o.region_code, ${prefix})
    group by c.scheme order by c.scheme`
}

/** Cases that have led to no certificate yet: whoever has one is counted by it. */
export async function openCases(sql: Sql, prefix: string, kind: string): Promise<number> {
  const [row] = await sql`select count(*)::int as cases from assess_cases k
    join registry_organisation_cards() o on o.id = k.organisation_id
    where k.is_open and k.kind = ${kind} and starts_with(o.region_code, ${prefix})
      and not exists (select 1 from assess_certificates where case_id = k.id)`
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
  /** Until when its yearly review or surveillance is due. */
  reviewDueOn: string | null
  replacedBy: string | null
  reason: string | null
  isSample: boolean
}

export type CertificateFilter = {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  number?: string
  scheme?: string
  caseId?: string
  organisationId?: string
  status?: string
  year?: number
  prefix?: string
  trade?: string
  park?: string
  /** Valid ones whose review is due on this day or earlier. */
  dueBy?: string
}

const sortable = {
  number: 'c.number',
  holder: 'c.holder',
  issuedOn: 'c.issued_on',
  validUntil: 'c.valid_until',
  reviewDueOn: 'c.review_due_on',
}

export async function listCertificates(sql: Sql, filter: CertificateFilter) {
  const like = likeOf(filter.q)
  const rows = await sql<(CertificateRow & { total: bigint })[]>`
    select c.id, c.case_id as "caseId", c.number, c.scheme, p.name_zh as "nameZh", p.name_en as "nameEn",
      c.holder, o.region_code as "regionCode", c.issued_on::text as "issuedOn",
      c.valid_until::text as "validUntil", c.status,
      case when c.status = 'valid' then c.review_due_on::text end as "reviewDueOn",
      r.number as "replacedBy", c.reason,
      c.is_sample as "isSample", count(*) over () as total
    from assess_certificates c join registry_organisation_cards() o on o.id = c.organisation_id
    left join assess_certificates r on r.id = c.replaced_by
    left join lateral (select name_zh, name_en from assess_procedures where code = c.scheme
      order by version desc limit 1) p on true
    where (${like}::text is null or c.number ilike ${like} or c.holder ilike ${like})
      and (${filter.number ?? null}::text is null or c.number = ${filter.number ?? null})
      and (${filter.scheme ?? null}::text is null
        or c.scheme = any(string_to_array(${filter.scheme ?? null}, ',')))
      and (${filter.caseId ?? null}::uuid is null or c.case_id = ${filter.caseId ?? null})
      and (${filter.organisationId ?? null}::uuid is null
        or c.organisation_id = ${filter.organisationId ?? null})
      and (${filter.status ?? null}::text is null or c.status = ${filter.status ?? null})
      and (${filter.year ?? null}::int is null or extract(year from c.issued_on) = ${filter.year ?? null})
      and (${filter.dueBy ?? null}::date is null
        or (c.status = 'valid' and c.review_due_on <= ${filter.dueBy ?? null}::date))
      and starts_with(o.region_code, ${filter.prefix ?? ''})
      and ${isOfFirms(sql, sql`c.organisation_id`, filter)}
    ${orderOf(sql, filter.sort, sortable, 'c.issued_on desc, c.number')} ${pageOf(sql, filter)}`
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
    reviewDueOn: string | null
    isSample: boolean
    number: string
  },
): Promise<void> {
  await sql`insert into assess_certificates (id, organisation_id, case_id, scheme, number, holder,
      region_code, issued_on, valid_until, review_due_on, status, is_sample)
    values (${one.id}, ${one.organisationId}, ${one.caseId}, ${one.scheme}, ${one.number}, ${one.holder},
      ${one.regionCode}, ${one.issuedOn}, ${one.validUntil}, ${one.reviewDueOn}, 'valid',
      ${one.isSample})`
}

/** How many certificates of a scheme were issued in a year, for the next number. */
export async function issuedIn(sql: Sql, scheme: string, year: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext(${`assess ${scheme} ${year}`}))`
  const [row] = await sql`select count(*)::int as issued from assess_certificates
    where scheme = ${scheme} and extract(year from issued_on) = ${Number(year)}`
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

/** The certificate of a case was reviewed: it is due again months after it was, and never in the past. */
export async function renewCertificate(
  sql: Sql,
  caseId: string,
  months: number,
  today: string,
): Promise<void> {
  await sql`update assess_certificates set reminded_for = null, urged_for = null,
      review_due_on = (case when review_due_on + make_interval(months => ${months}) > ${today}::date
        then review_due_on else ${today}::date end + make_interval(months => ${months}))::date
    where case_id = ${caseId} and status = 'valid'`
}

/** Those in force by scheme, city of the firm and year of issue; what was replaced is what it became. */
export async function countCertificates(sql: Sql, prefix: string) {
  return sql<
    { scheme: string; city: string; year: number; valid: number; isSample: boolean }[]
  >`select c.scheme, left(o.region_code, 4) || '00' as city,
      extract(year from c.issued_on)::int as year,
      count(*)::int as valid, bool_or(c.is_sample) as "isSample"
    from assess_certificates c join registry_organisation_cards() o on o.id = c.organisation_id
    where c.status = 'valid' and starts_with(o.region_code, ${prefix})
    group by 1, 2, 3 order by 1, 2, 3`
}

export type DueRow = {
  id: string
  caseId: string
  organisationId: string
  number: string
  holder: string
  regionCode: string
  bodyId: string | null
  content: string
  reviewDueOn: string | null
  validUntil: string | null
  remindedFor: string | null
  urgedFor: string | null
  endingToldFor: string | null
}

/** Valid certificates of which somebody should be told: a review is near or late, or validity ends. */
export async function dueCertificates(
  sql: Sql,
  days: { today: string; remindBy: string; endingBy: string },
  max: number,
): Promise<DueRow[]> {
  return sql<DueRow[]>`select c.id, c.case_id as "caseId", c.organisation_id as "organisationId", c.number,
      c.holder, c.region_code as "regionCode", k.body_id as "bodyId", p.content,
      c.review_due_on::text as "reviewDueOn", c.valid_until::text as "validUntil",
      c.reminded_for::text as "remindedFor", c.urged_for::text as "urgedFor",
      c.ending_told_for::text as "endingToldFor"
    from assess_certificates c join assess_cases k on k.id = c.case_id
    join assess_procedures p on p.id = k.procedure_id
    where c.status = 'valid' and k.is_open and (
      (c.review_due_on <= ${days.remindBy}::date and c.reminded_for is distinct from c.review_due_on)
      or (c.review_due_on < ${days.today}::date and c.urged_for is distinct from c.review_due_on)
      or (c.valid_until <= ${days.endingBy}::date and c.ending_told_for is distinct from c.valid_until))
    order by c.review_due_on, c.id limit ${max}`
}

export async function noteTold(
  sql: Sql,
  id: string,
  told: { remindedFor: string | null; urgedFor: string | null; endingToldFor: string | null },
): Promise<void> {
  await sql`update assess_certificates set reminded_for = ${told.remindedFor}, urged_for = ${told.urgedFor},
      ending_told_for = ${told.endingToldFor} where id = ${id}`
}
