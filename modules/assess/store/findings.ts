import { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { Found, Spread } from '../quality/findings.ts'

export type FindingRow = {
  id: string
  runId: string
  organisationId: string
  organisationName: string
  regionCode: string
  year: number
  frameworkId: string
  contentHash: string
  frameworkName: { zh: string; en: string }
  kind: Found['kind']
  question: string | null
  blanks: Record<string, string>
  measured: Spread | null
  ruleVersion: number | null
  otherRunId: string | null
  status: 'open' | 'confirmed' | 'dismissed'
  note: string | null
  byName: string | null
  decidedAt: Date | null
  at: Date
}

const sortable = {
  organisationName: 'o.name',
  year: 'r.year',
  kind: 'd.kind',
  status: 'd.status',
  at: 'd.at',
  decidedAt: 'd.decided_at',
}

export type FindingFilter = {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  id?: string
  status?: string
  kind?: string
  year?: number
  framework?: string
  run?: string
  prefix?: string
  /** The agency that the run was given to. */
  assessorId?: string
}

export async function listFindings(sql: Sql, locale: Locale, filter: FindingFilter) {
  const like = likeOf(filter.q)
  const { framework = null, assessorId = null } = filter
  const rows = await sql<(FindingRow & { total: bigint })[]>`
    select d.id, d.run_id as "runId", d.organisation_id as "organisationId",
      ${nameIn(sql, locale, 'o')} as "organisationName", o.region_code as "regionCode", r.year,
      r.framework_id as "frameworkId", f.content_hash as "contentHash",
      jsonb_build_object('zh', f.name_zh, 'en', f.name_en) as "frameworkName", d.kind, d.question, d.blanks,
      d.measured, d.rule_version as "ruleVersion", d.other_run_id as "otherRunId", d.status,
      d.note, d.by_name as "byName", d.decided_at as "decidedAt", d.at, count(*) over () as total
    from assess_findings d join assess_runs r on r.id = d.run_id
    join assess_frameworks f on f.id = r.framework_id
    join registry_organisation_cards() o on o.id = d.organisation_id
    where (${like}::text is null or o.name ilike ${like} or o.name_en ilike ${like} or d.note ilike ${like})
      and (${filter.id ?? null}::uuid is null or d.id = ${filter.id ?? null})
      and (${filter.status ?? null}::text is null or d.status = ${filter.status ?? null})
      and (${filter.kind ?? null}::text is null or d.kind = ${filter.kind ?? null})
      and (${filter.year ?? null}::int is null or r.year = ${filter.year ?? null})
      and (${framework}::text is null or r.framework_code = ${framework})
      and (${filter.run ?? null}::uuid is null or d.run_id = ${filter.run ?? null})
      and starts_with(o.region_code, ${filter.prefix ?? ''})
      and (${assessorId}::uuid is null or r.assessor_id = ${assessorId})
    ${orderOf(sql, filter.sort, sortable, 'd.at desc, d.id')} ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/**
 * What was found at the newest submission. What an assessor has said of the same before stays; what is open
 * and was never decided on goes when it is found no more.
 */
export async function keepFindings(
  sql: Sql,
  run: { id: string; organisationId: string },
  found: readonly (Found & { id: string; ruleVersion: number | null })[],
  now: Date,
): Promise<void> {
  await sql`delete from assess_findings d where run_id = ${run.id} and status = 'open'
    and not exists (select 1 from assess_finding_decisions where finding_id = d.id)`
  for (const one of found) {
    const measured = one.measured ? JSON.stringify(one.measured) : null
    await sql`insert into assess_findings (id, run_id, organisation_id, kind, question, blanks, measured,
        rule_version, other_run_id, status, at)
      values (${one.id}, ${run.id}, ${run.organisationId}, ${one.kind}, ${one.question},
        ${JSON.stringify(one.blanks)}::text::jsonb, ${measured}::text::jsonb, ${one.ruleVersion},
        ${one.otherRunId ?? null}, 'open', ${now})
      on conflict (run_id, kind, question) do update set blanks = excluded.blanks,
        measured = excluded.measured, rule_version = excluded.rule_version,
        other_run_id = excluded.other_run_id, at = excluded.at where assess_findings.status = 'open'`
  }
}

type Decision = { id: string; status: FindingRow['status']; note: string; byName: string }

/** Says something of a finding; all that was said before stays. */
export async function decideFinding(
  sql: Sql,
  finding: { id: string; organisationId: string },
  one: Decision,
  now: Date,
): Promise<void> {
  await sql`insert into assess_finding_decisions (id, finding_id, organisation_id, status, note, by_name, at)
    values (${one.id}, ${finding.id}, ${finding.organisationId}, ${one.status}, ${one.note}, ${one.byName},
      ${now})`
  await sql`update assess_findings set status = ${one.status}, note = ${one.note}, by_name = ${one.byName},
    decided_at = ${now} where id = ${finding.id}`
}

/** All that was said of a finding, the newest first. */
export async function decisionsOf(sql: Sql, findingId: string): Promise<(Decision & { at: Date })[]> {
  return sql<(Decision & { at: Date })[]>`select id, status, note, by_name as "byName", at
    from assess_finding_decisions where finding_id = ${findingId} order by seq desc`
}

/** Numbers that the other firms of the framework and year have submitted, by question. */
export async function numbersOfOthers(
  sql: Sql,
  run: { id: string; frameworkCode: string; year: number },
  questions: readonly string[],
): Promise<Map<string, number[]>> {
  const rows = await sql`select a.question, array_agg((a.value #>> '{}')::float8) as numbers
    from assess_answers a join assess_runs r on r.id = a.run_id
    where r.framework_code = ${run.frameworkCode} and r.year = ${run.year} and r.id <> ${run.id}
      and r.status in ('submitted', 'accepted') and a.question = any(${questions as string[]})
      and jsonb_typeof(a.value) = 'string' and a.value #>> '{}' ~ '^-?[0-9]+(\\.[0-9]+)?$'
    group by a.question`
  return new Map(rows.map((row) => [row.question, row.numbers]))
}

/** The other submitted run whose declared answers are most like this one's. */
export async function likestRun(
  sql: Sql,
  run: { id: string; frameworkCode: string; year: number },
): Promise<{ runId: string; both: number; same: number } | null> {
  const [row] = await sql`select b.run_id as "runId", count(*)::int as both,
      count(*) filter (where a.value = b.value)::int as same
    from assess_answers a join assess_answers b on b.question = a.question and b.run_id <> a.run_id
    join assess_runs r on r.id = b.run_id
    where a.run_id = ${run.id} and a.basis = 'declared' and b.basis = 'declared' and a.value is not null
      and b.value is not null and r.framework_code = ${run.frameworkCode} and r.year = ${run.year}
      and r.status in ('submitted', 'accepted')
    group by b.run_id order by 2.0 * count(*) filter (where a.value = b.value) - count(*) desc limit 1`
  return row ? { runId: row.runId, both: row.both, same: row.same } : null
}
