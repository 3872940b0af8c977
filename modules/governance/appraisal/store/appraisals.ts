import { likeOf, listedOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { AppraisalRow, EventRow } from '../rows.ts'
import type { Scheme } from '../scheme.ts'
import type { AppraisalState } from '../steps.ts'

function columns(sql: Sql) {
  return sql`a.id, a.organisation_id as "organisationId", a.title_zh as "titleZh", a.title_en as "titleEn",
    a.from_on::text as "fromOn", a.to_on::text as "toOn", a.scheme, a.scheme_number as "schemeNumber",
    a.appeal_days as "appealDays", a.state, a.appeal_until::text as "appealUntil",
    a.is_published as "isPublished", a.version, a.drafted_by as "draftedBy",
    a.drafted_by_name as "draftedByName", a.is_sample as "isSample",
    (select count(*)::int from governance_appraisal_units u where u.appraisal_id = a.id) as units,
    (select count(*)::int from governance_appraisal_appeals p
      where p.appraisal_id = a.id and p.decision is null) as "openAppeals",
    coalesce(kit_may_see(a.organisation_id), false) as "isOverseen"`
}

export async function listAppraisals(
  sql: Sql,
  filter: { q?: string; state?: AppraisalState; page?: number; pageSize?: number },
): Promise<{ rows: AppraisalRow[]; total: number }> {
  const like = likeOf(filter.q)
  const rows = await sql<(AppraisalRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from governance_appraisals a
    where (${like}::text is null or a.title_zh ilike ${like} or a.title_en ilike ${like})
      and (${filter.state ?? null}::text is null or a.state = ${filter.state ?? null})
    order by a.to_on desc, a.created_at desc, a.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** The appraisal, held for this transaction where it is to be changed. */
export async function appraisalById(sql: Sql, id: string, isHeld = false): Promise<AppraisalRow | null> {
  if (isHeld) await sql`select 1 from governance_appraisals where id = ${id} for update`
  const [row] = await sql<AppraisalRow[]>`
    select ${columns(sql)} from governance_appraisals a where a.id = ${id}`
  return row ?? null
}

export type AppraisalValues = {
  titleZh: string
  titleEn: string
  fromOn: string
  toOn: string
  appealDays: number
  scheme: Scheme
}
type Maker = {
  id: string
  organisationId: string
  draftedBy: string | null
  draftedByName: string
  isSample: boolean
}

export async function insertAppraisal(sql: Sql, one: AppraisalValues & Maker, now: Date): Promise<void> {
  await sql`insert into governance_appraisals (id, organisation_id, title_zh, title_en, from_on, to_on,
      scheme, appeal_days, state, drafted_by, drafted_by_name, is_sample, created_at, updated_at)
    values (${one.id}, ${one.organisationId}, ${one.titleZh}, ${one.titleEn}, ${one.fromOn}, ${one.toOn},
      ${JSON.stringify(one.scheme)}::text::jsonb, ${one.appealDays}, 'drafted', ${one.draftedBy},
      ${one.draftedByName}, ${one.isSample}, ${now}, ${now})`
  await keepScheme(sql, one.id, 1, one.scheme, one.draftedByName, now)
}

async function keepScheme(sql: Sql, id: string, number: number, scheme: Scheme, by: string, now: Date) {
  await sql`insert into governance_appraisal_schemes (appraisal_id, number, scheme, person_name, at)
    values (${id}, ${number}, ${JSON.stringify(scheme)}::text::jsonb, ${by}, ${now})`
}

/** A new version of the draft; the one before is kept. */
export async function changeAppraisal(
  sql: Sql,
  { id, schemeNumber }: Pick<AppraisalRow, 'id' | 'schemeNumber'>,
  one: AppraisalValues,
  by: string,
  now: Date,
): Promise<void> {
  await sql`update governance_appraisals set title_zh = ${one.titleZh}, title_en = ${one.titleEn},
    from_on = ${one.fromOn}, to_on = ${one.toOn}, appeal_days = ${one.appealDays},
    scheme = ${JSON.stringify(one.scheme)}::text::jsonb, scheme_number = ${schemeNumber + 1},
    version = version + 1, updated_at = ${now} where id = ${id}`
  await keepScheme(sql, id, schemeNumber + 1, one.scheme, by, now)
}

export async function schemesOf(sql: Sql, id: string) {
  return sql<{ number: number; scheme: Scheme; personName: string; at: Date }[]>`
    select number, scheme, person_name as "personName", at from governance_appraisal_schemes
    where appraisal_id = ${id} order by number desc limit 100`
}

/** Moves the version on, with the new state and, when it is shown, the last day of appeals. */
export async function moveTo(
  sql: Sql,
  id: string,
  to: { state: AppraisalState; appealUntil?: string; isPublished?: boolean },
  now: Date,
): Promise<void> {
  await sql`update governance_appraisals set state = ${to.state},
    appeal_until = coalesce(${to.appealUntil ?? null}::date, appeal_until),
    is_published = coalesce(${to.isPublished ?? null}::boolean, is_published),
    version = version + 1, updated_at = ${now} where id = ${id}`
}

export async function insertEvent(
  sql: Sql,
  one: Omit<EventRow, 'at'> & { appraisalId: string },
  now: Date,
): Promise<void> {
  await sql`insert into governance_appraisal_events (id, appraisal_id, department_code, person_name, action,
      comment, at)
    values (${one.id}, ${one.appraisalId}, ${one.departmentCode}, ${one.personName}, ${one.action},
      ${one.comment}, ${now})`
}

export async function trailOf(sql: Sql, id: string): Promise<EventRow[]> {
  return sql<EventRow[]>`select id, at, person_name as "personName", action,
      department_code as "departmentCode", comment
    from governance_appraisal_events where appraisal_id = ${id} order by seq desc limit 500`
}
