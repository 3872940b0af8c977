import { type Locale, nameIn, type Sql } from '@ronghe/kit/db'
import type { Expert } from '../review.ts'
import type { ObjectionRow, ReviewRow } from '../rows.ts'

export type ExpertRow = {
  personId: string
  name: string
  organisationName: string
  fields: string
  isActive: boolean
  reviews: number
}

export async function listExperts(
  sql: Sql,
  filter: { q?: string; page?: number; pageSize?: number },
  locale: Locale,
): Promise<{ rows: ExpertRow[]; total: number }> {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<(ExpertRow & { total: bigint })[]>`
    select e.person_id as "personId", e.name, ${nameIn(sql, locale, 'o')} as "organisationName", e.fields,
      e.is_active as "isActive", (select count(*)::int from governance_reviews r
        where r.person_id = e.person_id and r.state = 'scored') as reviews, count(*) over () as total
    from governance_experts e join registry_organisation_cards() o on o.id = e.organisation_id
    where ${like}::text is null or e.name ilike ${like} or e.fields ilike ${like} or o.name ilike ${like}
      or o.name_en ilike ${like}
    order by e.joined_at desc limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}

export async function activeExperts(sql: Sql): Promise<Expert[]> {
  return sql<Expert[]>`select person_id as "personId", organisation_id as "organisationId"
    from governance_experts where is_active`
}

/** Joins the pool, or tells other fields; taken in only by an official. */
export async function joinExperts(
  sql: Sql,
  one: { personId: string; organisationId: string; name: string; fields: string; isActive: boolean },
  now: Date,
): Promise<void> {
  await sql`insert into governance_experts (person_id, organisation_id, name, fields, is_active, joined_at)
    values (${one.personId}, ${one.organisationId}, ${one.name}, ${one.fields}, ${one.isActive}, ${now})
    on conflict (person_id) do update set fields = excluded.fields,
      organisation_id = excluded.organisation_id, name = excluded.name`
}

export async function admitExpert(sql: Sql, personId: string, isActive: boolean): Promise<boolean> {
  const { count } = await sql`update governance_experts set is_active = ${isActive}
    where person_id = ${personId}`
  return count === 1
}

export async function reviewsOf(sql: Sql, applicationId: string): Promise<ReviewRow[]> {
  return sql<ReviewRow[]>`select person_id as "personId", state, score_tenths as "scoreTenths", comment
    from governance_reviews where application_id = ${applicationId} order by drawn_at, person_id`
}

export async function drawReview(
  sql: Sql,
  applicationId: string,
  personId: string,
  now: Date,
): Promise<void> {
  await sql`insert into governance_reviews (application_id, person_id, state, drawn_at)
    values (${applicationId}, ${personId}, 'drawn', ${now})`
}

/** False where nothing is drawn for the person, or it has ended. */
export async function endReview(
  sql: Sql,
  applicationId: string,
  personId: string,
  one: { state: 'scored' | 'recused'; scoreTenths: number | null; comment: string },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update governance_reviews set state = ${one.state},
      score_tenths = ${one.scoreTenths}, comment = ${one.comment}, ended_at = ${now}
    where application_id = ${applicationId} and person_id = ${personId} and state = 'drawn'`
  return count === 1
}

export type MyReviewRow = {
  applicationId: string
  title: string
  summary: string
  programmeZh: string
  programmeEn: string
  investmentFen: number
  askedFen: number
  state: 'drawn' | 'recused' | 'scored'
  scoreTenths: number | null
}

/** What was drawn for a person, without who applied. Elevated: the rows are the firms'. */
export async function reviewsFor(sql: Sql, personId: string): Promise<MyReviewRow[]> {
  return sql<MyReviewRow[]>`select r.application_id as "applicationId", a.title, a.summary,
      p.title_zh as "programmeZh", p.title_en as "programmeEn", a.investment_fen::float8 as "investmentFen",
      a.asked_fen::float8 as "askedFen", r.state, r.score_tenths as "scoreTenths"
    from governance_reviews r join governance_applications a on a.id = r.application_id
      join governance_programmes p on p.id = a.programme_id
    where r.person_id = ${personId} order by r.state <> 'drawn', r.drawn_at desc limit 200`
}

function objectionColumns(sql: Sql) {
  return sql`id, application_id as "applicationId", name, contact, text, at, decision, comment`
}

export async function insertObjection(
  sql: Sql,
  one: {
    id: string
    applicationId: string
    organisationId: string
    name: string
    contact: string
    text: string
  },
  now: Date,
): Promise<void> {
  await sql`insert into governance_objections (id, application_id, organisation_id, name, contact, text, at)
    values (${one.id}, ${one.applicationId}, ${one.organisationId}, ${one.name}, ${one.contact}, ${one.text},
      ${now})`
}

export async function objectionsOf(sql: Sql, applicationId: string): Promise<ObjectionRow[]> {
  return sql<ObjectionRow[]>`select ${objectionColumns(sql)} from governance_objections
    where application_id = ${applicationId} order by at`
}

export async function objectionById(sql: Sql, id: string): Promise<ObjectionRow | null> {
  const [row] = await sql<ObjectionRow[]>`select ${objectionColumns(sql)} from governance_objections
    where id = ${id} for update`
  return row ?? null
}

export async function decideObjection(
  sql: Sql,
  id: string,
  one: { decision: 'upheld' | 'dismissed'; comment: string; by: string },
  now: Date,
): Promise<void> {
  await sql`update governance_objections set decision = ${one.decision}, comment = ${one.comment},
    decided_by_name = ${one.by}, decided_at = ${now} where id = ${id}`
}
