import { type Locale, likeOf, nameIn, orderOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { AnswerValue } from '../contract/runs.ts'
import { isOfFirms } from './groups.ts'

export type RunRow = {
  id: string
  organisationId: string
  organisationName: string
  regionCode: string
  frameworkId: string
  frameworkCode: string
  contentHash: string
  nameZh: string
  nameEn: string
  windowId: string
  year: number
  facts: Record<string, string>
  questions: number
  status: 'draft' | 'submitted' | 'returned' | 'accepted'
  assessorId: string | null
  reason: string | null
  score: string | null
  scoreHash: string | null
  total: string | null
  reached: Record<string, string | null> | null
  parts: Record<string, string | null> | null
  isSample: boolean
  revision: number
  opensAt: Date
  closesAt: Date
  submittedAt: Date | null
  decidedAt: Date | null
  answered: number
  evidenced: number
}
export type RunFilter = {
  q?: string
  sort?: string
  page?: number
  pageSize?: number
  id?: string
  status?: string
  year?: number
  framework?: string
  organisation?: string
  window?: string
  prefix?: string
  trade?: string
  park?: string
  /** The newest submitted run of each firm and framework. */
  isCounted?: boolean
}

const sortable = {
  organisationName: 'o.name',
  regionCode: 'o.region_code',
  year: 'r.year',
  status: 'r.status',
  total: 'r.total',
  submittedAt: 'r.submitted_at',
}

/** Runs that the caller may see; `score` with its whole derivation only when one is asked for. */
export async function listRuns(sql: Sql, locale: Locale, filter: RunFilter) {
  const like = likeOf(filter.q)
  const rows = await sql<(RunRow & { rowsTotal: bigint })[]>`
    select r.id, r.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
      o.region_code as "regionCode", r.framework_id as "frameworkId", r.framework_code as "frameworkCode",
      f.content_hash as "contentHash",
      f.name_zh as "nameZh", f.name_en as "nameEn", r.window_id as "windowId", r.year, r.facts, r.questions,
      r.status, r.assessor_id as "assessorId", r.reason,
      ${filter.id ? sql`r.score` : sql`null::text as score`}, r.score_hash as "scoreHash",
      r.total::text as total, r.reached, r.parts, r.is_sample as "isSample", r.revision,
      w.opens_at as "opensAt", w.closes_at as "closesAt", r.submitted_at as "submittedAt",
      r.decided_at as "decidedAt", a.answered, a.evidenced, count(*) over () as "rowsTotal"
    from assess_runs r join registry_organisation_cards() o on o.id = r.organisation_id
    join assess_frameworks f on f.id = r.framework_id join assess_windows w on w.id = r.window_id
    cross join lateral assess_answer_counts(r.id) a
    where (${like}::text is null or o.name ilike ${like} or o.name_en ilike ${like}
        or f.name_zh ilike ${like})
      and (${filter.id ?? null}::uuid is null or r.id = ${filter.id ?? null})
      and (${filter.status ?? null}::text is null or r.status = ${filter.status ?? null})
      and (${filter.year ?? null}::int is null or r.year = ${filter.year ?? null})
      and (${filter.framework ?? null}::text is null or r.framework_code = ${filter.framework ?? null})
      and (${filter.organisation ?? null}::uuid is null or r.organisation_id = ${filter.organisation ?? null})
      and (${filter.window ?? null}::uuid is null or r.window_id = ${filter.window ?? null})
      and starts_with(o.region_code, ${filter.prefix ?? ''})
      and ${isOfFirms(sql, sql`r.organisation_id`, filter)}
      and (${filter.isCounted ?? null}::boolean is null or ${filter.isCounted ?? null} = coalesce(r.id = (
        select id from assess_runs n where n.organisation_id = r.organisation_id
          and n.framework_code = r.framework_code and n.status in ('submitted', 'accepted')
        order by n.year desc, n.submitted_at desc, n.id limit 1), false))
    ${orderOf(sql, filter.sort, sortable, 'r.created_at desc, r.id')} ${pageOf(sql, filter)}`
  return { rows: rows.map(({ rowsTotal: _, ...row }): RunRow => row), total: Number(rows[0]?.rowsTotal ?? 0) }
}

export async function runById(sql: Sql, locale: Locale, id: string): Promise<RunRow | null> {
  const { rows } = await listRuns(sql, locale, { id })
  return rows[0] ?? null
}

/** What is asked of a run whenever something is written into it; the rest is for who reads it. */
export type HeldRun = Pick<
  RunRow,
  | 'id'
  | 'organisationId'
  | 'frameworkId'
  | 'contentHash'
  | 'facts'
  | 'status'
  | 'isSample'
  | 'opensAt'
  | 'closesAt'
  | 'decidedAt'
>

/**
 * A run of the caller's own, held against a submission until the transaction ends (A6); other answers go on.
 * It is the lock that an answer's foreign key takes anyway.
 */
export async function heldRun(sql: Sql, id: string): Promise<HeldRun | null> {
  const [row] = await sql<HeldRun[]>`select r.id, r.organisation_id as "organisationId",
      r.framework_id as "frameworkId", f.content_hash as "contentHash", r.facts, r.status,
      r.is_sample as "isSample", w.opens_at as "opensAt", w.closes_at as "closesAt",
      r.decided_at as "decidedAt"
    from assess_runs r join assess_frameworks f on f.id = r.framework_id
    join assess_windows w on w.id = r.window_id
    where r.id = ${id} for key share of r`
  return row ?? null
}

export async function lockRun(sql: Sql, id: string): Promise<void> {
  await sql`select 1 from assess_runs where id = ${id} for update`
}

export async function insertRun(
  sql: Sql,
  one: {
    id: string
    organisationId: string
    frameworkId: string
    frameworkCode: string
    windowId: string
    year: number
    facts: Record<string, string>
    questions: number
    isSample: boolean
    by: string
  },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`insert into assess_runs (id, organisation_id, framework_id, framework_code,
      window_id, year, facts, questions, status, is_sample, created_at, created_by)
    values (${one.id}, ${one.organisationId}, ${one.frameworkId}, ${one.frameworkCode}, ${one.windowId},
      ${one.year}, ${JSON.stringify(one.facts)}::text::jsonb, ${one.questions}, 'draft', ${one.isSample},
      ${now}, ${one.by})
    on conflict (organisation_id, framework_code, year) do nothing`
  return count === 1
}

export type Submission = {
  score: string
  scoreHash: string
  total: string | null
  reached: Record<string, string | null>
  parts: Record<string, string | null>
  tradeCode: string | null
  sizeClass: string | null
  regionCode: string
  by: string
}

export async function submitRun(
  sql: Sql,
  id: string,
  revision: number,
  one: Submission,
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update assess_runs set status = 'submitted', score = ${one.score},
      score_hash = ${one.scoreHash}, total = ${one.total}, reason = null,
      reached = ${JSON.stringify(one.reached)}::text::jsonb,
      parts = ${JSON.stringify(one.parts)}::text::jsonb,
      trade_code = ${one.tradeCode}, size_class = ${one.sizeClass}, region_code = ${one.regionCode},
      submitted_at = ${now}, submitted_by = ${one.by}, revision = revision + 1
    where id = ${id} and revision = ${revision} and status in ('draft', 'returned')`
  return count === 1
}

export async function decideRun(
  sql: Sql,
  id: string,
  revision: number,
  one: { status: 'accepted' | 'returned'; reason: string | null; by: string },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update assess_runs set status = ${one.status}, reason = ${one.reason},
      decided_at = ${now}, decided_by = ${one.by}, revision = revision + 1
    where id = ${id} and revision = ${revision} and status in ('submitted', 'accepted')`
  return count === 1
}

export async function assignRun(
  sql: Sql,
  id: string,
  revision: number,
  assessorId: string | null,
): Promise<boolean> {
  const { count } = await sql`update assess_runs set assessor_id = ${assessorId}, revision = revision + 1
    where id = ${id} and revision = ${revision}`
  return count === 1
}

export type AnswerRow = {
  question: string
  value: AnswerValue | null
  basis: 'evidenced' | 'declared'
  evidenceId: string | null
  evidenceText: string | null
  reason: string | null
  revision: number
  byName: string
  at: Date
}

export async function answersOf(
  sql: Sql,
  runId: string,
  question: string | null = null,
): Promise<AnswerRow[]> {
  return sql<AnswerRow[]>`select a.question, a.value, a.basis, a.evidence_id as "evidenceId",
      e.value as "evidenceText", a.reason, a.revision, a.by_name as "byName", a.at
    from assess_answers a left join assess_evidence e on e.id = a.evidence_id
    where a.run_id = ${runId} and (${question}::text is null or a.question = ${question}) order by a.question`
}

export type NewAnswer = {
  runId: string
  organisationId: string
  question: string
  value: AnswerValue | null
  basis: 'evidenced' | 'declared'
  evidenceId: string | null
  reason: string | null
  /** The revision that was read; 0 where there was no answer yet. */
  revision: number
  byId: string | null
  byName: string
}

/** The answer's new revision, or null when somebody else has answered since. */
export async function keepAnswer(sql: Sql, one: NewAnswer, now: Date): Promise<number | null> {
  const value = one.value === null ? null : JSON.stringify(one.value)
  const [row] = await sql`
    with kept as (insert into assess_answers (run_id, question, organisation_id, value, basis, evidence_id,
        reason, revision, by_id, by_name, at)
      values (${one.runId}, ${one.question}, ${one.organisationId}, ${value}::text::jsonb, ${one.basis},
        ${one.evidenceId}, ${one.reason}, ${one.revision + 1}, ${one.byId}, ${one.byName}, ${now})
      on conflict (run_id, question) do update set value = excluded.value, basis = excluded.basis,
        evidence_id = excluded.evidence_id, reason = excluded.reason, revision = excluded.revision,
        by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at
        where assess_answers.revision = ${one.revision}
      returning *)
    insert into assess_answer_history (run_id, question, revision, organisation_id, value, basis, evidence_id,
      reason, by_name, at)
    select run_id, question, revision, organisation_id, value, basis, evidence_id, reason, by_name, at
    from kept
    returning revision`
  return row ? Number(row.revision) : null
}

export async function historyOf(sql: Sql, runId: string, question: string): Promise<AnswerRow[]> {
  return sql<AnswerRow[]>`select h.question, h.value, h.basis, h.evidence_id as "evidenceId",
      e.value as "evidenceText", h.reason, h.revision, h.by_name as "byName", h.at
    from assess_answer_history h left join assess_evidence e on e.id = h.evidence_id
    where h.run_id = ${runId} and h.question = ${question} order by h.revision desc`
}

/** The same firm's earlier runs of a framework, newest first. */
export async function earlierRuns(
  sql: Sql,
  run: { organisationId: string; frameworkCode: string; year: number },
): Promise<
  { id: string; year: number; total: string | null; parts: Record<string, string | null> | null }[]
> {
  return sql`select id, year, total::text, parts from assess_runs
    where organisation_id = ${run.organisationId} and framework_code = ${run.frameworkCode}
      and year < ${run.year} and status in ('submitted', 'accepted') order by year desc` as never
}

/** Drafts within their window for which evidence was not asked since a moment, the longest ago first. */
export async function staleDrafts(sql: Sql, before: Date, now: Date, max: number): Promise<string[]> {
  const rows = await sql`select r.id from assess_runs r join assess_windows w on w.id = r.window_id
    where r.status = 'draft' and w.opens_at <= ${now} and w.closes_at > ${now}
      and (r.refreshed_at is null or r.refreshed_at < ${before})
    order by r.refreshed_at nulls first, r.id limit ${max}`
  return rows.map(({ id }) => id as string)
}

export async function noteRefreshed(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update assess_runs set refreshed_at = ${now} where id = ${id}`
}

/** Takes invented answers of a sample draft back, so that evidence may answer. */
export async function forgetDeclared(sql: Sql, runId: string, questions: readonly string[]): Promise<void> {
  await sql`delete from assess_answers where run_id = ${runId} and question = any(${questions as string[]})
    and basis = 'declared'`
  await sql`delete from assess_answer_history where run_id = ${runId}
    and question = any(${questions as string[]})`
}
