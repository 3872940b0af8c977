import { listedOf, pageOf, type Sql } from '@ronghe/kit/db'

export type ExpertRow = { id: string; organisationId: string; personId: string; name: string }

export async function activeExperts(sql: Sql): Promise<ExpertRow[]> {
  return sql<ExpertRow[]>`select id, organisation_id as "organisationId", person_id as "personId", name
    from assess_experts where is_active order by id`
}

export async function keepExpert(
  sql: Sql,
  one: ExpertRow & { isActive: boolean; isSample: boolean },
  now: Date,
): Promise<void> {
  await sql`insert into assess_experts (id, organisation_id, person_id, name, fields, is_active, is_sample,
      at)
    values (${one.id}, ${one.organisationId}, ${one.personId}, ${one.name}, '{}', ${one.isActive},
      ${one.isSample}, ${now})
    on conflict (person_id) do update set is_active = excluded.is_active,
      organisation_id = excluded.organisation_id, name = excluded.name, at = excluded.at`
}

export type ReviewRow = {
  id: string
  caseId: string
  expertId: string
  name: string
  status: 'drawn' | 'recused' | 'scored'
  score: number | null
  text: string | null
}

export async function reviewsOf(sql: Sql, caseId: string): Promise<ReviewRow[]> {
  return sql<ReviewRow[]>`select r.id, r.case_id as "caseId", r.expert_id as "expertId", e.name, r.status,
      r.score::float8 as score, r.text
    from assess_reviews r join assess_experts e on e.id = r.expert_id
    where r.case_id = ${caseId} order by r.place`
}

/** Reviews of a case with their persons, in the order in which they were drawn. */
export async function drawnOf(sql: Sql, caseId: string): Promise<{ id: string; personId: string }[]> {
  return sql<{ id: string; personId: string }[]>`select id, person_id as "personId" from assess_reviews
    where case_id = ${caseId} order by place`
}

export async function insertReview(
  sql: Sql,
  one: {
    id: string
    caseId: string
    organisationId: string
    expertId: string
    personId: string
    place: number
  },
  now: Date,
): Promise<void> {
  await sql`insert into assess_reviews (id, case_id, organisation_id, expert_id, person_id, place, status,
      drawn_at)
    values (${one.id}, ${one.caseId}, ${one.organisationId}, ${one.expertId}, ${one.personId}, ${one.place},
      'drawn', ${now})`
}

export type MyReviewRow = {
  id: string
  nameZh: string
  nameEn: string
  status: 'drawn' | 'recused' | 'scored'
  total: string | null
  score: number | null
  text: string | null
  drawnAt: Date
}

/** An expert's own, without the firm's name; asked with the program's reach, so the person bounds it. */
export async function reviewsOfPerson(
  sql: Sql,
  personId: string,
  filter: { page?: number; pageSize?: number },
) {
  const rows = await sql<(Omit<MyReviewRow, 'total'> & { points: string | null; total: bigint })[]>`
    select ${reviewColumns(sql)}, r.total::text as points, count(*) over () as total ${reviewSource(sql)}
    where v.person_id = ${personId} order by v.drawn_at desc, v.id ${pageOf(sql, filter)}`
  const listed = listedOf(rows)
  return { total: listed.total, rows: listed.rows.map(({ points, ...row }) => ({ ...row, total: points })) }
}

/** An expert's own review with the run behind it, if there is one; null when the review is another's. */
export async function reviewOfPerson(
  sql: Sql,
  id: string,
  personId: string,
): Promise<(MyReviewRow & { runId: string | null }) | null> {
  const [row] = await sql<(MyReviewRow & { runId: string | null })[]>`
    select ${reviewColumns(sql)}, r.total::text as total, c.run_id as "runId" ${reviewSource(sql)}
    where v.id = ${id} and v.person_id = ${personId}`
  return row ?? null
}

const reviewColumns = (sql: Sql) => sql`v.id, p.name_zh as "nameZh", p.name_en as "nameEn", v.status,
  v.score::float8 as score, v.text, v.drawn_at as "drawnAt"`

const reviewSource = (sql: Sql) => sql`from assess_reviews v join assess_cases c on c.id = v.case_id
  join assess_procedures p on p.id = c.procedure_id left join assess_runs r on r.id = c.run_id`

export async function decideReview(
  sql: Sql,
  id: string,
  personId: string,
  one: { status: string; score: number | null; text: string },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update assess_reviews set status = ${one.status}, score = ${one.score},
      text = ${one.text}, decided_at = ${now}
    where id = ${id} and person_id = ${personId} and status = 'drawn'`
  return count === 1
}
