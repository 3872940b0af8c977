import { likeOf, listedOf, pageOf, type Sql } from '@ronghe/kit/db'

export type WaitingApplication = {
  id: string
  number: string
  title: string
  state: string
  noticeTo: string | null
  updatedAt: Date
}

/** Applications in one of these states: of a payer’s programmes, or a firm’s own. */
export async function waitingApplications(
  sql: Sql,
  organisationId: string | null,
  states: { paid: readonly string[]; own: readonly string[]; checked: readonly string[] },
): Promise<WaitingApplication[]> {
  return sql<WaitingApplication[]>`select a.id, a.number, a.title, a.state, a.notice_to::text as "noticeTo",
      a.updated_at as "updatedAt"
    from governance_applications a join governance_programmes p on p.id = a.programme_id
    where (a.state = any(${[...states.paid]}::text[]) and p.organisation_id = ${organisationId})
      or a.state = any(${[...states.checked]}::text[])
      or (a.state = any(${[...states.own]}::text[]) and a.organisation_id = ${organisationId})
    order by a.updated_at limit 200`
}

/** What a person did on items and plans, newest first. */
export async function doneBy(
  sql: Sql,
  personId: string,
  filter: { q?: string; page?: number; pageSize?: number },
) {
  const like = likeOf(filter.q)
  const rows = await sql<
    {
      id: string
      at: Date
      itemId: string
      titleZh: string
      titleEn: string
      action: string
      comment: string | null
      total: bigint
    }[]
  >`select e.id, e.at, e.item_id as "itemId", i.title as "titleZh",
      coalesce(nullif(i.title_en, ''), i.title) as "titleEn", e.action, e.comment, count(*) over () as total
    from governance_item_events e join governance_items i on i.id = e.item_id
    where e.person_id = ${personId}
      and (${like}::text is null or i.title ilike ${like} or i.title_en ilike ${like})
    order by e.seq desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

export type WaitingAppraisal = {
  id: string
  titleZh: string
  titleEn: string
  todo: 'submitted' | 'closing' | 'shown'
  departmentCode: string | null
  dueOn: string | null
  updatedAt: Date
}
type Waiter = {
  organisationId: string | null
  personId: string | null
  approves: boolean
  handles: boolean
  today: string
}

/** What a leader who did not draft it decides, and results that a body may still appeal against. */
export async function waitingAppraisals(sql: Sql, mine: Waiter): Promise<WaitingAppraisal[]> {
  return sql<WaitingAppraisal[]>`select a.id, a.title_zh as "titleZh", a.title_en as "titleEn",
      a.state as todo, null as "departmentCode", null as "dueOn", a.updated_at as "updatedAt"
    from governance_appraisals a where ${mine.approves} and a.organisation_id = ${mine.organisationId}
      and a.state in ('submitted', 'closing') and a.drafted_by is distinct from ${mine.personId}
    union all
    select a.id, a.title_zh, a.title_en, a.state, u.department_code, a.appeal_until::text, a.updated_at
    from governance_appraisals a join governance_appraisal_units u on u.appraisal_id = a.id
    where ${mine.handles} and a.state = 'shown' and u.organisation_id = ${mine.organisationId}
      and a.appeal_until >= ${mine.today}::date
    limit 200`
}
