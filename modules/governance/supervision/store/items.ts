import type { Sql } from '@ronghe/kit/db'
import type { Duties, ItemFilter, ItemListRow, NewEvent, PartRow } from '../rows.ts'
import { type ItemState, type PartState, steps } from '../steps.ts'

/** The step at which an item waits, as `stepOf` says it. */
function stepOfItem(sql: Sql) {
  return sql`(${[...steps]}::text[])[case i.state when 'drafted' then 1
      when 'submitted' then 2 when 'approved' then 3 when 'running' then (select min(array_position(
        array['-', '-', 'waiting', 'issued', 'signed', 'handling', 'reported', 'accepted'], p.state))
        from governance_item_parts p where p.item_id = i.id) end]`
}

function columns(sql: Sql) {
  return sql`i.id, i.organisation_id as "organisationId", i.number, i.title, i.text,
    coalesce(nullif(i.title_en, ''), i.title) as "titleEn",
    i.is_urgent as "isUrgent", i.due_on::text as "dueOn", i.state, ${stepOfItem(sql)} as step,
    i.task_key as "taskKey", i.goal_key as "goalKey", i.version, i.plan_version_id as "planVersionId",
    i.drafted_by as "draftedBy",
    i.drafted_by_name as "draftedByName", i.is_sample as "isSample", i.updated_at as "updatedAt",
    (select case when bool_or(p.light = 'red') then 'red' when bool_or(p.light = 'yellow') then 'yellow'
      else 'green' end from governance_item_parts p where p.item_id = i.id) as light,
    (select count(*)::int from governance_item_parts p where p.item_id = i.id) as departments,
    lead.name_zh as "leadZh", lead.name_en as "leadEn"`
}

function from(sql: Sql) {
  return sql`governance_items i
    join governance_item_parts first on first.item_id = i.id and first.place = 0
    join governance_departments lead on lead.code = first.department_code`
}

export async function listItems(
  sql: Sql,
  filter: ItemFilter,
  mine: Duties | null,
): Promise<{ rows: ItemListRow[]; total: number }> {
  const { page = 1, pageSize = 20 } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const rows = await sql<(ItemListRow & { total: bigint })[]>`
    select *, count(*) over () as total from (select ${columns(sql)} from ${from(sql)}) i
    where (${like}::text is null or title ilike ${like} or "titleEn" ilike ${like} or number ilike ${like}
      or text ilike ${like})
      and (${filter.step ?? null}::text is null or step = ${filter.step ?? null})
      and (${filter.state ?? null}::text is null or state = ${filter.state ?? null})
      and (${filter.light ?? null}::text is null or light = ${filter.light ?? null})
      and (${filter.task ?? null}::text is null or "taskKey" = ${filter.task ?? null})
      and (${filter.goal ?? null}::text is null or "goalKey" = ${filter.goal ?? null})
      and ${hasPart(sql, filter)}
      and ${mine ? waitsFor(sql, mine) : sql`true`}
    order by state in ('closed', 'withdrawn'), array_position(array['red', 'yellow', 'green'], light),
      "dueOn", number
    limit ${pageSize} offset ${(page - 1) * pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) }
}

/** A part of the item is the body's, is due within the days, and is counted as the comparison counts. */
function hasPart(sql: Sql, filter: ItemFilter) {
  const { counted = null } = filter
  const [department, from, to] = [filter.department ?? null, filter.from ?? null, filter.to ?? null]
  if (department === null && from === null && to === null && counted === null) return sql`true`
  return sql`exists (select 1 from governance_item_parts p where p.item_id = i.id
    and (${department}::text is null or p.department_code = ${department})
    and (${from}::date is null or p.due_on >= ${from}) and (${to}::date is null or p.due_on <= ${to})
    and ${counted === null ? sql`true` : isCounted(sql, counted)}
    and (${counted}::text is null or i.state in ('running', 'closed')))`
}

/** Is a part `p`, which was issued, counted so in the comparison of bodies? */
export function isCounted(sql: Sql, counted: NonNullable<ItemFilter['counted']>) {
  const isReported = sql`p.reported_on is not null and p.state in ('reported', 'accepted')`
  const counts = {
    parts: sql`true`,
    open: sql`p.state <> 'accepted'`,
    inTime: sql`${isReported} and p.reported_on <= p.due_on`,
    late: sql`${isReported} and p.reported_on > p.due_on`,
    yellow: sql`p.light = 'yellow'`,
    red: sql`p.light = 'red'`,
  }
  return sql`(p.state <> 'waiting' and ${counts[counted]})`
}

function waitsFor(sql: Sql, { organisationId, supervises, approves, handles }: Duties) {
  return sql`((${supervises} and "organisationId" = ${organisationId}
      and step in ('item', 'issue', 'review', 'close'))
    or (${approves} and "organisationId" = ${organisationId} and (step = 'approval' or exists (
      select 1 from governance_extensions x where x.item_id = i.id and x.decision is null)))
    or (${handles} and state = 'running' and exists (select 1 from governance_item_parts p
      where p.item_id = i.id and p.organisation_id = ${organisationId}
        and p.state in ('issued', 'signed', 'handling'))))`
}

export async function countWaiting(sql: Sql, mine: Duties): Promise<{ step: string; count: number }[]> {
  return sql<{ step: string; count: number }[]>`
    select step, count(*)::int as count from (select ${columns(sql)} from ${from(sql)}) i
    where step is not null and ${waitsFor(sql, mine)} group by step
    order by array_position(${[...steps]}::text[], step)`
}

/** The item, held for this transaction where it is to be changed. */
export async function itemById(sql: Sql, id: string, isHeld = false): Promise<ItemListRow | null> {
  if (isHeld) await sql`select 1 from governance_items where id = ${id} for update`
  const [row] = await sql<ItemListRow[]>`select ${columns(sql)} from ${from(sql)} where i.id = ${id}`
  return row ?? null
}

export async function partsOf(sql: Sql, itemId: string): Promise<PartRow[]> {
  return sql<PartRow[]>`select ${partColumns(sql)} from governance_item_parts p
    join governance_departments d on d.code = p.department_code where p.item_id = ${itemId} order by p.place`
}

/** Parts of running items, for the lights. */
export async function runningParts(sql: Sql): Promise<PartRow[]> {
  return sql<PartRow[]>`select ${partColumns(sql)} from governance_item_parts p
    join governance_departments d on d.code = p.department_code
    join governance_items i on i.id = p.item_id where i.state = 'running' order by p.item_id, p.place`
}

function partColumns(sql: Sql) {
  return sql`p.item_id as "itemId", p.place, p.department_code as "departmentCode", d.name_zh as "nameZh",
    d.name_en as "nameEn", p.organisation_id as "organisationId", p.state, p.due_on::text as "dueOn",
    p.issued_on::text as "issuedOn", p.signed_on::text as "signedOn", p.reported_on::text as "reportedOn",
    p.light, p.red_since::text as "redSince", p.is_escalated as "isEscalated"`
}

/** Next number of the year, 2026-0007. */
export async function nextNumber(sql: Sql, year: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(7240020)`
  const [row] = await sql<{ last: string | null }[]>`
    select max(number) as last from governance_items where number like ${`${year}-%`}`
  return `${year}-${String(Number(row?.last?.slice(5) ?? 0) + 1).padStart(4, '0')}`
}

export type NewItem = {
  id: string
  organisationId: string
  number: string
  title: string
  /** Empty where it has no English name. */
  titleEn: string
  text: string
  taskKey: string | null
  goalKey: string | null
  isUrgent: boolean
  dueOn: string
  draftedBy: string | null
  draftedByName: string
  isSample: boolean
}

export async function insertItem(sql: Sql, one: NewItem, now: Date): Promise<void> {
  await sql`insert into governance_items (id, organisation_id, number, title, title_en, text, task_key,
      goal_key, is_urgent, due_on, state, drafted_by, drafted_by_name, is_sample, created_at, updated_at)
    values (${one.id}, ${one.organisationId}, ${one.number}, ${one.title}, ${one.titleEn}, ${one.text},
      ${one.taskKey}, ${one.goalKey}, ${one.isUrgent}, ${one.dueOn}, 'drafted', ${one.draftedBy},
      ${one.draftedByName}, ${one.isSample}, ${now}, ${now})`
}

export async function changeItem(
  sql: Sql,
  id: string,
  one: Pick<NewItem, 'title' | 'titleEn' | 'text' | 'taskKey' | 'goalKey' | 'isUrgent' | 'dueOn'>,
): Promise<void> {
  await sql`update governance_items set title = ${one.title}, title_en = ${one.titleEn}, text = ${one.text},
    task_key = ${one.taskKey}, goal_key = ${one.goalKey}, is_urgent = ${one.isUrgent},
    due_on = ${one.dueOn} where id = ${id}`
}

/** Moves the version on, with the item's new state. */
export async function moveItemTo(sql: Sql, id: string, state: ItemState, now: Date): Promise<void> {
  await sql`update governance_items set state = ${state}, version = version + 1, updated_at = ${now}
    where id = ${id}`
}

/** The departments in their order, each with who acts for it; false when one of them is unknown. */
export async function setParts(
  sql: Sql,
  itemId: string,
  codes: readonly string[],
  dueOn: string,
): Promise<boolean> {
  await sql`delete from governance_item_parts where item_id = ${itemId}`
  const { count } = await sql`insert into governance_item_parts (item_id, place, department_code,
      organisation_id, state, due_on)
    select ${itemId}, c.place - 1, d.code, d.organisation_id, 'waiting', ${dueOn}
    from unnest(${[...codes]}::text[]) with ordinality as c (code, place)
    join governance_departments d on d.code = c.code`
  return count === codes.length
}

export async function movePartTo(
  sql: Sql,
  part: Pick<PartRow, 'itemId' | 'departmentCode'>,
  state: PartState,
  today: string,
): Promise<void> {
  await sql`update governance_item_parts set state = ${state},
      issued_on = case when ${state} = 'issued' then ${today}::date else issued_on end,
      signed_on = case when ${state} = 'signed' then ${today}::date else signed_on end,
      reported_on = case when ${state} = 'reported' then ${today}::date
        when ${state} = 'handling' then null else reported_on end
    where item_id = ${part.itemId} and department_code = ${part.departmentCode}`
}

export async function insertEvent(sql: Sql, one: NewEvent, now: Date): Promise<void> {
  await sql`insert into governance_item_events (id, item_id, department_code, at, person_id, person_name,
      action, comment, explanation, is_on_behalf, figure)
    values (${one.id}, ${one.itemId}, ${one.departmentCode}, ${now}, ${one.personId}, ${one.personName},
      ${one.action}, ${one.comment}, ${one.explanation}, ${one.isOnBehalf},
      ${one.figure === null ? null : JSON.stringify(one.figure)}::text::jsonb)`
}
