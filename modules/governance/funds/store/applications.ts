import { type Locale, nameIn, type Sql } from '@ronghe/kit/db'
import type { Request } from '../contract-modes.ts'
import type { ApplicationRow, FundEvent, SubjectRow } from '../rows.ts'
import type { ApplicationState } from '../steps.ts'

function columns(sql: Sql, locale: Locale) {
  return sql`a.id, a.organisation_id as "organisationId", ${nameIn(sql, locale, 'o')} as "organisationName",
    o.region_code as "regionCode", a.programme_id as "programmeId", p.title_zh as "programmeZh",
    p.title_en as "programmeEn", p.organisation_id as "payerId", p.mode, a.request,
    a.number, a.title, a.summary,
    a.investment_fen::float8 as "investmentFen", a.asked_fen::float8 as "askedFen", a.state, a.version,
    a.judged, a.seed, a.notice_from::text as "noticeFrom", a.notice_to::text as "noticeTo",
    a.grant_fen::float8 as "grantFen", a.grade, a.is_sample as "isSample", a.updated_at as "updatedAt",
    (select count(*)::int from governance_application_entries e
      where e.application_id = a.id and e.said <> e.value) as otherwise`
}

function from(sql: Sql) {
  return sql`governance_applications a join governance_programmes p on p.id = a.programme_id
    join registry_organisation_cards() o on o.id = a.organisation_id`
}

export type ApplicationFilter = {
  q?: string
  state?: string
  programme?: string
  /** Only those to which something was granted. */
  isAwarded?: boolean
  page?: number
  pageSize?: number
}

/** A firm's drafts are its own until it submits them. */
export async function listApplications(
  sql: Sql,
  filter: ApplicationFilter,
  ownId: string | null,
  locale: Locale = 'zh',
): Promise<{ rows: ApplicationRow[]; total: number }> {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<(ApplicationRow & { total: bigint })[]>`
    select ${columns(sql, locale)}, count(*) over () as total from ${from(sql)}
    where (a.state <> 'drafted' or a.organisation_id = ${ownId})
      and (${like}::text is null or a.title ilike ${like} or a.number ilike ${like} or o.name ilike ${like}
        or o.name_en ilike ${like})
      and (${filter.state ?? null}::text is null or a.state = ${filter.state ?? null})
      and (${filter.programme ?? null}::uuid is null or a.programme_id = ${filter.programme ?? null})
      and (${filter.isAwarded !== true} or a.grant_fen is not null)
    order by a.updated_at desc, a.number limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}

/** The application, held for this transaction where it is to be changed. */
export async function applicationById(
  sql: Sql,
  id: string,
  isHeld = false,
  locale: Locale = 'zh',
): Promise<ApplicationRow | null> {
  if (isHeld) await sql`select 1 from governance_applications where id = ${id} for update`
  const [row] = await sql<ApplicationRow[]>`
    select ${columns(sql, locale)} from ${from(sql)} where a.id = ${id}`
  return row ?? null
}

export async function nextNumber(sql: Sql, year: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(7240021)`
  const [row] = await sql<{ last: string | null }[]>`
    select max(number) as last from governance_applications where number like ${`F${year}-%`}`
  return `F${year}-${String(Number(row?.last?.slice(6) ?? 0) + 1).padStart(5, '0')}`
}

export type DraftValues = {
  title: string
  summary: string
  investmentFen: number
  askedFen: number
  request?: Request | undefined
}

export async function insertApplication(
  sql: Sql,
  one: DraftValues & {
    id: string
    organisationId: string
    programmeId: string
    number: string
    by: string | null
    isSample: boolean
  },
  now: Date,
): Promise<void> {
  await sql`insert into governance_applications (id, organisation_id, programme_id, number, title, summary,
      investment_fen, asked_fen, request, state, created_by, is_sample, created_at, updated_at)
    values (${one.id}, ${one.organisationId}, ${one.programmeId}, ${one.number}, ${one.title},
      ${one.summary}, ${one.investmentFen}, ${one.askedFen},
      ${one.request ? JSON.stringify(one.request) : null}::text::jsonb, 'drafted', ${one.by},
      ${one.isSample}, ${now}, ${now})`
}

export async function changeApplication(sql: Sql, id: string, one: DraftValues): Promise<void> {
  await sql`update governance_applications set title = ${one.title}, summary = ${one.summary},
    investment_fen = ${one.investmentFen}, asked_fen = ${one.askedFen},
    request = ${one.request ? JSON.stringify(one.request) : null}::text::jsonb where id = ${id}`
}

/** What an act sets beside the state. */
export type Marks = {
  judged?: unknown
  seed?: string
  noticeFrom?: string
  noticeTo?: string
  grantFen?: number
  grade?: string
}

/** Moves the version on, with the new state and what the act sets. */
export async function moveTo(
  sql: Sql,
  id: string,
  state: ApplicationState,
  marks: Marks,
  now: Date,
): Promise<void> {
  const judged = marks.judged === undefined ? null : JSON.stringify(marks.judged)
  await sql`update governance_applications set state = ${state}, version = version + 1, updated_at = ${now},
      judged = coalesce(${judged}::text::jsonb, judged), seed = coalesce(${marks.seed ?? null}, seed),
      notice_from = coalesce(${marks.noticeFrom ?? null}::date, notice_from),
      notice_to = coalesce(${marks.noticeTo ?? null}::date, notice_to),
      grant_fen = coalesce(${marks.grantFen ?? null}::bigint, grant_fen),
      grade = coalesce(${marks.grade ?? null}, grade)
    where id = ${id}`
}

export async function setSubjects(
  sql: Sql,
  application: { id: string; organisationId: string },
  subjects: readonly SubjectRow[],
): Promise<void> {
  await sql`delete from governance_application_subjects where application_id = ${application.id}`
  for (const one of subjects) await addSubject(sql, application, one)
}

export async function addSubject(
  sql: Sql,
  application: { id: string; organisationId: string },
  one: SubjectRow,
): Promise<void> {
  await sql`insert into governance_application_subjects (application_id, organisation_id, kind, key, label,
      serial_key)
    values (${application.id}, ${application.organisationId}, ${one.kind}, ${one.key}, ${one.label},
      ${one.serialKey})
    on conflict (application_id, kind, key) do nothing`
}

export async function subjectsOf(sql: Sql, applicationId: string): Promise<SubjectRow[]> {
  return sql<
    SubjectRow[]
  >`select kind, key, label, serial_key as "serialKey" from governance_application_subjects
    where application_id = ${applicationId} order by kind, label`
}

export async function insertFundEvent(
  sql: Sql,
  application: { id: string; organisationId: string },
  one: Omit<FundEvent, 'at'>,
  now: Date,
): Promise<void> {
  await sql`insert into governance_application_events (id, application_id, organisation_id, at, person_name,
      act, comment, amount_fen)
    values (${one.id}, ${application.id}, ${application.organisationId}, ${now}, ${one.personName},
      ${one.act}, ${one.comment}, ${one.amountFen})`
}

export async function fundEventsOf(sql: Sql, applicationId: string): Promise<FundEvent[]> {
  return sql<FundEvent[]>`select id, at, person_name as "personName", act, comment,
      amount_fen::float8 as "amountFen"
    from governance_application_events where application_id = ${applicationId} order by at desc, seq desc`
}
