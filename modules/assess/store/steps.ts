import { type Locale, likeOf, listedOf, nameIn, orderOf, pageOf, type Sql } from '@ronghe/kit/db'

export type StepRow = {
  id: string
  runId: string
  organisationId: string
  organisationName: string
  year: number
  frameworkId: string
  contentHash: string
  node: string
  measure: string | null
  title: string
  owner: string
  dueOn: string
  costFen: bigint
  status: 'planned' | 'doing' | 'done' | 'dropped'
  note: string | null
  valueBefore: string | null
  newestParts: Record<string, string | null> | null
  newestRunId: string | null
  revision: number
}

const sortable = {
  title: 'title',
  owner: 's.owner',
  dueOn: 's.due_on',
  status: 's.status',
  costFen: 's.cost_fen',
}

export async function listSteps(
  sql: Sql,
  locale: Locale,
  filter: {
    q?: string
    sort?: string
    page?: number
    pageSize?: number
    id?: string
    status?: string
    run?: string
  },
) {
  const like = likeOf(filter.q)
  const rows = await sql<(StepRow & { total: bigint })[]>`
    select s.id, s.run_id as "runId", s.organisation_id as "organisationId",
      ${nameIn(sql, locale, 'o')} as "organisationName", r.year, r.framework_id as "frameworkId",
      f.content_hash as "contentHash", s.node, s.measure, s.title, s.owner, s.due_on::text as "dueOn",
      s.cost_fen as "costFen", s.status, s.note, s.value_before::text as "valueBefore",
      n.parts as "newestParts", n.id as "newestRunId", s.revision, count(*) over () as total
    from assess_steps s join assess_runs r on r.id = s.run_id
    join assess_frameworks f on f.id = r.framework_id
    join registry_organisation_cards() o on o.id = s.organisation_id
    left join lateral (select id, parts from assess_runs where organisation_id = s.organisation_id
      and framework_code = r.framework_code and status in ('submitted', 'accepted')
      order by year desc limit 1) n on true
    where (${like}::text is null or s.title ilike ${like} or s.owner ilike ${like})
      and (${filter.id ?? null}::uuid is null or s.id = ${filter.id ?? null})
      and (${filter.status ?? null}::text is null or s.status = ${filter.status ?? null})
      and (${filter.run ?? null}::uuid is null or s.run_id = ${filter.run ?? null})
    ${orderOf(sql, filter.sort, sortable, 's.due_on')}, s.id ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** A firm's steps that are not dropped and due on this day or later. */
export async function plannedSteps(sql: Sql, organisationId: string, since: string) {
  return sql<Pick<StepRow, 'id' | 'title' | 'dueOn' | 'costFen' | 'status'>[]>`
    select id, title, due_on::text as "dueOn", cost_fen as "costFen", status from assess_steps
    where organisation_id = ${organisationId} and status <> 'dropped' and due_on >= ${since}::date
    order by due_on, id limit 500`
}

export type StepValues = {
  title: string
  owner: string
  dueOn: string
  costFen: number
  note: string | null
}

export async function insertStep(
  sql: Sql,
  one: StepValues & {
    id: string
    organisationId: string
    runId: string
    node: string
    measure: string | null
    valueBefore: string | null
  },
  now: Date,
): Promise<void> {
  await sql`insert into assess_steps (id, organisation_id, run_id, node, measure, title, owner, due_on,
      cost_fen, status, note, value_before, created_at, updated_at)
    values (${one.id}, ${one.organisationId}, ${one.runId}, ${one.node}, ${one.measure}, ${one.title},
      ${one.owner}, ${one.dueOn}, ${one.costFen}, 'planned', ${one.note}, ${one.valueBefore}, ${now}, ${now})`
}

export async function updateStep(
  sql: Sql,
  id: string,
  organisationId: string,
  one: StepValues & { status: string; revision: number },
  now: Date,
): Promise<boolean> {
  const { count } = await sql`update assess_steps set title = ${one.title}, owner = ${one.owner},
      due_on = ${one.dueOn}, cost_fen = ${one.costFen}, status = ${one.status}, note = ${one.note},
      revision = revision + 1, updated_at = ${now}
    where id = ${id} and organisation_id = ${organisationId} and revision = ${one.revision}`
  return count === 1
}
