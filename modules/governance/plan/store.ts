import { likeOf, listedOf, pageOf, type Sql } from '@ronghe/kit/db'
import type { PlanNode } from './tree.ts'

export type PlanState =
  | 'drafted'
  | 'submitted'
  | 'approved'
  | 'inForce'
  | 'replaced'
  | 'repealed'
  | 'withdrawn'

export type PlanVersionRow = {
  id: string
  document: string
  number: number
  titleZh: string
  titleEn: string
  note: string
  state: PlanState
  version: number
  basedOn: string | null
  replacedBy: string | null
  inForceFrom: string | null
  inForceUntil: string | null
  draftedBy: string | null
  draftedByName: string
  contentHash: string | null
  isFromRegion: boolean
  updatedAt: Date
}

function columns(sql: Sql) {
  return sql`id, document, number, title_zh as "titleZh", title_en as "titleEn", note, state, version,
    based_on as "basedOn", replaced_by as "replacedBy", in_force_from::text as "inForceFrom",
    in_force_until::text as "inForceUntil", drafted_by as "draftedBy", drafted_by_name as "draftedByName",
    content_hash as "contentHash", is_from_region as "isFromRegion", updated_at as "updatedAt"`
}

const publicStates = ['inForce', 'replaced', 'repealed']

/** Newest first; drafts only for those who may read them. */
export async function listPlans(
  sql: Sql,
  filter: { q?: string; page?: number; pageSize?: number; state?: string },
  withDrafts: boolean,
) {
  const like = likeOf(filter.q)
  const rows = await sql<(PlanVersionRow & { total: bigint })[]>`
    select ${columns(sql)}, count(*) over () as total from governance_plan_versions
    where (${like}::text is null or title_zh ilike ${like} or title_en ilike ${like} or note ilike ${like})
      and (${filter.state ?? null}::text is null or state = ${filter.state ?? null})
      and (${withDrafts} or state = any(${publicStates}))
    order by state = 'inForce' desc, document, number desc ${pageOf(sql, filter)}`
  return listedOf(rows)
}

/** The version, held for this transaction where it is to be changed. */
export async function planById(
  sql: Sql,
  id: string,
  { withDrafts, isHeld = false }: { withDrafts: boolean; isHeld?: boolean },
): Promise<PlanVersionRow | null> {
  if (isHeld) await sql`select 1 from governance_plan_versions where id = ${id} for update`
  const [row] = await sql<PlanVersionRow[]>`select ${columns(sql)} from governance_plan_versions
    where id = ${id} and (${withDrafts} or state = any(${publicStates}))`
  return row ?? null
}

export async function planInForce(sql: Sql, document: string): Promise<PlanVersionRow | null> {
  const [row] = await sql<PlanVersionRow[]>`select ${columns(sql)} from governance_plan_versions
    where document = ${document} and state = 'inForce'`
  return row ?? null
}

/** Approved versions whose day has come. */
export async function duePlans(sql: Sql, today: string): Promise<PlanVersionRow[]> {
  return sql<PlanVersionRow[]>`select ${columns(sql)} from governance_plan_versions
    where state = 'approved' and in_force_from <= ${today}::date order by in_force_from, number`
}

export async function nextPlanNumber(sql: Sql, document: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext(${`governance plan ${document}`}))`
  const [row] = await sql<{ next: number }[]>`
    select coalesce(max(number), 0) + 1 as next from governance_plan_versions where document = ${document}`
  return row?.next ?? 1
}

export type NewPlan = Pick<
  PlanVersionRow,
  'id' | 'document' | 'number' | 'titleZh' | 'titleEn' | 'note' | 'basedOn' | 'draftedBy' | 'draftedByName'
> & { isFromRegion?: boolean }

export async function insertPlan(sql: Sql, one: NewPlan, now: Date): Promise<void> {
  await sql`insert into governance_plan_versions (id, document, number, title_zh, title_en, note, state,
      based_on, drafted_by, drafted_by_name, is_from_region, created_at, updated_at)
    values (${one.id}, ${one.document}, ${one.number}, ${one.titleZh}, ${one.titleEn}, ${one.note}, 'drafted',
      ${one.basedOn}, ${one.draftedBy}, ${one.draftedByName}, ${one.isFromRegion ?? false}, ${now}, ${now})`
}

/** Moves the version on with its new state and days; what is left out stays. */
export async function movePlanTo(
  sql: Sql,
  id: string,
  change: {
    state: PlanState
    inForceFrom?: string
    inForceUntil?: string
    replacedBy?: string
    contentHash?: string
  },
  now: Date,
): Promise<void> {
  await sql`update governance_plan_versions set state = ${change.state}, version = version + 1,
      in_force_from = coalesce(${change.inForceFrom ?? null}::date, in_force_from),
      in_force_until = coalesce(${change.inForceUntil ?? null}::date, in_force_until),
      replaced_by = coalesce(${change.replacedBy ?? null}::uuid, replaced_by),
      content_hash = coalesce(${change.contentHash ?? null}, content_hash), updated_at = ${now}
    where id = ${id}`
}

export async function nodesOf(sql: Sql, planId: string): Promise<PlanNode[]> {
  return sql<PlanNode[]>`select key, parent_key as "parentKey", kind, place, clause, title_zh as "titleZh",
      title_en as "titleEn", text_zh as "textZh", text_en as "textEn", units, due_on::text as "dueOn",
      goal_key as "goalKey", targets, plan_rows as "planRows"
    from governance_plan_nodes where version_id = ${planId} order by place, key`
}

export async function putNode(sql: Sql, planId: string, one: PlanNode): Promise<void> {
  await sql`insert into governance_plan_nodes (version_id, key, parent_key, kind, place, clause, title_zh,
      title_en, text_zh, text_en, units, due_on, goal_key, targets, plan_rows)
    values (${planId}, ${one.key}, ${one.parentKey}, ${one.kind}, ${one.place}, ${one.clause}, ${one.titleZh},
      ${one.titleEn}, ${one.textZh}, ${one.textEn}, ${one.units}, ${one.dueOn}, ${one.goalKey},
      ${JSON.stringify(one.targets)}::text::jsonb, ${one.planRows})
    on conflict (version_id, key) do update set parent_key = excluded.parent_key, kind = excluded.kind,
      place = excluded.place, clause = excluded.clause, title_zh = excluded.title_zh,
      title_en = excluded.title_en, text_zh = excluded.text_zh, text_en = excluded.text_en,
      units = excluded.units, due_on = excluded.due_on, goal_key = excluded.goal_key,
      targets = excluded.targets, plan_rows = excluded.plan_rows`
}

/** The whole tree of a draft anew. */
export async function replaceNodes(sql: Sql, planId: string, nodes: readonly PlanNode[]): Promise<void> {
  await sql`delete from governance_plan_nodes where version_id = ${planId}`
  for (const one of nodes) await putNode(sql, planId, one)
}

export async function copyNodes(sql: Sql, from: string, to: string): Promise<void> {
  await sql`insert into governance_plan_nodes (version_id, key, parent_key, kind, place, clause, title_zh,
      title_en, text_zh, text_en, units, due_on, goal_key, targets, plan_rows)
    select ${to}, key, parent_key, kind, place, clause, title_zh, title_en, text_zh, text_en, units, due_on,
      goal_key, targets, plan_rows
    from governance_plan_nodes where version_id = ${from}`
}

/** Removes a node with all below it; answers how many. */
export async function removeNode(sql: Sql, planId: string, key: string): Promise<number> {
  const { count } = await sql`with recursive gone as (
      select key from governance_plan_nodes where version_id = ${planId} and key = ${key}
      union select n.key from governance_plan_nodes n join gone on n.parent_key = gone.key
        where n.version_id = ${planId})
    delete from governance_plan_nodes where version_id = ${planId} and key in (select key from gone)`
  return count
}

export type PlanEvent = { at: Date; personName: string; action: string; comment: string | null }

export async function insertPlanEvent(sql: Sql, planId: string, one: PlanEvent): Promise<void> {
  await sql`insert into governance_plan_events (version_id, at, person_name, action, comment)
    values (${planId}, ${one.at}, ${one.personName}, ${one.action}, ${one.comment})`
}

export async function planEvents(sql: Sql, planId: string): Promise<PlanEvent[]> {
  return sql<PlanEvent[]>`select at, person_name as "personName", action, comment
    from governance_plan_events where version_id = ${planId} order by seq desc limit 200`
}

export async function itemsUnder(sql: Sql, planId: string): Promise<number> {
  const [row] = await sql<{ items: number }[]>`
    select count(*)::int as items from governance_items where plan_version_id = ${planId}`
  return row?.items ?? 0
}

/** What a tree may name; tasks of other documents in force are theirs. */
export async function knownTo(sql: Sql, document: string) {
  const departments = await sql<{ code: string }[]>`select code from governance_departments`
  const goals = await sql<{ key: string }[]>`select key from governance_goals`
  const tasks = await sql<{ key: string }[]>`select n.key from governance_plan_nodes n
    join governance_plan_versions v on v.id = n.version_id
    where v.state = 'inForce' and v.document <> ${document} and n.kind = 'task'`
  return {
    departments: new Set(departments.map((one) => one.code)),
    goals: new Set(goals.map((one) => one.key)),
    tasksElsewhere: new Set(tasks.map((one) => one.key)),
  }
}

/** The version in force that has a task, or the first in force for what has none. */
export async function planOfTask(sql: Sql, taskKey: string | null): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`select v.id from governance_plan_versions v
    where v.state = 'inForce'
    order by exists (select 1 from governance_plan_nodes n
      where n.version_id = v.id and n.kind = 'task' and n.key = ${taskKey}) desc, v.document limit 1`
  return row?.id ?? null
}

export async function setItemPlan(sql: Sql, itemId: string, planId: string | null): Promise<void> {
  await sql`update governance_items set plan_version_id = ${planId} where id = ${itemId}`
}

/** Bring tasks and their bodies to what the plans in force say; what none of them has stays, out of force. */
export async function projectTasks(sql: Sql, planId: string): Promise<void> {
  await sql`insert into governance_tasks (key, place, title_zh, title_en, excerpt_zh, excerpt_en, plan_rows,
      due_on)
    select key, row_number() over (order by key) - 1, title_zh, title_en, text_zh, text_en, plan_rows, due_on
    from governance_plan_nodes where version_id = ${planId} and kind = 'task'
    on conflict (key) do update set title_zh = excluded.title_zh, title_en = excluded.title_en,
      excerpt_zh = excluded.excerpt_zh, excerpt_en = excluded.excerpt_en, plan_rows = excluded.plan_rows,
      due_on = excluded.due_on`
  await sql`delete from governance_task_departments d using governance_plan_nodes n
    where n.version_id = ${planId} and n.kind = 'task' and n.key = d.task_key`
  await sql`insert into governance_task_departments (task_key, place, department_code)
    select n.key, u.place - 1, u.code from governance_plan_nodes n,
      unnest(n.units) with ordinality as u (code, place)
    where n.version_id = ${planId} and n.kind = 'task'`
  await keepTasksInForce(sql)
}

/** Tasks are in force while a plan in force has them; where no plan stands as a tree, all are. */
export async function keepTasksInForce(sql: Sql): Promise<void> {
  await sql`update governance_tasks t set is_in_force =
    not exists (select 1 from governance_plan_versions)
    or exists (select 1 from governance_plan_nodes n join governance_plan_versions v on v.id = n.version_id
      where v.state = 'inForce' and n.kind = 'task' and n.key = t.key)`
}

export async function setGoalTarget(
  sql: Sql,
  goalKey: string,
  one: { target: number; dueOn: string },
): Promise<void> {
  await sql`update governance_goals set target = ${one.target}, due_on = ${one.dueOn} where key = ${goalKey}`
}
